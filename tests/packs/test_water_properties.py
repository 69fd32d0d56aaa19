"""What holds of water whatever was measured: worse never looks better, order never matters."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luheng.methods import standards
from luheng.packs.water.methods.items import NAMES
from luheng.vocabulary.messages import LuhengError

DAY = "2025-06-01"
COUNTED = tuple(one for one in NAMES if one not in ("total_n", "faecal_coliform"))
AMOUNTS = st.decimals(min_value=0, max_value=12, places=4)
SAMPLES = st.dictionaries(st.sampled_from(COUNTED), AMOUNTS, min_size=1)
CLASSES = st.lists(st.sampled_from([1, 2, 3, 4, 5, 6, None]), min_size=5, max_size=40)


def value(id: str, **inputs: Any) -> Any:
    return standards().compute(id, day=DAY, **inputs).exact


@settings(deadline=None)
@given(SAMPLES, st.sampled_from(COUNTED), AMOUNTS)
def test_adding_an_item_never_improves_a_class(sample: Any, item: str, amount: Any) -> None:
    before = value("water.class", sample=sample)
    if item not in sample:
        assert value("water.class", sample={**sample, item: amount}) >= before


@settings(deadline=None)
@given(SAMPLES, st.randoms())
def test_the_order_of_items_does_not_matter(sample: Any, shuffler: random.Random) -> None:
    items = list(sample)
    shuffler.shuffle(items)
    shuffled = {item: sample[item] for item in items}
    assert value("water.class", sample=shuffled) == value("water.class", sample=sample)
    first = value("water.main_pollutants", sample=sample)
    again = value("water.main_pollutants", sample=shuffled)
    assert len(first) == len(again)


@settings(deadline=None)
@given(SAMPLES, st.sampled_from(COUNTED), AMOUNTS)
def test_more_of_a_pollutant_never_improves_a_class(sample: Any, item: str, more: Any) -> None:
    if item in sample and item not in ("ph", "dissolved_oxygen"):
        worse = {**sample, item: sample[item] + more}
        assert value("water.class", sample=worse) >= value("water.class", sample=sample)


@settings(deadline=None)
@given(SAMPLES)
def test_a_lake_is_never_better_than_a_river(sample: Any) -> None:
    assert value("water.class", sample=sample, body="lake") >= value("water.class", sample=sample)


@settings(deadline=None)
@given(SAMPLES)
def test_what_exceeds_is_what_is_worse_than_class_three(sample: Any) -> None:
    exceeding = value("water.exceeding_items", sample=sample)
    classes = value("water.item_classes", sample=sample)
    assert set(exceeding) == {item for item, one in classes.items() if one > 3}
    assert all(one is None or one > 0 for one in exceeding.values())
    assert set(value("water.main_pollutants", sample=sample)) <= set(exceeding)


@settings(deadline=None)
@given(SAMPLES)
def test_a_target_is_met_where_the_class_is_no_worse(sample: Any) -> None:
    number = value("water.class", sample=sample)
    for place, target in enumerate(("I", "II", "III", "IV", "V"), start=1):
        assert value("water.target_met", sample=sample, target=target)["met"] == (number <= place)


@settings(deadline=None)
@given(st.decimals(min_value="0.0001", max_value=5, places=4))
def test_not_detected_is_never_worse_than_the_detection_limit_itself(limit: Any) -> None:
    below = value("water.item_classes", sample={"ammonia_n": f"<{limit}"})["ammonia_n"]
    at = value("water.item_classes", sample={"ammonia_n": limit})["ammonia_n"]
    assert below == at if at < 6 else below == "unjudged"


@settings(deadline=None)
@given(CLASSES, st.randoms())
def test_shares_of_all_classes_make_a_whole(classes: Any, shuffler: random.Random) -> None:
    there = [one for one in classes if one]
    if not there:
        with pytest.raises(LuhengError):
            value("water.class_counts", classes=classes)
        return
    counts = value("water.class_counts", classes=classes)
    assert sum(one["sections"] for one in counts.values() if isinstance(one, dict)) == len(there)
    assert counts["without_result"] == len(classes) - len(there)
    shuffled = classes[:]
    shuffler.shuffle(shuffled)
    for id in ("water.good_share", "water.worse_than_v_share", "water.river_state_by_shares"):
        assert value(id, classes=shuffled) == value(id, classes=classes)


@settings(deadline=None)
@given(st.integers(5, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_river_is_graded_like_its_row_in_an_array(n: int, good: int, worse: int) -> None:
    good, worse = min(good, n), min(worse, n - min(good, n))
    classes = [2] * good + [6] * worse + [4] * (n - good - worse)
    alone = value("water.river_state_by_shares", classes=classes)["grade"]
    grades = ("excellent", "good", "light", "moderate", "heavy")
    many = value("water.river_state_by_shares", classes=np.array([classes, classes[::-1]]))
    assert [grades[one - 1] for one in many] == [alone, alone]


@settings(deadline=None)
@given(st.lists(st.integers(1, 6), min_size=5, max_size=20), st.integers(0, 19))
def test_a_worse_section_never_improves_a_river(classes: list[int], place: int) -> None:
    order = ("excellent", "good", "light", "moderate", "heavy")
    before = value("water.river_state_by_shares", classes=classes)["grade"]
    worse = classes[:]
    worse[place % len(worse)] = 6
    after = value("water.river_state_by_shares", classes=worse)["grade"]
    assert order.index(after) >= order.index(before)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(min_value="0.001", max_value=100, places=3), min_size=5, max_size=5))
def test_trophic_state_lies_between_its_five_parts(amounts: Any) -> None:
    names = ("chlorophyll_a", "total_p", "total_n", "transparency", "permanganate_index")
    given_ = dict(zip(names, amounts, strict=True))
    parts = [
        value("water.trophic_state_of", quality=name, value=one) for name, one in given_.items()
    ]
    whole = value("water.trophic_state", **given_)
    assert min(parts) <= whole <= max(parts)
    arrays = value("water.trophic_state", **{name: [float(one)] for name, one in given_.items()})
    assert float(whole) == pytest.approx(arrays[0])


def test_transparency_alone_is_better_the_greater_it_is() -> None:
    clear = value("water.trophic_state_of", quality="transparency", value=5)
    dim = value("water.trophic_state_of", quality="transparency", value="0.5")
    assert clear < dim


def test_cities_in_arrays_have_the_index_of_each_alone() -> None:
    generator = np.random.default_rng(1)
    means = {item: np.round(generator.uniform(0.01, 5, 8), 3) for item in COUNTED}
    sections = np.array([3, 5, 0, 9, 1, 2, 4, 6])
    lakes = np.array([0, 2, 4, 0, 1, 0, 3, 5])
    many = value(
        "water.cwqi", river_means=means, lake_means=means, river_sections=sections, lake_sections=lakes
    )  # fmt: skip
    for i in range(8):
        one = {item: float(values[i]) for item, values in means.items()}
        alone = value(
            "water.cwqi", river_means=one, lake_means=one,
            river_sections=int(sections[i]), lake_sections=int(lakes[i]),
        )  # fmt: skip
        assert float(alone) == pytest.approx(many[i])
    places = value("water.ranking", indices={f"city {i}": float(many[i]) for i in range(8)})
    assert sorted(places.values()) == list(range(1, 9))
    assert places[f"city {int(np.argmin(many))}"] == 1


def test_names_in_code_are_those_of_the_parameters() -> None:
    for item, (zh, en) in NAMES.items():
        parameter = standards(whole=True).book.get(f"water.limits.{item}")
        assert parameter.zh.endswith(f"·{zh}") and parameter.en.endswith(f": {en}")


def test_a_class_says_why() -> None:
    sample = {"ph": "9.4", "dissolved_oxygen": "1.5", "ammonia_n": "1.2", "mercury": "<0.00004"}
    result = standards().compute("water.class", day=DAY, sample=sample)
    zh, en = result.explain(), result.explain("en")
    for said in (
        "氨氮 1.2 ≤ 1.5 Ⅳ",
        "溶解氧 1.5 < 2 劣Ⅴ",
        "pH值 9.4 ∉ 6–9 劣Ⅴ",
        "汞 <0.00004 → 0.00005 Ⅰ",
    ):
        assert said in zh, said
    assert "定类项目：pH值、溶解氧" in zh
    assert "None" not in zh + en, "what was not given is printed as —"
    assert "ammonia nitrogen 1.2 ≤ 1.5 Ⅳ" in en and "decided by pH, dissolved oxygen" in en
    saturated = standards().compute(
        "water.item_classes", day=DAY, sample={"dissolved_oxygen": 7.1}, oxygen_saturation=93
    )
    assert "溶解氧 93 ≥ 90 Ⅰ" in saturated.explain()
