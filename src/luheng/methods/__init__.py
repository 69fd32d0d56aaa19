"""Official methods as pure functions, and what `compute` gives back: a value that explains itself.

A method is one clause. It is declared with its inputs and their units, the official numbers it uses
and the methods it builds on; it opens no file, reads no clock and asks no database.

>>> from luheng.methods import Clause, Input, Official, Standards, method
>>> from luheng.parameters import book_of
>>> @method(
...     id="example.coal", zh="折标准煤", en="in standard coal", unit="kgce",
...     source=Clause("GB/T 1-2020", "5.2"),
...     given={"burnt": Input(per="factor", zh="消费量", en="burnt", symbol="e")},
...     parameters={"factor": Official("example.factor", unit="kgce/*", symbol="p")},
...     formula="E = {burnt} × {factor}",
... )
... def coal(burnt, factor):
...     return burnt * factor
>>> book = book_of({"example.yaml": '''
... - id: example.factor
...   zh: 折标系数
...   en: coefficient
...   unit: kgce/kg
...   versions:
...     - {from: 2021-04-01, value: 0.7143, source: {standard: GB/T 1-2020, clause: A.1, mark: verified}}
... '''})
>>> result = Standards([coal], book).compute("example.coal", day="2024-06-01", burnt="2 t")
>>> print(result.value, result.unit)
1428.6 kgce
>>> print(result.explain("en").splitlines()[3].strip())
= 2000 × 0.7143 = 1428.6 kgce
"""

from luheng.methods.amounts import Amount, BelowLimit
from luheng.methods.lineage import Lineage, Result
from luheng.methods.model import Choice, Clause, Input, Method, Need, Official, Raw, Worked, method
from luheng.methods.packs import Pack, find_packs, packs_of_the_house, standards
from luheng.methods.rounding import rounded, rounded_up
from luheng.methods.standards import Standards

__all__ = [
    "Amount",
    "BelowLimit",
    "Choice",
    "Clause",
    "Input",
    "Lineage",
    "Method",
    "Need",
    "Official",
    "Pack",
    "Raw",
    "Result",
    "Standards",
    "Worked",
    "find_packs",
    "method",
    "packs_of_the_house",
    "rounded",
    "rounded_up",
    "standards",
]
