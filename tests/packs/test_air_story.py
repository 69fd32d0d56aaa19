"""The story of docs/air.md is what the code says, and hourly files end in the same numbers."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import luheng
from luheng.examples.invented_air import good_days, story
from luheng.packs.air.hourly import HourlyYear, evaluate_year, read_hourly
from luheng.packs.air.substances import POLLUTANTS
from luheng.vocabulary.messages import LuhengError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "air.md"


def test_the_history_under_both_editions_is_as_documented() -> None:
    found = re.search("<!-- story -->\n(.*)\n<!-- /story -->", PAGE.read_text("utf-8"), re.S)
    assert found and found[1] == story()


def test_only_the_year_of_the_change_differs_from_both_editions() -> None:
    for one in good_days():
        old, new = one.under["HJ 633-2012"][0], one.under["HJ 633-2026"][0]
        assert new < old
        assert one.by_date == old if one.year < 2026 else new <= one.by_date <= old


def hours_of_a_year() -> HourlyYear:
    generator = np.random.default_rng(8)
    days = np.arange("2025-01-01", "2026-01-01", dtype="datetime64[D]")
    scales = {"so2": 3, "no2": 8, "pm10": 16, "co": 0.2, "o3": 24, "pm2_5": 9}
    hours = {
        item: np.round(generator.gamma(4, scales[item], (3, 365, 24)), 1 if item == "co" else 0)
        for item in POLLUTANTS
    }
    for item in ("pm10", "o3"):
        hours[item][generator.random((3, 365, 24)) < 0.04] = np.nan
    hours["pm2_5"][2, 40:70] = np.nan
    return HourlyYear(("甲市", "乙市", "丙市"), days, hours)


def write(year: HourlyYear, file: Path, *, drop: str = "", shuffled: bool = True) -> None:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    ends = (
        (year.days[:, None] + np.arange(1, 25).astype("timedelta64[h]"))
        .astype("datetime64[s]")
        .reshape(-1)
    )
    columns = {"city": np.repeat(year.cities, len(ends)), "time": np.tile(ends, len(year.cities))}
    columns |= {item: year.hours[item].reshape(-1) for item in POLLUTANTS if item != drop}
    order = np.random.default_rng(1).permutation(len(columns["city"])) if shuffled else slice(None)
    parquet.write_table(pa.table({name: column[order] for name, column in columns.items()}), file)


def test_rows_in_any_order_become_days_of_cities(tmp_path: Path) -> None:
    year = hours_of_a_year()
    write(year, tmp_path / "h.parquet")
    read = read_hourly(tmp_path / "h.parquet")
    assert sorted(read.cities) == sorted(year.cities) and (read.days == year.days).all()
    for place, city in enumerate(read.cities):
        same = year.cities.index(city)
        for item in POLLUTANTS:
            np.testing.assert_array_equal(read.hours[item][place], year.hours[item][same])


def test_a_file_without_a_pollutant_is_refused(tmp_path: Path) -> None:
    write(hours_of_a_year(), tmp_path / "h.parquet", drop="co")
    with pytest.raises(LuhengError, match="缺少列：co"):
        read_hourly(tmp_path / "h.parquet")


def test_a_year_of_hours_agrees_with_its_days_one_by_one() -> None:
    year = hours_of_a_year()
    whole = evaluate_year(year)
    for city, day in [(0, 0), (1, 100), (2, 50), (2, 364)]:
        date = str(year.days[day])
        given = {}
        for item in POLLUTANTS:
            hours = year.hours[item][city, day].tolist()
            if item == "o3":
                value = luheng.compute("air.o3_day_max_8h", day=date, hours=hours).value
            else:
                value = luheng.compute("air.day_mean", day=date, hours=hours, item=item).value
            got = whole.daily[item][city, day]
            assert (value is None and np.isnan(got)) or got == value
            given["o3_8h" if item == "o3" else item] = value
        index = luheng.compute("air.aqi", day=date, **given).value
        got = whole.indices[city, day]
        assert (index is None and np.isnan(got)) or got == index


def test_a_city_without_a_month_is_not_evaluated_and_others_are() -> None:
    whole = evaluate_year(hours_of_a_year())
    assert np.isnan(whole.evaluation["mean_pm2_5"]).tolist() == [False, False, True]
    assert np.isnan(whole.composite_index).tolist() == [False, False, True]
    assert (whole.good_day_share > 0).all()
