"""The interval a new figure of a series may lie in without anybody having to look.

Steps between neighbouring figures are taken in logarithms, so that a growing total and a falling one
are treated alike. The interval reaches from the last figure to where the median step leads, widened
on both sides by the larger of a floor and four times the scaled median absolute deviation of the
steps. Few figures tell little: with one or two the floor is a factor of five, so that only slips of
magnitude show; with none there is no interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import log10, sqrt
from statistics import median

from luheng.judgement.plausibility.limits import is_change
from luheng.judgement.plausibility.model import Entry, Known
from luheng.judgement.quantities import canonical, converted
from luheng.vocabulary.periods import Period
from luheng.vocabulary.tables import table

ENOUGH = 3
"""Figures from which on jumps are judged by the series' own unrest."""

_FLOOR = log10(1.6)
_FLOOR_FEW = log10(5)
_WIDEST = log10(7)  # so that a tenfold slip never passes
_DEVIATIONS = 4 * 1.4826
_VANISHING = 50  # a share that falls to less than a fiftieth is looked at
_FEWEST_POINTS = 15.0  # a share may move this far, in percentage points, unless its steps say more


@dataclass(frozen=True, slots=True)
class Past:
    """A figure of the series in the unit of the entry."""

    time: Period
    value: Decimal


@dataclass(frozen=True, slots=True)
class Expected:
    """Bounds in the unit of the entry, and the figures they rest on, oldest first."""

    low: float
    high: float
    centre: float
    past: tuple[Past, ...]
    nearest: Past

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies within the bounds."""
        return self.low <= float(value) <= self.high


def expected(entry: Entry) -> Expected | None:
    """The interval for a level or a count; None where the history gives none.

    Changes, and series that pass zero, have no interval of this kind.
    """
    if entry.kind not in ("level", "count") or is_change(entry.name):
        return None
    same = [past for past in _in_unit(entry) if past.time == entry.time and past.value > 0]
    if same:
        return _around(entry, (same[-1],), float(same[-1].value), _FLOOR)
    past = comparable(entry)
    if not past or any(one.value < 0 for one in past):
        return None
    positive = tuple(one for one in past if one.value > 0)
    return _from_steps(entry, positive) if positive else None


def comparable(entry: Entry) -> tuple[Past, ...]:
    """The figures of like periods, oldest first: the same months of other years, else any as long."""
    last = {one.time: one for one in _in_unit(entry) if one.time != entry.time}
    time = entry.time
    alike = [one for one in last.values() if one.time.length_months == time.length_months]
    same_months = [one for one in alike if one.time.first[1] == time.first[1]]
    running = time.first[1] == 1 and time.length_months > 1  # since the beginning of the year
    chosen = same_months if running or len(same_months) >= ENOUGH else alike
    return tuple(sorted(chosen, key=lambda one: one.time))


def _in_unit(entry: Entry) -> list[Past]:
    """The history in the unit of the entry; a final figure takes the place of a preliminary one."""
    ordered = sorted(entry.history, key=lambda known: known.status == "final")
    found = [(known, _value(known, entry.unit)) for known in ordered]
    return [Past(Period.parse(known.period), value) for known, value in found if value is not None]


def _value(known: Known, unit: str) -> Decimal | None:
    return converted(known.value, known.unit, unit)


def _from_steps(entry: Entry, past: tuple[Past, ...]) -> Expected:
    """From the figures next to the entry, whether it is new or fills a gap."""
    before = [one for one in past if one.time < entry.time]
    nearest = before[-1] if before else past[0]
    steps = [
        (log10(float(later.value)) - log10(float(earlier.value))) / _years(earlier, later)
        for earlier, later in pairwise(past)
    ]
    step = median(steps) if len(past) >= ENOUGH else 0.0
    gap = _months_between(nearest.time, entry.time) / 12
    scale = 1.0 if entry.time.length_months == 12 else 0.0  # months do not follow a yearly trend
    reach = max(-_WIDEST, min(_WIDEST, step * gap * scale))
    centre = log10(float(nearest.value)) + reach
    spread = _FLOOR_FEW
    if len(past) >= ENOUGH:
        deviation = median(abs(one - step) for one in steps)
        spread = min(_WIDEST, max(_FLOOR * max(1, sqrt(abs(gap))), _DEVIATIONS * deviation))
    return _around(entry, past, 10**centre, spread, nearest)


def _around(
    entry: Entry, past: tuple[Past, ...], centre: float, spread: float, nearest: Past | None = None
) -> Expected:
    nearest = nearest or past[-1]
    last = float(nearest.value)
    if canonical(entry.unit) in table("units")["counted"]:  # 2 and 5 of a counted thing are near
        spread = min(_WIDEST, spread + log10(1 + 1.5 / sqrt(max(last, 1.0))))
    low, high = min(last, centre) / 10**spread, max(last, centre) * 10**spread
    known = [float(one.value) for one in past[-5:]]
    low, high = min(low, *known), max(high, *known)
    if canonical(entry.unit) == "%" and len(past) >= ENOUGH:
        low, high = _by_points(past, low, high, last)
    return Expected(low, high, centre, past, nearest)


def _by_points(past: tuple[Past, ...], low: float, high: float, last: float) -> tuple[float, float]:
    """A share moves by points: bounds by ratio are too narrow near 0 and too wide near 100."""
    steps = [float(later.value - earlier.value) for earlier, later in pairwise(past)]
    middle = median(steps)
    deviation = median(abs(step - middle) for step in steps)
    points = max(_FEWEST_POINTS, _DEVIATIONS * deviation)
    small = min(10.0, max(3.0, 2 * last))
    lowest = max(min(low, last - small), last - points, last / _VANISHING)
    return lowest, min(max(high, last + small), last + points)


def _months_between(earlier: Period, later: Period) -> int:
    return (later.last[0] - earlier.last[0]) * 12 + later.last[1] - earlier.last[1]


def _years(earlier: Past, later: Past) -> float:
    """Years between two figures; figures of the same year count as one step."""
    return max(1.0, abs(_months_between(earlier.time, later.time)) / 12)
