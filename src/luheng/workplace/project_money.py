"""Money and progress of projects as reported, and what does not add up against the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from luheng.judgement.project_pace import Built, Standing, standing
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import say
from luheng.workplace.models import (
    Project,
    ProjectFunding,
    ProjectReport,
    ProjectSite,
    ProjectStage,
    User,
)
from luheng.workplace.permissions import Act, require
from luheng.workplace.review import EditedMeanwhile
from luheng.workplace.wording import plain_amount

AMOUNTS = ("planned_wan_yuan", "arranged_wan_yuan", "spent_wan_yuan")


@transaction.atomic
def enter_funding(
    project: Project, values: Mapping[str, Any], by: User, version: int | None = None
) -> ProjectFunding:
    """The money of one year and source, entered or changed; entering the same again changes nothing.

    Raises `not_allowed`, `value_refused` naming the field, `EditedMeanwhile`.
    """
    require(by, Act.REPORT_PROGRESS, project)
    which = {"project": project, "year": values["year"], "source": values["source"]}
    standing_row = ProjectFunding.objects.select_for_update().filter(**which).first()
    row = standing_row or ProjectFunding(**which)
    if version is not None and standing_row and standing_row.version != version:
        raise EditedMeanwhile(standing_row, values)  # type: ignore[arg-type]
    given = {name: values[name] for name in (*AMOUNTS, "note") if name in values}
    if standing_row and all(getattr(row, name) == value for name, value in given.items()):
        return row
    for name, value in given.items():
        setattr(row, name, value)
    row.entered_by, row.entered_at = by, timezone.now()
    row.version += bool(standing_row)
    _save_checked(row, by)
    return row


@transaction.atomic
def report_project(project: Project, values: Mapping[str, Any], by: User) -> ProjectReport:
    """A report on how far the project is built, added to those before it."""
    require(by, Act.REPORT_PROGRESS, project)
    report = ProjectReport(
        project=project, unit=by.unit, reported_by=by, reported_at=timezone.now(),
        as_of=values.get("as_of") or timezone.localdate(), stage=values["stage"],
        percent=values.get("percent"), note=values.get("note", ""),
    )  # fmt: skip
    if report.stage == ProjectStage.COMPLETED and report.percent is None:
        report.percent = Decimal(100)
    _save_checked(report, by)
    return report


@transaction.atomic
def place_project(project: Project, longitude: Decimal, latitude: Decimal, by: User) -> ProjectSite:
    """Where the project stands, entered or moved."""
    require(by, Act.REPORT_PROGRESS, project)
    site = ProjectSite.objects.select_for_update().filter(project=project).first()
    site = site or ProjectSite(project=project)
    site.longitude, site.latitude, site.entered_by = longitude, latitude, by
    _save_checked(site, by)
    return site


def standings(projects: Sequence[Project], today: date | None = None) -> dict[int, Standing]:
    """How each project stands by its latest report, in one query."""
    latest: dict[int, ProjectReport] = {}
    for report in ProjectReport.objects.filter(project__in=projects).order_by("as_of", "pk"):
        latest[report.project_id] = report
    day = today or timezone.localdate()
    return {
        one.pk: standing(
            one.start_ym or str(one.start or ""), one.end_ym or str(one.end or ""),
            _built(latest.get(one.pk)), day,
        )
        for one in projects
    }  # fmt: skip


def _built(report: ProjectReport | None) -> Built | None:
    return Built(report.stage, report.percent, report.as_of) if report else None


@dataclass(frozen=True)
class YearOfMoney:
    """The money of one year over all sources; an amount that nobody gave is None."""

    year: int
    planned: Decimal | None
    arranged: Decimal | None
    spent: Decimal | None


@dataclass(frozen=True)
class Account:
    """The money of one project beside its investment in the plan, in 10,000 yuan."""

    years: list[YearOfMoney]
    total: YearOfMoney
    invested: Decimal | None  # as the plan prints it
    doubts: list[str]


def account(project: Project, rows: Sequence[ProjectFunding]) -> Account:
    """The money of a project year by year, its totals, and what does not add up."""
    by_year: dict[int, list[ProjectFunding]] = defaultdict(list)
    for row in rows:
        by_year[row.year].append(row)
    years = [_summed(year, by_year[year]) for year in sorted(by_year)]
    total = _summed(0, rows)
    invested = _invested(project)
    return Account(years, total, invested, list(_doubts(project, years, total, invested)))


def _summed(year: int, rows: Sequence[ProjectFunding]) -> YearOfMoney:
    amounts = []
    for name in AMOUNTS:
        known = [value for row in rows if (value := getattr(row, name)) is not None]
        amounts.append(sum(known, Decimal(0)) if known else None)
    return YearOfMoney(year, *amounts)


def _invested(project: Project) -> Decimal | None:
    if project.investment_wan_yuan is not None:
        return project.investment_wan_yuan
    yi = project.investment_yi_yuan
    return None if yi is None else yi * 10_000


def _should_equal(
    project: Project, years: list[YearOfMoney], planned: Decimal, invested: Decimal
) -> bool:
    """Whether a difference is one: more than all, or less though every year of the project is there."""
    known = {one.year for one in years if one.planned is not None}
    span = range(project.start, project.end + 1) if project.start and project.end else None
    complete = span is not None and known.issuperset(span)
    return planned > invested or (complete and planned != invested)


def _doubts(
    project: Project, years: list[YearOfMoney], total: YearOfMoney, invested: Decimal | None
) -> Iterator[str]:
    for one in years:
        if one.arranged is not None and one.spent is not None and one.spent > one.arranged:
            yield str(say(f"{one.year}年完成投资大于到位资金", f"{one.year}: more spent than arranged"))  # fmt: skip
    if invested is None:
        return
    if total.planned is not None and _should_equal(project, years, total.planned, invested):
        planned, printed = plain_amount(total.planned), plain_amount(invested)
        yield str(say(f"分年计划合计 {planned} 万元，与方案总投资 {printed} 万元不等", f"the yearly plans sum to {planned}, the plan document has {printed} (10,000 yuan)"))  # fmt: skip
    if total.spent is not None and total.spent > invested:
        yield str(
            say("完成投资已超过方案总投资", "more is spent than the plan document has in all")
        )


def _save_checked(row: Any, by: User) -> None:
    try:
        row.clean_fields()
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        label = str(row._meta.get_field(name).verbose_name)
        raise LuhengError(
            "value_refused", field=label, value=getattr(row, name), problem="；".join(problems)
        ) from error
    row._history_user = by
    row.save()
