"""How fast water is classed: 1,000,000 samples of 21 items, beside one numpy pass over the same data.

The pass adds each item up (`sum`), which reads every number once and decides nothing. Run from the
repository: `python bench/bench_water.py`. Prints; asserts nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from luheng.methods import standards

SAMPLES = 1_000_000
DAY = "2025-06-01"


def samples() -> dict[str, np.ndarray]:
    """Each item around its limit of class Ⅲ, to the thousandth of it."""
    generator = np.random.default_rng(3838)
    book = standards(whole=True).book
    items = next(one.printed for one in book.get("water.evaluated_items").versions)
    found = {}
    for item in items:
        row = book.get(f"water.limits.{item}").versions[0].value
        limit = float(next(iter(row.values()))[min(2, len(next(iter(row.values()))) - 1)])
        found[item] = np.round(generator.gamma(2.0, 0.4, SAMPLES), 3) * limit
    return found


def best(work: Callable[[], Any], times: int = 5) -> float:
    """Seconds of the quickest run."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    """One line a thing measured, as a ratio to the pass in the same run."""
    data = samples()
    house = standards()
    house.compute("water.class", day=DAY, sample={item: one[:10] for item, one in data.items()})
    one_pass = best(lambda: [one.sum() for one in data.values()])
    classed = best(lambda: house.compute("water.class", day=DAY, sample=data))
    single = {item: float(one[0]) for item, one in data.items()}
    alone = best(lambda: [house.compute("water.class", day=DAY, sample=single) for _ in range(200)])
    rivers = np.random.default_rng(1).integers(1, 7, (10_000, 20))
    shares = best(lambda: house.compute("water.good_share", day=DAY, classes=rivers))
    print(f"{SAMPLES:,} samples × {len(data)} items")
    print(f"one numpy pass (sum)      {one_pass * 1e3:8.1f} ms   1.0")
    print(f"class of each sample      {classed * 1e3:8.1f} ms   {classed / one_pass:.1f} passes")
    print(f"one sample with lineage   {alone / 200 * 1e6:8.1f} µs")
    print(f"share of 10,000 rivers    {shares * 1e3:8.1f} ms")


if __name__ == "__main__":
    main()
