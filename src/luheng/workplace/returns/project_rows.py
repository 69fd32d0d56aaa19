"""Rows of projects, once accepted: the money of the year and how far the project is built."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.periods import Period
from luheng.vocabulary.units_of_measure import convert
from luheng.workplace.models import (
    FundingSource,
    Project,
    ProjectFunding,
    ProjectReport,
    ProjectStage,
    ReturnRow,
    User,
)
from luheng.workplace.permissions import Act, may
from luheng.workplace.project_money import enter_funding, report_project
from luheng.workplace.wording import plain_amount


def record_project(row: ReturnRow, by: User) -> None:
    """Records what the row says of its project; the same again changes nothing.

    A return asks for the year's total. What was entered by source already stays, the rest of the
    total stands under 未分来源. Raises `project_spent_less`.
    """
    project = row.asked.project
    if project is None:
        return
    who = row.answered_by or by
    who = who if may(who, Act.REPORT_PROGRESS, project) else by
    period = Period.parse(row.parent.period)
    if row.value is not None:
        _spent(project, period.last[0], convert(row.value, row.asked.measure, "万元"), who)
    if row.stage or row.percent is not None:
        _built(project, row, _last_day(period), who)


def _spent(project: Project, year: int, total: Decimal, who: User) -> None:
    rows = ProjectFunding.objects.filter(project=project, year=year)
    divided = rows.exclude(source=FundingSource.UNDIVIDED)
    known = divided.aggregate(spent=Sum("spent_wan_yuan"))["spent"] or Decimal(0)
    rest = (total - known).quantize(Decimal("0.0001"))
    if rest < 0:
        raise LuhengError("project_spent_less", project=project.name, value=plain_amount(total), known=plain_amount(known))  # fmt: skip
    if rest or rows.filter(source=FundingSource.UNDIVIDED).exists() or not known:
        values = {"year": year, "source": FundingSource.UNDIVIDED.value, "spent_wan_yuan": rest}
        enter_funding(project, values, who)


def _built(project: Project, row: ReturnRow, as_of: date, who: User) -> None:
    latest = ProjectReport.objects.filter(project=project).order_by("-as_of", "-pk").first()
    stage = row.stage or (latest.stage if latest else ProjectStage.BUILDING.value)
    said = (as_of, stage, row.percent, row.text)
    if latest and (latest.as_of, latest.stage, latest.percent, latest.note) == said:
        return
    values = {"as_of": as_of, "stage": stage, "percent": row.percent, "note": row.text}
    report_project(project, values, who)


def _last_day(period: Period) -> date:
    """The end of the period, or today while it runs."""
    year, month = period.last
    return min(date(year, month, calendar.monthrange(year, month)[1]), timezone.localdate())
