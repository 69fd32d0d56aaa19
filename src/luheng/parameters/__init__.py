"""Official numbers with the days they hold for, where they hold, their source and its mark.

The numbers stand in YAML beside the pack that uses them; this room only reads them. Which version
holds is decided by the day, the place, the day up to which things were known (`as_of`) and the
edition asked for (`using`).

>>> from datetime import date
>>> from luheng.parameters import book_of
>>> book = book_of({"example.yaml": '''
... - id: example.limit
...   zh: 限值
...   en: limit
...   unit: μg/m³
...   versions:
...     - from: 2016-01-01
...       until: 2026-03-01
...       value: 75
...       source: {standard: GB 1-2012, clause: 表1, mark: verified}
...     - from: 2026-03-01
...       known: 2026-02-25
...       value: 60
...       source: {standard: GB 1-2026, clause: 表1, mark: verified}
... '''})
>>> print(book.resolve("example.limit", date(2026, 6, 1)).printed)
60
>>> print(book.resolve("example.limit", date(2026, 6, 1), using=("GB 1-2012",)).printed)
75
>>> print(book.resolve("example.limit", date(2026, 6, 1), as_of=date(2026, 1, 1)).printed)
75
"""

from luheng.parameters.book import Book, book_of
from luheng.parameters.model import MARKS, Parameter, Source, Uncertainty, Version

__all__ = ["MARKS", "Book", "Parameter", "Source", "Uncertainty", "Version", "book_of"]
