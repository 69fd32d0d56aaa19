"""Working days of mainland China: weekends, public holidays and the make-up days announced for them.

The holidays come from the State Council's yearly notice; a year without one is unknown, not guessed.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from luheng.vocabulary.messages import LuhengError


def is_workday(day: date) -> bool:
    """Whether people work on that day. Raises LuhengError `holidays_unknown` for unknown years."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise LuhengError("holidays_unknown", year=day.year) from None


def is_known(year: int) -> bool:
    """Whether the holidays of a year have been announced and are in the calendar."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def after_workdays(day: date, count: int) -> date:
    """The day on which a period of so many working days ends; the day it starts does not count.

    A negative count goes back. Raises LuhengError `holidays_unknown` when it leaves the known years.
    """
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is earlier."""
    if end < start:
        return -workdays_between(end, start)
    days = (end - start).days
    return sum(is_workday(start + timedelta(days=number)) for number in range(1, days + 1))
