"""Units of government as the items name them, and the index from unit to item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from luheng.workplace.models import (
    Project,
    ProjectUnit,
    ReadItem,
    Role,
    Target,
    TargetUnit,
    Task,
    TaskUnit,
    Unit,
)
from luheng.workplace.organisation.names import final, units_by_name

_INDEX: dict[type[ReadItem], type[Any]] = {
    Target: TargetUnit,
    Task: TaskUnit,
    Project: ProjectUnit,
}


def index_units(items: Sequence[ReadItem]) -> None:
    """Makes the index rows of these items anew; units not known yet are added."""
    items = [item for item in items if type(item) in _INDEX]
    if not items:
        return
    index = _INDEX[type(items[0])]
    units = _units_named({name for item in items for _, name in _named(item)})
    index.objects.filter(item__in=[item.pk for item in items]).delete()
    rows: dict[tuple[int, int, str], Any] = {}
    for item in items:
        for position, (role, name) in enumerate(_named(item)):
            unit = units[name]
            rows.setdefault(
                (item.pk, unit.pk, role),
                index(item=item, unit=unit, role=role, position=position),
            )
    index.objects.bulk_create(rows.values(), 500)


def _named(item: Any) -> list[tuple[str, str]]:
    """Role and name, lead units first."""
    if isinstance(item, Project):
        names = [part.strip() for part in item.lead.replace("，", "、").split("、")]
        return [(Role.LEAD, name) for name in names if name]
    return [(Role.LEAD, name) for name in item.lead] + [
        (Role.SUPPORT, name) for name in item.support
    ]


def _units_named(names: set[str]) -> dict[str, Unit]:
    """Units by any of their names; a merged unit gives the one that stands for it now."""
    units = {unit.pk: unit for unit in Unit.objects.all()}
    known = {name: final(unit, units) for name, unit in units_by_name(units.values()).items()}
    missing = sorted(names - known.keys())
    Unit.objects.bulk_create([Unit(name=name[:120]) for name in missing], ignore_conflicts=True)
    for unit in Unit.objects.filter(name__in=[name[:120] for name in missing]):
        known[unit.name] = unit
    return {name: known[name if name in known else name[:120]] for name in names}
