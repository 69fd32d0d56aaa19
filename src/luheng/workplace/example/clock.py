"""Days gone by: the invented city lives through its year in the order in which things happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays, is_workday

_OPENS = time(9, 5)


@contextmanager
def lived(day: date) -> Iterator[None]:
    """Within it that day is today, at office hours. For example data only: nothing else may."""
    then = timezone.make_aware(datetime.combine(day, _OPENS))
    if then > timezone.now():
        yield
        return
    with patch("django.utils.timezone.now", lambda: then):
        yield


def before(today: date, days: int) -> date:
    """A working day about so many days ago."""
    day = today - timedelta(days=days)
    while days and not _is_workday(day):
        day -= timedelta(days=1)
    return day


def in_workdays(day: date, workdays: int) -> date:
    """So many working days on; weeks of five where the holidays are not known."""
    try:
        return after_workdays(day, workdays)
    except LuhengError:
        return day + timedelta(days=workdays * 7 // 5 + 1)


def _is_workday(day: date) -> bool:
    try:
        return is_workday(day)
    except LuhengError:
        return day.weekday() < 5
