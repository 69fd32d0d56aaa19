"""Deadlines of orders in working days, and the lamp that each deadline gives."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays, workdays_between
from luheng.workplace.language import say
from luheng.workplace.models import ENDED_ORDERS, OrderState
from luheng.workplace.supervision_settings import SupervisionSettings

LAMPS = {
    "overdue": say("逾期", "overdue"),
    "sent_back": say("退回整改", "sent back"),
    "near": say("临期", "due soon"),
    "in_time": say("期限内", "in time"),
    "no_date": say("未定期限", "no date"),
    "ended": say("已办结", "ended"),
}
_SHAPES = {
    "overdue": "■",
    "sent_back": "◆",
    "near": "▲",
    "in_time": "●",
    "no_date": "○",
    "ended": "–",
}
_COLOURS = {
    "by_schedule": {"overdue": "red", "sent_back": "yellow", "near": "yellow", "in_time": "green"},
    "by_deadline": {"overdue": "red", "sent_back": "yellow", "near": "blue"},
}  # 绿黄红 and 蓝黄红: the presets of judgement/lights.py, read for deadlines
_ENDED = [*ENDED_ORDERS, OrderState.WAIVED]


@dataclass(frozen=True)
class Lamp:
    """What a deadline shows: colour and shape, always with the word."""

    key: str
    colour: str
    shape: str

    @property
    def word(self) -> str:
        """临期, 逾期 …"""
        return str(LAMPS[self.key])


def lamp_of(key: str) -> Lamp:
    """The lamp in the colours that the city has chosen."""
    city = settings.LUHENG_CITY
    colours = _COLOURS[city.lights if city else "by_schedule"]
    return Lamp(key, colours.get(key, "grey"), _SHAPES[key])


def supervision_settings() -> SupervisionSettings:
    """What the city has set."""
    city = settings.LUHENG_CITY
    return city.supervision if city else SupervisionSettings()


def lamp_expression() -> Any:
    """The key of an order's lamp today, for the database."""
    today = timezone.localdate()
    return Case(
        When(state__in=_ENDED, then=Value("ended")),
        When(due=None, then=Value("no_date")),
        When(due__lt=today, then=Value("overdue")),
        When(state=OrderState.SENT_BACK, then=Value("sent_back")),
        When(due__lte=near_day(today), then=Value("near")),
        default=Value("in_time"),
        output_field=CharField(),
    )


def overdue_orders() -> Q:
    """Orders whose next step should have been taken before today."""
    return Q(due__lt=timezone.localdate()) & ~Q(state__in=_ENDED)


def by_due() -> Any:
    """Orders by their deadline, those without one last."""
    return F("due").asc(nulls_last=True)


def near_day(today: date) -> date:
    """The last day of the time in which a lamp warns; calendar days where holidays are unknown."""
    days = supervision_settings().near_days
    return workday_or_none(today, days) or today + timedelta(days=days)


def workday_or_none(day: date, count: int) -> date | None:
    """The day so many working days later; None where the holidays of its year are unknown."""
    with suppress(LuhengError):
        return after_workdays(day, count)
    return None


def days_left(today: date, due: date) -> tuple[int, bool]:
    """Days until a deadline, negative after it, and whether they are working days.

    Where the holidays of a year in between are not announced, calendar days.
    """
    with suppress(LuhengError):
        return workdays_between(today, due), True
    return (due - today).days, False
