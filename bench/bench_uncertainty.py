"""How long the intervals of a city's inventory take: every source uncertain, 10,000 draws.

Beside it one numpy pass: the same draws made and added up. Run from the repository:
`python bench/bench_uncertainty.py`. Prints; asserts nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from luheng.methods import Amount, standards
from luheng.methods.uncertainty import intervals

DRAWS = 10_000


def city() -> dict[str, dict[str, Amount]]:
    """Every source of the inventory with CO2, CH4 and N2O, each within an interval of its own."""
    sources = standards(whole=True).book.keys("carbon.source.{source}")
    return {
        gas: {source: Amount(scale * (n + 1), percent=5 + n % 20) for n, source in enumerate(sources)}
        for gas, scale in (("co2", 10_000), ("ch4", 100), ("n2o", 1))
    }  # fmt: skip


def best(work: Callable[[], Any], times: int = 5) -> float:
    """Seconds of processor time of the quickest run."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """One line: seconds, and the ratio to drawing and adding alone."""
    inputs = city()
    count = sum(len(one) for one in inputs.values())

    def drawn() -> Any:
        generator = np.random.default_rng(1)
        return sum(generator.normal(1, 0.1, DRAWS) for _ in range(count))

    found = intervals("carbon.inventory", day="2024-06-01", draws=DRAWS, **inputs)
    once = best(drawn)
    whole = best(lambda: intervals("carbon.inventory", day="2024-06-01", draws=DRAWS, **inputs))
    print(f"drawing and adding {count} × {DRAWS}: {once:.3f} s")
    print(f"intervals of {len(found)} numbers of an inventory of {count} uncertain amounts, {DRAWS} draws: {whole:.3f} s of processor time, {whole / once:.1f} × that")  # fmt: skip


if __name__ == "__main__":
    main()
