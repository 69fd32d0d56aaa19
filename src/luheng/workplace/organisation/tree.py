"""The tree of units: who is above whom, since when, and what may be written of a unit directly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import (
    FormerName,
    ProjectUnit,
    Reorganisation,
    ReorganisationState,
    Review,
    Role,
    TargetUnit,
    TaskUnit,
    Unit,
    UnitKind,
    User,
)
from luheng.workplace.organisation.changing import save
from luheng.workplace.organisation.duties import duties_of
from luheng.workplace.organisation.names import units_by_name
from luheng.workplace.permissions import Act, require
from luheng.workplace.review import EditedMeanwhile

_PLAIN = ("kind", "aliases", "founded_on")


@dataclass
class Node:
    """A unit in the tree with what a reader wants to know of it."""

    unit: Unit
    depth: int
    former: list[FormerName] = field(default_factory=list)
    people: int = 0
    duties: int = 0
    ended_by: Reorganisation | None = None


@transaction.atomic
def save_unit(row_id: int | None, version: int | None, values: Mapping[str, Any], by: User) -> Unit:
    """A new unit, or one with other dates, parent, kind or further names.

    Raises `unit_name_taken`, `unit_renamed_here`, `unit_unknown`, `unit_cycle`,
    `abolished_before_founded`, `unit_has_duties`, `EditedMeanwhile`.
    """
    require(by, Act.REORGANISE)
    unit = Unit.objects.select_for_update().get(pk=row_id) if row_id else Unit()
    if row_id and version is not None and unit.version != version:
        raise EditedMeanwhile(unit, values)  # type: ignore[arg-type]
    _name(unit, str(values.get("name", unit.name)).strip()[:120])
    for name in _PLAIN:
        if name in values:
            setattr(unit, name, values[name])
    if "parent" in values:
        unit.parent = _parent(unit, values["parent"])
    if "abolished_on" in values and values["abolished_on"] != unit.abolished_on:
        _end(unit, values["abolished_on"])
    if unit.founded_on and unit.abolished_on and unit.abolished_on <= unit.founded_on:
        raise LuhengError(
            "abolished_before_founded",
            unit=unit.name, day=unit.abolished_on, founded=unit.founded_on,
        )  # fmt: skip
    save(unit, by, "")
    return unit


def _name(unit: Unit, name: str) -> None:
    if not name:
        raise LuhengError("field_missing", fields="单位")
    if unit.pk and name != unit.name:
        raise LuhengError("unit_renamed_here", unit=unit.name)
    if not unit.pk and name in units_by_name(Unit.objects.all()):
        raise LuhengError("unit_name_taken", name=name)
    unit.name = name


def _parent(unit: Unit, name: str | None) -> Unit | None:
    if not name:
        return None
    units = {one.pk: one for one in Unit.objects.all()}
    parent = units_by_name(units.values()).get(name)
    if parent is None:
        raise LuhengError("unit_unknown", unit=name, near="—")
    above: Unit | None = parent
    while above is not None:
        if above.pk == unit.pk:
            raise LuhengError("unit_cycle", unit=unit.name, parent=parent.name)
        above = units.get(above.parent_id) if above.parent_id else None
    return parent


def _end(unit: Unit, day: Any) -> None:
    """The end of a unit that leaves nothing behind; one that does needs a reorganisation."""
    if day is not None and unit.pk and (left := duties_of([unit])):
        raise LuhengError("unit_has_duties", unit=unit.name, count=len(left))
    unit.abolished_on, unit.active = day, day is None


def tree(*, with_ended: bool = False) -> list[Node]:
    """The units from the top down, those below one unit under it, by kind and name."""
    units = list(Unit.objects.all())
    shown = {unit.pk: unit for unit in units if unit.active or with_ended}
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in shown.values():
        below[unit.parent_id if unit.parent_id in shown else None].append(unit)
    duties, people = _duties(), _people()
    former: dict[int, list[FormerName]] = defaultdict(list)
    for name in FormerName.objects.filter(withdrawn=False):
        former[name.unit_id].append(name)
    ended = _ended_by()

    def walk(parent: int | None, depth: int) -> list[Node]:
        nodes = []
        for unit in sorted(below[parent], key=_place):
            nodes.append(
                Node(unit, depth, former[unit.pk], people[unit.pk], duties[unit.pk], ended.get(unit.pk))
            )  # fmt: skip
            nodes += walk(unit.pk, depth + 1)
        return nodes

    return walk(None, 0)


def _place(unit: Unit) -> tuple[bool, int, str, str]:
    """Units in use first, by kind as the kinds are declared, by name; those of no kind after them."""
    known = unit.kind in UnitKind.values
    return (
        not unit.active,
        UnitKind.values.index(unit.kind) if known else len(UnitKind.values),
        unit.kind,
        unit.name,
    )


def _duties() -> Counter[int]:
    """How many targets, tasks and projects in force each unit leads."""
    counted: Counter[int] = Counter()
    for index in (TargetUnit, TaskUnit, ProjectUnit):
        rows = index.objects.filter(role=Role.LEAD, item__document__current=True).order_by()
        kept = rows.exclude(item__review=Review.REJECTED)
        counted.update(_by_unit(kept))
    return counted


def _people() -> Counter[int]:
    return Counter(_by_unit(User.objects.filter(is_active=True, unit__isnull=False).order_by()))


def _by_unit(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.values("unit").annotate(count=Count("pk")).values_list("unit", "count"))


def _ended_by() -> dict[int, Reorganisation]:
    done = Reorganisation.objects.filter(state=ReorganisationState.CARRIED_OUT)
    return {
        unit.pk: one for one in done.prefetch_related("units") if one.ends_units for unit in one.units.all()
    }  # fmt: skip
