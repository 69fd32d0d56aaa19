"""Two published AQI packages beside exact fractions: where each agrees, and where it is wrong.

`python -m tests.packs.air_second_opinions` writes docs/second-opinions.md.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib import metadata
from pathlib import Path
from typing import Any

import aqi as python_aqi
from aqi import constants
from aqi_hub.aqi_cn import cal_iaqi_cn
from tests.packs.air_oracle import by_fractions, reportable, table_of

from luheng.packs.air.methods.index import ITEMS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "second-opinions.md"
Opinion = Callable[[str, Fraction], Any]

_HUB = {
    "so2_24h": "SO2_24H", "so2_1h": "SO2_1H", "no2_24h": "NO2_24H", "no2_1h": "NO2_1H",
    "pm10_24h": "PM10_24H", "co_24h": "CO_24H", "co_1h": "CO_1H", "o3_1h": "O3_1H",
    "o3_8h": "O3_8H", "pm2_5_24h": "PM25_24H",
}  # fmt: skip
_MEP = {
    "so2_24h": constants.POLLUTANT_SO2_24H, "so2_1h": constants.POLLUTANT_SO2_1H,
    "no2_24h": constants.POLLUTANT_NO2_24H, "no2_1h": constants.POLLUTANT_NO2_1H,
    "pm10_24h": constants.POLLUTANT_PM10, "co_24h": constants.POLLUTANT_CO_24H,
    "co_1h": constants.POLLUTANT_CO_1H, "o3_1h": constants.POLLUTANT_O3_1H,
    "o3_8h": constants.POLLUTANT_O3_8H, "pm2_5_24h": constants.POLLUTANT_PM25,
}  # fmt: skip


def hub(item: str, concentration: Fraction) -> Any:
    """What aqi-hub says; it is written for the edition of 2026."""
    value = float(concentration)
    return cal_iaqi_cn(_HUB[item], int(value) if concentration.denominator == 1 else value)


def mep(item: str, concentration: Fraction) -> Any:
    """What python-aqi says; it is written for the edition of 2012. None where it breaks off."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return int(
                python_aqi.to_iaqi(_MEP[item], str(float(concentration)), algo=python_aqi.ALGO_MEP)
            )
        except (TypeError, IndexError, UnboundLocalError, ArithmeticError):
            return None


OPINIONS: dict[str, tuple[str, Opinion, str]] = {
    "aqi-hub": ("HJ 633-2026", hub, "its SO2 24-hour table is the 1-hour one; binary floats are rounded up past exact whole numbers"),
    "python-aqi": ("HJ 633-2012", mep, "bands begin one unit and one index late (36 → 51), the index is rounded to the nearest, CO is cut to whole mg/m³, above the last point it breaks off"),
}  # fmt: skip


def wrong(package: str, item: str) -> tuple[int, list[tuple[Fraction, int | None, Any]]]:
    """How many concentrations were tried, and those where the package differs from exact fractions."""
    edition, opinion, _ = OPINIONS[package]
    table = table_of(item, edition)
    tried = reportable(item, table)
    found = [(one, by_fractions(one, table), opinion(item, one)) for one in tried]
    return len(tried), [row for row in found if row[1] != row[2]]


def page() -> str:
    """The list of where they are wrong, as a page."""
    return "\n".join([_HEAD, *_lines(), ""])


_HEAD = """# 第二意见：AQI · Second opinions on the index of air quality

Written by `python -m tests.packs.air_second_opinions`; `tests/packs/test_air_second_opinions.py` keeps it true. Each concentration that can be reported (whole μg/m³, tenths of mg/m³ of CO, up to a fifth above the last point of the table) is worked with exact fractions and compared. Luheng differs from the fractions nowhere (`tests/packs/test_air_exactness.py`).
"""


def _lines() -> Iterator[str]:
    for package, (edition, _, why) in OPINIONS.items():
        counts = {item: wrong(package, item) for item in ITEMS}
        tried, failed = sum(n for n, _ in counts.values()), sum(len(w) for _, w in counts.values())
        share = failed * 1000 // tried / 10
        yield f"## {package} {metadata.version(package)} ({edition})"
        yield f"\nWrong at {failed} of {tried} ({share} %): {why}.\n"
        yield "| item | tried | wrong | first ones: concentration, exact, said |\n|---|---|---|---|"
        for item, (count, rows) in counts.items():
            first = "；".join(f"{float(c):g}: {want}, {said}" for c, want, said in rows[:4])
            yield f"| {item} | {count} | {len(rows)} | {first} |"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
