"""Energy: what a sum, a budget and a chain of years must keep whatever the numbers are."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import luheng
from luheng.methods import standards
from luheng.vocabulary.messages import LuhengError

DAY = "2024-06-01"
AMOUNT = st.decimals(min_value=0, max_value=10**7, places=3)
USERS = st.dictionaries(st.sampled_from("甲乙丙丁戊"), AMOUNT, min_size=1)


def exact(id: str, **inputs: Any) -> Any:
    return luheng.compute(id, day=DAY, **inputs).exact


@given(
    st.dictionaries(st.sampled_from(["raw_coal", "diesel", "coke", "petrol"]), AMOUNT, min_size=2)
)
def test_the_energy_of_all_fuels_is_the_sum_of_each_in_any_order(fuels: dict[str, Decimal]) -> None:
    whole = exact("energy.comprehensive", fuels=fuels)
    assert whole == exact("energy.comprehensive", fuels=dict(reversed(fuels.items())))
    assert whole == sum(exact("energy.comprehensive", fuels={k: v}) for k, v in fuels.items())


@given(AMOUNT, AMOUNT)
def test_the_two_values_of_electricity_differ_by_the_two_coefficients_and_nothing_else(
    electricity: Decimal, coal: Decimal
) -> None:
    by_basis = [
        exact(
            "energy.comprehensive", basis=basis, electricity=electricity, fuels={"raw_coal": coal}
        )
        for basis in ("calorific", "equivalent")
    ]
    assert by_basis[1] - by_basis[0] == Fraction(electricity) * (
        Fraction("0.30") - Fraction("0.1229")
    )


def test_a_measured_calorific_value_equal_to_the_printed_one_gives_the_printed_coefficient() -> (
    None
):
    heat = exact("energy.heat_of_fuel", burnt=1000, net_calorific_value=20934)
    measured = exact("energy.comprehensive", measured={"raw_coal": f"{heat} GJ"})
    printed = exact("energy.comprehensive", fuels={"raw_coal": "1000 t"})
    assert abs(measured / printed - 1) < Fraction(1, 10_000)


@given(st.lists(st.decimals(min_value=-20, max_value=20, places=2), min_size=1, max_size=6))
def test_yearly_changes_and_the_intensities_they_come_from_agree(changes: list[Decimal]) -> None:
    by_year = {str(2020 + number): change for number, change in enumerate(changes, start=1)}
    end = Fraction(1)
    for change in changes:
        end *= 1 + Fraction(change) / 100
    assert exact("energy.cumulative_change", changes=by_year) == (end - 1) * 100


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.tuples(
    st.decimals(min_value=1, max_value=10**6, places=2), st.decimals(min_value=0, max_value=10**6, places=2)
)), USERS, st.integers(0, 100), AMOUNT)  # fmt: skip
def test_a_budget_is_handed_out_to_the_last_kilogram_and_no_further(
    requests: dict[str, tuple[Decimal, Decimal]],
    history: dict[str, Decimal],
    tightening: int,
    extra: Decimal,
) -> None:
    total = sum(history.values(), extra)
    asked = {
        user: {"energy": energy, "value_added": value} for user, (energy, value) in requests.items()
    }
    found = exact(
        "energy.budgets", total=total, history=history, tightening=tightening, requests=asked
    )
    assert sum(found["stock"].values()) + sum(found["new"].values()) + found["left"] == Fraction(
        total
    )
    assert all(0 <= found["new"][user] <= Fraction(requests[user][0]) for user in requests)
    turned = dict(reversed(asked.items()))
    again = exact(
        "energy.budgets", total=total, history=history, tightening=tightening, requests=turned
    )
    assert again == found


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, AMOUNT, st.integers(0, 100))
def test_a_settlement_loses_nothing(
    budget: Decimal, carried: Decimal, bought: Decimal, sold: Decimal, used: Decimal, limit: int
) -> None:
    found = exact(
        "energy.budget_settlement", budget=budget, carried_in=carried, bought=bought, sold=sold,
        used=used, carry_over_limit=limit,
    )  # fmt: skip
    had = Fraction(budget) + Fraction(carried) + Fraction(bought) - Fraction(sold)
    assert had + found["short"] == Fraction(used) + found["carried_over"] + found["lapsed"]
    assert min(found.values()) >= 0
    assert found["carried_over"] <= Fraction(budget) * limit / 100


PRODUCTS = standards(whole=True).book.keys("energy.limit.{product}")


@pytest.mark.parametrize("product", PRODUCTS)
def test_using_more_never_reaches_a_better_level(product: str) -> None:
    levels = []
    for consumed in range(-50, 9000, 41):
        try:
            levels.append(luheng.compute(
                "energy.limit_level", day="2026-11-01", product=product, consumed=consumed, condition=50
            ).exact)  # fmt: skip
        except LuhengError as problem:
            pytest.fail(str(problem))
    order = ["1", "2", "3", "beyond"]
    assert levels == sorted(levels, key=order.index)
