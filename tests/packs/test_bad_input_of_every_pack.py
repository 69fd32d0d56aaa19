"""Bad input at the door of every pack: each case has its message in both languages, or says why it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import luheng
from luheng.methods import find_packs, standards
from luheng.methods.model import Input
from luheng.methods.standards import inputs_of
from luheng.methods.worked_examples import WorkedExample, worked_examples
from luheng.vocabulary.messages import LuhengError

PACKS = [pack.id for pack in find_packs()]
WHOLE = standards(whole=True)
# pack -> a method, what else it is given, and the number that goes wrong (None: put in its place)
DOORS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "air": ("air.iaqi", {"day": "2025-06-01"}, {"item": "pm2_5_24h", "concentration": None}),
    "carbon": ("carbon.combustion", {"day": "2025-06-01"}, {"burnt": {"bituminous": None}}),
    "eco_city": ("eco_city.own_target", {"day": "2020-06-01"}, {"item": "forest_grass", "terrain": "hill", "target": None}),
    "ecosystems": ("ecosystems.forest_cover", {"day": "2025-06-01"}, {"forest_area": None, "land_area": 100}),
    "energy": ("energy.comprehensive", {"day": "2025-06-01"}, {"fuels": {"raw_coal": None}}),
    "water": ("water.class", {"day": "2025-06-01"}, {"sample": {"ammonia_n": None}}),
}  # fmt: skip
CASES = {
    "negative": ("-3", "input_below_minimum"),
    "below_limit": ("<0.02", "input_below_limit"),
    "not_detected": ("ND", "input_not_detected"),
    "dash": ("—", "input_missing"),
    "full_width": ("４０．５", ""),
    "unit": ("5 家", "input_unit_refused"),
    "word": ("很多", "number_unreadable"),
}
# where a pack answers otherwise: what is computed instead, and why
OTHERWISE = {
    ("eco_city", "negative"): "a target may be negative: the change of EQI is asked to be above −1",
    ("water", "below_limit"): "decision 0013: half the limit, or the class it cannot be worse than",
    ("water", "dash"): "an item that was not measured is left out of the class",
}
MIXED = {  # pack -> a method and a year in which an edition changes
    "air": ("air.iaqi", "2026", {"item": "pm2_5_24h", "concentration": 40}),
    "energy": ("energy.comprehensive", "2021", {"fuels": {"raw_coal": "1 t"}}),
    "carbon": ("carbon.combustion", "2015", {"burnt": {"bituminous": "1 t"}}),
    "eco_city": ("eco_city.own_target", "2021", {"item": "forest_grass", "terrain": "hill", "target": 40}),
}  # fmt: skip


def filled(value: Any, bad: str) -> Any:
    """The inputs with the bad text where None stands."""
    if isinstance(value, dict):
        return {name: filled(one, bad) for name, one in value.items()}
    return bad if value is None else value


def is_said_in_both_languages(problem: LuhengError) -> None:
    for language in ("zh", "en"):
        text, remedy = problem.message.text(language), problem.message.remedy(language)
        assert text and remedy, f"{problem.message.code} {language}"
        assert not re.search(r"\{\w+\}", text + remedy), text + remedy
    assert re.search(r"[一-鿿]", problem.message.text("zh"))
    assert problem.message.text("zh") != problem.message.text("en")


def test_every_pack_has_a_door_here() -> None:
    assert sorted(DOORS) == sorted(PACKS)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("pack", PACKS)
def test_bad_input_is_refused_with_its_message_and_never_taken_for_zero(
    pack: str, case: str
) -> None:
    method, asked, given = DOORS[pack]
    bad, code = CASES[case]
    if (pack, case) in OTHERWISE or not code:
        result = luheng.compute(method, **asked, **filled(given, bad))
        zero = luheng.compute(method, **asked, **filled(given, "0"))
        same = luheng.compute(method, **asked, **filled(given, "40.5")) if not code else None
        assert same is None or result.exact == same.exact
        assert case == "negative" or result.to_bytes() != zero.to_bytes()
        return
    with pytest.raises(LuhengError) as refused:
        luheng.compute(method, **asked, **filled(given, bad))
    assert refused.value.message.code == code
    is_said_in_both_languages(refused.value)


def changes_within_a_year(pack: str) -> Iterator[str]:
    """Numbers of a pack of which one edition follows another on a day that begins no year."""
    for one in WHOLE.book.all():
        if one.id.startswith(f"{pack}."):
            begun = {(version.place, version.first) for version in one.versions}
            for version in one.versions:
                end = version.until
                if end and (end.month, end.day) != (1, 1) and (version.place, end) in begun:
                    yield one.id


@pytest.mark.parametrize("pack", PACKS)
def test_a_year_that_mixes_editions_is_refused(pack: str) -> None:
    if pack not in MIXED:
        assert not list(changes_within_a_year(pack)), "an edition changes: say so in MIXED"
        return
    method, period, given = MIXED[pack]
    with pytest.raises(LuhengError) as refused:
        luheng.compute(method, period=period, **given)
    assert refused.value.message.code == "period_mixes_editions"
    is_said_in_both_languages(refused.value)


@pytest.mark.parametrize("pack", PACKS)
def test_a_city_without_the_parameter_is_told(pack: str) -> None:
    """Every number of a shipped pack has a national version; one that has not must be refused."""
    for one in WHOLE.book.all():
        if not one.id.startswith(f"{pack}.") or any(not v.place for v in one.versions):
            continue
        day = one.versions[-1].first
        with pytest.raises(LuhengError) as refused:
            standards().book.resolve(one.id, day, "西藏自治区/拉萨市")
        assert refused.value.message.code == "parameter_not_for_place"
        is_said_in_both_languages(refused.value)
    with pytest.raises(LuhengError) as unknown:
        standards().book.resolve(f"{pack}.no_such_number", luheng_day())
    is_said_in_both_languages(unknown.value)


def luheng_day() -> Any:
    """Any day."""
    return standards().book.all()[0].versions[-1].first


@pytest.mark.parametrize(("method", "asked", "given", "code"), [
    ("carbon.power_coal", {"day": "2023-06-30"}, {"coal": {"5月": "1000 t"}, "coal_carbon": {"5月": 60, "6月": 60}}, "month_without_coal"),
    ("carbon.power_coal", {"day": "2023-06-30"}, {"coal": {"5月": "1000 t", "6月": "900 t"}, "coal_carbon": {"5月": 60}}, "month_without_carbon"),
    ("ecosystems.growing_season_ndvi", {"day": "2025-06-01"}, {"monthly_maxima": [[6000, 7000, 8000, 7500]]}, ""),
])  # fmt: skip
def test_a_missing_month_is_named(
    method: str, asked: dict[str, Any], given: dict[str, Any], code: str
) -> None:
    """Air is in test_air_years.py; energy, water and eco_city take no months."""
    with pytest.raises(LuhengError) as refused:
        luheng.compute(method, **asked, **given)
    assert not code or refused.value.message.code == code
    is_said_in_both_languages(refused.value)


def with_a_gap() -> Iterator[Any]:
    """Every worked example once for each of its inputs, with — in place of one number."""
    seen = set()
    for example in (one for pack in find_packs() for one in worked_examples(pack)):
        declared = inputs_of(WHOLE, WHOLE.editions_of(example.method)[-1])
        for name, given in example.given.items():
            mapped = isinstance(given, dict) and bool(given)
            single = not isinstance(given, dict | list | tuple)
            if example.refused or (example.method, name) in seen or not (mapped or single):
                continue
            if isinstance(declared.get(name), Input):
                seen.add((example.method, name))
                gap = {**given, next(iter(given)): "—"} if mapped else "—"
                yield pytest.param(example, name, gap, id=f"{example.method} {name}")


@pytest.mark.parametrize(("example", "name", "gap"), list(with_a_gap()))
def test_a_number_that_is_missing_is_refused_or_left_out_but_never_a_crash(
    example: WorkedExample, name: str, gap: Any
) -> None:
    given = {**example.given, name: gap}
    try:
        WHOLE.compute(example.method, **example.asked, **given)
    except LuhengError as problem:
        is_said_in_both_languages(problem)
