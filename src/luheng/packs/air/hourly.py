"""A year of hourly data of many cities, from arrays or Parquet, evaluated at once.

The thin edge of the pack: `read_hourly` opens a file, everything else is `luheng.methods`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from luheng.methods import standards
from luheng.methods.over_days import OverDays, compute_over_days
from luheng.packs.air.substances import POLLUTANTS
from luheng.vocabulary.messages import LuhengError

_DAILY = {"so2": "so2", "no2": "no2", "pm10": "pm10", "co": "co", "o3": "o3_8h", "pm2_5": "pm2_5"}


@dataclass(frozen=True)
class HourlyYear:
    """Hours of cities: an array (cities, days, 24) for each pollutant; what is missing is NaN."""

    cities: tuple[str, ...]
    days: np.ndarray
    hours: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class EvaluatedYear:
    """What a year of hours gives: days, indices, and the evaluation of each city.

    `daily` and `indices` are (cities, days), `evaluation` and the rest have one value a city.
    """

    cities: tuple[str, ...]
    days: np.ndarray
    daily: Mapping[str, np.ndarray]
    indices: np.ndarray
    evaluation: Mapping[str, np.ndarray]
    good_day_share: np.ndarray
    composite_index: np.ndarray
    index_parts: OverDays


def read_hourly(file: str | Path) -> HourlyYear:
    """A Parquet file with the columns city, time and the six pollutants, in any order of rows.

    `time` is the end of the hour in local time: 01:00 is the first hour of a day, 00:00 the last of
    the day before. Raises LuhengError `hourly_columns_missing`.
    """
    import pyarrow.parquet as parquet  # 0.2 s to load

    present = parquet.read_schema(file).names
    missing = [name for name in ("city", "time", *POLLUTANTS) if name not in present]
    if missing:
        raise LuhengError("hourly_columns_missing", file=file, missing="、".join(missing))
    table = parquet.read_table(
        file, columns=["city", "time", *POLLUTANTS], read_dictionary=["city"]
    )
    coded = table.column("city").unify_dictionaries().combine_chunks()
    names, city = coded.dictionary.to_pylist(), coded.indices.to_numpy()
    ended = table.column("time").to_numpy().astype("datetime64[h]").astype(np.int64) - 1
    first = ended.min() // 24
    count = int(ended.max() // 24 - first + 1)
    place = city.astype(np.int64) * (count * 24) + (ended - first * 24)
    hours = {}
    for name in POLLUTANTS:
        whole = np.full(len(names) * count * 24, np.nan)
        whole[place] = table.column(name).to_numpy(zero_copy_only=False)
        hours[name] = whole.reshape(len(names), count, 24)
    days = np.arange(first, first + count).astype("datetime64[D]")
    return HourlyYear(tuple(names), days, hours)


def evaluate_year(
    year: HourlyYear, *, using: Iterable[str] | str = (), as_of: str | None = None
) -> EvaluatedYear:
    """Days, indices and the evaluation of a calendar year for every city.

    The index of each day follows the edition in force on it; the evaluation of the year needs one
    edition for all of it, so 2026 is evaluated with `using`. Raises LuhengError as `compute`.
    """
    period = str(year.days[0].astype("datetime64[Y]"))
    asked: dict[str, Any] = {"as_of": as_of, "using": using}
    daily: dict[str, Any] = {name: _daily(name, year, asked) for name in POLLUTANTS}
    by_day: dict[str, Any] = {
        _DAILY[name]: np.ascontiguousarray(values.T) for name, values in daily.items()
    }
    parts = compute_over_days("air.aqi", year.days, **asked, **by_day)
    indices = np.ascontiguousarray(parts.value.T).astype(np.float64)
    house = standards()
    evaluation = house.compute(
        "air.year_evaluation", period=period, dates=year.days, **asked, **daily
    ).exact
    share = house.compute("air.good_day_share", period=period, indices=indices, **asked).exact
    composite = house.compute(
        "air.composite_index", period=period, **asked,
        so2=evaluation["mean_so2"], no2=evaluation["mean_no2"], pm10=evaluation["mean_pm10"],
        pm2_5=evaluation["mean_pm2_5"], co=evaluation["percentile_co"],
        o3=evaluation["percentile_o3"],
    ).exact  # fmt: skip
    return EvaluatedYear(
        year.cities, year.days, daily, indices, evaluation, share, composite, parts
    )


def _daily(name: str, year: HourlyYear, asked: Mapping[str, Any]) -> np.ndarray:
    """The days of a pollutant: 24-hour means, of ozone the daily maximum 8-hour mean."""
    hours = np.ascontiguousarray(year.hours[name].transpose(1, 0, 2))
    if name == "o3":
        found = compute_over_days("air.o3_day_max_8h", year.days, hours=hours, **asked)
    else:
        found = compute_over_days("air.day_mean", year.days, hours=hours, item=name, **asked)
    return np.ascontiguousarray(found.value.T)
