"""Checks on entry: is a value that somebody is about to file likely, unlikely or impossible.

Vocabulary: an *entry* is the new value with the history of its series; an *identity* is a sum or a
share that must agree; a *doubt* is one reason to look again, with the numbers it rests on and, where
one value explains it, a *suggestion*. A doubt warns; only what no figure can be is refused. No
clock, no file, no database.

>>> from decimal import Decimal
>>> past = tuple(
...     Known(year, Decimal(value), "万吨")
...     for year, value in (("2022", "11.8"), ("2023", "12.1"), ("2024", "12.0"))
... )
>>> entry = Entry(
...     name="化肥施用量", value=Decimal(123000), unit="万吨", period="2025", history=past
... )
>>> [doubt.code for doubt in check_entry(entry)]
['entry_unit_slip']
>>> print(check_entry(entry)[0].suggestion.text())
是否为 12.3 万吨？
"""

from luheng.judgement.plausibility.checking import check_entry, check_identities
from luheng.judgement.plausibility.model import (
    Doubt,
    Entry,
    Identity,
    Known,
    Severity,
    ShareOf,
    Shares,
    Suggestion,
    Sum,
    Term,
)

__all__ = [
    "Doubt",
    "Entry",
    "Identity",
    "Known",
    "Severity",
    "ShareOf",
    "Shares",
    "Suggestion",
    "Sum",
    "Term",
    "check_entry",
    "check_identities",
]
