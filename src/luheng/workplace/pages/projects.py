"""Key projects: when they run, what they cost, who leads them, and what does not add up."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from luheng.workplace.language import say
from luheng.workplace.models import Finding, Project, Review
from luheng.workplace.pages import charts
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.pages.sheets import figures_answer
from luheng.workplace.wording import plain_amount


@page()
def project_overview(request: PageRequest) -> HttpResponse:
    """Gantt, money by year and by lead unit, and the findings in the project annex."""
    projects = _projects()
    total = sum((p.investment_yi_yuan for p in projects if p.investment_yi_yuan), Decimal(0))
    findings = Finding.objects.filter(
        document__current=True, document__projects__isnull=False, code__startswith="project"
    ).distinct()
    return render(request, "luheng/project_overview.html", {
        "projects": projects,
        "total": plain_amount(total),
        "unpriced": sum(p.investment_yi_yuan is None for p in projects),
        "figures": _figures(projects),
        "findings": findings.exclude(review=Review.REJECTED),
    })  # fmt: skip


@page()
def chart_figures(request: PageRequest, key: str) -> HttpResponse:
    """The figures of one chart as a workbook. 404 where there is no such chart."""
    figure = _figures(_projects()).get(key)
    if figure is None:
        raise Http404(key)
    return figures_answer(str(say("项目", "projects")), figure)


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
    by_unit = money_by_unit(projects)
    if by_unit:
        top = max(by_unit, key=lambda name: by_unit[name])
        title = say(f"{top}牵头的投资最多，{plain_amount(by_unit[top])} 亿元", f"{top} leads most, {plain_amount(by_unit[top])}")  # fmt: skip
        figures["units"] = charts.money_by_unit(list(by_unit.items()), str(title))
    return figures


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
