"""The kinds of reports and what each is put together from."""

from __future__ import annotations

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.period_reports.layout import Kind
from luheng.workplace.period_reports.sections.assessment import ASSESSMENT
from luheng.workplace.period_reports.sections.attention import ATTENTION, UNDECIDED
from luheng.workplace.period_reports.sections.basis import BASIS
from luheng.workplace.period_reports.sections.changes import CHANGES
from luheng.workplace.period_reports.sections.evidence import APPRAISAL, EVIDENCE
from luheng.workplace.period_reports.sections.overview import OVERVIEW
from luheng.workplace.period_reports.sections.projects import PROJECTS
from luheng.workplace.period_reports.sections.supervision import ORDERS, RETURNS
from luheng.workplace.period_reports.sections.targets import TARGETS
from luheng.workplace.period_reports.sections.work import WORK

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            key="monthly", zh="绿色低碳循环发展工作月报",
            en="Monthly bulletin on green, low-carbon and circular development", months=1,
            sections=(OVERVIEW, CHANGES, ATTENTION, WORK, ORDERS, RETURNS),
        ),
        Kind(
            key="quarterly", zh="绿色低碳循环发展季度报告",
            en="Quarterly report on green, low-carbon and circular development", months=3,
            sections=(OVERVIEW, CHANGES, ATTENTION, WORK, PROJECTS, ORDERS, RETURNS, EVIDENCE),
        ),
        Kind(
            key="annual", zh="年度绿色低碳循环发展报告", title_zh="度绿色低碳循环发展报告",
            en="Annual report on green, low-carbon and circular development", months=12,
            sections=(OVERVIEW, CHANGES, TARGETS, ATTENTION, UNDECIDED, WORK, PROJECTS, ORDERS, RETURNS,
                      EVIDENCE, APPRAISAL, BASIS),
        ),
        Kind(
            key="self_assessment", zh="生态文明建设自评报告",
            en="Self-assessment of eco-civilisation", months=12,
            sections=(OVERVIEW, CHANGES, ASSESSMENT, ATTENTION, UNDECIDED, EVIDENCE, ORDERS, BASIS),
        ),
    )
}  # fmt: skip


def kind_of(key: str) -> Kind:
    """A kind by its key. Raises `report_kind_unknown`."""
    try:
        return KINDS[key]
    except KeyError:
        raise LuhengError("report_kind_unknown", kind=key, known="、".join(KINDS)) from None
