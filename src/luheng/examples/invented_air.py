"""Invented air of a city that does not exist, 2019–2026, and its good days under two editions.

The concentrations are drawn, not measured: winters with particles, summers with ozone, a slow fall
over the years, a few days without a monitor. They show what a change of edition does to a history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from luheng.methods import standards
from luheng.methods.over_days import compute_over_days

FIRST, LAST = 2019, 2026
EDITIONS = ("HJ 633-2012", "HJ 633-2026")
TARGET_PERCENT = 85.0


@dataclass(frozen=True)
class GoodDays:
    """A year's good days: by the edition in force on each day, and wholly under each edition."""

    year: int
    by_date: int
    share: float
    under: Mapping[str, tuple[int, float]]

    def met(self, edition: str = "") -> bool:
        """Whether the share reaches the target."""
        share = self.under[edition][1] if edition else self.share
        return share >= TARGET_PERCENT


def invented_days() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Days and concentrations as they are reported; missing ones are NaN."""
    days = np.arange(f"{FIRST}-01-01", f"{LAST + 1}-01-01", dtype="datetime64[D]")
    generator = np.random.default_rng(633)
    phase = (days - days.astype("datetime64[Y]")).astype(float) / 365.25 * 2 * np.pi
    years = (days - days[0]).astype(float) / 365.25
    cold, warm, fall = 1 + 0.55 * np.cos(phase), 1 - 0.45 * np.cos(phase), 0.96**years

    def drawn(mean: np.ndarray, digits: int = 0) -> np.ndarray:
        values: np.ndarray = np.round(mean * generator.gamma(6.0, 1 / 6.0, len(days)), digits)
        values[generator.random(len(days)) < 0.004] = np.nan
        return values

    return days, {
        "so2": drawn(9 * cold * fall),
        "no2": drawn(28 * cold * fall),
        "pm10": drawn(66 * cold * fall),
        "co": drawn(0.8 * cold * fall, 1),
        "o3_8h": drawn(94 * warm),
        "pm2_5": drawn(37 * cold * fall),
    }


def good_days() -> list[GoodDays]:
    """Good days of every year: as they were counted, and restated under each edition."""
    days, drawn = invented_days()
    concentrations: dict[str, Any] = dict(drawn)
    as_counted = compute_over_days("air.aqi", days, **concentrations).value
    under = {
        edition: compute_over_days("air.aqi", days, using=edition, **concentrations).value
        for edition in EDITIONS
    }
    year_of = days.astype("datetime64[Y]").astype(int) + 1970
    found = []
    for year in range(FIRST, LAST + 1):
        rows = year_of == year
        count, share = _counted(as_counted[rows], year)
        restated = {edition: _counted(values[rows], year) for edition, values in under.items()}
        found.append(GoodDays(year, count, share, restated))
    return found


def _counted(indices: np.ndarray, year: int) -> tuple[int, float]:
    asked: dict[str, Any] = {"day": f"{year}-12-31", "indices": indices}
    house = standards()
    return house.compute("air.good_days", **asked).value, house.compute("air.good_day_share", **asked).value  # fmt: skip


def story() -> str:
    """The history under both editions, as a table in Markdown."""
    lines = [
        "| 年 year | 按当日版本 as counted | 全按 HJ 633-2012 | 全按 HJ 633-2026 | 目标 ≥85%：三种口径 target |",
        "|---|---|---|---|---|",
    ]
    for one in good_days():
        old, new = (one.under[edition] for edition in EDITIONS)
        verdicts = " / ".join(
            "达到 met" if met else "未达到 missed"
            for met in (one.met(), *(one.met(edition) for edition in EDITIONS))
        )
        lines.append(
            f"| {one.year} | {one.by_date} 天，{one.share:.1f}% | {old[0]} 天，{old[1]:.1f}% "
            f"| {new[0]} 天，{new[1]:.1f}% | {verdicts} |"
        )
    return "\n".join(lines)
