"""How a project stands against the years that the plan gives it.

An even pace from the first day to the last is a reference for seeing what lags, no official rule:
every sentence that rests on it says so.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from luheng.vocabulary.messages import Message

BEHIND_BY_POINTS = Decimal(10)  # below the even pace by more than this is behind


class Pace(StrEnum):
    """How a project stands."""

    COMPLETED = "completed"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    LATE_START = "late_start"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    NOT_YET_DUE = "not_yet_due"
    NOT_REPORTED = "not_reported"


NEEDS_ATTENTION = frozenset({Pace.BEHIND, Pace.LATE_START, Pace.OVERDUE, Pace.SUSPENDED})


@dataclass(frozen=True)
class Built:
    """The latest report on a project: its stage, its share built in percent, the day of the report."""

    stage: str  # preparing, building, suspended, completed
    percent: Decimal | None
    as_of: date


@dataclass(frozen=True)
class Standing:
    """The pace and its sentence in both languages; `expected` is the even pace in percent."""

    pace: Pace
    reason: Message
    expected: Decimal | None = None

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has to look at it."""
        return self.pace in NEEDS_ATTENTION


def first_day(printed: str) -> date | None:
    """The first day of a printed year or month: "2026", "2026-03". None where nothing is printed."""
    if not printed:
        return None
    year, _, month = printed.partition("-")
    return date(int(year), int(month or 1), 1)


def last_day(printed: str) -> date | None:
    """The last day of a printed year or month. None where nothing is printed."""
    if not printed:
        return None
    year, _, month = printed.partition("-")
    number = int(month or 12)
    return date(int(year), number, calendar.monthrange(int(year), number)[1])


def standing(start: str, end: str, built: Built | None, today: date) -> Standing:
    """How a project stands on a day; `start` and `end` as the plan prints them, by year or month."""
    begins, ends = first_day(start), last_day(end)
    if built is None:
        due = begins is not None and begins <= today
        return _said(Pace.NOT_REPORTED if due or begins is None else Pace.NOT_YET_DUE, start=start)
    if built.stage == "completed":
        return _said(Pace.COMPLETED, as_of=built.as_of)
    if ends and today > ends:
        return _said(Pace.OVERDUE, end=end, percent=_points(built.percent))
    if built.stage == "suspended":
        return _said(Pace.SUSPENDED, as_of=built.as_of, percent=_points(built.percent))
    if built.stage == "preparing":
        late = begins is not None and last_day(start) is not None and today > last_day(start)  # type: ignore[operator]
        return _said(Pace.LATE_START if late else Pace.NOT_YET_DUE, start=start)
    return _against_even_pace(begins, ends, built)


def _against_even_pace(begins: date | None, ends: date | None, built: Built) -> Standing:
    if begins is None or ends is None or built.percent is None or ends < begins:
        return _said(Pace.ON_PACE, percent=_points(built.percent), expected="—")
    elapsed = min(max((built.as_of - begins).days + 1, 0), (ends - begins).days + 1)
    share = Decimal(elapsed * 100) / ((ends - begins).days + 1)
    expected = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    behind = built.percent < expected - BEHIND_BY_POINTS
    pace = Pace.BEHIND if behind else Pace.ON_PACE
    return _said(pace, expected, percent=_points(built.percent), expected=_points(expected))


def _said(pace: Pace, share: Decimal | None = None, **values: object) -> Standing:
    return Standing(pace, Message(f"project_{pace.value}", values), share)


def _points(percent: Decimal | None) -> str:
    return "—" if percent is None else f"{percent.normalize():f}%"
