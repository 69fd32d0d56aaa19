"""The index equals exact fractions over every concentration that can be reported: none is wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.packs.air_oracle import by_fractions, reportable, table_of

from luheng.methods import standards
from luheng.packs.air.methods.index import ITEMS

EDITIONS = ("HJ 633-2012", "HJ 633-2026")


def wrong_in_arrays(item: str, edition: str, tried: list[Fraction]) -> list[Any]:
    table = table_of(item, edition)
    found = standards().compute(
        "air.iaqi", day="2026-06-01", using=edition, item=item,
        concentration=np.array([float(one) for one in tried]),
    ).exact.tolist()  # fmt: skip
    return [
        (one, want, got)
        for one, got in zip(tried, found, strict=True)
        if (want := by_fractions(one, table)) != got and not (want is None and np.isnan(got))
    ]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("item", ITEMS)
def test_every_reportable_concentration_has_its_exact_index(item: str, edition: str) -> None:
    assert wrong_in_arrays(item, edition, reportable(item, table_of(item, edition))) == []


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("item", ITEMS)
def test_every_tenth_has_its_exact_index(item: str, edition: str) -> None:
    tried = [Fraction(n, 10) for n in range(int(table_of(item, edition)["points"][-1] * 12) + 1)]
    assert wrong_in_arrays(item, edition, tried) == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("item", ITEMS)
def test_single_numbers_agree_too(item: str, edition: str) -> None:
    """Whole μg/m³, for CO tenths of mg/m³, one by one; at every point also its neighbours."""
    table = table_of(item, edition)
    every = reportable(item, table)
    tried = every[:: max(1, len(every) // 100)]
    tried += [
        one + way for one in table["points"] for way in (-every[1], 0, every[1]) if one + way >= 0
    ]
    for concentration in tried:
        found = standards().compute(
            "air.iaqi", day="2026-06-01", using=edition, item=item, concentration=concentration
        )
        assert found.exact == by_fractions(concentration, table), concentration


def test_concentrations_finer_than_tenths_are_exact_too() -> None:
    table = table_of("pm2_5_24h", "HJ 633-2026")
    values = [60.0000004, 59.9999999, 60.11, 35.01, 47.123456789, float("nan")]
    found = standards().compute(
        "air.iaqi", day="2026-06-01", item="pm2_5_24h", concentration=values
    ).exact.tolist()  # fmt: skip
    expected = [by_fractions(Fraction(repr(value)), table) for value in values[:-1]]
    assert found[:-1] == expected == [101, 100, 101, 51, 75]
    assert np.isnan(found[-1])


def test_binary_floats_would_have_been_wrong() -> None:
    """Why this is worth its trouble: plain floats miss some of the same concentrations."""
    table = table_of("co_24h", "HJ 633-2012")
    points, index = [float(p) for p in table["points"]], [float(i) for i in table["index"]]
    tenths = np.arange(1, 601) / 10
    place = np.clip(np.searchsorted(points, tenths), 1, len(points) - 1)
    low, high = np.take(points, place - 1), np.take(points, place)
    below, above = np.take(index, place - 1), np.take(index, place)
    floats = np.ceil((above - below) / (high - low) * (tenths - low) + below)
    exact = np.array([by_fractions(Fraction(str(c)), table) for c in tenths.tolist()])
    assert (floats != exact).sum() > 0


def test_arrays_and_single_days_agree_on_everything_a_day_says() -> None:
    generator = np.random.default_rng(7)
    names = {
        "so2": 700,
        "no2": 400,
        "pm10": 500,
        "co": 20,
        "o3_8h": 900,
        "o3_1h": 1000,
        "pm2_5": 400,
    }
    days = {
        name: np.where(
            generator.random(120) < 0.1, np.nan,
            np.round(generator.random(120) ** 3 * top, 1 if name == "co" else 0),
        )
        for name, top in names.items()
    }  # fmt: skip
    for day in ("2020-06-01", "2026-06-01"):
        for id in ("air.aqi", "air.primary_pollutants", "air.exceeding_pollutants", "air.grade"):
            whole = standards().compute(id, day=day, **days).exact
            for i in range(120):
                one = {name: float(values[i]) for name, values in days.items()}
                alone = standards().compute(id, day=day, **one).exact
                assert alone == _at(whole, i, alone), (id, one)


def _at(whole: Any, i: int, alone: Any) -> Any:
    """What the arrays say of one day, in the form of a single day."""
    if isinstance(whole, dict):
        if alone is None:
            return None if not any(flags[i] for flags in whole.values()) else "some"
        return tuple(name for name, flags in whole.items() if flags[i])
    if isinstance(alone, dict):
        return alone if alone["grade"] == whole[i] else whole[i]
    return None if np.isnan(whole[i]) or (alone is None and whole[i] == 0) else int(whole[i])
