"""Units by the names they have and had; a unit that ceased leads to the one that took over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from luheng.workplace.models import FormerName, Unit


def units_by_name(units: Iterable[Unit]) -> dict[str, Unit]:
    """Every name to its unit: names before other names, units in use before those that ceased."""
    ordered = sorted(units, key=lambda unit: (unit.active, unit.pk))
    known: dict[str, Unit] = {}
    for unit in ordered:
        known |= dict.fromkeys(unit.aliases, unit)
    return known | {unit.name: unit for unit in ordered}


def final(unit: Unit, units: Mapping[int, Unit]) -> Unit:
    """The unit that stands at the end of its mergers; itself where it was never merged."""
    seen: set[int] = set()
    while unit.merged_into_id and unit.pk not in seen:
        seen.add(unit.pk)
        unit = units[unit.merged_into_id]
    return unit


def names_of(unit: Unit) -> set[str]:
    """All that documents may call a unit: its name, its other and former names, and those of units
    that were merged into it."""
    names: set[str] = set()
    waiting, seen = [unit], {unit.pk}
    while waiting:
        one = waiting.pop()
        names |= {one.name, *one.aliases}
        merged = list(one.merged_from.exclude(pk__in=seen))
        seen |= {other.pk for other in merged}
        waiting += merged
    former = FormerName.objects.filter(unit__in=seen, withdrawn=False)
    return names | set(former.values_list("name", flat=True))


def name_on(unit: Unit, day: date) -> str:
    """What the unit was called on that day."""
    former = unit.former_names.filter(withdrawn=False, until__gt=day).order_by("until", "pk")
    first = former.first()
    return first.name if first else unit.name
