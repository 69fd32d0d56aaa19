"""The engine on methods made for the purpose: doors, graphs, editions, lineage, explanation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luheng.methods import (
    Amount,
    Choice,
    Clause,
    Input,
    Need,
    Official,
    Raw,
    Standards,
    Worked,
    method,
    rounded,
)
from luheng.parameters import book_of
from luheng.vocabulary.messages import LuhengError

ROOT = Path(__file__).resolve().parents[2]
BOOK = """
- id: try.factor.{fuel}
  zh: 折标系数
  en: coefficient
  labels:
    coal: {zh: 原煤, en: coal, unit: kgce/kg}
    gas: {zh: 天然气, en: gas, unit: kgce/m³}
  versions:
    - from: 2008-06-01
      until: 2021-04-01
      source: {standard: GB 1-2008, clause: A.1, mark: verified}
      rows: {coal: 0.7143, gas: 1.2143}
    - from: 2021-04-01
      known: 2020-09-29
      source: {standard: GB 1-2020, clause: A.1, mark: verified}
      rows: {coal: 0.7, gas: {value: 1.3, mark: recalled}}
- id: try.price
  zh: 价格
  en: price
  unit: 元/吨标准煤
  versions:
    - {from: 2020-01-01, value: 800, source: {standard: 文件甲, mark: verified}}
    - {from: 2020-01-01, place: 广东省, value: 900, source: {standard: 文件乙, mark: secondary}}
    - {from: 2022-01-01, place: 湛江市, value: 950, source: {standard: 文件丙, mark: secondary}}
"""
GB = Clause("GB 1", "5.2")


@method(
    id="try.coal", zh="折标量", en="standard coal", unit="kgce", source=GB,
    given={"burnt": Input(per="factor", each="fuel", zh="消费量", en="burnt", symbol="e")},
    parameters={"factor": Official("try.factor.{fuel}", unit="kgce/*", symbol="p")},
    formula="E = Σ[{burnt} × {factor}]",
)  # fmt: skip
def coal(burnt: Any, factor: Any) -> Any:
    return sum(burnt[fuel] * factor[fuel] for fuel in burnt)


@method(
    id="try.cost", zh="费用", en="cost", unit="元", source=GB,
    parameters={"price": Official("try.price", unit="元/千克标准煤")},
    needs={"energy": Need("try.coal", symbol="E")},
    formula="C = {energy} × {price}",
)  # fmt: skip
def cost(energy: Any, price: Any) -> Any:
    return energy * price


@method(
    id="try.mean", zh="平均", en="mean", unit="μg/m³", source=GB,
    given={"values": Input(unit="μg/m³", zh="浓度", en="concentration", minimum=0, molar_mass="64.066")},
)  # fmt: skip
def mean(values: Any) -> Any:
    return values if isinstance(values, Fraction) else float(np.nanmean(values))


@method(
    id="try.sum", zh="合计", en="sum", unit="kgce", source=GB,
    given={"deducted": Input(unit="kgce", zh="扣除", en="deducted", optional=True)},
    needs={
        "own": Need("try.coal", inputs={"burnt": "own_burnt"}),
        "bought": Need("try.coal", inputs={"burnt": "bought_burnt"}, optional=True),
    },
    formula="E = {own} + {bought} − {deducted}",
)  # fmt: skip
def total(deducted: Any, own: Any, bought: Any) -> Any:
    parts = [own, bought, -deducted if deducted is not None else None]
    return sum(part for part in parts if part is not None)


def house(*more: Any) -> Standards:
    return Standards([coal, cost, mean, total, *more], book_of({"try/book.yaml": BOOK}))


def refusal(*arguments: Any, standards: Standards | None = None, **named: Any) -> str:
    with pytest.raises(LuhengError) as refused:
        (standards or house()).compute(*arguments, **named)
    assert refused.value.message.text("zh") and refused.value.message.text("en")
    assert refused.value.message.remedy("zh") and refused.value.message.remedy("en")
    return refused.value.message.code


def test_a_mapping_meets_the_official_number_of_each_key_in_its_own_unit() -> None:
    result = house().compute(
        "try.coal", day="2024-01-01", burnt={"coal": "2 t", "gas": "0.1 万立方米"}
    )
    assert result.value == Decimal("2700")
    assert result.unit == "kgce"


def test_a_result_carries_the_least_sure_mark() -> None:
    burnt = {"coal": 1}
    assert house().compute("try.coal", day="2024-01-01", burnt=burnt).mark == "verified"
    assert house().compute("try.coal", day="2024-01-01", burnt={"gas": 1}).mark == "recalled"


def test_composition_is_exact_and_every_step_is_explained() -> None:
    result = house().compute("try.cost", day="2024-01-01", burnt={"coal": "1 t"})
    assert result.value == 560
    text = result.explain()
    assert "(1) 折标量" in text and "E = Σ(e × p)" in text and "1000 × 0.7 = 700 kgce" in text
    assert "C = 700 × 0.8 = 560 元" in " ".join(text.split()).replace("C = E × price = ", "C = ")
    assert [step["step"] for step in result.explained()] == [1, 2]


def test_a_partial_result_may_be_given_in_place_of_its_inputs() -> None:
    result = house().compute("try.cost", day="2024-01-01", energy="0.7 tce")
    assert result.value == 560


def test_one_method_is_used_twice_with_other_inputs() -> None:
    day = "2024-01-01"
    both = house().compute(
        "try.sum", day=day, own_burnt={"coal": 10}, bought_burnt={"coal": 5}, deducted=1
    )
    assert both.value == Decimal("9.5")
    assert house().compute("try.sum", day=day, own_burnt={"coal": 10}).value == 7


def test_a_missing_required_part_is_refused_not_taken_as_zero() -> None:
    assert refusal("try.sum", day="2024-01-01", bought_burnt={"coal": 5}) == "input_missing"


@pytest.mark.parametrize("place, price", [
    ("", 800), ("甘肃省", 800), ("广东省", 900), ("广州市", 900), ("湛江市", 950),
    ("广东省/湛江市/徐闻县", 950),
])  # fmt: skip
def test_the_nearest_place_wins(place: str, price: int) -> None:
    result = house().compute("try.cost", day="2024-01-01", place=place, energy="1 tce")
    assert result.value == price


def test_an_edition_holds_by_date_by_knowledge_or_by_name() -> None:
    def coal_on(**asked: Any) -> Any:
        return house().compute("try.coal", burnt={"coal": 1}, **asked).value

    assert coal_on(day="2021-03-31") == Decimal("0.7143")
    assert coal_on(day="2021-04-01") == Decimal("0.7")
    assert coal_on(day="2021-04-01", as_of="2020-09-01") == Decimal("0.7143")
    assert coal_on(day="2024-01-01", using="GB 1-2008") == Decimal("0.7143")
    assert coal_on(period="2022") == Decimal("0.7")


def test_two_editions_are_never_mixed_silently() -> None:
    assert refusal("try.coal", period="2021", burnt={"coal": 1}) == "period_mixes_editions"
    house().compute("try.coal", period="2021", using="GB 1-2020", burnt={"coal": 1})


@pytest.mark.parametrize("said, code", [
    ("—", "input_missing"), ("", "input_missing"), (None, "input_missing"),
    (float("nan"), "input_missing"), ("缺测", "input_missing"),
    ("ND", "input_not_detected"), ("未检出", "input_not_detected"),
    ("<0.02", "input_below_limit"), ("＜０．０２", "input_below_limit"),
    ("0.004L", "input_below_limit"), (-1, "input_below_minimum"), ("abc", "number_unreadable"),
    ("5 t", "input_unit_refused"), ("5 smoots", "input_unit_unknown"),
    ("0.05 ppm", "input_ppm_offered"), (True, "number_unreadable"),
    (float("inf"), "number_unreadable"),
])  # fmt: skip
def test_flags_and_units_each_get_their_message(said: Any, code: str) -> None:
    assert refusal("try.mean", day="2024-01-01", values=said) == code


def test_a_volume_share_is_refused_with_its_conversion() -> None:
    with pytest.raises(LuhengError) as refused:
        house().compute("try.mean", day="2024-01-01", values="0.05 ppm")
    assert "130.9 μg/m³" in refused.value.message.remedy("zh")  # 0.05 × 64.066 ÷ 24.465 × 1000


@pytest.mark.parametrize(
    "given", ["７５", "75 ug/m3", "0.075 mg/m³", Amount("75"), 75, 75.0, "75.0"]
)
def test_the_same_number_in_many_forms(given: Any) -> None:
    assert house().compute("try.mean", day="2024-01-01", values=given).value == 75


def test_a_float_means_the_decimal_it_prints_as() -> None:
    assert house().compute("try.mean", day="2024-01-01", values=0.1).exact == Fraction(1, 10)


def test_a_quantity_of_pint_is_read() -> None:
    import pint

    quantity = pint.UnitRegistry().Quantity(0.075, "mg/m**3")
    assert house().compute("try.mean", day="2024-01-01", values=quantity).value == 75


def test_arrays_and_columns_of_text() -> None:
    given = Amount([75, "—", None, "７６"], "μg/m³")
    assert house().compute("try.mean", day="2024-01-01", values=given).value == 75.5
    in_mg = Amount(np.array([0.075, 0.077]), "mg/m³")
    assert house().compute("try.mean", day="2024-01-01", values=in_mg).value == 76
    assert refusal("try.mean", day="2024-01-01", values=[1, "<0.02"]) == "input_below_limit"
    assert refusal("try.mean", day="2024-01-01", values=[1, "0.004L"]) == "input_below_limit"
    assert refusal("try.mean", day="2024-01-01", values=[1, "ND"]) == "input_not_detected"
    assert refusal("try.mean", day="2024-01-01", values=[1.0, np.inf]) == "number_unreadable"
    assert refusal("try.mean", day="2024-01-01", values=[1, -2]) == "input_below_minimum"


def test_slips_of_the_pen_are_refused() -> None:
    assert refusal("try.coal", day="2024-01-01", burned={"coal": 1}, burnt={}) == "input_unknown"
    assert refusal("try.cool", day="2024-01-01") == "method_unknown"
    assert refusal("try.coal", burnt={"coal": 1}) == "day_missing"
    assert refusal("try.coal", day="1. 1. 2024", burnt={"coal": 1}) == "day_unreadable"
    assert refusal("try.coal", day="2024-01-01", burnt={"peat": 1}) == "parameter_unknown"
    assert refusal("try.coal", day="2024-01-01", burnt=5) == "input_no_mapping"
    assert refusal("try.coal", day="2024-01-01", using="GB 9", burnt={}) == "edition_unknown"


def test_the_same_inputs_give_the_same_bytes_and_another_number_other_ones() -> None:
    def computed(amount: str) -> Any:
        return house().compute("try.cost", day="2024-01-01", burnt={"coal": amount})

    assert computed("1 t").to_bytes() == computed("1 t").to_bytes()
    assert computed("1 t").to_bytes() == computed("1000 kg").to_bytes()
    assert computed("1 t").to_bytes() != computed("1.1 t").to_bytes()
    assert json.loads(computed("1 t").to_bytes())["value"] == "560"


def test_ids_of_inputs_stay_with_the_result() -> None:
    burnt = {"coal": Amount("1 t", id="return-7")}
    result = house().compute("try.coal", day="2024-01-01", burnt=burnt)
    assert result.lineage.input_ids == ["return-7"]
    assert "#return-7" in result.explain()


def test_a_method_changes_its_version_with_its_code_but_not_with_its_comments() -> None:
    def made(function: Any) -> str:
        return method(id="try.x", zh="", en="", source=GB, given={"a": Input()})(function).version

    def f(a: Any) -> Any:
        return a + 1

    first = made(f)

    def f(a: Any) -> Any:  # type: ignore[no-redef]
        """Says more."""
        # and more
        return a + 1

    again = made(f)

    def f(a: Any) -> Any:  # type: ignore[no-redef]
        return a + 2

    assert first == again != made(f)


def test_methods_that_need_each_other_are_refused() -> None:
    def one(b: Any) -> Any:
        return b

    def other(a: Any) -> Any:
        return a

    circle = house(
        method(id="try.a", zh="", en="", source=GB, needs={"b": "try.b"})(one),
        method(id="try.b", zh="", en="", source=GB, needs={"a": "try.a"})(other),
    )
    assert refusal("try.a", day="2024-01-01", standards=circle) == "method_cycle"


def test_a_function_takes_just_what_is_declared() -> None:
    with pytest.raises(ValueError, match="takes"):
        method(id="try.x", zh="", en="", source=GB, given={"a": Input()})(lambda b: b)
    with pytest.raises(ValueError, match="may be called"):
        method(id="try.x", zh="", en="", source=GB, given={"day": Input()})(lambda day: day)


def test_a_formula_that_changed_has_a_method_for_each_time() -> None:
    def old(a: Any) -> Any:
        return a

    def new(a: Any) -> Any:
        return a * 2

    said = {"id": "try.x", "zh": "", "en": "", "given": {"a": Input()}}
    both = house(
        method(**said, source=Clause("S-1"), until="2026-03-01")(old),
        method(**said, source=Clause("S-2"), since="2026-03-01")(new),
    )
    assert both.compute("try.x", day="2026-02-28", a=1).value == 1
    assert both.compute("try.x", day="2026-03-01", a=1).value == 2
    assert both.compute("try.x", day="2026-03-01", using="S-1", a=1).value == 1
    assert refusal("try.x", period="2026", a=1, standards=both) == "period_mixes_editions"
    with pytest.raises(LuhengError, match="声明了两次"):
        both.add(method(**said, source=Clause("S-3"), since="2027-01-01")(new))


def test_choices_raw_inputs_and_worked_numbers() -> None:
    def of(kind: Any, rows: Any) -> Any:
        return Worked(len(rows), formula="n = {found}", found=len(rows), note_zh="数行数")

    counting = house(
        method(
            id="try.count", zh="计数", en="count", source=GB,
            given={"kind": Choice(values=("a", "b")), "rows": Raw()},
        )(of)
    )  # fmt: skip
    result = counting.compute("try.count", day="2024-01-01", kind="a", rows=[1, 2, 3])
    assert result.value == 3
    assert "数行数" in result.explain()
    arguments = {"day": "2024-01-01", "rows": [1], "standards": counting}
    assert refusal("try.count", kind="c", **arguments) == "choice_refused"
    assert refusal("try.count", **arguments) == "input_missing"


@pytest.mark.parametrize("value, step, expected", [
    ("0.25", "0.1", "0.2"), ("0.35", "0.1", "0.4"), ("2.5", "1", "2"), ("3.5", "1", "4"),
    ("-0.25", "0.1", "-0.2"), ("1250", "100", "1200"), ("60.4999", "1", "60"),
])  # fmt: skip
def test_rounding_goes_to_the_even_neighbour_exactly_and_in_arrays(
    value: str, step: str, expected: str
) -> None:
    assert rounded(Fraction(value), step) == Fraction(expected)
    assert rounded(np.array([float(value)]), step)[0] == float(expected)
    assert rounded(float(value), step) == float(expected)


def test_another_process_gives_the_same_bytes() -> None:
    """Whatever order its sets have: lineage and versions of code do not depend on it."""
    asked = (
        "import luheng, sys; sys.stdout.buffer.write(luheng.compute('air.aqi', day='2026-06-01', "
        "so2=10, no2=20, pm10=120, co=0.8, o3_8h=90, pm2_5=60).to_bytes())"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", asked], capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1] and len(said[0]) > 1000


@given(st.permutations([f"fuel-{n}" for n in range(12)]), st.lists(st.decimals(0, 10**6, places=4), min_size=12, max_size=12))  # fmt: skip
def test_a_sum_is_the_same_to_the_last_digit_in_any_order(order: list[str], amounts: Any) -> None:
    rows = ", ".join(f"fuel-{n}: 0.{n + 1}" for n in range(12))
    book = book_of({"b.yaml": f"""
- id: try.factor.{{fuel}}
  zh: 系数
  en: factor
  unit: kgce/kg
  versions:
    - from: 2020-01-01
      source: {{standard: S, mark: verified}}
      rows: {{{rows}}}
"""})  # fmt: skip
    burnt = {f"fuel-{n}": amount for n, amount in enumerate(amounts)}
    house = Standards([coal], book)
    straight = house.compute("try.coal", day="2024-01-01", burnt=burnt)
    shuffled = house.compute("try.coal", day="2024-01-01", burnt={key: burnt[key] for key in order})
    assert straight.exact == shuffled.exact
    assert straight.value == shuffled.value


def test_the_methods_that_an_official_number_reaches_are_found() -> None:
    found = [one.id for one in house().methods_using("try.factor.coal")]
    assert found == ["try.coal", "try.cost", "try.sum"]
    assert [one.id for one in house().methods_using("try.price")] == ["try.cost"]


def test_packs_load_once_when_threads_ask_together() -> None:
    from luheng.methods.packs import _Loader

    loader = _Loader()
    ids = ["air.aqi", "air.iaqi", "air.grade", "air.year_mean"] * 4
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda id: loader.standards.editions_of(id)[0].id, ids))
    assert found == ids
