"""Demonstration areas: each test of an item at its edge, and what readiness never does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import luheng
from luheng.methods import standards
from luheng.methods.amounts import decimal_of
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError

EDITIONS = {"2020-06-01": 49, "2022-06-01": 51, "2024-06-01": 25}
AREA: dict[str, Any] = {"terrain": "hill", "size": "large"}


def items_of(day: str) -> dict[str, Any]:
    luheng.compute("eco_city.items", day=day, told={}, **AREA)
    version = standards().book.resolve(
        "eco_city.set", __import__("datetime").date.fromisoformat(day), ""
    )
    found: dict[str, Any] = version.value["items"]
    return found


def judged(day: str, item: str, **told: Any) -> str:
    found = luheng.compute("eco_city.items", day=day, told={item: told}, **AREA).exact
    return str(found[item])


@pytest.mark.parametrize("day", EDITIONS)
def test_a_set_says_what_it_asks_and_its_figures_are_in_the_catalogue(day: str) -> None:
    found = items_of(day)
    assert len(found) == EDITIONS[day]
    for key, item in found.items():
        assert item["test"] in (
            "at_least",
            "at_most",
            "more_than",
            "done",
            "assigned",
            "kept",
            "rises_by",
        ), key
        assert ("value" in item) == (
            item["test"] in ("at_least", "at_most", "more_than", "rises_by")
        ), key
        assert "indicator" not in item or catalogue().get(item["indicator"]), key


@pytest.mark.parametrize(("day", "item", "told", "expected"), [
    ("2020-06-01", "assessment_share", {"value": 20}, "met"),
    ("2020-06-01", "assessment_share", {"value": "19.99"}, "missed"),
    ("2020-06-01", "assessment_share", {}, "unknown"),
    ("2020-06-01", "planning", {"done": True}, "met"),
    ("2020-06-01", "planning", {"done": False}, "missed"),
    ("2020-06-01", "energy", {"value": 0.42, "assigned": 0.43}, "met"),
    ("2020-06-01", "energy", {"value": 0.44, "assigned": 0.43}, "missed"),
    ("2020-06-01", "energy", {"value": 0.44}, "unknown"),
    ("2020-06-01", "energy", {"done": True}, "met"),
    ("2020-06-01", "solid_waste", {"value": 52, "before": 50}, "met"),
    ("2020-06-01", "solid_waste", {"value": 51, "before": 50}, "missed"),
    ("2020-06-01", "solid_waste", {"value": 61, "before": 61}, "met"),
    ("2020-06-01", "solid_waste", {"value": 60.5, "before": 61}, "missed"),
    ("2020-06-01", "disposables", {"value": 9, "base": 10}, "met"),
    ("2020-06-01", "disposables", {"value": 11, "base": 10}, "missed"),
    ("2024-06-01", "good_air", {"value": 91, "assigned": 90}, "met"),
    ("2024-06-01", "good_air", {"value": 89, "base": 88, "assigned": 88}, "met"),
    ("2024-06-01", "good_air", {"value": 89, "base": 90, "assigned": 88}, "missed"),
    ("2024-06-01", "good_air", {"value": 91, "assigned": 92}, "missed"),
    ("2024-06-01", "good_air", {"value": 91}, "unknown"),
    ("2024-06-01", "pm2_5", {"value": 26, "base": 27, "done": True}, "met"),
    ("2024-06-01", "ecological_quality", {"value": -1}, "missed"),
    ("2024-06-01", "ecological_quality", {"value": "-0.99"}, "met"),
])  # fmt: skip
def test_an_item_is_judged_at_its_edge(
    day: str, item: str, told: dict[str, Any], expected: str
) -> None:
    assert judged(day, item, **told) == expected


def test_a_plan_is_judged_by_the_set_it_was_written_on_and_beside_it_by_the_one_in_force() -> None:
    told = {"assessment_share": {"value": 22}}
    now = luheng.compute("eco_city.items", day="2024-06-01", told=told, **AREA)
    then = luheng.compute(
        "eco_city.items", day="2024-06-01", using="环生态〔2019〕76号", told=told, **AREA
    )
    assert now.exact["assessment_share"] == then.exact["assessment_share"] == "met"
    assert "ecological_index" in then.exact
    assert "ecological_index" not in now.exact
    assert "录入不全" in now.explain()


def test_what_does_not_exist_here_is_not_asked() -> None:
    inland = luheng.compute(
        "eco_city.items", day="2024-06-01", told={}, absent=["自然岸线保有率"], **AREA
    )
    assert "natural_coast" not in inland.exact
    assert "coast_water" in inland.exact


def everything(day: str, answer: bool = True) -> dict[str, Any]:
    """What is told when every item is met."""
    told: dict[str, Any] = {}
    for key, item in items_of(day).items():
        best = {"at_least": 1000, "at_most": -1000, "more_than": 1000}.get(item["test"])
        told[key] = {"done": answer}
        if best is not None:
            told[key]["value"] = best
        if item["test"] == "kept":
            told[key] |= {"value": 5, "base": 5}
        if item["test"] == "rises_by":
            told[key] |= {"value": 90, "before": 50}
    return told


@pytest.mark.parametrize("day", EDITIONS)
def test_an_area_that_meets_everything_may_apply_and_a_binding_item_missed_ends_it(
    day: str,
) -> None:
    told = everything(day)
    assert luheng.compute("eco_city.readiness", day=day, told=told, **AREA).value == 100
    assert luheng.compute("eco_city.eligible", day=day, told=told, **AREA).value == "yes"
    gaps = luheng.compute("eco_city.gaps", day=day, told=told, **AREA).exact
    assert gaps == {"missed": {}, "unknown": {}}
    told["assessment_share"] = {"value": 1}
    assert luheng.compute("eco_city.eligible", day=day, told=told, **AREA).value == "no"
    assert luheng.compute("eco_city.eligible", day=day, told={}, **AREA).value == "unknown"


def test_too_few_reference_items_end_it_too() -> None:
    day = "2020-06-01"
    told, known = everything(day), items_of(day)
    others = [
        key for key, item in known.items() if item["binding"] == "no" and item["scope"] != "county"
    ]
    for key in others[: len(others) // 4 + 1]:  # more than a fifth
        worst = 1000 if known[key].get("better") == "down" else -1000
        told[key] = {"value": worst, "base": 0, "before": 0, "done": False}
    assert luheng.compute("eco_city.eligible", day=day, told=told, **AREA).value == "no"


@given(st.sets(st.sampled_from(sorted(items_of("2024-06-01")))))
def test_forgetting_what_was_known_never_raises_readiness(forgotten: set[str]) -> None:
    told = everything("2024-06-01")
    before = luheng.compute("eco_city.readiness", day="2024-06-01", told=told, **AREA).exact
    less = {key: value for key, value in told.items() if key not in forgotten}
    assert luheng.compute("eco_city.readiness", day="2024-06-01", told=less, **AREA).exact <= before


@pytest.mark.parametrize(("told", "code"), [
    ({"no_such": {"value": 1}}, "item_unknown"),
    ({"assessment_share": {"value": "约两成"}}, "item_not_readable"),
    ({"assessment_share": {"figure": 20}}, "item_not_readable"),
    ({"assessment_share": 20}, "item_not_readable"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused(told: dict[str, Any], code: str) -> None:
    with pytest.raises(LuhengError) as refused:
        luheng.compute("eco_city.items", day="2024-06-01", told=told, **AREA)
    assert refused.value.message.code == code


@pytest.mark.parametrize(("day", "item", "told", "short_by", "lacks"), [
    ("2020-06-01", "forest_grass", {"value": "38.2"}, {"line": "1.8"}, []),
    ("2020-06-01", "forest_grass", {"value": 40}, {}, []),
    ("2020-06-01", "energy", {"value": "0.45", "assigned": "0.43"}, {"assigned": "0.02"}, []),
    ("2020-06-01", "energy", {"value": "0.45"}, {}, ["assigned"]),
    ("2020-06-01", "solid_waste", {"value": 51, "before": 50}, {"rise": "1"}, []),
    ("2020-06-01", "water_species", {"value": 70, "base": 72}, {"kept": "2"}, []),
    ("2020-06-01", "planning", {}, {}, ["done"]),
    ("2024-06-01", "pm2_5", {"value": 27}, {"line": "2"}, ["assigned"]),
    ("2024-06-01", "pm2_5", {"value": 27, "assigned": 26}, {"line": "2", "assigned": "1"}, []),
    ("2024-06-01", "ecological_quality", {"value": "-1.2"}, {"line": "0.2"}, []),
])  # fmt: skip
def test_how_far_an_item_is_and_what_is_not_told(
    day: str, item: str, told: dict[str, Any], short_by: dict[str, str], lacks: list[str]
) -> None:
    found = luheng.compute("eco_city.distance", day=day, told={item: told}, **AREA).exact[item]
    assert {name: str(decimal_of(value)) for name, value in found["short_by"].items()} == short_by
    assert found["lacks"] == lacks
