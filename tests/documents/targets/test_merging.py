"""What body and table both demand is one target with what either of them says about it."""

from decimal import Decimal
from typing import Any

from luheng.documents.model import Span, Target
from luheng.documents.targets.merging import merge


def target(**fields: Any) -> Target:
    return Target(
        **{"year": 2025, "value": None, "unit": None, "quote": "", "span": Span(0, 0)} | fields
    )


def test_a_fall_handed_down_has_one_name_in_the_body_and_another_in_the_table() -> None:
    body = target(indicator="碳排放强度", op="meet_assigned")
    row = target(indicator="碳排放强度降低", op="meet_assigned", binding="约束性", quote="一行")
    merged, findings = merge([body], [row])
    assert [(t.indicator, t.binding, t.quote_alt) for t in merged] == [
        ("碳排放强度", "约束性", "一行")
    ]
    assert findings == []


def test_brackets_in_the_table_say_that_the_fall_of_the_body_is_cumulative() -> None:
    fall: dict[str, Any] = {"indicator": "能耗强度", "op": "reduce_by", "value": Decimal(14)}
    merged, _ = merge([target(**fall, unit="%")], [target(**fall, unit="%", cumulative=True)])
    assert [t.cumulative for t in merged] == [True]


def test_the_same_demand_in_two_chapters_is_two_targets() -> None:
    rate: dict[str, Any] = {
        "indicator": "森林覆盖率",
        "op": ">=",
        "value": Decimal(30),
        "unit": "%",
    }
    places = ("一/(一)/1", "一/(一)/1/(1)", "二/(一)/1")  # all of them labelled (一)1
    merged, _ = merge([target(**rate, clause=at, section="(一)1") for at in places], [])
    assert [t.clause for t in merged] == ["一/(一)/1", "二/(一)/1"]


def test_a_row_finds_its_twin_in_another_unit_and_its_rival_in_the_same() -> None:
    area: dict[str, Any] = {"indicator": "公园绿地面积", "op": ">="}
    body = target(**area, value=Decimal("1.5"), unit="万亩")
    rows = [
        target(**area, value=Decimal(15000), unit="亩", quote="甲"),
        target(**area, value=Decimal(16000), unit="亩", quote="乙"),
        target(**area, value=Decimal(2), unit="个", quote="丙"),
    ]
    merged, findings = merge([body], rows)
    assert [(t.value, t.unit, t.quote_alt) for t in merged] == [
        (Decimal("1.5"), "万亩", "甲"), (Decimal(16000), "亩", None), (Decimal(2), "个", None),
    ]  # fmt: skip
    assert findings == []


def test_a_row_without_a_unit_or_year_meets_the_target_that_has_them() -> None:
    rate: dict[str, Any] = {"indicator": "森林覆盖率", "op": ">="}
    body = [target(**rate, value=Decimal(n), unit="%", year=2020 + n) for n in (30, 35)]
    merged, findings = merge(body, [target(**rate, value=Decimal(35), year=None, quote="行"),
                                    target(**rate, value=Decimal(36), unit="%", year=None)])  # fmt: skip
    assert [t.quote_alt for t in merged] == [None, "行", None]
    assert [(f.message.values["here"], f.message.values["there"]) for f in findings] == [
        ("36", "30")
    ]
