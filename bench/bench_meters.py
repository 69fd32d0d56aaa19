"""A city-year of 10,000,000 meter-hours of electricity, restated under another factor vintage.

1,142 meters × 8,760 hours, invented, from Parquet. Timed: reading, computing by the factor of the
year, restating by the factor of another year with its whole lineage (method, factor, digests of what
went in and came out), and the year of each meter. Beside it, in the same run, what the hardware
allows: NumPy's own multiply and sum of the same array, and one pass over it.
Run from the repository: `python bench/bench_meters.py`, with `--meters 100` for a quick look.
Times are printed, never asserted.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import luheng
from luheng.methods.restatement import Restated, restate

HOURS = 8_760
METHOD, BEFORE, AFTER = "carbon.electricity_location", "2022年电力排放因子", "2023年电力排放因子"


def timed(work: Callable[[], Any], rounds: int = 3) -> tuple[float, float, Any]:
    """The best of some rounds: by the clock, in seconds of the processor; and what came of it."""
    clock = cpu = float("inf")
    made = None
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        made = work()
        clock = min(clock, time.perf_counter() - start)
        cpu = min(cpu, time.process_time() - used)
    return clock, cpu, made


def write_hours(path: Path, meters: int) -> None:
    """Invented hours: a daily and a yearly swing and noise, in hundredths of a kWh."""
    generator = np.random.default_rng(1)
    hour = np.arange(HOURS)
    swing = 2 + np.sin(hour / 24 * 2 * np.pi) + 0.5 * np.cos(hour / HOURS * 2 * np.pi)
    size = generator.lognormal(0.5, 0.8, meters)[:, None]
    kwh = np.round(size * swing * generator.gamma(8.0, 1 / 8, (meters, HOURS)), 2)
    table = pa.table(
        {
            "meter": pa.array(np.repeat(np.arange(meters, dtype=np.int32), HOURS)),
            "hour": pa.array(np.tile(hour.astype(np.int16), meters)),
            "kwh": pa.array(kwh.ravel()),
        }
    )
    pq.write_table(table, path)


def read_kwh(path: Path) -> np.ndarray:
    """The column of the hours."""
    kwh: np.ndarray = pq.read_table(path, columns=["kwh"])["kwh"].to_numpy()
    return kwh


def restated(result: Any) -> tuple[Restated, bytes, np.ndarray]:
    """Every hour by the other vintage, its lineage as kept, and the year of each meter in tonnes."""
    found = restate(result, using=AFTER)
    by_meter = found.after.exact.reshape(-1, HOURS).sum(axis=1)
    return found, found.after.to_bytes(), by_meter


def line(name: str, clock: float, cpu: float) -> None:
    """One figure."""
    print(f"{name:<58}{cpu:8.3f} s processor {clock:8.3f} s clock")


def main() -> None:
    """Prints the figures of one run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--meters", type=int, default=1_142)
    meters = parser.parse_args().meters
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hours.parquet"
        write_hours(path, meters)
        read = timed(partial(read_kwh, path))
    kwh = read[2]
    print(f"{kwh.size:,} meter-hours of {meters:,} meters")
    line("read from Parquet", *read[:2])
    computed = timed(lambda: luheng.compute(METHOD, period="2022", using=BEFORE, electricity=kwh))
    line("computed by the factor of 2022", *computed[:2])
    again = timed(lambda: restated(computed[2]))
    line("restated by the factor of 2023, with lineage, by meter", *again[:2])
    found, record, by_meter = again[2]
    before, after = float(np.sum(found.before)), float(by_meter.sum())
    numbers = "、".join(version.edition for version in found.changed_numbers)
    print(
        f"  {before:,.2f} → {after:,.2f} {found.unit}; {numbers}; record of {len(record):,} bytes"
    )
    factor = float(found.changed_numbers[0].value) / 1000
    plain = timed(lambda: float((kwh * factor).sum()))
    line("limit: NumPy's multiply and sum of the same array", *plain[:2])
    once = timed(lambda: float(kwh.sum()))
    line("limit: one pass over it", *once[:2])
    print(
        f"restating takes {again[1] / plain[1]:.1f} times the multiply and sum"
        f" ({again[1] / once[1]:.1f} times one pass), {kwh.size / again[1] / 1e6:.0f} million"
        " meter-hours a second of processor time"
    )
    assert abs(after - plain[2]) < 1e-6 * after, "the same sum by another order of additions"


if __name__ == "__main__":
    main()
