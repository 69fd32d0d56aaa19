"""What is known of each item: figures of the city first, then what was entered for the purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from luheng.methods.amounts import decimal_of
from luheng.vocabulary.units_of_measure import conversion_factor, convertible
from luheng.workplace.city import City
from luheng.workplace.models import (
    AssignedValue,
    Observation,
    ReadinessArea,
    ReadinessItem,
    Review,
    Target,
)
from luheng.workplace.readiness.sets import subject_of

_NUMBERS = ("value", "assigned", "base", "before")
_COMPARABLE = (">=", "<=", "=")


@dataclass
class Known:
    """What is known of one thing, and which record each number came from."""

    told: dict[str, Any] = field(default_factory=dict)
    period: str = ""
    figure: Observation | None = None
    entry: ReadinessItem | None = None
    targets: list[Target] = field(default_factory=list)


class Facts:
    """All that the city knows of the things that sets ask for, read in a few queries."""

    def __init__(self, city: City, area: ReadinessArea, subjects: Iterable[str]) -> None:
        wanted = set(subjects)
        self.area = area
        self._entries = {
            one.subject: one
            for one in ReadinessItem.objects.filter(pack=area.pack, subject__in=wanted)
        }
        self._figures = _yearly_figures(city, wanted)
        self._targets: dict[str, list[Target]] = defaultdict(list)
        for target in _targets_of(wanted):
            self._targets[target.indicator_id].append(target)
        self._assigned = {
            one.target_id: one
            for one in AssignedValue.objects.filter(target__indicator_id__in=wanted)
        }

    def of(self, item: Mapping[str, Any]) -> Known:
        """What is known of an item of a set."""
        subject, unit = subject_of(item), str(item.get("unit", ""))
        known = Known(entry=self._entries.get(subject), targets=self._targets.get(subject, []))
        if known.entry is not None:
            known.told = {
                name: number
                for name in _NUMBERS
                if (number := getattr(known.entry, name)) is not None
            }
            known.period = known.entry.period
            if known.entry.done is not None:
                known.told["done"] = known.entry.done
        self._from_figures(known, self._figures.get(subject, {}), unit)
        self._from_assigned(known, unit)
        return known

    def _from_figures(self, known: Known, years: Mapping[str, Observation], unit: str) -> None:
        """The latest figure of the indicator stands before what was entered for an earlier year."""
        fitting = {year: one for year, one in years.items() if _in_unit(one.value, one.unit, unit) is not None}  # fmt: skip
        latest = max(fitting, default="")
        if latest and latest >= known.period[:4]:
            known.figure, known.period = fitting[latest], latest
            known.told["value"] = _in_unit(known.figure.value, known.figure.unit, unit)
            if (last := fitting.get(str(int(latest) - 1))) is not None:
                known.told["before"] = _in_unit(last.value, last.unit, unit)
        base = fitting.get(str(self.area.base_year or ""))
        if base is not None:
            known.told["base"] = _in_unit(base.value, base.unit, unit)

    def _from_assigned(self, known: Known, unit: str) -> None:
        for target in known.targets:
            assigned = self._assigned.get(target.pk)
            if assigned is None or "assigned" in known.told:
                continue
            number = _in_unit(assigned.value, assigned.unit or target.unit, unit)
            if number is not None:
                known.told["assigned"] = number


def _yearly_figures(city: City, wanted: set[str]) -> dict[str, dict[str, Observation]]:
    """The standing yearly level of each indicator for the whole city."""
    rows = Observation.objects.filter(
        indicator_id__in=wanted, kind="level", superseded_by=None, period__regex=r"^\d{4}$",
        place__in=["", city.place, city.name, "全市"],
    ).exclude(review=Review.REJECTED)  # fmt: skip
    found: dict[str, dict[str, Observation]] = defaultdict(dict)
    for one in rows.order_by("pk"):
        found[one.indicator_id][one.period] = one
    return found


def _targets_of(wanted: set[str]) -> Iterable[Target]:
    return (
        Target.objects.filter(indicator_id__in=wanted, document__current=True, part_of="")
        .exclude(review=Review.REJECTED)
        .select_related("document")
        .order_by("-year", "pk")
    )


def comparable(target: Target) -> bool:
    """Whether a target asks for one number that can stand beside the national one."""
    return target.op in _COMPARABLE and target.value is not None and not target.stretch_only


def _in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """A number in the unit of the item; None where it cannot be converted."""
    if unit == wanted or not wanted:
        return value
    if not unit or not convertible(unit, wanted):
        return None
    return decimal_of(Fraction(value) * conversion_factor(unit, wanted))


def in_unit_of(target: Target, unit: str) -> Decimal | None:
    """The number a target asks for, in the unit of the item; None where units do not fit."""
    return None if target.value is None else _in_unit(target.value, target.unit, unit)
