"""Air quality: 10,000,000 city-days beside two packages, and a year of 339 cities from Parquet.

The packages work one day at a time, so a sample of days is timed and both are given as days a
second, in one run on one machine. Run from the repository: `python bench/bench_air.py`, with
`--days 1000000` for a quick look. Prints; asserts nothing.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from timing import seconds

import luheng
from luheng.packs.air.hourly import evaluate_year, read_hourly
from luheng.packs.air.substances import POLLUTANTS

CITIES, SAMPLE = 339, 5_000
SCALES = {"so2": 3.0, "no2": 8.0, "pm10": 16.0, "co": 0.2, "o3": 24.0, "pm2_5": 9.0}


def quiet(work: Callable[[], object], windows: int = 1_000, calls: int = 5) -> float:
    """Seconds a call, of the quietest of many short windows: others run on the machine too."""
    return min(
        seconds(lambda: [work() for _ in range(calls)], rounds=1) / calls for _ in range(windows)
    )


def with_cpu(work: Callable[[], object]) -> tuple[float, float]:
    """The best of three rounds, by the clock and in seconds of the processor."""
    clock = cpu = float("inf")
    for _ in range(3):
        start, used = time.perf_counter(), time.process_time()
        work()
        clock = min(clock, time.perf_counter() - start)
        cpu = min(cpu, time.process_time() - used)
    return clock, cpu


def days(count: int) -> dict[str, np.ndarray]:
    """Invented days: concentrations as they are reported."""
    generator = np.random.default_rng(1)
    names = {"o3": "o3_8h"}
    return {
        names.get(item, item): np.round(
            generator.gamma(4.0, scale, count).clip(max=490), 1 if item == "co" else 0
        )
        for item, scale in SCALES.items()
    }


def hub(sample: dict[str, np.ndarray]) -> list[object]:
    """aqi-hub, one day at a time."""
    from aqi_hub.aqi_cn import cal_aqi_cn

    rows = zip(
        *(sample[n].tolist() for n in ("pm2_5", "pm10", "so2", "no2", "co", "o3_8h")), strict=True
    )
    return [cal_aqi_cn(*row, data_type="daily")[0] for row in rows]


def mep(sample: dict[str, np.ndarray]) -> list[object]:
    """python-aqi, one day at a time; it takes concentrations as text."""
    import aqi
    from aqi import constants as c

    items = [(c.POLLUTANT_PM25, "pm2_5"), (c.POLLUTANT_PM10, "pm10"), (c.POLLUTANT_SO2_24H, "so2"),
             (c.POLLUTANT_NO2_24H, "no2"), (c.POLLUTANT_CO_24H, "co"), (c.POLLUTANT_O3_8H, "o3_8h")]  # fmt: skip
    rows = zip(*(map(str, sample[name].tolist()) for _, name in items), strict=True)
    codes = [code for code, _ in items]
    return [aqi.to_aqi(list(zip(codes, row, strict=True)), algo=aqi.ALGO_MEP) for row in rows]


def city_days(count: int) -> None:
    """Ours over arrays, theirs one by one; all use one processor, whose time is what counts."""
    whole = days(count)
    sample = {name: values[:SAMPLE] for name, values in whole.items()}
    clock, cpu = with_cpu(lambda: luheng.compute("air.aqi", day="2026-06-01", **whole))
    ours = count / cpu
    print(f"index of {count:,} city-days, days a second of processor time")
    print(f"  luheng      {ours:14,.0f}   ({clock:.2f} s by the clock; edition by date, lineage)")
    for name, work in (("aqi-hub", hub), ("python-aqi", mep)):
        theirs = SAMPLE / with_cpu(lambda work=work: work(sample))[1]
        print(f"  {name:11} {theirs:14,.0f}   ratio {ours / theirs:8,.0f}")


def write_year(file: Path) -> None:
    """A year of invented hours of 339 cities, one row an hour, as a city's platform exports it."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    generator = np.random.default_rng(2)
    hours = np.arange("2025-01-01T01", "2026-01-01T01", dtype="datetime64[h]")
    rows = CITIES * len(hours)
    columns: dict[str, object] = {
        "city": np.repeat([f"city-{number:03}" for number in range(CITIES)], len(hours)),
        "time": np.tile(hours.astype("datetime64[s]"), CITIES),
    }
    for item in POLLUTANTS:
        values = np.round(generator.gamma(4.0, SCALES[item], rows), 1 if item == "co" else 0)
        values[generator.random(rows) < 0.02] = np.nan
        columns[item] = values
    parquet.write_table(pa.table(columns), file)


def hourly_year() -> None:
    """From the file to the evaluation of every city."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hours.parquet"
        write_year(file)
        size = file.stat().st_size / 1e6
        read, read_cpu = with_cpu(lambda: read_hourly(file))
        year = read_hourly(file)
        evaluated, cpu = with_cpu(lambda: evaluate_year(year))
        print(f"{CITIES} cities × 8,760 hours × 6 pollutants from Parquet ({size:.0f} MB)")
        print(f"  read        {read:6.2f} s   processor {read_cpu:6.2f} s")
        print(f"  evaluated   {evaluated:6.2f} s   processor {cpu:6.2f} s")
        print(f"  together    {read + evaluated:6.2f} s   processor {read_cpu + cpu:6.2f} s")


def one_at_a_time() -> None:
    """A single compute() with its lineage."""
    given = {"item": "co_24h", "concentration": "2.2 mg/m³"}
    took = quiet(lambda: luheng.compute("air.iaqi", day="2020-01-15", **given))
    print(f"one compute() with lineage: {took * 1e6:.0f} µs")


def main() -> None:
    """Prints all three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=10_000_000)
    city_days(parser.parse_args().days)
    hourly_year()
    one_at_a_time()


if __name__ == "__main__":
    main()
