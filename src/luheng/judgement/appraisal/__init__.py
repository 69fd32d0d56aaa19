"""考核: districts and units are scored by a scheme that is data, and every point is accounted for.

>>> from luheng.judgement.appraisal import Fact, score, shipped_scheme
>>> scheme = shipped_scheme()
>>> facts = [Fact(kind="target", id="1", label="森林覆盖率", outcome="met")]
>>> str(score(scheme, scheme.groups[0], facts).total)
'100.00'
"""

from luheng.judgement.appraisal.facts import Fact
from luheng.judgement.appraisal.scheme import Group, Item, RuleKind, Scheme
from luheng.judgement.appraisal.scheme_file import load_scheme, read_scheme, shipped_scheme
from luheng.judgement.appraisal.scoring import Line, Statement, mark_limit, score

__all__ = [
    "Fact",
    "Group",
    "Item",
    "Line",
    "RuleKind",
    "Scheme",
    "Statement",
    "load_scheme",
    "mark_limit",
    "read_scheme",
    "score",
    "shipped_scheme",
]
