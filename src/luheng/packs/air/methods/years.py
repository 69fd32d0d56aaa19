"""HJ 663: a year of days evaluated, by mean and percentile, against the limits of GB 3095."""

from __future__ import annotations

import numpy as np

from luheng.methods import Choice, Clause, Input, Need, Official, Raw, Worked, method, rounded
from luheng.packs.air.methods.days import said
from luheng.packs.air.substances import MOLAR_MASS, POLLUTANTS
from luheng.vocabulary.messages import LuhengError

YEAR = {
    "days_of_year": Official("air.validity.days_of_year"),
    "days_of_month": Official("air.validity.days_of_month"),
    "days_of_february": Official("air.validity.days_of_february"),
}


def enough(values, days, days_of_year, days_of_month, days_of_february):
    """Whether a year of daily values is valid: enough days in the year and in each of its months.

    The last axis of `values` is the days, `days` their dates, of one calendar year.
    """
    there, month = ~np.isnan(values), _months(values, days)
    good = there.sum(axis=-1) >= days_of_year
    for number in range(12):
        least = days_of_february if number == 1 else days_of_month
        good = good & (there[..., month == number].sum(axis=-1) >= least)
    return good


def _months(values, days):
    """The month of each day, 0 for January. Refuses dates that do not fit the values."""
    dates = np.asarray(days, dtype="datetime64[D]")
    if np.ndim(values) == 0 or len(dates) != values.shape[-1]:
        raise LuhengError("dates_do_not_fit", dates=len(dates), values=np.shape(values)[-1:])
    years = np.unique(dates.astype("datetime64[Y]"))
    if len(years) > 1:
        raise LuhengError("dates_of_several_years", first=years[0], last=years[-1])
    return dates.astype("datetime64[M]").astype(int) % 12


def _short(values, days, days_of_year, days_of_month, days_of_february):
    """Why a year is not valid, in both languages: the months that lack days, or the year."""
    there, month = ~np.isnan(values), _months(values, days)
    if np.ndim(values) > 1:
        return "", ""
    lacking = [
        (number + 1, int(there[month == number].sum()))
        for number in range(12)
        if there[month == number].sum() < (days_of_february if number == 1 else days_of_month)
    ]
    if lacking:
        zh = "、".join(f"{number}月有效日 {count} 天" for number, count in lacking)
        en = ", ".join(f"month {number} has {count} valid days" for number, count in lacking)
        return f"{zh}，不足，不作年评价", f"{en}, too few: the year is not evaluated"
    return (
        f"全年有效日 {there.sum()} 天，不足 {days_of_year:g} 天，不作年评价",
        f"{there.sum()} valid days are fewer than {days_of_year:g}: the year is not evaluated",
    )


def percentile(values, percent):
    """Appendix A: between the two ordered values around 1 + (n − 1)·p; NaN are left out."""
    ordered = np.sort(values, axis=-1)
    count = np.sum(~np.isnan(values), axis=-1)
    place = np.maximum(count - 1, 0) * int(percent)
    below, rest = place // 100, (place % 100) / 100
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    low = np.take_along_axis(ordered, below[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(ordered, above[..., None], axis=-1)[..., 0]
    return low + (high - low) * rest


_DAYS = Input(
    unit_of="step",
    zh="逐日浓度",
    en="concentrations of the days",
    symbol="C",
    minimum=0,
    molar_mass=MOLAR_MASS,
)
_ITEM = Choice(values=POLLUTANTS, zh="污染物", en="pollutant")
_DATES = Raw(zh="日期", en="dates of the days", shape="list")


@method(
    id="air.year_mean",
    zh="年平均浓度",
    en="annual mean",
    unit="@step",
    source=Clause("HJ 663", "6.2；GB 3095 表4", mark="secondary"),
    given={"values": _DAYS, "item": _ITEM, "dates": _DATES},
    parameters={"step": Official("air.published_step.{item}"), **YEAR},
    formula="C = ΣCᵢ ÷ n = {total} ÷ {valid}",
)
def year_mean(values, item, dates, step, days_of_year, days_of_month, days_of_february):
    """The mean of the daily values of a year; None where the year is not valid."""
    valid, total = np.sum(~np.isnan(values), axis=-1), np.nansum(values, axis=-1)
    exact = np.asarray(total / np.maximum(valid, 1))
    good = enough(values, dates, days_of_year, days_of_month, days_of_february)
    why = _short(values, dates, days_of_year, days_of_month, days_of_february)
    mean = np.where(good, rounded(exact, repr(float(step))), np.nan)[()]
    return said(mean, *why, total=total, valid=valid, unrounded=exact[()])


@method(
    id="air.year_percentile",
    zh="年评价百分位浓度",
    en="percentile of the days of a year",
    unit="@step",
    source=Clause("HJ 663", "附录A", mark="secondary"),
    given={"values": _DAYS, "item": _ITEM, "dates": _DATES},
    parameters={
        "step": Official("air.published_step.{item}"),
        "percent": Official("air.year_percentile.{item}"),
        **YEAR,
    },
    formula="m = X(s) + (X(s+1) − X(s)) × (k − s) = X(1 + ({valid} − 1) × {percent}%)",
)
def year_percentile(
    values, item, dates, step, percent, days_of_year, days_of_month, days_of_february
):
    """The percentile of the daily values that the year is judged by; None where it is not valid."""
    exact = np.asarray(percentile(values, percent))
    good = enough(values, dates, days_of_year, days_of_month, days_of_february)
    valid = np.sum(~np.isnan(values), axis=-1)
    why = _short(values, dates, days_of_year, days_of_month, days_of_february)
    found = np.where(good, rounded(exact, repr(float(step))), np.nan)[()]
    return said(found, *why, valid=valid, unrounded=exact[()])


def _year(id, item):
    return Need(id, {"item": item}, {"values": item}, f"C_{item}")


STATISTICS = {
    **{f"mean_{item}": _year("air.year_mean", item) for item in ("so2", "no2", "pm10", "pm2_5")},
    **{f"percentile_{item}": _year("air.year_percentile", item) for item in POLLUTANTS},
}
STATISTIC_LIMITS = {
    "mean_so2": "so2_year", "mean_no2": "no2_year", "mean_pm10": "pm10_year",
    "mean_pm2_5": "pm2_5_year", "percentile_so2": "so2_24h", "percentile_no2": "no2_24h",
    "percentile_pm10": "pm10_24h", "percentile_co": "co_24h", "percentile_o3": "o3_8h",
    "percentile_pm2_5": "pm2_5_24h",
}  # fmt: skip
"""Which limit each statistic of a year is held against."""


@method(
    id="air.year_evaluation",
    zh="城市环境空气质量年评价",
    en="evaluation of a city's year",
    source=Clause("HJ 663", "6.2 表1", mark="secondary"),
    needs=STATISTICS,
    parameters={f"limit_{one}": Official(f"air.limit.{one}") for one in STATISTIC_LIMITS.values()},
)
def year_evaluation(**given):
    """All ten statistics of a year beside their limits of class 2, and whether the year attains them.

    A mapping: the statistics by name, `exceeding` names of those above their limit with the multiple
    by which they exceed it, `attained` True, False, or None where a statistic is missing. Of arrays:
    the statistics, and `attained` as 1, 0 or NaN.
    """
    statistics = {name: given[name] for name in STATISTIC_LIMITS}
    limits = {name: given[f"limit_{one}"]["class_2"] for name, one in STATISTIC_LIMITS.items()}
    if any(np.ndim(value) for value in statistics.values()):
        return _evaluated_arrays(statistics, limits)
    exceeding = {
        name: float(rounded((value - limits[name]) / limits[name], "0.01"))
        for name, value in statistics.items()
        if value is not None and value > limits[name]
    }
    missing = [name for name, value in statistics.items() if value is None]
    attained = False if exceeding else None if missing else True
    return {**statistics, "exceeding": exceeding, "attained": attained}


def _evaluated_arrays(statistics, limits):
    missing = np.any([np.isnan(value) for value in statistics.values()], axis=0)
    above = np.any([value > limits[name] for name, value in statistics.items()], axis=0)
    return {**statistics, "attained": np.where(above, 0.0, np.where(missing, np.nan, 1.0))}


@method(
    id="air.good_day_share",
    zh="空气质量优良天数比例",
    en="share of good days",
    unit="%",
    source=Clause("HJ 663", "优良天数比例", mark="verified"),
    given={"indices": Input(zh="逐日AQI", en="index of each day", symbol="AQI", minimum=0, maximum=500)},
    formula="P = {good} ÷ {valid} × 100%",
)  # fmt: skip
def good_day_share(indices):
    """Days with an index up to 100 as a share of the days that have one, to one decimal.

    Days without an index (NA, not valid) count on neither side.
    """
    valid = np.sum(~np.isnan(indices), axis=-1)
    good = np.sum(indices <= 100, axis=-1)
    share = np.where(valid > 0, good * 100 / np.maximum(valid, 1), np.nan)
    share = rounded(share, "0.1")
    return said(share[()], "没有有效日", "no valid day", good=good, valid=valid)


@method(
    id="air.good_days",
    zh="空气质量优良天数",
    en="good days",
    unit="天",
    source=Clause("HJ 663", "优良天数比例"),
    given={"indices": Input(zh="逐日AQI", en="index of each day", symbol="AQI", minimum=0, maximum=500)},
)  # fmt: skip
def good_days(indices):
    """How many days have an index up to 100."""
    return np.sum(indices <= 100, axis=-1)


@method(
    id="air.without_exceptional_days",
    zh="扣除例外事件日的颗粒物浓度",
    en="particles without exceptional days",
    unit="μg/m³",
    source=Clause("HJ 663-2026", "例外事件", mark="recalled"),
    given={
        "values": Input(unit="μg/m³", zh="逐日颗粒物浓度", en="particles of the days", minimum=0),
        "dates": Raw(zh="日期", en="dates of the days", shape="list"),
        "exceptional": Raw(zh="批准的例外日（如沙尘）", en="approved exceptional days, such as sand and dust", shape="list"),
    },
)  # fmt: skip
def without_exceptional_days(values, dates, exceptional):
    """Daily PM10 or PM2.5 with the approved days left out (NaN), before a year is evaluated.

    The index of such a day is published unchanged: only evaluation of the particles leaves it out.
    """
    days = np.asarray(dates, dtype="datetime64[D]")
    out = np.isin(days, np.asarray(list(exceptional), dtype="datetime64[D]"))
    return np.where(out, np.nan, values)


@method(
    id="air.three_year_mean",
    zh="三年滑动平均浓度",
    en="three-year sliding mean",
    unit="μg/m³",
    source=Clause("HJ 663-2026", "三年滑动平均", mark="recalled"),
    given={
        name: Input(unit="μg/m³", zh=zh, en=en, symbol=symbol, minimum=0)
        for name, zh, en, symbol in (
            ("two_years_before", "前年浓度", "the year before last", "C₋₂"),
            ("year_before", "上年浓度", "last year", "C₋₁"),
            ("this_year", "当年浓度", "this year", "C₀"),
        )
    },
    formula="C̄ = ({two_years_before} + {year_before} + {this_year}) ÷ 3",
)
def three_year_mean(two_years_before, year_before, this_year):
    """The mean of three years' values, to one decimal; all three are needed."""
    return rounded((two_years_before + year_before + this_year) / 3, "0.1")


@method(
    id="air.trend",
    zh="秩相关趋势检验",
    en="trend by rank correlation",
    source=Clause("HJ 663", "附录B", mark="recalled"),
    given={"values": Input(zh="逐年浓度", en="values of the years, in order", symbol="C")},
    parameters={"critical": Official("air.trend_critical")},
    formula="r = 1 − 6Σd² ÷ (N³ − N) = 1 − 6 × {squares} ÷ ({years}³ − {years})",
)
def trend(values, critical):
    """Whether a run of 5 to 10 years rises, falls or does neither at the level 0.05.

    A mapping with `coefficient`, `critical` and `trend`: rising, falling, none; or too_few years.
    """
    years = len(values)
    if str(years) not in critical or np.isnan(values).any():
        return Worked({"trend": "too_few", "coefficient": None, "critical": None}, formula="r",
                      note_zh="需要连续5至10年", note_en="5 to 10 years without a gap are needed")  # fmt: skip
    order = np.argsort(np.argsort(values)) + 1.0
    for value in np.unique(values):
        order[values == value] = order[values == value].mean()
    squares = float(np.sum((order - np.arange(1, years + 1)) ** 2))
    coefficient = 1 - 6 * squares / (years**3 - years)
    least = critical[str(years)]
    word = "none" if abs(coefficient) < least else "rising" if coefficient > 0 else "falling"
    found = {"trend": word, "coefficient": coefficient, "critical": least}
    return Worked(found, squares=squares, years=years, coefficient=coefficient)
