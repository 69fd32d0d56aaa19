"""计算结果清单: what official methods gave, for which place and period."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from luheng.parameters.model import MARKS
from luheng.workplace.language import say
from luheng.workplace.models import Computed
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register

MARK_LABELS = dict(
    zip(
        MARKS,
        (say("已核实", "verified"), say("转引", "secondary"), say("凭记忆", "recalled")),
        strict=True,
    )
)


def _is_superseded() -> Any:
    return ExpressionWrapper(Q(superseded_by__isnull=False), output_field=BooleanField())


def _superseded(values: list[str]) -> Q:
    return Q(superseded_by__isnull="true" not in values)


COMPUTED = Register(
    key="computed",
    zh="计算结果",
    en="Computed results",
    model=Computed,
    order=(F("period").desc(), "method", "place", "pk"),
    defaults={"superseded": Q(superseded_by=None)},
    detail="computed-result",
    empty_zh="还没有计算结果：在“官方方法”中选一个方法，填入数据即可计算",
    empty_en="Nothing was computed yet: choose a method, give it numbers",
    columns=(
        Column(key="method", zh="方法", en="method", searchable=True, filter="distinct"),
        Column(key="place", zh="地区", en="place", filter="distinct"),
        Column(key="period", zh="时期", en="period", filter="distinct"),
        Column(key="words", zh="结果", en="result", sortable=False, filter=""),
        Column(key="unit", zh="单位", en="unit", sortable=False, filter=""),
        Column(key="using", zh="指定版本", en="edition", filter="distinct"),
        Column(key="mark", zh="依据", en="mark", type="choice", choices=MARK_LABELS),
        Column(key="computed_at", zh="计算时间", en="computed at", type="moment", filter=""),
        Column(
            key="superseded", zh="已被取代", en="superseded", type="flag",
            expression=_is_superseded, condition=_superseded, shown=False, sortable=False,
        ),
    ),
)  # fmt: skip
