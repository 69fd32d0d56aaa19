"""Key projects: when they run, what they cost, who leads them, and what does not add up."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from luheng.judgement.project_pace import Standing
from luheng.workplace.borders import borders
from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import current_language, say
from luheng.workplace.models import (
    Finding,
    Project,
    ProjectFunding,
    ProjectReport,
    ProjectSite,
    Review,
)
from luheng.workplace.pages import charts
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.sheets import figures_answer
from luheng.workplace.permissions import Act, Reach, may, require
from luheng.workplace.project_money import (
    AMOUNTS,
    account,
    enter_funding,
    place_project,
    report_project,
    standings,
)
from luheng.workplace.wording import plain_amount


class FundingForm(forms.ModelForm):
    """The money of one year and source."""

    class Meta:
        model = ProjectFunding
        fields = ("year", "source", *AMOUNTS, "note")

    def validate_unique(self) -> None:
        """A year and source that is there already is changed, not refused."""


class BuiltForm(forms.ModelForm):
    """How far the project is built."""

    class Meta:
        model = ProjectReport
        fields = ("as_of", "stage", "percent", "note")
        widgets = {"as_of": forms.DateInput(attrs={"type": "date"}), "note": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012  # fmt: skip


class SiteForm(forms.ModelForm):
    """Where the project stands."""

    class Meta:
        model = ProjectSite
        fields = ("longitude", "latitude")


@page()
def project(request: PageRequest, pk: int) -> HttpResponse:
    """One project: how it stands, its money, its reports, and every column of the printed table."""
    found = get_object_or_404(Project.objects.select_related("document", "clause"), pk=pk)
    rows = list(found.funding.all())
    return render(request, "luheng/project.html", {
        "project": found,
        "standing": _in_words(standings([found])[pk]),
        "rows": rows,
        "account": account(found, rows),
        "reports": found.reports.select_related("unit", "reported_by"),
        "site": ProjectSite.objects.filter(project=found).first(),
        "may_report": may(request.user, Act.REPORT_PROGRESS, found),
        "forms": [
            ("report-project", say("填报形象进度", "Report progress"), BuiltForm(auto_id="built-%s")),
            ("enter-funding", say("填报资金", "Report money"), FundingForm(auto_id="money-%s")),
            ("place-project", say("项目位置", "Where it stands"), SiteForm(auto_id="site-%s")),
        ],
    })  # fmt: skip


@page()
def of_funding(request: PageRequest, pk: int) -> HttpResponse:
    """Leads from a row of money to its project."""
    return redirect("project", pk=get_object_or_404(ProjectFunding, pk=pk).project_id)


@page(Act.REPORT_PROGRESS, reach=Reach.OWN_UNIT)
@require_POST
def enter_money(request: PageRequest, pk: int) -> HttpResponse:
    """Takes the money of one year and source."""
    return _taken(request, pk, FundingForm(request.POST), enter_funding)


@page(Act.REPORT_PROGRESS, reach=Reach.OWN_UNIT)
@require_POST
def report(request: PageRequest, pk: int) -> HttpResponse:
    """Takes a report on how far the project is built."""
    return _taken(request, pk, BuiltForm(request.POST), report_project)


@page(Act.REPORT_PROGRESS, reach=Reach.OWN_UNIT)
@require_POST
def place(request: PageRequest, pk: int) -> HttpResponse:
    """Takes where the project stands."""
    return _taken(
        request, pk, SiteForm(request.POST),
        lambda found, values, by: place_project(found, values["longitude"], values["latitude"], by),
    )  # fmt: skip


def _taken(request: PageRequest, pk: int, form: forms.ModelForm, take: Any) -> HttpResponse:
    found = get_object_or_404(Project, pk=pk)
    require(request.user, Act.REPORT_PROGRESS, found)
    if form.is_valid():
        take(found, form.cleaned_data, request.user)
        messages.success(request, say("已填报", "Reported"), extra_tags="good")
    else:
        wrong = "；".join(
            f"{form.fields[name].label}：{problem}"
            for name, problems in form.errors.items()
            for problem in problems
        )
        messages.error(request, say(f"没有填报：{wrong}", f"Not reported: {wrong}"), extra_tags="bad")  # fmt: skip
    return redirect("project", pk=pk)


def _in_words(found: Standing) -> dict[str, Any]:
    return {"pace": found.pace.value, "words": found.reason.text(current_language()), "needs_attention": found.needs_attention}  # fmt: skip


@page()
def project_overview(request: PageRequest) -> HttpResponse:
    """Gantt, money by year and by lead unit, and the findings in the project annex."""
    return render(request, "luheng/project_overview.html", _overview())


@kept_until_written
def _overview() -> dict[str, Any]:
    """The page as the template takes it: no reader sees another."""
    projects = _projects()
    figures = _figures(projects)
    total = sum((p.investment_yi_yuan for p in projects if p.investment_yi_yuan), Decimal(0))
    findings = Finding.objects.filter(
        document__current=True, document__projects__isnull=False, code__startswith="project"
    ).distinct()
    found = standings(projects)
    overview = render_to_string("luheng/parts/overview.html", {
        "projects": projects,
        "watched": [(one, _in_words(found[one.pk])) for one in projects if found[one.pk].needs_attention],
        "doubtful": _doubtful(projects),
        "total": plain_amount(total),
        "unpriced": sum(p.investment_yi_yuan is None for p in projects),
        "figures": figures,
        "findings": findings.exclude(review=Review.REJECTED),
    })  # fmt: skip
    return {"overview": overview, "drawn": bool(figures)}


@page()
def chart_figures(request: PageRequest, key: str) -> HttpResponse:
    """The figures of one chart as a workbook. 404 where there is no such chart."""
    figure = _figures(_projects()).get(key)
    if figure is None:
        raise Http404(key)
    return figures_answer(request, str(say("项目", "projects")), figure)


def _doubtful(projects: list[Project]) -> list[tuple[Project, list[str]]]:
    """Projects whose money does not add up, with what does not."""
    rows: dict[int, list[ProjectFunding]] = defaultdict(list)
    for row in ProjectFunding.objects.filter(project__in=projects):
        rows[row.project_id].append(row)
    accounts = [(one, account(one, rows[one.pk])) for one in projects if rows[one.pk]]
    return [(one, found.doubts) for one, found in accounts if found.doubts]


def _projects() -> list[Project]:
    in_force = Project.objects.filter(document__current=True).exclude(review=Review.REJECTED)
    return list(in_force.select_related("document").order_by("document", "position"))


def _figures(projects: list[Project]) -> dict[str, dict[str, Any]]:
    timed = [p for p in projects if p.start and p.end and p.end >= p.start]
    priced = [p for p in timed if p.investment_yi_yuan]
    figures = {}
    if timed:
        rows = [(f"{p.no} {_short(p.name)}", p.start, p.end) for p in timed]
        figures["gantt"] = charts.gantt(rows, _gantt_title(timed))
    if priced:
        years = money_by_year(priced)
        peak = max(years, key=lambda year: years[year])
        title = say(f"{peak} 年用款最多，约 {years[peak]:.1f} 亿元（按建设年限平均分摊估算）", f"{peak} needs most, about {years[peak]:.1f} (spread evenly over the years of each project)")  # fmt: skip
        figures["years"] = charts.money_by_year(sorted(years.items()), str(title))
    figures |= _reported(projects)
    by_unit = money_by_unit(projects)
    if by_unit:
        top = max(by_unit, key=lambda name: by_unit[name])
        title = say(f"{top}牵头的投资最多，{plain_amount(by_unit[top])} 亿元", f"{top} leads most, {plain_amount(by_unit[top])}")  # fmt: skip
        figures["units"] = charts.money_by_unit(list(by_unit.items()), str(title))
    return figures


def _reported(projects: list[Project]) -> dict[str, dict[str, Any]]:
    """Charts of what the units reported: money by year, and the map where places are given."""
    figures = {}
    years = reported_by_year(projects)
    if years:
        spent = sum((row[3] or Decimal(0) for row in years), Decimal(0))
        title = say(f"已填报完成投资 {plain_amount(spent / 10_000)} 亿元", f"{plain_amount(spent / 10_000)} (100 million yuan) reported as spent")  # fmt: skip
        figures["reported"] = charts.reported_money(years, str(title))
    sites = list(ProjectSite.objects.filter(project__in=projects).select_related("project"))
    if sites:
        found = standings([site.project for site in sites])
        rows = [
            (site.project.name, found[site.project_id].reason.text(current_language()), site.longitude, site.latitude)
            for site in sites
        ]  # fmt: skip
        title = say(f"{len(sites)} 个项目填报了位置", f"{len(sites)} projects have a place")
        figures["map"] = charts.site_map(rows, borders(city_of_site()), str(title))
    return figures


def reported_by_year(
    projects: list[Project],
) -> list[tuple[int, Decimal | None, Decimal | None, Decimal | None]]:
    """Planned, arranged and spent by year over all projects, 10,000 yuan; unknown stays None."""
    sums: dict[int, list[Decimal | None]] = {}
    for row in ProjectFunding.objects.filter(project__in=projects).order_by("year"):
        year = sums.setdefault(row.year, [None, None, None])
        for place, name in enumerate(AMOUNTS):
            value = getattr(row, name)
            if value is not None:
                year[place] = (year[place] or Decimal(0)) + value
    return [(year, *amounts) for year, amounts in sums.items()]  # type: ignore[misc]


def money_by_year(projects: list[Project]) -> dict[int, Decimal]:
    """Investment spread evenly over the years of each project, 100 million yuan."""
    years: dict[int, Decimal] = defaultdict(Decimal)
    for project in projects:
        span = range(project.start or 0, (project.end or 0) + 1)
        for year in span:
            years[year] += (project.investment_yi_yuan or Decimal(0)) / len(span)
    return dict(years)


def money_by_unit(projects: list[Project]) -> dict[str, Decimal]:
    """Investment by lead unit as printed, 100 million yuan; projects without an amount left out."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for project in projects:
        if project.investment_yi_yuan is not None:
            sums[project.lead or str(say("未写明", "not named"))] += project.investment_yi_yuan
    return dict(sums)


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"


def _gantt_title(projects: list[Project]) -> str:
    last = max(p.end or 0 for p in projects)
    first = min(p.start or 9999 for p in projects)
    return str(say(f"{len(projects)} 个项目，{first} 年起，{last} 年止", f"{len(projects)} projects, {first} to {last}"))  # fmt: skip
