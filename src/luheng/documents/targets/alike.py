"""Targets of one indicator, found again by what they demand and without a walk through all of them.

A compilation of plans may speak of one indicator ten thousand times, so a row of a table is looked
up by its occasion, its unit and its value.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Context, Decimal

from luheng.documents.model import Target
from luheng.vocabulary.units_of_measure import convert, convertible

_LEVELS = frozenset([">=", "<=", "="])
_ANY = "any"
_ROUNDED = Context(prec=18)  # digits in which one amount in two units is still one amount

Occasion = tuple[tuple[str, ...], str | None, str]  # places, whole it is a part of, kind of demand
Amount = tuple[str | None, Decimal | None]  # value in a unit; of any unit under _ANY
Years = dict[int | None, dict[Decimal, dict[int, Target]]]  # year: value: targets by their identity


@dataclass(slots=True)
class Alike:
    """The targets of one indicator so far; `twin` and `rival` find those that a row is about."""

    _by_amount: dict[tuple[Occasion, int | None, Amount], deque[Target]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    _by_value: dict[tuple[Occasion, str | None], Years] = field(
        default_factory=lambda: defaultdict(dict)
    )
    _years: dict[Occasion, dict[int | None, None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    _reference: dict[str, str] = field(default_factory=dict)  # unit: the one it is compared in

    def add(self, target: Target) -> None:
        """Let a target be found."""
        for amount in (self._amount(target), (_ANY, target.value)):
            self._by_amount[_occasion(target), target.year, amount].append(target)
        self.restore(target)

    def suspend(self, target: Target) -> None:
        """Forget a target whose unit or year is about to change; `restore` it afterwards."""
        if target.value is not None:
            values = self._by_value[_occasion(target), target.unit][target.year]
            del values[target.value][id(target)]
            if not values[target.value]:
                del values[target.value]

    def restore(self, target: Target) -> None:
        """Let a target be found as a rival; as a twin it was found once and for all."""
        self._years[_occasion(target)][target.year] = None
        if target.value is not None:
            values = self._by_value[_occasion(target), target.unit].setdefault(target.year, {})
            values.setdefault(target.value, {})[id(target)] = target

    def twin(self, row: Target) -> Target | None:
        """The first target without a row of its own that demands what `row` demands."""
        amounts = [self._amount(row), (None, row.value)] if row.unit else [(_ANY, row.value)]
        for year in self._compatible(row):
            for amount in amounts:
                queue = self._by_amount.get((_occasion(row), year, amount), deque())
                while queue and queue[0].quote_alt is not None:
                    queue.popleft()
                free = (one for one in queue if one.quote_alt is None and same_value(one, row))
                if twin := next(free, None):
                    return twin
        return None

    def rival(self, row: Target) -> Target | None:
        """A target of the same occasion in the same unit with another value."""
        if row.value is None:
            return None
        years = self._by_value.get((_occasion(row), row.unit), {})
        for year in self._compatible(row):
            for value, targets in years.get(year, {}).items():
                if value != row.value:
                    return next(iter(targets.values()))
        return None

    def _compatible(self, row: Target) -> Iterator[int | None]:
        """The years that targets have and that do not speak against the row's."""
        known = self._years.get(_occasion(row), {})
        return (year for year in known if row.year is None or year is None or year == row.year)

    def _amount(self, target: Target) -> Amount:
        """The value in the one unit that all units of its quantity are compared in."""
        unit, value = target.unit, target.value
        if not unit or value is None:
            return None, value
        if unit not in self._reference:
            others = dict.fromkeys(self._reference.values())
            self._reference[unit] = next((one for one in others if convertible(unit, one)), unit)
        reference = self._reference[unit]
        return reference, _ROUNDED.plus(convert(value, unit, reference))


def _occasion(target: Target) -> Occasion:
    kind = "level" if target.op in _LEVELS else target.op
    return tuple(target.places), target.part_of, kind


def same_value(one: Target, other: Target) -> bool:
    """Whether two targets name one amount, perhaps in two units; an unprinted unit may be any."""
    if one.value is None or other.value is None:
        return one.value is other.value
    if one.unit == other.unit or not one.unit or not other.unit:
        return one.value == other.value
    return (
        convertible(one.unit, other.unit)
        and convert(one.value, one.unit, other.unit) == other.value
    )
