"""The ecological index whatever the land: between 0 and 100, worse never looks better, arrays agree."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luheng.methods import standards

PARTS = ("abundance", "vegetation", "water_network", "land_stress", "pollution_load")
INDEX = st.decimals(min_value=0, max_value=100, places=1)
COVERS = (
    "woodland", "shrubland", "sparse_and_other_forest", "grassland_high", "grassland_medium",
    "grassland_low", "river", "lake_and_reservoir", "tidal_flat_and_marsh", "permanent_ice_and_snow",
    "paddy", "dry_land", "urban_land", "rural_settlement", "other_built_land", "sand", "saline_land",
    "bare_soil", "bare_rock", "other_unused_land",
)  # fmt: skip
RESTRICTIONS = ("none", "one_grade_down", "not_good")


def value(id: str, **inputs: Any) -> Any:
    return standards().compute(f"ecosystems.{id}", period="2024", **inputs).exact


def parameter(id: str) -> Any:
    return standards(whole=True).book.get(f"ecosystems.{id}").versions[-1].value


def test_weights_make_a_whole() -> None:
    """What is weighted must weigh one: a slip in any digit shows here."""
    by_class: dict[Fraction, Fraction] = {}
    for cover in COVERS:
        weight = parameter(f"habitat_weight.{cover}")
        by_class[weight["class"]] = by_class.get(weight["class"], Fraction(0)) + weight["within"]
    assert set(by_class.values()) == {1} and sum(by_class) == 1
    pollutants = ("cod", "ammonia_n", "sulfur_dioxide", "smoke_and_dust", "nitrogen_oxides", "solid_waste")  # fmt: skip
    assert sum(parameter(f"pollution_load.{one}")["weight"] for one in pollutants) == 1
    stresses = ("severe_erosion", "moderate_erosion", "built_land", "other_stress")
    assert sum(parameter(f"land_stress_weight.{one}") for one in stresses) == 1
    assert sum(parameter("index_weights").values()) == 1
    assert sum(parameter("quality_weights").values()) == 1
    for kind in ("forest", "grassland", "desert", "wetland"):
        weights = dict(parameter(f"reserve_habitat.{kind}"))
        assert weights.pop("factor") > 0 and sum(weights.values()) == 1


@settings(deadline=None)
@given(st.lists(INDEX, min_size=5, max_size=5), st.sampled_from(RESTRICTIONS))
def test_the_index_lies_between_0_and_100(parts: Any, restriction: str) -> None:
    given_ = dict(zip(PARTS, parts, strict=True))
    free = value("unrestricted_index", **given_)
    held = value("index", **given_, restriction=restriction)
    assert 0 <= held <= free <= 100
    assert (free * 10).denominator == 1


@settings(deadline=None)
@given(st.lists(INDEX, min_size=5, max_size=5), st.sampled_from(PARTS), INDEX)
def test_a_better_part_never_lowers_the_index(parts: Any, part: str, more: Any) -> None:
    given_ = dict(zip(PARTS, parts, strict=True))
    raised = {**given_, part: min(given_[part] + more, 100)}
    before, after = value("unrestricted_index", **given_), value("unrestricted_index", **raised)
    if part in ("land_stress", "pollution_load"):
        assert after <= before
    else:
        assert after >= before


@settings(deadline=None)
@given(INDEX)
def test_restrictions_take_down_at_least_a_grade_unless_poor(free: Any) -> None:
    grades = [
        value("grade", unrestricted=free, restriction=restriction)["grade"]
        for restriction in RESTRICTIONS
    ]
    assert grades[1] == min(grades[0] + 1, 5)
    assert grades[2] == max(3, grades[1])


@settings(deadline=None)
@given(INDEX, INDEX)
def test_a_change_and_its_way_back_mirror_each_other(first: Any, second: Any) -> None:
    there, back = value("change", now=second, before=first), value("change", now=first, before=second)  # fmt: skip
    assert there["change"] == -back["change"] and there["grade"] == back["grade"]
    assert there["zh"] == back["zh"] if not there["grade"] else there["zh"] != back["zh"]


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=20, max_size=20), st.integers(1, 4), st.randoms())
def test_habitat_quality_is_a_share_whatever_the_unit_and_order(
    areas: list[int], more: int, shuffler: Any
) -> None:
    region = sum(areas) + more
    covers = dict(zip(COVERS, areas, strict=True))
    found = value("habitat_quality", areas=covers, region_area=region)
    assert 0 <= found <= 100
    names = list(covers)
    shuffler.shuffle(names)
    in_mu = {name: f"{covers[name] * 1500} 亩" for name in names}
    assert value("habitat_quality", areas=in_mu, region_area=f"{region * 100} 公顷") == found


@settings(deadline=None)
@given(st.integers(0, 3000))
def test_surplus_water_never_counts_more_than_it_is(water: int) -> None:
    counted = value("counted_water_resources", water_resources=water, mean_water_resources=1000)
    assert 0 <= counted <= water
    assert (counted == water) == (water <= 1400)


def test_counties_in_arrays_have_the_index_of_each_alone() -> None:
    generator = np.random.default_rng(192)
    region = generator.uniform(500, 3000, 40)
    shares = generator.dirichlet(np.ones(len(COVERS)), 40) * region[:, None]
    inputs: dict[str, Any] = {
        "region_area": region,
        "areas": {cover: shares[:, i] for i, cover in enumerate(COVERS)},
        "biodiversity": generator.uniform(20, 80, 40),
        "ndvi": generator.uniform(1000, 8000, 40),
        "river_length": generator.uniform(0, 900, 40),
        "water_area": generator.uniform(0, 60, 40),
        "water_resources": generator.uniform(0, 3000, 40),
        "mean_water_resources": np.full(40, 1000.0),
        "stressed": {
            name: generator.uniform(0, 120, 40)
            for name in ("severe_erosion", "moderate_erosion", "built_land", "other_stress")
        },
        "precipitation": generator.uniform(200, 1800, 40),
        "emissions": {
            name: generator.uniform(0, 9000, 40)
            for name in ("cod", "ammonia_n", "sulfur_dioxide", "smoke_and_dust", "nitrogen_oxides", "solid_waste")
        },
    }  # fmt: skip
    for restriction in RESTRICTIONS:
        many = value("index", **inputs, restriction=restriction)
        grades = value("grade", **inputs, restriction=restriction)
        for i in range(40):
            one = {name: _at(each, i) for name, each in inputs.items()}
            assert float(value("index", **one, restriction=restriction)) == pytest.approx(many[i])
            assert value("grade", **one, restriction=restriction)["grade"] == grades[i]


def _at(each: Any, i: int) -> Any:
    if isinstance(each, dict):
        return {name: float(values[i]) for name, values in each.items()}
    return float(each[i])


def test_what_is_recalled_says_so_in_the_result() -> None:
    parts: dict[str, Any] = {"pattern": 60, "function": 70, "biodiversity": 50, "stress": 20}
    compute = standards().compute
    assert compute("ecosystems.quality_index", period="2024", **parts).mark == "recalled"
    five: dict[str, Any] = dict.fromkeys(PARTS, 50)
    assert compute("ecosystems.index", period="2024", **five).mark == "secondary"
