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
