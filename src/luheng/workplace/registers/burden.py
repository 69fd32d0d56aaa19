"""填报负担: every field asked of each unit, how often, and whether anybody else is asked the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import say
from luheng.workplace.models import AskedField, Frequency, ReturnRow
from luheng.workplace.period_reports.spans_of_time import days_of
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.query import Query
from luheng.workplace.registers.register import Register
from luheng.workplace.returns.access import fields_of_unit
from luheng.workplace.returns.periods import TIMES_A_YEAR

_DURING = "during"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_IN_USE = Q(dropped=False, form__active=True)


def _times_a_year() -> Case:
    cases = [When(form__frequency=key, then=Value(n)) for key, n in TIMES_A_YEAR.items()]
    return Case(*cases, output_field=IntegerField())


def _asked(query: Query) -> Any:
    """How often: so far, or in the days that the view asks for."""
    rows = _rows(query.filters.get(_DURING, ()))
    counted = rows.order_by().values("asked").annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _rows(during: Sequence[str]) -> QuerySet[ReturnRow]:
    """The rows by which a field was asked; in a run of days those that stood open on one of them.

    A row is open from the day its return was issued to the day it is due.
    """
    rows = ReturnRow.objects.filter(asked=OuterRef("pk")).exclude(parent__state="withdrawn")
    if not during:
        return rows
    first, last = _days(during[-1])
    issued = Q(parent__steps__at__date__lte=last)
    return rows.filter(issued, Q(parent__due__gte=first) | Q(parent__due=None))


def _days(words: str) -> tuple[date, date]:
    """First and last day of a day or a period. Raises `period_unreadable`."""
    if _DAY.fullmatch(words):
        try:
            return date.fromisoformat(words), date.fromisoformat(words)
        except ValueError as error:
            raise LuhengError("period_unreadable", period=words) from error
    first, last = days_of(words)
    return date.fromisoformat(first), date.fromisoformat(last)


def _asked_then(values: list[str]) -> Q:
    return Q(Exists(_rows(values)))


def _when(query: Query) -> Any:
    return Value(query.filters.get(_DURING, ("",))[-1], output_field=CharField())


def _repeated() -> Exists:
    others = AskedField.objects.filter(_IN_USE, subject_key=OuterRef("subject_key"))
    return Exists(others.exclude(pk=OuterRef("pk")))


def _is_repeated(values: list[str]) -> Q:
    repeated = Q(computed_repeated=True)
    return repeated if values[-1].lower() in ("true", "1", "是") else ~repeated


BURDEN = Register(
    key="burden",
    zh="填报负担",
    en="Reporting burden",
    model=AskedField,
    order=("unit__name", "position", "pk"),
    defaults={f"in_use {_DURING}": _IN_USE},
    of_unit=fields_of_unit,
    empty_zh="没有要求任何单位填报",
    empty_en="No unit is asked for anything",
    columns=(
        Column(key="unit", zh="填报单位", en="unit", path="unit__name", searchable=True, filter="distinct"),
        Column(key="name", zh="填报项", en="field", searchable=True),
        Column(key="kind", zh="类别", en="kind", type="choice", choices=dict(AskedField.Kind.choices)),
        Column(key="place", zh="地区", en="place", filter="distinct"),
        Column(key="measure", zh="计量单位", en="unit of measure", shown=False),
        Column(key="form", zh="填报表式", en="form", path="form__title", filter="distinct"),
        Column(
            key="frequency", zh="报送周期", en="frequency", type="choice", path="form__frequency",
            choices=dict(Frequency.choices),
        ),
        Column(
            key="times", zh="每年次数", en="times a year", type="amount", filter="",
            expression=_times_a_year,
        ),
        Column(
            key="asked", zh="已要求次数", en="times asked", type="amount", filter="",
            within=_asked,
        ),
        Column(
            key=_DURING, zh="哪天或时段", en="day or period", within=_when, condition=_asked_then, filter="text",
            typed=say("2026-10-15、2026-10、2026-07/2026-09、2026", "2026-10-15, 2026-10, 2026-07/2026-09, 2026"),
            shown=False, sortable=False,
        ),
        Column(
            key="repeated", zh="重复要求", en="asked elsewhere too", type="flag",
            expression=_repeated, condition=_is_repeated, sortable=False,
        ),
        Column(key="in_use", zh="不再填报", en="no longer asked", type="flag", path="dropped", shown=False),
    ),
)  # fmt: skip
