"""A target's demand in a few words."""

from decimal import Decimal
from typing import Any

import pytest

from luheng.documents.model import Span, Target
from luheng.documents.wording import demand


def target(**values: Any) -> Target:
    given = {
        "indicator": "甲",
        "year": 2025,
        "op": ">=",
        "value": Decimal(98),
        "unit": "%",
    } | values
    return Target(quote="", span=Span(0, 1), **given)


@pytest.mark.parametrize(
    ("values", "zh", "en"),
    [
        ({}, "≥ 98%", "≥ 98%"),
        ({"strict": True}, "＞ 98%", "> 98%"),
        ({"bound": "<="}, "≤ 98%", "≤ 98%"),
        ({"value": Decimal("0.50"), "unit": "吨标准煤/万元"}, "≥ 0.5 吨标准煤/万元", "≥ 0.5 tce per 10,000 yuan"),
        ({"op": "reduce_by", "value": Decimal(14), "base_year": 2020}, "较2020年下降 14%", "down 14% on 2020"),
        ({"op": "increase_by", "rate": "annual", "value": Decimal(6)}, "年均增长 6%", "up 6% a year"),
        ({"op": "multiply_by", "value": Decimal(2), "unit": "倍", "base_year": 2023}, "较2023年达到 2 倍", "2 times the base of 2023"),
        ({"value": Decimal(12), "unit": "家"}, "≥ 12 家", "≥ 12"),
        ({"op": "meet_assigned", "value": None, "assigned_by": "省"}, "完成省下达任务", "meets what the province assigned"),
        ({"op": "<=", "value": Decimal(25), "value_min": Decimal(23), "unit": "μg/m³"}, "≤ 23–25 μg/m³", "≤ 23–25 μg/m³"),
        ({"stretch": Decimal(99)}, "≥ 98%（力争 99%）", "≥ 98% (aim 99%)"),
        ({"stretch_only": True}, "力争 ≥ 98%", "aim: ≥ 98%"),
        ({"op": "meet_benchmark", "value": None, "benchmark": "全省平均水平", "bound": ">=", "offset": Decimal(3), "offset_unit": "个百分点"}, "不低于全省平均水平 + 3 个百分点", "at least the provincial average + 3 percentage points"),
    ],
)  # fmt: skip
def test_the_demand_is_said_in_both_languages(values: dict[str, Any], zh: str, en: str) -> None:
    assert demand(target(**values), "zh") == zh
    assert demand(target(**values), "en") == en
