"""Intervals: analytic where a method is linear, drawn where it is not, the same for the same seed."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest

from luheng.methods import Amount, Clause, Input, Need, Official, Standards, method
from luheng.methods.door import enter
from luheng.methods.uncertainty import interval, intervals
from luheng.parameters import book_of
from luheng.vocabulary.messages import LuhengError

BOOK = """
- id: try.factor.{fuel}
  zh: 因子
  en: factor
  unit: tCO2/t
  versions:
    - from: 2020-01-01
      source: {standard: S, mark: verified}
      rows:
        a: {value: 2, uncertainty: {percent: 5}}
        b: {value: 3, uncertainty: {low: 2.7, high: 3.3}}
        c: 1
"""
S = Clause("S", "1")


@method(id="try.emission", zh="排放", en="emission", unit="tCO2", source=S,
        given={"burnt": Input(per="factor", each="fuel", zh="", en="")},
        parameters={"factor": Official("try.factor.{fuel}", unit="tCO2/*")})  # fmt: skip
def emission(burnt: Any, factor: Any) -> Any:
    return sum(burnt[fuel] * factor[fuel] for fuel in burnt)


@method(id="try.intensity", zh="强度", en="intensity", unit="tCO2/万元", source=S,
        given={"output": Input(unit="万元", zh="", en="")},
        needs={"emission": Need("try.emission")})  # fmt: skip
def intensity(output: Any, emission: Any) -> Any:
    return emission / output


@method(id="try.capped", zh="封顶", en="capped", unit="t", source=S,
        given={"a": Input(unit="t", zh="", en="")})  # fmt: skip
def capped(a: Any) -> Any:
    return a if a < 100 else 100


HOUSE = Standards([emission, intensity, capped], book_of({"b.yaml": BOOK}))
ASKED: dict[str, Any] = {"day": "2024-01-01", "standards": HOUSE}


def test_nothing_uncertain_has_no_width() -> None:
    found = interval("try.emission", burnt={"c": 5}, **ASKED)
    assert (found.way, found.low, found.high) == ("certain", 5, 5)


def test_a_sum_of_uncertain_factors_is_found_analytically() -> None:
    found = interval("try.emission", burnt={"a": 100, "b": 50}, **ASKED)
    assert found.way == "analytic"
    half = math.hypot(100 * 0.1, 50 * 0.3)  # IPCC: root of the sum of squares
    assert found.high - 350 == pytest.approx(half) == 350 - found.low
    assert found.shares[0] == ("try.factor.b", pytest.approx(225 / 325))


def test_a_product_of_uncertain_numbers_is_drawn_and_repeats() -> None:
    def drawn() -> Any:
        return interval("try.emission", burnt={"a": Amount(100, percent=20)}, **ASKED)

    assert drawn().way == "monte_carlo"
    assert (drawn().low, drawn().high) == (drawn().low, drawn().high)
    by_rule = 200 * math.hypot(0.2, 0.05)
    assert (drawn().high - drawn().low) / 2 == pytest.approx(by_rule, rel=0.05)


def test_drawn_and_analytic_agree_where_both_can_be() -> None:
    from luheng.methods.uncertainty import _drawn, _evaluator, _sources

    found = interval("try.emission", burnt={"a": 100, "b": 50}, **ASKED)
    sources = list(_sources(found.result))
    again = _evaluator(HOUSE, found.result, sources)
    drawn = _drawn(again, found.result, sources, 95, 200_000, 1)
    assert drawn.low == pytest.approx(found.low, rel=2e-3)
    assert drawn.high == pytest.approx(found.high, rel=2e-3)


def test_composition_carries_intervals_and_division_is_not_linear() -> None:
    given = {"burnt": {"a": 100}, "output": Amount(10, low=9, high=11)}
    found = interval("try.intensity", **given, **ASKED)
    assert found.way == "monte_carlo"
    assert found.low < 20 < found.high


def test_a_method_that_compares_numbers_is_drawn_one_by_one() -> None:
    found = interval("try.capped", a=Amount(99, low=95, high=103), draws=500, **ASKED)
    assert found.way == "monte_carlo" and found.high == 100


@pytest.mark.parametrize("shape", ["uniform", "triangular", "lognormal"])
def test_other_shapes_are_drawn_within_reason(shape: str) -> None:
    found = interval("try.capped", a=Amount(50, low=40, high=60, shape=shape), draws=300, **ASKED)
    assert 39 < found.low < 50 < found.high < 61


def test_ten_thousand_draws_of_an_inventory_take_less_than_a_second() -> None:
    rows = "".join(
        f"        f{i}: {{value: {i + 1}, uncertainty: {{percent: 10}}}}\n" for i in range(200)
    )
    book = BOOK.split("        a:")[0] + rows
    house = Standards([emission, intensity], book_of({"b.yaml": book}))
    burnt = {f"f{i}": Amount(10 + i, percent=5) for i in range(200)}
    start = time.process_time()
    found = interval("try.emission", burnt=burnt, day="2024-01-01", standards=house)
    assert found.way == "monte_carlo" and found.draws == 10_000
    assert time.process_time() - start < 3  # an idle machine takes a fraction of one second
    assert np.isfinite(found.percent)


def test_an_uncertainty_may_be_written_behind_the_number() -> None:
    written = interval("carbon.heat", day="2024-06-01", heat_bought="1000 GJ ± 5%")
    given = interval("carbon.heat", day="2024-06-01", heat_bought=Amount("1000 GJ", percent=5))
    assert (written.low, written.high) == (given.low, given.high)
    assert written.percent == pytest.approx(5)


def test_every_total_of_an_inventory_has_an_interval_of_the_same_draws() -> None:
    emissions = {"road": "300 ±10%", "industry_combustion": "400 ±5%", "industry_electricity": 50}
    found = intervals("carbon.inventory", day="2024-06-01", emissions=emissions)
    whole = found["all"]
    assert whole.way == "monte_carlo" and whole.draws == 10_000
    width = math.hypot(300 * 0.1, 400 * 0.05)
    assert (whole.high - whole.low) / 2 == pytest.approx(width, rel=0.03)
    assert float(whole.result.exact) == 750
    assert found["scope.2"].way == "certain" and found["scope.2"].low == 50
    assert found["part.energy"].low == pytest.approx(found["scope.1"].low)
    assert dict(whole.shares)["emissions.road"] == pytest.approx(30**2 / width**2, abs=0.03)
    again = intervals("carbon.inventory", day="2024-06-01", emissions=emissions)
    assert again["all"].low == whole.low, "the same seed gives the same interval"


def test_without_any_uncertainty_every_interval_is_the_number_itself() -> None:
    found = intervals("carbon.inventory", day="2024-06-01", emissions={"road": 3})
    assert {one.way for one in found.values()} == {"certain"} and found["all"].low == 3
    assert intervals("carbon.heat", day="2024-06-01", heat_bought=1000)[""].way == "certain"


def test_a_result_without_a_number_has_no_interval() -> None:
    series = {str(year): year for year in range(2010, 2020)}
    with pytest.raises(LuhengError) as refused:
        intervals("carbon.peak", day="2024-06-01", series=series)
    assert refused.value.message.code == "interval_no_number"


@pytest.mark.slow
def test_the_intervals_of_a_city_cost_a_few_times_the_draws_themselves() -> None:
    """Every source with three gases, 10,000 draws; seconds stand in docs/benchmarks.md, measured idle."""
    from bench.bench_uncertainty import DRAWS, best, city

    inputs = city()
    count = sum(len(one) for one in inputs.values())
    generator = np.random.default_rng(1)
    drawing = best(lambda: sum(generator.normal(1, 0.1, DRAWS) for _ in range(count)))
    whole = best(lambda: intervals("carbon.inventory", day="2024-06-01", **inputs), times=3)
    assert whole < 50 * drawing


@pytest.mark.parametrize(("text", "low", "high"), [
    ("120 t ±5%", 114, 126),
    ("120 ± 6 t", 114, 126),
    ("120 t ± 6", 114, 126),
    ("120 t ± 6 t", 114, 126),
    ("120 t +/- 5%", 114, 126),
    ("120 t [110, 135]", 110, 135),
    ("１２０ｔ［１１０，１３５］", 110, 135),
])  # fmt: skip
def test_an_amount_may_be_printed_with_its_interval(text: str, low: int, high: int) -> None:
    entered = enter("coal", text, Input(unit="kg"), "kg")
    assert (entered.value, entered.low, entered.high) == (120_000, low * 1000, high * 1000)
    assert entered.printed.startswith(text)


@pytest.mark.parametrize(("text", "code"), [
    ("120 t [130, 140]", "interval_backwards"),
    ("120 t [140, 110]", "interval_backwards"),
    ("±5%", "number_unreadable"),
    ("120 t ± 6 kg", "number_unreadable"),
    ("<5 [1, 6]", "number_unreadable"),
])  # fmt: skip
def test_an_interval_that_is_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(LuhengError) as refused:
        enter("coal", text, Input(unit="kg"), "kg")
    assert refused.value.message.code == code
