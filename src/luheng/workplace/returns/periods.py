"""The periods of a return: which follow from its frequency, which comes before, when it is due."""

from __future__ import annotations

from datetime import date, timedelta

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.periods import Period
from luheng.vocabulary.workdays import after_workdays
from luheng.workplace.models import Frequency

_MONTHS = {
    Frequency.MONTHLY.value: 1,
    Frequency.QUARTERLY.value: 3,
    Frequency.HALF_YEARLY.value: 6,
    Frequency.YEARLY.value: 12,
}
TIMES_A_YEAR = {frequency: 12 // months for frequency, months in _MONTHS.items()} | {
    Frequency.ONCE.value: 1
}


def latest_period(frequency: str, today: date) -> Period:
    """The last period that has ended; of a single return, the last month."""
    length = _MONTHS.get(frequency, 1)
    ended = (today.year * 12 + today.month - 1) // length * length  # months before it began
    return _run(ended - length, length)


def period_before(period: Period) -> Period:
    """The period of the same length that ends where this one begins."""
    first = period.first[0] * 12 + period.first[1] - 1
    return _run(first - period.length_months, period.length_months)


def checked_period(code: str, frequency: str) -> Period:
    """The period of a code. Raises `period_unreadable`, `period_of_other_length`."""
    period = Period.parse(code)
    length = _MONTHS.get(frequency)
    starts = length is None or (period.first[1] - 1) % length == 0
    if length is not None and (period.length_months != length or not starts):
        raise LuhengError(
            "period_of_other_length", period=code, frequency=str(Frequency(frequency).label)
        )
    return period


def due_day(period: Period, workdays: int) -> date:
    """So many working days after the period has ended. Raises `holidays_unknown`."""
    year, month = period.last
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return after_workdays(first_after - timedelta(days=1), workdays)


def _run(first: int, length: int) -> Period:
    """So many months from a month counted from year 0."""
    year, month = divmod(first, 12)
    return Period.months(year, month + 1, month + length)
