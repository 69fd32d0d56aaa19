"""Denominators in names, one spelling of units, money, parts of years."""

from __future__ import annotations

from datetime import date

import pytest
from tests.judgement.short_form import seen, target

from luheng.documents.reader import read
from luheng.judgement import Judgement, judge
from luheng.judgement.per_unit import completed
from luheng.vocabulary.messages import LuhengError

AFTER = date(2026, 9, 1)


def judged(name: str, unit: str, value: object, text: str, **fields: object) -> Judgement:
    demand = {"indicator": name, "op": "<=", "value": value, "unit": unit, "year": 2025} | fields
    evidence = seen(";".join(f"{part} name={name}" for part in text.split(";")))
    return judge(target(**demand), evidence, today=AFTER)


def codes(result: Judgement) -> list[str]:
    return [note.code for note in result.notes]


@pytest.mark.parametrize(
    ("name", "unit", "value", "text"),
    [
        ("万元地区生产总值用水量", "立方米", 30, "2025 29.5m³/万元"),
        ("万元地区生产总值用水量", "m³/万元", 30, "2025 29.5立方米"),
        ("单位地区生产总值能耗", "吨标准煤", "0.3", "2025 0.29吨标准煤/万元"),
        ("单位地区生产总值电耗", "千瓦时", 500, "2025 499千瓦时/万元"),
        ("人均生活垃圾产生量", "千克", 300, "2025 0.3吨/人"),
        ("每百公里综合油耗", "升", 7, "2025 7升/百公里"),
    ],
)
def test_a_bare_unit_means_the_denominator_that_the_name_carries(
    name: str, unit: str, value: object, text: str
) -> None:
    result = judged(name, unit, value, text)
    assert result.verdict.value == "met"
    assert "note_unit_from_name" in codes(result)


@pytest.mark.parametrize(
    ("name", "unit", "text"),
    [
        ("用水总量", "立方米", "2025 10m³/万元"),  # the name carries no denominator
        ("万元地区生产总值用水量", "立方米", "2025 10吨/万元"),  # another numerator
        ("人均生活用水量", "升", "2025 10升/户"),  # another denominator
        ("人均日生活用水量", "升", "2025 10升/人"),  # by person, but not by day
        ("单位面积农药使用量", "千克", "2025 1千克/公顷"),  # 单位面积 may be 亩 or 公顷
        ("每年造林面积", "亩", "2025 1亩/年"),
    ],
)
def test_units_that_the_name_does_not_reconcile_stay_apart(name: str, unit: str, text: str) -> None:
    result = judged(name, unit, 20, text)
    assert result.verdict.value == "insufficient_data"
    assert [one.reason.code for one in result.set_aside] == ["aside_other_unit"]


def test_the_size_of_the_other_denominator_is_not_forgotten() -> None:
    result = judged("万元地区生产总值用水量", "立方米", 30, "2025 295000m³/亿元")
    assert result.verdict.value == "met"
    assert "2025年为29.5立方米" in result.zh


def test_only_bare_units_of_quantities_are_completed() -> None:
    assert completed("%", "单位地区生产总值能耗") is None
    assert completed("m³/万元", "万元地区生产总值用水量") is None
    assert completed("立方米", "用水总量") is None


def test_points_are_one_unit_in_both_spellings() -> None:
    fields = {"op": "increase_by", "base_year": 2020}
    for unit, other in (("百分点", "个百分点"), ("个百分点", "百分点")):
        result = judged("示例比重", unit, 5, f"2021/2025 5.1{other} points", **fields)
        assert (result.verdict.value, result.figure and result.figure.unit) == ("met", "个百分点")


GROWTH = {"op": "increase_by", "value": 50, "unit": "%", "year": 2025, "base_year": 2020}


@pytest.mark.parametrize("name", ["绿色贷款余额", "本外币存款余额", "一般公共预算收入"])
def test_growth_of_nominal_money_is_computed_from_levels_without_a_doubt(name: str) -> None:
    text = f"2020 100亿元 name={name}; 2025 160亿元 name={name}"
    result = judge(target(indicator=name, **GROWTH), seen(text), today=AFTER)
    assert result.verdict.value == "met"
    assert "note_price_basis" not in codes(result)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("地区生产总值", "亿元"), ("人均地区生产总值", "元/人"), ("战略性新兴产业增加值", "亿元")],
)
def test_growth_at_constant_prices_is_never_computed_from_levels(name: str, unit: str) -> None:
    text = f"2020 100{unit} name={name}; 2025 160{unit} name={name}"
    result = judge(target(indicator=name, **GROWTH), seen(text), today=AFTER)
    assert result.verdict.value == "insufficient_data"
    assert {one.reason.code for one in result.set_aside} == {"aside_current_prices"}


def test_growth_of_other_money_is_computed_with_a_note() -> None:
    text = "2020 100亿元 name=节能环保产业产值; 2025 160亿元 name=节能环保产业产值"
    result = judge(target(indicator="节能环保产业产值", **GROWTH), seen(text), today=AFTER)
    assert (result.verdict.value, "note_price_basis" in codes(result)) == ("met", True)


def test_an_unknown_direction_is_refused_with_the_words_that_are_known() -> None:
    with pytest.raises(LuhengError, match="可用：higher, lower, neutral"):
        judge(target(op="=", value=1), [], today=AFTER, direction="up")  # type: ignore[arg-type]


HALF_YEAR = """云川市2025年生态环境状况公报
（云川市生态环境局 2026年6月）
一、大气环境
1—6月，全市PM2.5平均浓度为25微克/立方米。
"""


def test_a_figure_of_half_a_year_is_not_the_figure_of_the_year() -> None:
    (half,) = read(HALF_YEAR.encode(), name="bulletin.txt").observations
    yearly = target(
        indicator="PM2.5年均浓度", indicator_id=half.indicator_id,
        op="<=", value=30, unit="μg/m³", year=2025,
    )  # fmt: skip
    assert (half.indicator_id, half.period) == ("air_pm25_annual_mean", "2025-01/2025-06")
    result = judge(yearly, [half], today=AFTER)
    assert result.verdict.value == "insufficient_data"
    assert [one.reason.code for one in result.set_aside] == ["aside_part_of_year"]
