"""报告清单: the reports of periods. Programs and readers get the published ones, whoever makes reports all."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import current_language
from luheng.workplace.models import PeriodReport, ReportKind, ReportState
from luheng.workplace.models.period_reports import OUT
from luheng.workplace.period_reports.showing import period_words
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register


def period_said(code: str) -> str:
    """A period in the words of the reader; as it is written where it cannot be read."""
    try:
        return period_words(code, current_language())
    except LuhengError:  # one wrong row must not take the list away
        return code


PERIOD_REPORTS = Register(
    key="period-reports",
    zh="报告清单",
    en="Reports",
    model=PeriodReport,
    order=("-made_at", "-pk"),
    detail="period-report",
    within=lambda: Q(state__in=OUT),
    public_rows=lambda: Q(state=ReportState.OPEN),
    empty_zh="还没有发布的报告：发布后列在这里",
    empty_en="No report is published yet: it will stand here",
    columns=(
        Column(key="title", zh="名称", en="title", path_en="title_en", searchable=True, public=True),
        Column(key="kind", zh="种类", en="kind", type="choice", choices=dict(ReportKind.choices), public=True),
        Column(key="period", zh="时期", en="period", filter="distinct", words=period_said, public=True),
        Column(key="state", zh="状态", en="state", type="choice", choices=dict(ReportState.choices)),
        Column(key="as_of", zh="判定日", en="as of", type="date", public=True),
        Column(key="numbers", zh="有来源的数字", en="numbers with a source", type="amount", filter=""),
        Column(key="made_at", zh="生成时间", en="made at", type="moment", filter=""),
        Column(key="made_by", zh="生成人", en="made by", path="made_by__name", shown=False),
        Column(key="snapshot", zh="评估快照", en="snapshot", path="snapshot__sha256", shown=False),
    ),
)  # fmt: skip
WITH_DRAFTS = replace(
    PERIOD_REPORTS,
    within=None,
    empty_zh="还没有报告：选择种类和时期后生成",
    empty_en="No report yet: choose a kind and a period and make one",
)
