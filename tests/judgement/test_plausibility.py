"""Checks on entry: each kind of slip with one worked example, and the ordinary left in peace."""

from decimal import Decimal

import pytest

from luheng.judgement.plausibility import (
    Doubt,
    Entry,
    Known,
    ShareOf,
    Shares,
    Sum,
    Term,
    check_entry,
    check_identities,
)
from luheng.vocabulary.indicators import find


def past(unit: str, **values: str) -> tuple[Known, ...]:
    return tuple(Known(year.strip("_"), Decimal(value), unit) for year, value in values.items())


COAL = past("万吨标准煤", _2021="806.2", _2022="809.9", _2023="812.6", _2024="830.0")


def codes(found: list[Doubt]) -> list[str]:
    return [doubt.code for doubt in found]


def entered(value: str, unit: str, history: tuple[Known, ...] = (), **more: str) -> list[Doubt]:
    stated = {"name": "能源消费总量", "period": "2025", **more}
    return check_entry(Entry(value=Decimal(value), unit=unit, history=history, **stated))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "code", "meant"),
    [
        ("841.8", None, None),
        ("8418000", "entry_unit_slip", "841.8"),
        ("8418", "entry_magnitude_above", "841.8"),
        ("84.18", "entry_magnitude_below", "841.8"),
        ("84180", "entry_magnitude_above", "841.8"),
        ("0.08418", "entry_unit_slip", "841.8"),
        ("2400", "entry_jump", None),
        ("0", "entry_zero_after_figures", None),
    ],
)
def test_a_slip_is_told_from_a_jump_and_what_was_meant_is_offered(
    value: str, code: str | None, meant: str | None
) -> None:
    found = entered(value, "万吨标准煤", COAL)
    assert codes(found) == ([code] if code else [])
    assert [str(d.suggestion.value) for d in found if d.suggestion] == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("unit", "last", "value", "other"),
    [
        ("万吨", "12.1", "121500", "吨"),
        ("亿元", "1862.4", "18824000", "万元"),
        ("亿千瓦时", "112.6", "1131000", "万千瓦时"),
        ("万亩", "41.2", "2.75", "万公顷"),
        ("公顷", "2747", "41300", "亩"),
        ("mg/m³", "0.9", "915", "μg/m³"),
        ("万千瓦", "62", "640", "兆瓦"),
        ("%", "45.3", "453", "‰"),
    ],
)
def test_a_figure_in_another_unit_of_the_same_quantity(
    unit: str, last: str, value: str, other: str
) -> None:
    history = past(unit, _2022=last, _2023=last, _2024=last)
    found = entered(value, unit, history, name="某项完成情况")
    assert "entry_unit_slip" in codes(found)
    assert other in found[-1].sentence()


def test_history_in_another_unit_is_converted_first() -> None:
    assert entered("8418000", "吨标准煤", COAL) == []


def test_two_digits_that_changed_places_are_offered() -> None:
    shares = past("%", _2021="40.1", _2022="41.0", _2023="42.2", _2024="43.6", _2020="39.2")
    found = entered("64.2", "%", shares, name="清洁能源装机比重")
    assert [(d.code, d.suggestion and d.suggestion.value) for d in found] == [
        ("entry_jump", Decimal("46.2"))
    ]


def test_with_one_figure_only_magnitude_tells() -> None:
    one = past("万辆", _2024="6.3")
    assert entered("13.1", "万辆", one, name="新能源汽车保有量") == []
    assert codes(entered("63000", "万辆", one, name="新能源汽车保有量")) == ["entry_unit_slip"]


def test_without_history_nothing_is_suspected() -> None:
    assert entered("841.8", "万吨标准煤") == []


def test_months_are_held_against_the_same_months() -> None:
    history = tuple(
        Known(period, Decimal(value), "亿元")
        for period, value in (
            ("2024-01/2024-03", "430"), ("2024-01/2024-06", "910"), ("2023-01/2023-03", "402"),
            ("2022-01/2022-03", "391"), ("2024", "1960"),
        )
    )  # fmt: skip
    assert entered("455", "亿元", history, name="地区生产总值", period="2025-01/2025-03") == []
    assert codes(
        entered("4550000", "亿元", history, name="地区生产总值", period="2025-01/2025-03")
    ) == ["entry_unit_slip"]


@pytest.mark.parametrize(
    ("name", "unit", "value", "code", "severity"),
    [
        ("森林覆盖率", "%", "-5", "entry_share_negative", "refused"),
        ("森林覆盖率", "%", "140", "entry_share_above_whole", "refused"),
        ("非化石能源消费比重", "%", "100.5", "entry_share_above_whole", "refused"),
        ("工业品产销率", "%", "103", None, None),
        ("某某率", "%", "103", "entry_share_above_whole", "impossible"),
        ("地区生产总值增速", "%", "-5", None, None),
        ("单位地区生产总值能耗降低率", "%", "-2", None, None),
        ("能源消费总量", "万吨标准煤", "-5", "entry_negative", "refused"),
        ("净调出电量", "亿千瓦时", "-5", None, None),
        ("年平均气温", "℃", "-5", None, None),
        ("国家级绿色工厂数", "家", "12.5", "entry_counted_in_parts", "impossible"),
        ("空气质量优良天数", "天", "371", "entry_days_beyond_period", "impossible"),
        ("降水pH年均值", "pH", "15", "entry_ph_beyond_scale", "refused"),
    ],
)
def test_what_cannot_be(
    name: str, unit: str, value: str, code: str | None, severity: str | None
) -> None:
    found = entered(value, unit, name=name)
    assert [(d.code, d.severity) for d in found] == ([(code, severity)] if code else [])


def test_a_unit_of_another_quantity_is_doubted_but_the_catalogues_denominator_is_not() -> None:
    forest = find("森林覆盖率")
    assert forest
    entry = Entry(name=forest.zh, value=Decimal(5), unit="万亩", period="2025", indicator=forest)
    assert codes(check_entry(entry)) == ["entry_unit_of_other_quantity"]
    water = find("万元地区生产总值用水量")
    assert water
    entry = Entry(name=water.zh, value=Decimal(41), unit="立方米", period="2025", indicator=water)
    assert check_entry(entry) == []


def test_a_running_total_must_not_fall() -> None:
    history = (Known("2025-01/2025-03", Decimal(430), "亿元"),)
    found = entered("410", "亿元", history, name="固定资产投资额", period="2025-01/2025-06")
    assert codes(found) == ["entry_running_total_fell"]
    later = (Known("2025-01/2025-09", Decimal(430), "亿元"),)
    found = entered("440", "亿元", later, name="固定资产投资额", period="2025-01/2025-06")
    assert codes(found) == ["entry_running_total_above_later"]


def test_a_balance_may_fall_within_the_year() -> None:
    history = (Known("2025-01/2025-03", Decimal(430), "亿元"),)
    assert entered("410", "亿元", history, name="绿色贷款余额", period="2025-01/2025-06") == []


@pytest.mark.parametrize(
    ("stands", "comes", "value", "code"),
    [
        ("preliminary", "final", "840.1", None),
        ("preliminary", "final", "960", "entry_far_from_preliminary"),
        ("final", "final", "960", "entry_revises_final"),
        ("final", "preliminary", "842", "entry_preliminary_after_final"),
    ],
)
def test_preliminary_and_final(stands: str, comes: str, value: str, code: str | None) -> None:
    history = (Known("2025", Decimal("841.8"), "万吨标准煤", stands),)  # type: ignore[arg-type]
    assert codes(entered(value, "万吨标准煤", history, status=comes)) == ([code] if code else [])


def term(name: str, value: str | None, unit: str = "亿元") -> Term:
    return Term(name, None if value is None else Decimal(value), unit, key=name)


def test_a_sum_may_differ_by_the_half_units_of_its_terms_and_no_more() -> None:
    parts = (term("一产", "156.3"), term("二产", "798.5"), term("三产", "907.6"))
    assert check_identities([Sum(term("合计", "1862.4"), parts)]) == []
    assert check_identities([Sum(term("合计", "1862.6"), parts)]) == []  # 0.2 ≤ 4 × 0.05
    found = check_identities([Sum(term("合计", "1862.7"), parts)])
    assert codes(found) == ["entry_sum_differs"]
    assert found[0].keys == ("合计", "一产", "二产", "三产")
    assert found[0].suggestion and found[0].suggestion.value == Decimal("1862.4")


def test_parts_in_other_units_are_converted_for_the_sum() -> None:
    parts = (term("一产", "1563000", "万元"), term("二产", "1706.1"))
    assert codes(check_identities([Sum(term("合计", "1862.4"), parts)])) == []


def test_a_missing_part_is_not_zero_but_parts_may_not_exceed_the_total() -> None:
    parts = (term("一产", "156.3"), term("二产", None), term("三产", "907.6"))
    assert check_identities([Sum(term("合计", "1862.4"), parts)]) == []
    found = check_identities([Sum(term("合计", "1000.0"), parts)])
    assert codes(found) == ["entry_parts_exceed_total"]


def test_shares_sum_to_a_hundred_within_rounding() -> None:
    def shares(*values: str) -> Shares:
        return Shares(tuple(term(f"第{n}项", value, "%") for n, value in enumerate(values)))

    assert check_identities([shares("33.3", "33.3", "33.3")]) == []
    assert codes(check_identities([shares("33.3", "33.3", "33.1")])) == ["entry_shares_not_whole"]


def test_a_share_agrees_with_what_it_is_a_share_of() -> None:
    part, whole = term("二产", "798.5"), term("合计", "1862.4")
    assert check_identities([ShareOf(term("二产占比", "42.9", "%"), part, whole)]) == []
    found = check_identities([ShareOf(term("二产占比", "44.9", "%"), part, whole)])
    assert codes(found) == ["entry_share_differs"]
    assert found[0].suggestion and found[0].suggestion.value == Decimal("42.9")


def test_every_doubt_reads_as_a_sentence_in_both_languages() -> None:
    found = entered("8418000", "万吨标准煤", COAL)[0]
    assert found.sentence("zh").endswith("是否为 841.8 万吨标准煤？")
    assert found.sentence("en").endswith("Is 841.8 万吨标准煤 meant?")
    assert found.numbers["last"] == Decimal("830.0")
    assert found.remedy("zh") and found.remedy("en")
