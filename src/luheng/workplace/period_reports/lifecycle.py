"""The life of a report: a draft, then published for good, or dropped; what is published may be opened to everyone."""

from __future__ import annotations

from luheng.workplace.lifecycles import Lifecycle, Move, Need
from luheng.workplace.models import PeriodReport, ReportState
from luheng.workplace.permissions import Act

REPORTS = Lifecycle(
    key="period-reports",
    model=PeriodReport,
    states=ReportState,
    start=ReportState.DRAFTED,
    ended=frozenset({ReportState.PUBLISHED.value, ReportState.OPEN.value, ReportState.DROPPED.value}),
    moves=(
        Move(
            key="publish", zh="发布", en="Publish", to=ReportState.PUBLISHED, act=Act.MAKE_REPORT,
            sources=frozenset({ReportState.DRAFTED.value}),
        ),
        Move(
            key="open", zh="向社会公开", en="Open to the public", to=ReportState.OPEN, act=Act.MAKE_REPORT,
            sources=frozenset({ReportState.PUBLISHED.value}), needs=frozenset({Need.NOTE}),
        ),
        Move(
            key="close", zh="撤回公开", en="Close to the public", to=ReportState.PUBLISHED, act=Act.MAKE_REPORT,
            sources=frozenset({ReportState.OPEN.value}), needs=frozenset({Need.NOTE}),
        ),
        Move(
            key="drop", zh="作废", en="Drop", to=ReportState.DROPPED, act=Act.MAKE_REPORT,
            sources=frozenset({ReportState.DRAFTED.value}), needs=frozenset({Need.NOTE}),
        ),
    ),
)  # fmt: skip
