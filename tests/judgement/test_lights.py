"""Lights are a setting over verdicts and never a colour alone."""

from __future__ import annotations

from datetime import date

import pytest
from tests.judgement.short_form import seen, target

from luheng.judgement import Judgement, Verdict, judge
from luheng.judgement.lights import BY_DEADLINE, BY_SCHEDULE, SCHEMES, Light, scheme_of
from luheng.vocabulary.messages import LuhengError

SHARE = {
    "op": ">=", "value": 60, "unit": "%", "year": 2025, "baseline": 40, "baseline_year": 2020,
}  # fmt: skip


def judged(text: str, today: date) -> Judgement:
    return judge(target(**SHARE), seen(text), today=today)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_colour_word_and_shape(scheme, verdict: Verdict) -> None:
    light = Light(verdict, scheme.colours[verdict])
    assert light.hex.startswith("#") and light.shape and light.word("zh") and light.word("en")
    assert light.colour_word("zh") and light.colour_word("en")


def test_shapes_tell_verdicts_apart_without_colour() -> None:
    assert len({Light(verdict, "grey").shape for verdict in Verdict}) == len(Verdict)


@pytest.mark.parametrize(
    ("text", "day", "colour", "word"),
    [
        ("2023 61%", date(2024, 9, 1), "green", "达标"),
        ("2023 53%", date(2024, 9, 1), "green", "按序时推进"),
        ("2023 45%", date(2024, 9, 1), "yellow", "滞后"),
        ("2025 45%", date(2026, 3, 1), "red", "未达标"),
        ("", date(2026, 9, 1), "grey", "数据不足"),
        ("", date(2026, 3, 1), "grey", "未到期"),
    ],
)
def test_by_schedule(text: str, day: date, colour: str, word: str) -> None:
    light = BY_SCHEDULE.light(judged(text, day))
    assert (light.colour, light.word()) == (colour, word)


@pytest.mark.parametrize(
    ("text", "day", "colour"),
    [
        ("2024 57%", date(2025, 9, 29), "grey"),  # 93 days before the end of its year
        ("2024 57%", date(2025, 9, 30), "blue"),  # 92 days
        ("2024 57%", date(2025, 12, 31), "blue"),  # its last day
        ("2024 50%", date(2025, 12, 31), "yellow"),  # behind stays behind
        ("2025 50%", date(2026, 3, 1), "red"),
        ("2024 61%", date(2025, 12, 31), "grey"),  # met needs no light
        ("2024 57%", date(2026, 1, 1), "grey"),  # over, figure not out yet
    ],
)
def test_by_deadline(text: str, day: date, colour: str) -> None:
    assert BY_DEADLINE.light(judged(text, day)).colour == colour


def test_a_city_may_map_verdicts_its_own_way() -> None:
    colours = dict.fromkeys([verdict.value for verdict in Verdict], "green")
    scheme = scheme_of("strict", colours | {"insufficient_data": "red"})
    assert scheme.light(judged("", date(2026, 9, 1))).colour == "red"
    assert scheme.name() == "strict"
    assert BY_SCHEDULE.name("zh") == "按序时进度（绿、黄、红）"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"late": "red"}, "light_verdict_unknown"),
        ({"met": "purple"}, "light_colour_unknown"),
        ({"met": None}, "light_verdict_missing"),
    ],
)
def test_a_mapping_with_a_mistake_is_refused_with_its_name(change: dict, code: str) -> None:
    colours = dict.fromkeys([verdict.value for verdict in Verdict], "green") | change
    colours = {verdict: colour for verdict, colour in colours.items() if colour is not None}
    with pytest.raises(LuhengError) as caught:
        scheme_of("mine", colours)
    assert caught.value.message.code == code
    assert next(iter(change)) in str(caught.value)
