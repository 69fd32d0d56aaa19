"""Files become sources: text, Word, PDF, HTML and Excel, recognised by what they hold.

>>> source = open_bytes("plan.txt", "一、总则\\n为落实要求，\\n制定本方案。".encode())
>>> [source.text[p.span.start : p.span.end] for p in source.paragraphs()]
['一、总则', '为落实要求，\\n制定本方案。']
"""

from luheng.documents.formats.limits import Limits
from luheng.documents.formats.opening import open_bytes, open_source

__all__ = ["Limits", "open_bytes", "open_source"]
