"""填报负担: every field asked of each unit, how often, and whether anybody else is asked the same."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from luheng.workplace.models import AskedField, Frequency, ReturnRow
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.returns.access import fields_of_unit
from luheng.workplace.returns.periods import TIMES_A_YEAR

_IN_USE = Q(dropped=False, form__active=True)


def _times_a_year() -> Case:
    cases = [When(form__frequency=key, then=Value(n)) for key, n in TIMES_A_YEAR.items()]
    return Case(*cases, output_field=IntegerField())


def _asked_so_far() -> Any:
    rows = ReturnRow.objects.filter(asked=OuterRef("pk")).exclude(parent__state="withdrawn")
    counted = rows.order_by().values("asked").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


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
    defaults={"in_use": _IN_USE},
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
            key="asked", zh="已要求次数", en="times asked so far", type="amount", filter="",
            expression=_asked_so_far,
        ),
        Column(
            key="repeated", zh="重复要求", en="asked elsewhere too", type="flag",
            expression=_repeated, condition=_is_repeated, sortable=False,
        ),
        Column(key="in_use", zh="不再填报", en="no longer asked", type="flag", path="dropped", shown=False),
    ),
)  # fmt: skip
