"""填报表清单: every return with its unit, its period, its due date and how far it has come."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from luheng.workplace.language import say
from luheng.workplace.models import Return, ReturnRow, ReturnState
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.returns.access import returns_of_unit
from luheng.workplace.returns.overdue import is_overdue

_STANDINGS = {**dict(ReturnState.choices), "overdue": say("已逾期", "overdue")}


def _standing() -> Case:
    late = When(is_overdue(), then=Value("overdue"))
    return Case(late, default=F("state"), output_field=CharField())


def _rows(kept: Q) -> Any:
    rows = ReturnRow.objects.filter(parent=OuterRef("pk")).filter(kept).order_by()
    counted = rows.values("parent").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


RETURNS = Register(
    key="returns",
    zh="填报表清单",
    en="Returns",
    model=Return,
    order=("-period", "due", "unit__name", "pk"),
    defaults={"standing": ~Q(state=ReturnState.WITHDRAWN)},
    detail="return",
    of_unit=returns_of_unit,
    empty_zh="没有填报表：牵头办公室编制并下达后在此显示",
    empty_en="No return: they show here once the plan office has composed and issued them",
    columns=(
        Column(key="title", zh="名称", en="title", path="form__title", searchable=True, filter="distinct"),
        Column(key="unit", zh="填报单位", en="unit", path="unit__name", searchable=True, filter="distinct"),
        Column(key="period", zh="时期", en="period", filter="distinct"),
        Column(key="due", zh="限期", en="due", type="date"),
        Column(
            key="standing", zh="状态", en="standing", type="choice", choices=_STANDINGS,
            expression=_standing,
        ),
        Column(
            key="asked", zh="填报项", en="fields", type="amount", filter="",
            expression=lambda: _rows(Q()),
        ),
        Column(
            key="open", zh="未填", en="open", type="amount", filter="",
            expression=lambda: _rows(Q(answer="")),
        ),
        Column(key="state", zh="办理状态", en="state", type="choice", choices=dict(ReturnState.choices), shown=False),
        Column(key="since", zh="更新时间", en="since", type="moment", path="state_since", filter="", shown=False),
    ),
)  # fmt: skip
