"""Where a target stands: target and observations in, verdict with its reason out.

Vocabulary: a *demand* is a target brought to an interval a yearly figure must lie in; *evidence*
are the observations it may use; a *figure* is how far the indicator had come by a year's end; a
*path* is a trajectory laid from base to target. No clock, no file, no database.

>>> from datetime import date
>>> from decimal import Decimal
>>> from luheng.documents.model import Observation, Span, Target
>>> where = {"quote": "", "span": Span(0, 0)}
>>> target = Target(indicator="森林覆盖率", year=2025, op=">=", value=Decimal(45), unit="%", **where)
>>> seen = Observation(
...     indicator="森林覆盖率", place="某市", period="2025", value=Decimal("45.2"), unit="%", **where
... )
>>> print(judge(target, [seen], today=date(2026, 3, 1)).zh)
森林覆盖率2025年为45.2%，目标：2025年不低于45%，达标
"""

from luheng.judgement.judge import judge
from luheng.judgement.model import (
    Assigned,
    Evidence,
    Figure,
    Input,
    Judgement,
    Pace,
    Projection,
    SetAside,
    Verdict,
    VerdictCounts,
)
from luheng.judgement.settings import JudgementSettings
from luheng.judgement.trajectory import Path, Trajectory

__all__ = [
    "Assigned",
    "Evidence",
    "Figure",
    "Input",
    "Judgement",
    "JudgementSettings",
    "Pace",
    "Path",
    "Projection",
    "SetAside",
    "Trajectory",
    "Verdict",
    "VerdictCounts",
    "judge",
]
