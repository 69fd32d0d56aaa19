"""Trajectories: what an indicator should have reached in the years before its target.

A trajectory is never assumed silently: the one applied is part of every judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from luheng.vocabulary.messages import LuhengError, Message

Shape = Literal["linear", "compound", "steps", "points"]


@dataclass(frozen=True, slots=True)
class Trajectory:
    """What a caller asks for. `points` are years and values on the target's own scale.

    steps: nothing more is expected until a given year, then all of its value (yearly sub-targets).
    points: straight lines between the given years.
    """

    shape: Shape = "linear"
    points: Mapping[int, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.shape in ("steps", "points") and not self.points:
            raise LuhengError("trajectory_without_points", shape=self.shape)


@dataclass(frozen=True, slots=True)
class Path:
    """A trajectory laid between a base and a target: what is expected, year by year.

    `rising` is +1 for percent changes upwards, -1 for falls, 0 for levels: the compound shape
    multiplies factors, and a fall of 14 % is the factor 0.86.
    """

    shape: Shape
    points: tuple[tuple[int, Decimal], ...]  # in order of years, base first
    base_from: Message
    rising: int = 0

    @property
    def base_year(self) -> int:
        return self.points[0][0]

    @property
    def base(self) -> Decimal:
        return self.points[0][1]

    def at(self, moment: Decimal | int) -> Decimal:
        """Expected value at a moment in year-ends: 2024 is 31 December 2024, 2024.5 mid-2025."""
        moment = Decimal(moment)
        if moment <= self.points[0][0]:
            return self.points[0][1]
        before = self.points[0]
        for after in self.points[1:]:
            if moment < after[0]:
                return self._between(before, after, moment)
            before = after
        return before[1]

    def _between(
        self, before: tuple[int, Decimal], after: tuple[int, Decimal], moment: Decimal
    ) -> Decimal:
        if self.shape == "steps":
            return before[1]
        share = (moment - before[0]) / (after[0] - before[0])
        if self.shape == "compound":
            low, high = (factor_of(value, self.rising) for _, value in (before, after))
            return value_of(low * (high / low) ** share, self.rising)
        return before[1] + (after[1] - before[1]) * share


def factor_of(value: Decimal, rising: int) -> Decimal:
    """A percent change as what it multiplies by; a level as itself."""
    return value if rising == 0 else 1 + rising * value / 100


def value_of(factor: Decimal, rising: int) -> Decimal:
    """The way back from `factor_of`."""
    return factor if rising == 0 else (factor - 1) * 100 * rising


def moment_of(day: date) -> Decimal:
    """A day in year-ends: 31 December 2024 is 2024, 1 July 2025 about 2024.5."""
    year_days = date(day.year, 12, 31).timetuple().tm_yday
    return day.year - 1 + Decimal(day.timetuple().tm_yday) / year_days


@dataclass(frozen=True, slots=True)
class Base:
    """Where a trajectory starts."""

    year: int
    value: Decimal
    source: Message


def lay(
    trajectory: Trajectory, base: Base | None, bar: Decimal, due: int | None, rising: int
) -> Path | None:
    """The path to `bar` in `due`, or None where it has no beginning or no end.

    A compound path between values that no factor joins (zero, or opposite signs) is laid straight.
    """
    if trajectory.points:
        return _through_points(trajectory, base, bar, due, rising)
    if base is None or due is None or base.year >= due:
        return None
    shape = trajectory.shape
    if shape == "compound" and not _joined_by_a_factor(base.value, bar, rising):
        shape = "linear"
    return Path(shape, ((base.year, base.value), (due, bar)), base.source, rising)


def _joined_by_a_factor(low: Decimal, high: Decimal, rising: int) -> bool:
    return factor_of(low, rising) > 0 and factor_of(high, rising) > 0


def _through_points(
    trajectory: Trajectory, base: Base | None, bar: Decimal, due: int | None, rising: int
) -> Path:
    points = dict(trajectory.points)
    source = Message("base_from_trajectory")
    if base is not None and base.year < min(points):
        points[base.year] = base.value
        source = base.source
    if due is not None:
        points.setdefault(due, bar)
    return Path(trajectory.shape, tuple(sorted(points.items())), source, rising)
