"""Carbon: every view of the inventory adds up, decay gives back what was buried, tests of a peak mirror."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import luheng
from luheng.methods import standards
from luheng.vocabulary.messages import LuhengError

DAY = "2024-06-01"
SOURCES = standards(whole=True).book.keys("carbon.source.{source}")
EMISSIONS = st.dictionaries(
    st.sampled_from(SOURCES), st.decimals(min_value=-(10**8), max_value=10**8, places=4), min_size=1
)
SERIES = st.lists(st.integers(1, 50), min_size=3, max_size=20)


def exact(id: str, day: str = DAY, **inputs: Any) -> Any:
    return luheng.compute(id, day=day, **inputs).exact


def by_year(values: list[Any], first: int = 2001) -> dict[str, Any]:
    return {str(first + number): value for number, value in enumerate(values)}


@given(EMISSIONS)
def test_parts_sectors_and_scopes_of_an_inventory_sum_to_the_last_digit(
    emissions: dict[str, Decimal],
) -> None:
    found = exact("carbon.inventory", emissions=emissions)
    for view in ("part", "sector", "subsector", "scope"):
        assert sum(found[view].values()) == found["all"], view
    assert found == exact("carbon.inventory", emissions=dict(reversed(emissions.items())))


def test_every_source_stands_in_both_views() -> None:
    found = exact("carbon.inventory", emissions=dict.fromkeys(SOURCES, 1))
    assert sum(found["part"].values()) == len(SOURCES)
    assert set(found["part"]) == {"energy", "process", "agriculture", "forest", "waste", "memo"}
    assert set(found["sector"]) == {"I", "II", "III", "IV", "V", "VI"}
    assert set(found["scope"]) == {"1", "2", "3"}
    assert found["basic"] < found["basic_plus"] <= found["all"]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_over_the_years_decay_gives_no_more_than_was_buried(buried: list[int]) -> None:
    waste = {"doc": 0.15, "docf": 0.7}
    given_off = sum(
        float(exact("carbon.landfill_methane", buried=by_year(buried[: end + 1]), waste="food"))
        for end in range(len(buried))
    )
    most = sum(buried) * waste["doc"] * waste["docf"] * 0.5 * 16 / 12
    assert given_off <= most * (1 + 1e-9)
    long_after = [buried[0]] + [0] * 200
    gone = float(exact("carbon.landfill_methane", buried=by_year(long_after, 1900), waste="food"))
    assert gone < 1e-6 * max(buried[0], 1)


@given(SERIES)
def test_a_series_and_its_mirror_have_opposite_trends(values: list[int]) -> None:
    up = exact("carbon.trend", series=by_year(values))
    down = exact("carbon.trend", series=by_year([100 - value for value in values]))
    assert up["s"] == -down["s"]
    assert math.isclose(up["p"], down["p"])
    assert 0 <= up["p"] <= 1


@given(SERIES)
def test_a_peak_is_never_claimed_with_fewer_than_five_years_behind_it(values: list[int]) -> None:
    said = exact("carbon.peak", series=by_year(values))
    last_highest = max(range(len(values)), key=lambda year: (values[year], year))
    if len(values) - 1 - last_highest < 5:
        assert said in ("too_early", "not_yet")


@given(
    st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(1, 10**6), min_size=1),
    st.integers(0, 100),
)
def test_a_carbon_budget_is_shared_out_whole(history: dict[str, int], reserve: int) -> None:
    about: dict[str, Any] = {"intensity_base": 2, "yearly_fall": 3, "years": 3, "gdp_real": 1234}
    found = exact("carbon.budget_parts", history=history, reserve=reserve, **about)
    assert sum(found["parts"].values()) + found["reserve"] == exact("carbon.budget", **about)


@pytest.mark.parametrize(
    ("gas", "factors"),
    [("ch4", {"SAR": 21, "AR4": 25, "AR5": 28}), ("n2o", {"SAR": 310, "AR4": 298, "AR5": 265})],
)
def test_the_same_gases_are_restated_under_another_set_of_potentials(
    gas: str, factors: dict[str, int]
) -> None:
    from luheng.methods.restatement import restate

    today = luheng.compute("carbon.co2_equivalent", day=DAY, gases={gas: "1 t"})
    for edition, factor in factors.items():
        assert restate(today, using=edition).after.exact == factor


def test_a_province_has_its_own_factor_and_another_city_the_nation_s() -> None:
    power = {"electricity": "1000 kWh"}
    own = luheng.compute(
        "carbon.electricity_location", day="2023-06-01", place="云南省/昆明市", **power
    )
    nation = luheng.compute(
        "carbon.electricity_location", day="2023-06-01", place="某省/某市", **power
    )
    assert (str(own.value), str(nation.value)) == ("0.1333", "0.5306")


def test_what_was_known_before_the_factor_of_2023_came_out() -> None:
    early = luheng.compute(
        "carbon.electricity_location", day="2022-06-01", as_of="2025-01-01", electricity="1000 kWh"
    )
    assert str(early.value) == "0.5366"


COAL = {"coal": {"1月": "1000 t"}, "coal_carbon": {"1月": "60"}}


@given(
    st.dictionaries(
        st.sampled_from([f"{n}月" for n in range(1, 13)]),
        st.tuples(st.integers(0, 10**6), st.integers(0, 100)),
        min_size=1,
    )
)
def test_a_year_of_coal_is_the_sum_of_its_months(months: dict[str, tuple[int, int]]) -> None:
    def burnt(some: dict[str, tuple[int, int]]) -> Any:
        return exact(
            "carbon.power_coal",
            coal={month: coal for month, (coal, _) in some.items()},
            coal_carbon={month: carbon for month, (_, carbon) in some.items()},
        )

    assert burnt(months) == sum(burnt({month: one}) for month, one in months.items())


@given(st.integers(1, 10**6), st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_allowances_before_2023_never_fall_with_a_lower_load(
    supplied: int, one: Decimal, other: Decimal
) -> None:
    low, high = sorted((one, other))
    about = {"unit_class": "coal_over_300", "supplied": supplied}
    at_low, at_high = (
        float(exact("carbon.ets_power_allocation", "2022-06-01", load=load, **about))
        for load in (low, high)
    )
    assert at_low >= at_high * (1 - 1e-12)


def test_a_number_that_was_not_transcribed_is_never_made_up() -> None:
    """LNG, oxidation after the update of 2026, grid factors of reports and allowances from 2023 and 2025."""
    for id, day, inputs in (
        ("carbon.power_fuels", "2024-06-01", {"burnt": {"lng": 1}}),
        ("carbon.power_coal", "2026-07-01", COAL),
        ("carbon.power_electricity", "2024-06-01", {"electricity": 1}),
        ("carbon.ets_power_allocation", "2026-06-01", {"unit_class": "gas", "generated": 1}),
        ("carbon.ets_obligation", "2026-06-01", {"verified": 1, "allocated": 1}),
    ):
        with pytest.raises(LuhengError) as refused:
            luheng.compute(id, day=day, **inputs)
        assert refused.value.message.code.endswith(("_expected", "_not_transcribed")), id


def test_half_of_a_part_is_refused_and_not_left_out() -> None:
    with pytest.raises(LuhengError) as refused:
        luheng.compute("carbon.petrochemical_plant", day=DAY, coke=300, burnt={"diesel": 1})
    assert refused.value.message.code == "input_missing"
