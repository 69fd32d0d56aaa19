"""The days of a period, and the period that a report is usually of."""

from __future__ import annotations

import calendar
from datetime import date

from luheng.vocabulary.periods import Period


def days_of(code: str) -> tuple[str, str]:
    """First and last day of a written period as ISO days. Raises `period_unreadable`."""
    period = Period.parse(code)
    (last_year, last), (first_year, first) = period.last, period.first
    end = date(last_year, last, calendar.monthrange(last_year, last)[1])
    return date(first_year, first, 1).isoformat(), end.isoformat()


def usual_period(months: int, today: date) -> str:
    """The last whole month, quarter or year before a day.

    >>> usual_period(1, date(2026, 1, 5)), usual_period(3, date(2026, 11, 21)), usual_period(12, date(2026, 3, 1))
    ('2025-12', '2026-07/2026-09', '2025')
    """
    ended = (today.year * 12 + today.month - 1) // months * months  # months since year 0
    (year, last), first = divmod(ended - 1, 12), (ended - months) % 12
    return str(Period.months(year, first + 1, last + 1))
