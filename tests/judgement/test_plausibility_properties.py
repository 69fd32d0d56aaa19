"""Slips are caught and ordinary figures are left in peace, measured on many series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.examples.labelled import observations

from luheng.judgement.plausibility import Entry, Known, check_entry

UNITS = ("万吨标准煤", "亿元", "亿千瓦时", "μg/m³", "万亩", "公里", "家", "%")
Series = list[Decimal]


def entry(values: Series, unit: str, value: Decimal, name: str = "某项指标") -> Entry:
    past = tuple(Known(str(2015 + at), one, unit) for at, one in enumerate(values))
    return Entry(name=name, value=value, unit=unit, period=str(2015 + len(values)), history=past)


@st.composite
def calm_series(draw: st.DrawFn) -> Series:
    """Three to ten figures and the next one, the largest less than three times the smallest."""
    least = draw(st.decimals("0.01", "100000", places=2))
    shares = draw(st.lists(st.decimals("1", "2.99", places=2), min_size=4, max_size=11))
    return [least * share for share in shares]


@settings(max_examples=200, deadline=None)
@given(calm_series(), st.sampled_from(UNITS), st.sampled_from([4, -4]))
def test_every_slip_of_ten_thousand_in_a_calm_series_is_caught(
    series: Series, unit: str, power: int
) -> None:
    *past, value = series
    found = check_entry(entry(past, unit, value.scaleb(power)))
    assert found


@settings(max_examples=200, deadline=None)
@given(calm_series(), st.sampled_from(UNITS[:-2]), st.sampled_from([4, -4]))
def test_what_is_offered_for_such_a_slip_is_what_was_meant(
    series: Series, unit: str, power: int
) -> None:
    *past, value = series
    assume(not check_entry(entry(past, unit, value)))
    found = check_entry(entry(past, unit, value.scaleb(power)))
    assert [doubt.suggestion and doubt.suggestion.value for doubt in found] == [value]


@settings(max_examples=200, deadline=None)
@given(st.decimals("0.01", "99999", places=2), st.sampled_from(UNITS), st.integers(1, 8))
def test_a_figure_that_did_not_change_is_never_doubted(
    value: Decimal, unit: str, figures: int
) -> None:
    whole = value.to_integral_value() + 1 if unit == "家" else min(value, Decimal(100))
    assert check_entry(entry([whole] * figures, unit, whole)) == []


def ordinary(random: Random) -> tuple[Series, str]:
    """A city's yearly series: steady growth or fall with noise, as its unit has it."""
    unit = random.choice(UNITS)
    length = random.randint(2, 8)
    if unit == "%":
        level, drift = random.uniform(5, 95), random.uniform(-2, 3)
        steps = (level + drift * at + random.gauss(0, 1.2) for at in range(length))
        return [Decimal(f"{min(99.9, max(0.5, one)):.1f}") for one in steps], unit
    level, growth = 10 ** random.uniform(0.7, 3.5), random.uniform(-0.08, 0.25)
    noise = random.uniform(0.01, 0.08)
    values = [level * (1 + growth) ** at * (1 + random.gauss(0, noise)) for at in range(length)]
    return [Decimal(f"{max(1, one):.0f}" if unit == "家" else f"{one:.1f}") for one in values], unit


def filed() -> Iterator[tuple[Series, str, Decimal]]:
    """Each figure of a thousand such series, filed after the ones before it."""
    random = Random(20)
    for _ in range(1000):
        values, unit = ordinary(random)
        *past, value = values
        yield past, unit, value


def test_false_alarms_and_slips_found_are_as_the_docs_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cases = list(filed())
    alarms = sum(bool(check_entry(entry(*case))) for case in cases)
    caught: dict[int, list[bool]] = defaultdict(list)
    for past, unit, value in cases:
        for power in (1, -1, 2, -2, 4, -4):
            if len(past) >= 3:
                caught[abs(power)].append(bool(check_entry(entry(past, unit, value.scaleb(power)))))
    share = {power: sum(found) / len(found) for power, found in caught.items()}
    with capsys.disabled():
        print(f"\n{len(cases)} ordinary figures, {alarms} doubted; caught: {share}")
    assert alarms / len(cases) <= 0.005
    assert share[1] >= 0.98 and share[2] >= 0.995 and share[4] == 1


def test_no_figure_of_the_invented_citys_bulletins_is_doubted() -> None:
    series: dict[tuple[str, str, str, str], dict[str, Entry]] = defaultdict(dict)
    for evidence in observations():
        seen = evidence.observation
        made = Entry(name=seen.indicator, value=seen.value, unit=seen.unit, period=seen.period, kind=seen.kind)  # fmt: skip
        series[seen.indicator, seen.place, seen.unit, seen.kind][seen.period] = made
    looked_at = 0
    for entries in series.values():
        ordered = [entries[period] for period in sorted(entries)]
        for at, one in enumerate(ordered):
            past = tuple(Known(e.period, e.value, e.unit) for e in ordered[:at])
            later = Entry(name=one.name, value=one.value, unit=one.unit, period=one.period, kind=one.kind, history=past)  # fmt: skip
            assert check_entry(later) == [], (one.name, one.period)
            looked_at += 1
    assert looked_at > 100
    assert any(len(entries) > 2 for entries in series.values())


def test_a_series_that_doubles_every_year_is_left_in_peace() -> None:
    values = [Decimal(3) * 2**at for at in range(6)]
    for at in range(3, 6):
        assert check_entry(entry(values[:at], "万千瓦", values[at])) == []
    assert [later / earlier for earlier, later in pairwise(values)] == [2] * 5
