"""GB 3838 equals a slow reading of its table over random samples: no class is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from luheng.methods import standards
from luheng.packs.water.methods.items import NAMES

DAY = "2025-06-01"
ITEMS = tuple(one for one in NAMES if one not in ("total_n", "faecal_coliform"))


def printed_limits(item: str, body: str) -> dict[str, Any]:
    """The row of table 1 as printed, in decimals."""
    standards().editions_of("water.class")
    version = standards().book.resolve(f"water.limits.{item}", date(2025, 6, 1))
    row = dict(version.printed)
    if body == "lake" and "at_most_in_lakes" in row:
        return {"at_most": row["at_most_in_lakes"]}
    return row


def by_reading(value: Decimal, row: dict[str, Any]) -> int:
    """Reads the row from the left until a class is kept, as a person would."""
    if "within" in row:
        return 1 if row["within"][0] <= value <= row["within"][1] else 6
    for number, limit in enumerate(row.get("at_most") or row["at_least"], start=1):
        if value <= limit if "at_most" in row else value >= limit:
            return number
    return 6


def random_samples(count: int, body: str, seed: int) -> dict[str, np.ndarray]:
    """Whole multiples of a hundredth of the first limit, many just at a limit, some missing."""
    generator = np.random.default_rng(seed)
    samples = {}
    for item in ITEMS:
        row = printed_limits(item, body)
        edges = [Decimal(str(one)) for one in next(iter(row.values()))]
        step = Decimal("0.01") if item == "ph" else min(edges) / 100
        top = int(max(edges) / step * Decimal("1.2"))
        steps = generator.integers(0, top, count)
        at_limit = generator.random(count) < 0.2
        picked = generator.integers(0, len(edges), count)
        beside = generator.integers(-1, 2, count)
        whole = np.array([int(one / step) for one in edges])[picked] + beside
        steps = np.where(at_limit, np.maximum(whole, 0), steps)
        known = np.array([float(step * n) for n in range(top + 2)])
        values = known[np.minimum(steps, top + 1)]
        samples[item] = np.where(generator.random(count) < 0.03, np.nan, values)
    return samples


def brute_force(samples: dict[str, np.ndarray], body: str) -> np.ndarray:
    """The worst class of each sample, reading each distinct decimal once."""
    worst = np.zeros(len(next(iter(samples.values()))), dtype=np.int8)
    for item, values in samples.items():
        row = printed_limits(item, body)
        distinct, place = np.unique(values, return_inverse=True)
        classes = [0 if one != one else by_reading(Decimal(repr(one)), row) for one in distinct.tolist()]  # fmt: skip
        worst = np.maximum(worst, np.array(classes, dtype=np.int8)[place])
    return worst


def wrong(count: int, body: str, seed: int) -> int:
    samples = random_samples(count, body, seed)
    found = standards().compute("water.class", day=DAY, body=body, sample=samples).exact
    return int((found != brute_force(samples, body)).sum())


@pytest.mark.parametrize("body", ["river", "lake"])
def test_ten_thousand_random_samples_have_the_class_of_the_table(body: str) -> None:
    assert wrong(10_000, body, 3) == 0


@pytest.mark.slow
@pytest.mark.parametrize("body", ["river", "lake"])
def test_a_million_random_samples_have_the_class_of_the_table(body: str) -> None:
    assert wrong(1_000_000, body, 5) == 0


def test_random_samples_meet_every_class() -> None:
    """The samples above would not tell much if all were worse than class Ⅴ."""
    samples = random_samples(10_000, "river", 3)
    for item in ITEMS:
        found = standards().compute("water.item_classes", day=DAY, sample={item: samples[item]})
        row = printed_limits(item, "river")
        expected = {by_reading(Decimal(str(edge)), row) for edge in next(iter(row.values()))} | {6}
        assert expected <= set(found.exact[item].tolist()), item


@pytest.mark.parametrize("body", ["river", "lake"])
def test_single_samples_agree_with_arrays(body: str) -> None:
    samples = random_samples(60, body, 11)
    whole = standards().compute("water.class", day=DAY, body=body, sample=samples).exact
    multiples = (
        standards().compute("water.exceeding_items", day=DAY, body=body, sample=samples).exact
    )
    for i in range(60):
        one = {item: float(values[i]) for item, values in samples.items()}
        alone = standards().compute("water.class", day=DAY, body=body, sample=one).exact
        assert (alone or 0) == whole[i]
        exceeding = (
            standards().compute("water.exceeding_items", day=DAY, body=body, sample=one).exact
        )
        for item in ITEMS:
            said = multiples[item][i]
            if item not in exceeding:
                assert not said or np.isnan(said), item
            elif exceeding[item] is None:
                assert said, item
            else:
                assert said == pytest.approx(float(exceeding[item])), item


def test_series_with_detection_limits_agree_with_single_samples() -> None:
    """`<0.2` in a series is the number 0.2 and a mark that it is a detection limit."""
    texts = ["<0.1", "<0.2", "0.2", "<1.2", "<2.5", "2.5", None]
    numbers = [0.1, 0.2, 0.2, 1.2, 2.5, 2.5, float("nan")]
    below = {"ammonia_n": [text is not None and text.startswith("<") for text in texts]}
    for target in ("I", "II", "III"):
        asked = {"day": DAY, "target": target}
        series = {"ammonia_n": numbers, "cod": [12.0] * 7}
        many = standards().compute("water.target_met", **asked, sample=series, below=below).exact
        for place, text in enumerate(texts):
            one = {"ammonia_n": text, "cod": 12}
            met = standards().compute("water.target_met", **asked, sample=one).exact["met"]
            assert many[place] == {True: 1, False: 0, None: -1}[met], (target, text)
    classes = standards().compute(
        "water.item_classes", day=DAY, sample={"ammonia_n": numbers}, below=below
    ).exact["ammonia_n"].tolist()  # fmt: skip
    assert classes == [1, 2, 2, 4, 0, 6, 0]


def test_numbers_converted_in_a_series_are_the_decimals_that_were_meant() -> None:
    from luheng.methods import Amount

    micrograms = [0.05, 0.1, 1.0, 1.1]
    found = standards().compute(
        "water.item_classes", day=DAY, sample={"mercury": Amount(micrograms, "μg/L")}
    )
    alone = [
        standards().compute("water.item_classes", day=DAY, sample={"mercury": f"{one} μg/L"})
        for one in micrograms
    ]
    assert found.exact["mercury"].tolist() == [1, 3, 4, 6]
    assert [one.exact["mercury"] for one in alone] == [1, 3, 4, 6]


def test_a_mean_of_a_series_is_exact() -> None:
    found = standards().compute(
        "water.means", day=DAY, series={"total_p": [0.1, 0.2, 0.3], "ammonia_n": [0.7, 0.1, 0.1]}
    ).exact  # fmt: skip
    assert found == {"total_p": Fraction(1, 5), "ammonia_n": Fraction(3, 10)}
    assert np.mean([0.1, 0.2, 0.3]) != 0.2
