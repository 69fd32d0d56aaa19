"""Units of measure: one spelling, the pattern that finds them, exact conversion."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.numerals import NUMBER
from luheng.vocabulary.tables import table
from luheng.vocabulary.units_of_measure import (
    UNIT,
    canonical_unit,
    convert,
    convertible,
    is_unit,
    unit_behind,
)


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("微克/立方米", "μg/m³"),
        ("ug/m3", "μg/m³"),
        ("µg/m³", "μg/m³"),
        ("μg／m³", "μg/m³"),
        ("微克每立方米", "μg/m³"),
        ("毫克/立方米", "mg/m³"),
        ("毫克/升", "mg/L"),
        ("亿m3", "亿立方米"),
        ("亿m³", "亿立方米"),
        ("万㎡", "万平方米"),
        ("m3/万元", "m³/万元"),
        ("立方米/万元", "m³/万元"),
        ("吨标煤/万元", "吨标准煤/万元"),
        ("吨 标准煤 / 万元", "吨标准煤/万元"),
        ("tce", "吨标准煤"),
        ("万tce", "万吨标准煤"),
        ("gce/kWh", "克标准煤/千瓦时"),
        ("kWh/万元", "千瓦时/万元"),
        ("万kWh", "万千瓦时"),
        ("亿度", "亿千瓦时"),
        ("吨CO2/万元", "吨二氧化碳/万元"),
        ("百分点", "个百分点"),
        ("％", "%"),
        ("‰", "‰"),
        ("吨/平方千米·月", "吨/(平方千米·月)"),
        ("t/(km²·30d)", "吨/(平方千米·30天)"),
        ("升/人•日", "升/(人·日)"),
        ("万吨/日", "万吨/日"),
        ("dB(A)", "分贝"),
        ("公里", "公里"),
        ("km", "公里"),
        ("平方公里", "平方公里"),
        ("个/立方厘米", "个/立方厘米"),
        ("标台/万人", "标台/万人"),
        ("hm2", "公顷"),
        ("", ""),
    ],
)
def test_a_unit_has_one_spelling(printed: str, canonical: str) -> None:
    assert canonical_unit(printed) == canonical
    assert canonical_unit(canonical) == canonical


def test_an_unknown_unit_stays_as_printed() -> None:
    assert canonical_unit("斛 / 亩") == "斛/亩"
    assert not is_unit("斛/亩")


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("装机60万千瓦,发电7亿度", ["万千瓦", "亿度"]),
        ("提高5个百分点", ["个百分点"]),
        ("SO2为9μg/m3,CO为1.0mg/m3", ["μg/m3", "mg/m3"]),
        ("降尘量2.66吨/平方千米·月", ["吨/平方千米·月"]),
        ("煤耗降到300克标准煤/千瓦时", ["克标准煤/千瓦时"]),
        ("煤耗降到310g/kWh", ["g/kWh"]),
        ("用水量降到12立方米/万元，", ["立方米/万元"]),
        ("（120升/人·日）", ["升/人·日"]),
        ("能耗降到0.45吨标准煤/万元", ["吨标准煤/万元"]),
        ("处理能力10万立方米/日", ["万立方米/日"]),
        ("噪声65分贝", ["分贝"]),
        ("出生率6.2‰", ["‰"]),
        ("建成10家工厂、3座电站、50公里绿道", ["家", "座", "公里"]),
        ("18万人乘车", ["万人"]),
        ("客流1200万人次", ["万人次"]),
    ],
)
def test_the_pattern_takes_the_longest_unit(text: str, units: list[str]) -> None:
    assert re.findall(rf"{NUMBER}({UNIT})", text) == units


@pytest.mark.parametrize(
    "text", ["2025年", "3月", "5G网络", "3项目", "12人均", "4处理", "2元年", "三类", "7天然"]
)
def test_what_only_looks_like_a_unit_is_left_alone(text: str) -> None:
    assert not re.search(rf"{NUMBER}{UNIT}", text)


@pytest.mark.parametrize(
    ("value", "from_unit", "to_unit", "result"),
    [
        ("15", "亩", "公顷", "1"),
        ("1", "平方公里", "亩", "1500"),
        ("3.2", "万吨标准煤", "吨标准煤", "32000"),
        ("1.5", "亿元", "万元", "15000"),
        ("1", "亿kWh", "万千瓦时", "10000"),
        ("60", "万千瓦", "兆瓦", "600"),
        ("0.035", "mg/m³", "μg/m³", "35"),
        ("1", "千瓦时", "兆焦", "3.6"),
        ("0.5", "吨标准煤/万元", "千克标准煤/元", "0.05"),
        ("5", "‰", "%", "0.5"),
        ("2.66", "吨/平方千米·月", "吨/平方公里·月", "2.66"),
        ("7", "万户", "户", "70000"),
    ],
)
def test_conversion_is_exact(value: str, from_unit: str, to_unit: str, result: str) -> None:
    assert convert(Decimal(value), from_unit, to_unit) == Decimal(result)


@pytest.mark.parametrize(
    ("from_unit", "to_unit"),
    [("%", "个百分点"), ("吨", "吨标准煤"), ("家", "个"), ("天", "年"), ("元", "美元"), ("", "%"),
     ("吨二氧化碳", "吨二氧化碳当量"), ("立方米", "标准立方米"), ("吨标准煤", "吉焦")],
)  # fmt: skip
def test_different_quantities_do_not_convert(from_unit: str, to_unit: str) -> None:
    with pytest.raises(LuhengError) as refused:
        convert(Decimal(1), from_unit, to_unit)
    assert refused.value.message.code in ("units_not_convertible", "measure_unknown")
    assert not convertible(from_unit, to_unit)


def test_an_unknown_unit_is_named_in_the_refusal() -> None:
    with pytest.raises(LuhengError, match="斛"):
        convert(Decimal(1), "斛", "吨")


@given(
    st.decimals(min_value=0, max_value=10**9, places=3),
    st.sampled_from([("亩", "公顷"), ("万吨", "千克"), ("亿立方米", "升"), ("兆瓦时", "吉焦")]),
)
def test_there_and_back_gives_the_same_value(value: Decimal, units: tuple[str, str]) -> None:
    there = convert(value, *units)
    assert abs(convert(there, units[1], units[0]) - value) < Decimal("1e-15")


@pytest.mark.parametrize(
    ("unit", "english"),
    [
        ("亿元", " hundred million yuan"),
        ("万吨标准煤", " ten thousand tce"),
        ("克标准煤/千瓦时", " gce/kWh"),
        ("m³/万元", " m³ per 10,000 yuan"),
        ("微克/立方米", " μg/m³"),
        ("标台/万人", " standard buses per 10,000 people"),
        ("人/平方公里", " people/km²"),
        ("吨/(平方千米·30天)", " t/(km²·30 days)"),
        ("升/(人·日)", " L/(person·day)"),
        ("个/立方厘米", " per cm³"),
        ("个百分点", " percentage points"),
        ("家", ""),
        ("万个", " ten thousand"),
        ("%", "%"),
        ("", ""),
        ("尚不认识的单位", " 尚不认识的单位"),
    ],
)
def test_a_unit_is_said_in_english_behind_a_number(unit: str, english: str) -> None:
    assert unit_behind(unit, "en") == english
    assert unit_behind(unit, "zh") == unit


def test_no_unit_of_the_table_stays_chinese_in_english() -> None:
    known = [*table("units")["measured"], *table("units")["counted"]]
    assert [one for one in known if re.search("[一-鿿]", unit_behind(one, "en"))] == []
    named = {*table("units")["english"], *table("units")["under_the_stroke"]}
    assert named <= set(known)
