"""责任清单: what each bureau leads and supports, on one printed page per unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from luheng.workplace.models import (
    Document,
    ProjectUnit,
    Review,
    Role,
    TargetUnit,
    TaskUnit,
    Unit,
    Verdict,
)
from luheng.workplace.pages.doors import PageRequest, page

_LONG = ("as_read", "conflict", "quote")  # of an item: not printed on a sheet


@dataclass
class Duties:
    """What one unit answers for."""

    unit: Unit
    lead_targets: list[Any] = field(default_factory=list)
    support_targets: list[Any] = field(default_factory=list)
    lead_tasks: list[Any] = field(default_factory=list)
    support_tasks: list[Any] = field(default_factory=list)
    projects: list[Any] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is anything to print."""
        return bool(
            self.lead_targets or self.support_targets or self.lead_tasks
            or self.support_tasks or self.projects
        )  # fmt: skip


@page()
def unit_list(request: PageRequest) -> HttpResponse:
    """All units with the number of things they lead and support, busiest first."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for name, model in (("targets", TargetUnit), ("tasks", TaskUnit), ("projects", ProjectUnit)):
        rows = (
            _in_force(model.objects).values_list("unit", "role").annotate(n=Count("id")).order_by()
        )
        for unit, role, n in rows:
            counts[unit][f"{role}_{name}"] = n
    lights: dict[int, dict[str, int]] = defaultdict(dict)
    verdicts = (
        Verdict.objects.filter(target__document__current=True, target__units__role=Role.LEAD)
        .exclude(target__review=Review.REJECTED)
        .values_list("target__units__unit", "code")
        .annotate(n=Count("id"))
        .order_by()
    )
    for unit, code, n in verdicts:
        lights[unit][code] = n
    rows = [
        {"unit": unit, "n": counts[unit.pk], "lights": lights[unit.pk]}
        for unit in Unit.objects.filter(active=True)
        if counts.get(unit.pk)
    ]
    rows.sort(key=lambda row: (-row["n"].get("lead_tasks", 0), -row["n"].get("lead_targets", 0)))
    return render(request, "luheng/units.html", {"rows": rows})


@page()
def unit(request: PageRequest, pk: int) -> HttpResponse:
    """The duties of one unit."""
    found = get_object_or_404(Unit, pk=pk)
    context = {"sheets": duties([found]), "implied": _implied(), "single": True}
    return render(request, "luheng/unit_sheets.html", context)


@page()
def unit_sheets(request: PageRequest) -> HttpResponse:
    """The duties of every unit, each on a page of its own when printed."""
    sheets = [sheet for sheet in duties(Unit.objects.filter(active=True)) if sheet.any]
    return render(request, "luheng/unit_sheets.html", {"sheets": sheets, "implied": _implied()})


def duties(units: Iterable[Unit]) -> list[Duties]:
    """What the units answer for in the plans in force, in six queries for all of them."""
    sheets = {unit.pk: Duties(unit) for unit in units}
    for unit_id, role, target in _of(TargetUnit, sheets, "verdict__target"):
        _list(sheets[unit_id], role, "targets").append(target)
    for unit_id, role, task in _of(TaskUnit, sheets):
        _list(sheets[unit_id], role, "tasks").append(task)
    for unit_id, _, project in _of(ProjectUnit, sheets):
        sheets[unit_id].projects.append(project)
    return list(sheets.values())


def _of(model: Any, sheets: dict[int, Duties], *related: str) -> Iterator[tuple[int, str, Any]]:
    """Unit, role and item, in the order of the documents; an item of many units is read once."""
    rows = _in_force(model.objects).filter(unit__in=list(sheets))
    items = model._meta.get_field("item").related_model.objects.select_related(*related)
    long = [*_LONG, *(f"verdict__{name}" for name in ("numbers", "lineage") if related)]
    wanted = items.filter(pk__in=rows.values("item")).defer(*long)
    found = {item.pk: item for item in wanted.order_by().iterator(2000)}
    ordered = rows.order_by("item__document", "item__position", "pk")
    for unit_id, role, key in ordered.values_list("unit", "role", "item"):
        yield unit_id, role, found[key]


def _in_force(rows: Any) -> Any:
    return rows.filter(item__document__current=True).exclude(item__review=Review.REJECTED)


def _list(sheet: Duties, role: str, name: str) -> list[Any]:
    chosen: list[Any] = getattr(sheet, f"{role}_{name}")
    return chosen


def _implied() -> list[str]:
    """Units that a plan names once for all its tasks."""
    plans = Document.objects.filter(kind=Document.Kind.PLAN, current=True)
    return sorted({name for plan in plans for name in plan.implied_units})
