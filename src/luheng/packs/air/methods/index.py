"""HJ 633: the individual index of a pollutant, the index of a day or an hour, and what it says."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np

from luheng.methods import Choice, Clause, Input, Need, Official, Worked, method, rounded_up
from luheng.packs.air.substances import MOLAR_MASS

ITEMS = (
    "so2_24h", "so2_1h", "no2_24h", "no2_1h", "pm10_24h", "co_24h", "co_1h", "o3_1h", "o3_8h",
    "pm2_5_24h",
)  # fmt: skip
NAMES = {
    "so2": "SO2", "no2": "NO2", "pm10": "PM10", "co": "CO", "o3_8h": "O3", "o3": "O3", "pm2_5": "PM2.5",
}  # fmt: skip
"""How a pollutant is written, by the name of its input."""

_GRID = 10  # concentrations are reported in whole μg/m³ or tenths of mg/m³
_BLOCK = 1 << 16  # elements that stay in the cache of a processor
_HAIR = 1e-9  # how far a float may lie from the tenth that it means


def iaqi_of_arrays(concentration, item, table):
    """The index of each concentration of an array, as float32; missing and not reported are NaN.

    Reported concentrations (tenths) are looked up in a table made with whole numbers; others are
    worked with whole numbers of millionths, and those finer still with exact fractions where a float
    cannot tell which side of a whole index they lie on.
    """
    known = _index_by_tenths(table)
    flat = np.ascontiguousarray(concentration, dtype=np.float64).reshape(-1)
    found = np.empty(flat.shape, dtype=np.float32)
    tenths, place = np.empty(_BLOCK), np.empty(_BLOCK, dtype=np.int32)
    with np.errstate(invalid="ignore"):
        for start in range(0, len(flat), _BLOCK):
            part = flat[start : start + _BLOCK]
            _look_up(
                part,
                known,
                tenths[: len(part)],
                place[: len(part)],
                found[start : start + _BLOCK],
                table,
            )
    return found.reshape(np.shape(concentration))


def _look_up(part, known, tenths, place, found, table):
    """Fills `found`; `tenths` and `place` are room to work in, used again for every block."""
    np.multiply(part, _GRID, out=tenths)
    whole = np.rint(tenths)
    np.subtract(tenths, whole, out=tenths)
    np.abs(tenths, out=tenths)
    between = tenths > _HAIR
    whole += 1
    np.copyto(place, whole, casting="unsafe")  # NaN becomes 0 or the least number: no index
    known.take(place, out=found, mode="clip")
    if between.any():
        found[between] = _between_tenths(part[between], table)


def _index_by_tenths(table):
    """Nothing, then the index of 0, 0.1, 0.2 …, and last that of everything above the last point."""
    points = [round(point * _GRID) for point in table["points"]]
    tenths = np.arange(points[-1] + 1, dtype=np.int64)
    known = np.empty(points[-1] + 3, dtype=np.float32)
    known[0] = np.nan
    known[1:-1] = _exact_index(tenths, np.array(points), np.array(table["index"], dtype=np.int64))
    known[-1] = np.nan if table["above"] == "not_reported" else table["above"]
    return known


def _exact_index(values, points, index):
    """The index of whole numbers among whole points, in whole numbers: nothing is rounded twice."""
    place = np.clip(np.searchsorted(points, values, side="left"), 1, len(points) - 1)
    low, high = points[place - 1], points[place]
    index_low, index_high = index[place - 1], index[place]
    return index_low - (-(index_high - index_low) * (values - low)) // (high - low)


def _between_tenths(values, table):
    """Concentrations that are no tenths, such as means that were not rounded; NaN stays NaN."""
    found = np.full(values.shape, np.nan, dtype=np.float32)
    for place, value in enumerate(values.tolist()):
        if value == value:
            index = _index(Fraction(repr(value)), table)
            found[place] = np.nan if index is None else index
    return found


def _index(concentration, table):
    points, index = table["points"], table["index"]
    if concentration > points[-1]:
        return None if table["above"] == "not_reported" else int(table["above"])
    low, high, index_low, index_high = band(concentration, points, index)
    exact = (
        (concentration - Fraction(low)) * Fraction(index_high - index_low) / Fraction(high - low)
    )
    return ceil(exact + Fraction(index_low))


def band(concentration, points, index):
    """The two points that enclose a concentration, the upper one included, and their indices."""
    place = next(i for i in range(1, len(points)) if concentration <= points[i])
    return points[place - 1], points[place], index[place - 1], index[place]


@method(
    id="air.iaqi",
    zh="空气质量分指数",
    en="individual air quality index",
    source=Clause("HJ 633", "4.2 式(1)"),
    given={
        "concentration": Input(
            molar_mass=MOLAR_MASS,
            unit_of="table",
            zh="浓度",
            en="concentration",
            symbol="C",
            minimum=0,
        ),
        "item": Choice(values=ITEMS, zh="污染物项目", en="pollutant and averaging time"),
    },
    parameters={"table": Official("air.iaqi_table.{item}")},
    formula="IAQI = ({index_high} − {index_low}) ÷ ({high} − {low}) × ({concentration} − {low}) + {index_low}",
    symbols={"index_high": "IAQIʜ", "index_low": "IAQIʟ", "high": "BPʜ", "low": "BPʟ"},
    arrays=iaqi_of_arrays,
)
def iaqi(concentration, item, table):
    """How bad one pollutant is, from 0 to 500, rounded up to a whole number.

    Linear between the two points that enclose the concentration, the upper one included. Above the
    last point the standard's own word holds; None where it reports no index.
    """
    if concentration > table["points"][-1]:
        return _above(table["above"])
    low, high, index_low, index_high = band(concentration, table["points"], table["index"])
    exact = (index_high - index_low) * (concentration - low) / (high - low) + index_low
    return Worked(
        rounded_up(exact),
        unrounded=exact,
        low=low, high=high, index_low=index_low, index_high=index_high,
        note_zh="向上进位取整", note_en="rounded up to a whole number",
    )  # fmt: skip


def _above(said):
    if said == "not_reported":
        return Worked(None, formula="IAQI", note_zh="高于最高限值，按另一平均时间报告", note_en="above the last point: reported by another mean")  # fmt: skip
    return Worked(int(said), formula="IAQI", note_zh="高于最高限值", note_en="above the last point")


DAY = {
    "so2": Need("air.iaqi", {"item": "so2_24h"}, {"concentration": "so2"}, "IAQI_SO2", True),
    "no2": Need("air.iaqi", {"item": "no2_24h"}, {"concentration": "no2"}, "IAQI_NO2", True),
    "pm10": Need("air.iaqi", {"item": "pm10_24h"}, {"concentration": "pm10"}, "IAQI_PM10", True),
    "co": Need("air.iaqi", {"item": "co_24h"}, {"concentration": "co"}, "IAQI_CO", True),
    "o3_8h": Need("air.iaqi", {"item": "o3_8h"}, {"concentration": "o3_8h"}, "IAQI_O3-8h", True),
    "o3_1h": Need("air.iaqi", {"item": "o3_1h"}, {"concentration": "o3_1h"}, "IAQI_O3-1h", True),
    "pm2_5": Need("air.iaqi", {"item": "pm2_5_24h"}, {"concentration": "pm2_5"}, "IAQI_PM2.5", True),
}  # fmt: skip
DAY_NEEDS = {f"iaqi_{name}": need for name, need in DAY.items()}
HOUR_NEEDS = {
    f"iaqi_{name}": Need("air.iaqi", {"item": item}, {"concentration": name}, f"IAQI_{NAMES[name]}", True)
    for name, item in {
        "so2": "so2_1h", "no2": "no2_1h", "pm10": "pm10_24h", "co": "co_1h", "o3": "o3_1h",
        "pm2_5": "pm2_5_24h",
    }.items()
}  # fmt: skip


def _whole_of_day(indices):
    """The six indices of a day by pollutant; ozone by its 8-hour mean, else by its 1-hour mean.

    The edition of 2012 reports no 8-hour index above 800 μg/m³ and sends the reader to the 1-hour one.
    """
    found = {name.removeprefix("iaqi_"): value for name, value in indices.items()}
    hour = found.pop("o3_1h")
    if hour is not None:
        eight = found["o3_8h"]
        if isinstance(hour, np.ndarray) and eight is not None:
            found["o3_8h"] = np.where(np.isnan(eight), hour, eight)
        elif eight is None:
            found["o3_8h"] = hour
    return found


def _greatest(found):
    """The greatest index and whether one is missing; of arrays, element by element."""
    there = [value for value in found.values() if value is not None]
    if not there:
        return None, True
    if any(isinstance(value, np.ndarray) for value in there):
        greatest = np.array(there[0], dtype=np.float32)
        for value in there[1:]:
            np.maximum(greatest, value, out=greatest)  # missing where any is
        lacking = np.isnan(greatest)
        if lacking.any():
            for value in there:
                np.fmax(greatest, value, out=greatest)
        if len(there) < len(found):
            lacking[...] = True
        return greatest, lacking
    return max(there), len(there) < len(found)


def _published(found):
    """Clause 5.3: with an item missing, an index up to 100 is not published (NA)."""
    greatest, lacking = _greatest(found)
    if isinstance(greatest, np.ndarray):
        if lacking.any():
            greatest[lacking & ~(greatest > 100)] = np.nan
        return greatest
    if greatest is None or (lacking and greatest <= 100):
        return Worked(
            None, formula="AQI = NA",
            note_zh="有污染物缺测且其余分指数不大于100，不发布（NA）",
            note_en="an item is missing and the others do not exceed 100: not published (NA)",
        )  # fmt: skip
    names = "，".join(
        f"{NAMES[name]} {value}" for name, value in found.items() if value is not None
    )
    return Worked(greatest, formula="AQI = max(IAQI₁, …, IAQIₙ) = max({indices})", indices=names)


@method(
    id="air.aqi",
    zh="空气质量指数（日报）",
    en="air quality index of a day",
    source=Clause("HJ 633", "4.3 式(2)；5.3"),
    needs=DAY_NEEDS,
)
def aqi(iaqi_so2, iaqi_no2, iaqi_pm10, iaqi_co, iaqi_o3_8h, iaqi_o3_1h, iaqi_pm2_5):
    """The greatest individual index of the day; None (NA) where an item is missing and it is ≤ 100.

    Given: 24-hour means of SO2, NO2, PM10, PM2.5 (μg/m³) and CO (mg/m³), the daily maximum 8-hour mean
    of O3, and, for the edition of 2012, the maximum 1-hour mean of O3 where the former exceeds 800.
    """
    return _published(_whole_of_day(locals()))


def _real_time(**indices):
    return _published({name.removeprefix("iaqi_"): value for name, value in indices.items()})


@method(
    id="air.aqi_hour",
    zh="空气质量指数（实时报，颗粒物用24小时滑动平均）",
    en="air quality index of an hour (particles by the 24-hour moving mean)",
    source=Clause("HJ 633-2012", "4.3 式(2)；5.2"),
    needs=HOUR_NEEDS,
    until="2026-03-01",
)
def aqi_hour_2012(iaqi_so2, iaqi_no2, iaqi_pm10, iaqi_co, iaqi_o3, iaqi_pm2_5):
    """The greatest index of an hour: gases by the 1-hour mean, particles by the 24 hours before."""
    return _real_time(**locals())


@method(
    id="air.aqi_hour",
    zh="空气质量指数（实时报，颗粒物用1小时平均）",
    en="air quality index of an hour (particles by the 1-hour mean)",
    source=Clause("HJ 633-2026", "4.3 式(2)；5.2", mark="secondary"),
    needs=HOUR_NEEDS,
    since="2026-03-01",
)
def aqi_hour_2026(iaqi_so2, iaqi_no2, iaqi_pm10, iaqi_co, iaqi_o3, iaqi_pm2_5):
    """The greatest index of an hour: all six by the 1-hour mean, particles on the 24-hour points."""
    return _real_time(**locals())


@method(
    id="air.primary_pollutants",
    zh="首要污染物",
    en="primary pollutants",
    source=Clause("HJ 633", "4.4"),
    needs={**DAY_NEEDS, "index": Need("air.aqi", symbol="AQI")},
)
def primary_pollutants(
    iaqi_so2, iaqi_no2, iaqi_pm10, iaqi_co, iaqi_o3_8h, iaqi_o3_1h, iaqi_pm2_5, index
):
    """Pollutants with the greatest index where that exceeds 50, all of them where it is shared.

    None where no index is published. Of arrays: a mapping from pollutant to whether it is one.
    """
    indices = {name: value for name, value in locals().items() if name != "index"}
    found = _whole_of_day(indices)
    if isinstance(index, np.ndarray):
        return {NAMES[name]: (value == index) & (index > 50) for name, value in found.items() if value is not None}  # fmt: skip
    if index is None:
        return None
    return tuple(NAMES[name] for name, value in found.items() if value == index and index > 50)


@method(
    id="air.exceeding_pollutants",
    zh="超标污染物",
    en="pollutants above the limit",
    source=Clause("HJ 633", "4.4"),
    needs=DAY_NEEDS,
)
def exceeding_pollutants(
    iaqi_so2, iaqi_no2, iaqi_pm10, iaqi_co, iaqi_o3_8h, iaqi_o3_1h, iaqi_pm2_5
):
    """Pollutants with an index above 100. Of arrays: a mapping from pollutant to whether it is one."""
    found = _whole_of_day(locals())
    there = {name: value for name, value in found.items() if value is not None}
    if any(isinstance(value, np.ndarray) for value in there.values()):
        return {NAMES[name]: value > 100 for name, value in there.items()}
    return tuple(NAMES[name] for name, value in there.items() if value > 100)


@method(
    id="air.grade",
    zh="空气质量指数级别",
    en="grade of the air",
    source=Clause("HJ 633", "表2"),
    needs={"index": Need("air.aqi", symbol="AQI")},
    parameters={"grades": "air.grades"},
)
def grade(index, grades):
    """Grade of a day with its words and colour; None where no index is published.

    Of arrays: the number of the grade, 1 to 6, and 0 where there is none.
    """
    if isinstance(index, np.ndarray):
        place = np.searchsorted(np.array(grades["up_to"]), index, side="left") + 1
        return np.where(np.isnan(index), 0, place)
    if index is None:
        return None
    tops = grades["up_to"]
    step = next((i for i, top in enumerate(tops) if index <= top), len(tops))
    return {
        "grade": step + 1, "zh": grades["zh"][step], "en": grades["en"][step],
        "colour": grades["colour"][step],
    }  # fmt: skip
