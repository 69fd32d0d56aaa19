"""The life of a report: a draft, then published for good, or dropped."""

from __future__ import annotations

from luheng.workplace.lifecycles import Lifecycle, Move, Need
from luheng.workplace.models import PeriodReport, ReportState
from luheng.workplace.permissions import Act

REPORTS = Lifecycle(
    key="period-reports",
    model=PeriodReport,
    states=ReportState,
    start=ReportState.DRAFTED,
    ended=frozenset({ReportState.PUBLISHED.value, ReportState.DROPPED.value}),
    moves=(
        Move(
            key="publish", zh="发布", en="Publish", to=ReportState.PUBLISHED, act=Act.MAKE_REPORT,
            sources=frozenset({ReportState.DRAFTED.value}),
        ),
        Move(
            key="drop", zh="作废", en="Drop", to=ReportState.DROPPED, act=Act.MAKE_REPORT,
            sources=frozenset({ReportState.DRAFTED.value}), needs=frozenset({Need.NOTE}),
        ),
    ),
)  # fmt: skip
