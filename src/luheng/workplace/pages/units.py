"""责任清单: what each bureau leads and supports, on one printed page per unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import say
from luheng.workplace.models import (
    Document,
    Project,
    ProjectUnit,
    Review,
    Role,
    Target,
    TargetUnit,
    Task,
    TaskUnit,
    Unit,
    Verdict,
)
from luheng.workplace.organisation.on_the_day import UnitsOn, stretches
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.pages.organisation import UnitForm
from luheng.workplace.pages.unit_parts import last_day, parts_of
from luheng.workplace.permissions import Act, may

_LONG = ("as_read", "conflict", "quote", "verdict__numbers", "verdict__lineage")  # of a target
_OF_A_TASK = ("no", "title", "text", "support", "due", "state")
_OF_A_PROJECT = ("no", "name", "start", "end", "investment_yi_yuan")


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
    return render(request, "luheng/units.html", {"list": _list_html()})


@kept_until_written
def _list_html() -> SafeString:
    counts, lights = _counts(), _lights()
    rows: list[dict[str, Any]] = [
        {"unit": unit, "n": counts[unit.pk], "lights": lights[unit.pk]}
        for unit in Unit.objects.filter(active=True)
        if counts.get(unit.pk)
    ]
    rows.sort(key=lambda row: (-row["n"].get("lead_tasks", 0), -row["n"].get("lead_targets", 0)))
    return render_to_string("luheng/parts/unit_list.html", {"rows": rows})


def _counts() -> dict[int, dict[str, int]]:
    """How many targets, tasks and projects each unit leads and supports: `lead_tasks` and so on."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for name, model in (("targets", TargetUnit), ("tasks", TaskUnit), ("projects", ProjectUnit)):
        rows = (
            _in_force(model.objects).values_list("unit", "role").annotate(n=Count("id")).order_by()
        )
        for unit, role, n in rows:
            counts[unit][f"{role}_{name}"] = n
    return counts


def _lights() -> dict[int, dict[str, int]]:
    """How many targets led by each unit have which verdict."""
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
    return lights


@page()
def unit(request: PageRequest, pk: int) -> HttpResponse:
    """The duties of one unit."""
    found = get_object_or_404(Unit.objects.select_related("parent"), pk=pk)
    on = _day(request) or last_day(found)
    year = on.year if on else timezone.localdate().year
    edits = may(request.user, Act.REORGANISE)
    return render(request, "luheng/unit_sheets.html", {
        "title": found.name,
        "unit": found,
        "on": on,
        "sheets": _sheet_html(pk, on),
        "parts": parts_of(found, request.user),
        "stretches": stretches(found, year),
        "year": year,
        "unit_form": UnitForm(initial=_as_entered(found)) if edits and found.active else None,
    })  # fmt: skip


def _day(request: PageRequest) -> date | None:
    """The day that the address asks for; none where it is not one."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


def _as_entered(unit: Unit) -> dict[str, Any]:
    parent = unit.parent.name if unit.parent else ""
    return {"name": unit.name, "kind": unit.kind, "parent": parent, "founded_on": unit.founded_on}


@page()
def unit_sheets(request: PageRequest) -> HttpResponse:
    """The duties of every unit, each on a page of its own when printed."""
    context = {"title": say("责任清单", "Duty sheets"), "sheets": _all_sheets_html()}
    return render(request, "luheng/unit_sheets.html", context)


@kept_until_written
def _sheet_html(pk: int, on: date | None = None) -> SafeString:
    context = {
        "sheets": duties([Unit.objects.get(pk=pk)], on), "implied": _implied(), "single": True,
    }  # fmt: skip
    return render_to_string("luheng/parts/duty_sheets.html", context)


@kept_until_written
def _all_sheets_html() -> SafeString:
    sheets = [sheet for sheet in duties(Unit.objects.filter(active=True)) if sheet.any]
    context = {"sheets": sheets, "implied": _implied()}
    return render_to_string("luheng/parts/duty_sheets.html", context)


def duties(units: Iterable[Unit], on: date | None = None) -> list[Duties]:
    """What the units answer for in the plans in force, in six queries for all of them.

    `on`: who was responsible on that day, as the reorganisations since then let it be followed back.
    """
    then = UnitsOn(on) if on else None
    sheets = {unit.pk: Duties(unit) for unit in units}
    targets = Target.objects.select_related("verdict").defer(*_LONG)
    for unit_id, role, target in _of(TargetUnit, sheets, targets, then):
        _list(sheets[unit_id], role, "targets").append(target)
    for unit_id, role, task in _of(TaskUnit, sheets, Task.objects.only(*_OF_A_TASK), then):
        _list(sheets[unit_id], role, "tasks").append(task)
    projects = Project.objects.only(*_OF_A_PROJECT)
    for unit_id, _, project in _of(ProjectUnit, sheets, projects, then):
        sheets[unit_id].projects.append(project)
    return list(sheets.values())


def _of(
    model: Any, sheets: dict[int, Duties], items: Any, then: UnitsOn | None
) -> Iterator[tuple[int, str, Any]]:
    """Unit, role and item, in the order of the documents; an item of many units is read once."""
    rows = _in_force(model.objects)
    if then is None:
        rows = rows.filter(unit__in=list(sheets))
    found = {
        item.pk: item for item in items.filter(pk__in=rows.values("item")).order_by().iterator(2000)
    }
    ordered = rows.order_by("item__document", "item__position", "pk")
    kind = items.model._meta.model_name
    for unit_id, role, key in ordered.values_list("unit", "role", "item"):
        responsible = then.unit_of(kind, key, unit_id) if then else unit_id
        if responsible in sheets:
            yield responsible, role, found[key]


def _in_force(rows: Any) -> Any:
    return rows.filter(item__document__current=True).exclude(item__review=Review.REJECTED)


def _list(sheet: Duties, role: str, name: str) -> list[Any]:
    chosen: list[Any] = getattr(sheet, f"{role}_{name}")
    return chosen


def _implied() -> list[str]:
    """Units that a plan names once for all its tasks."""
    plans = Document.objects.filter(kind=Document.Kind.PLAN, current=True)
    return sorted({name for plan in plans for name in plan.implied_units})
