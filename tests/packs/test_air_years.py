"""A year of days: what makes it valid, its percentiles, its evaluation under each set of limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import luheng
from luheng.packs.air.substances import POLLUTANTS
from luheng.vocabulary.messages import LuhengError

DAYS = np.arange("2025-01-01", "2026-01-01", dtype="datetime64[D]")


def pm2_5(values: Any, **asked: Any) -> Any:
    asked = {"period": "2025", "item": "pm2_5", "dates": DAYS, **asked}
    return luheng.compute("air.year_mean", values=values, **asked).value


def test_a_whole_year_has_its_mean_and_its_worst_days() -> None:
    values = np.arange(365) % 100.0
    assert pm2_5(values) == round(values.mean())
    worst = luheng.compute(
        "air.year_percentile", period="2025", item="pm2_5", dates=DAYS, values=values
    )
    assert worst.value == round(np.percentile(values, 95))
    assert "= X(1 + (365 − 1) × 95%) = 93 μg/m³" in worst.explain()


@pytest.mark.parametrize("lost, valid", [(41, True), (42, False)])
def test_a_year_needs_324_days(lost: int, valid: bool) -> None:
    values = np.full(365, 30.0)
    values[::8][:lost] = np.nan  # every eighth day: no month loses more than four
    months = [range(0, 365, 9), range(3, 365, 9)]
    values = np.full(365, 30.0)
    for start in months:
        for day in start:
            if lost and np.isnan(values).sum() < lost and _spare(values, day):
                values[day] = np.nan
    assert np.isnan(values).sum() == lost
    assert (pm2_5(values) is not None) is valid


def _spare(values: np.ndarray, day: int) -> bool:
    """Whether the month of a day can lose one more: 27 are needed, 25 in February."""
    month = DAYS.astype("datetime64[M]") == DAYS[day].astype("datetime64[M]")
    least = 25 if DAYS[day].astype("datetime64[M]").astype(int) % 12 == 1 else 27
    return int((~np.isnan(values[month])).sum()) > least


@pytest.mark.parametrize("month, days_there, valid", [(1, 27, True), (1, 26, False), (2, 25, True), (2, 24, False)])  # fmt: skip
def test_a_month_needs_27_days_and_february_25(month: int, days_there: int, valid: bool) -> None:
    values = np.full(365, 30.0)
    days = np.flatnonzero(DAYS.astype("datetime64[M]").astype(int) % 12 == month - 1)
    values[days[days_there:]] = np.nan
    assert (pm2_5(values) is not None) is valid


def test_the_percentile_is_that_of_numpy_and_leaves_missing_days_out() -> None:
    generator = np.random.default_rng(3)
    values = np.round(generator.gamma(3, 20, 365))
    values[generator.choice(365, 10, replace=False)] = np.nan
    found = luheng.compute(
        "air.year_percentile", period="2025", item="o3", dates=DAYS, values=values
    ).value
    assert found == pytest.approx(np.nanpercentile(values, 90), abs=0.5)


def a_year(**changed: float) -> dict[str, Any]:
    steady = {"so2": 9, "no2": 30, "pm10": 55, "pm2_5": 29, "co": 0.9, "o3": 140, **changed}
    return {item: np.full(365, float(steady[item])) for item in POLLUTANTS} | {"dates": DAYS}


def test_a_year_attains_or_says_what_it_exceeds_and_by_how_much() -> None:
    assert (
        luheng.compute("air.year_evaluation", period="2025", **a_year()).value["attained"] is True
    )
    worse = luheng.compute("air.year_evaluation", period="2025", **a_year(pm2_5=42)).value
    assert (worse["attained"], worse["exceeding"]) == (False, {"mean_pm2_5": 0.2})


@pytest.mark.parametrize("edition, exceeding", [
    ("GB 3095-2012", {}),
    ("GB 3095-2026 transitional", {}),
    ("GB 3095-2026 final", {"mean_pm10": 0.1, "mean_pm2_5": 0.16}),
])  # fmt: skip
def test_the_same_year_under_each_set_of_limits(edition: str, exceeding: Any) -> None:
    found = luheng.compute("air.year_evaluation", period="2025", using=edition, **a_year())
    assert found.value["exceeding"] == exceeding


def test_a_year_with_a_missing_month_is_neither_attained_nor_not() -> None:
    year = a_year()
    year["pm2_5"][:31] = np.nan
    found = luheng.compute("air.year_evaluation", period="2025", **year).value
    assert found["attained"] is None and found["mean_pm2_5"] is None


def test_2026_is_not_evaluated_with_two_editions_at_once() -> None:
    days = np.arange("2026-01-01", "2027-01-01", dtype="datetime64[D]")
    with pytest.raises(LuhengError, match="两个版本"):
        luheng.compute("air.year_evaluation", period="2026", **(a_year() | {"dates": days}))
    using = ("GB 3095-2026 transitional", "HJ 663-2026")
    luheng.compute(
        "air.year_evaluation", period="2026", using=using, **(a_year() | {"dates": days})
    )


def test_many_cities_at_once_agree_with_each_alone() -> None:
    generator = np.random.default_rng(5)
    scales = {"so2": 3, "no2": 9, "pm10": 15, "pm2_5": 8, "co": 0.2, "o3": 28}
    many = {
        item: np.round(generator.gamma(4, scale, (20, 365)), 1 if item == "co" else 0)
        for item, scale in scales.items()
    }
    many["pm10"][3, :200] = np.nan
    whole = luheng.compute("air.year_evaluation", period="2025", dates=DAYS, **many).value
    for city in range(20):
        alone = luheng.compute(
            "air.year_evaluation", period="2025", dates=DAYS,
            **{item: values[city] for item, values in many.items()},
        ).value  # fmt: skip
        for name, value in alone.items():
            if name == "exceeding":
                continue
            got = whole[name][city]
            assert (value is None and np.isnan(got)) or got == value, (city, name)


def test_a_missing_month_is_named() -> None:
    values = np.full(365, 30.0)
    values[31:59] = np.nan
    result = luheng.compute("air.year_mean", period="2025", item="pm2_5", dates=DAYS, values=values)
    assert result.value is None
    assert "2月有效日 0 天，不足，不作年评价" in result.explain()
    assert "month 2 has 0 valid days" in result.explain("en")


@pytest.mark.parametrize("given, words", [
    ({"values": np.full(364, 30.0), "dates": DAYS}, "对不上"),
    ({"values": np.full(365, 30.0), "dates": DAYS + 200}, "多个年份"),
])  # fmt: skip
def test_dates_that_do_not_fit_are_refused(given: Any, words: str) -> None:
    with pytest.raises(LuhengError, match=words):
        luheng.compute("air.year_mean", period="2025", item="pm2_5", **given)


def test_a_day_of_23_hours_is_refused() -> None:
    with pytest.raises(LuhengError, match="24个小时值，给出的是 23 个"):
        luheng.compute("air.day_mean", day="2025-01-01", item="so2", hours=[5] * 23)
