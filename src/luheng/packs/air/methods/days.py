"""HJ 663, clause 6.1: hours make a day, where enough of them were measured."""

from __future__ import annotations

import numpy as np

from luheng.methods import Choice, Clause, Input, Official, Worked, method, rounded
from luheng.packs.air.substances import MOLAR_MASS, POLLUTANTS
from luheng.vocabulary.messages import LuhengError

HOURS, MINUTES = 24, 60
_WINDOW = 8


def said(value, short_zh, short_en, **numbers):
    """A number as a single day shows it: None, with the reason, where there was not enough."""
    if np.ndim(value):
        return value
    if np.isnan(value):
        return Worked(None, note_zh=short_zh, note_en=short_en, **numbers)
    return Worked(value, **numbers)


@method(
    id="air.hour_mean",
    zh="1小时平均浓度",
    en="1-hour mean",
    unit="@step",
    source=Clause("GB 3095", "表4", mark="recalled"),
    given={
        "readings": Input(
            unit_of="step", zh="一小时内的等间隔读数", en="readings of an hour at equal intervals", symbol="Cᵢ", minimum=0, molar_mass=MOLAR_MASS,
        ),
        "item": Choice(values=POLLUTANTS, zh="污染物", en="pollutant"),
    },
    parameters={
        "step": Official("air.reported_step.{item}"),
        "least": Official("air.validity.minutes_of_hour"),
    },
    formula="C = ΣCᵢ ÷ n = {total} ÷ {valid}",
)  # fmt: skip
def hour_mean(readings, item, step, least):
    """The mean of an hour, rounded by GB/T 8170; None with fewer than 45 minutes of sampling.

    `readings` are equally spaced: 60 of a minute each, 12 of five minutes and so on, or an array
    whose last axis is that hour. A reading that is missing has its place, as a missing value. Raises
    `readings_not_of_an_hour`.
    """
    count = readings.shape[-1] if np.ndim(readings) else 1
    if np.ndim(readings) == 0 or MINUTES % count:
        raise LuhengError("readings_not_of_an_hour", count=count)
    valid = np.sum(~np.isnan(readings), axis=-1)
    minutes = valid * (MINUTES // count)
    total = np.nansum(readings, axis=-1)
    exact = np.asarray(total / np.maximum(valid, 1))
    mean = np.where(minutes >= least, rounded(exact, _step(step)), np.nan)
    return said(
        mean[()], f"采样 {minutes} 分钟，不足 {least:g}", f"{minutes} minutes of sampling are fewer than {least:g}",
        total=total, valid=valid, unrounded=exact[()],
    )  # fmt: skip


@method(
    id="air.day_mean",
    zh="24小时平均浓度",
    en="24-hour mean",
    unit="@step",
    source=Clause("HJ 663", "6.1；GB 3095 表4", mark="secondary"),
    given={
        "hours": Input(
            unit_of="step",
            zh="24个小时平均值",
            en="24 hourly means",
            symbol="Cᵢ",
            minimum=0,
            molar_mass=MOLAR_MASS,
        ),
        "item": Choice(values=POLLUTANTS, zh="污染物", en="pollutant"),
    },
    parameters={
        "step": Official("air.reported_step.{item}"),
        "least": Official("air.validity.hours_of_day"),
    },
    formula="C = ΣCᵢ ÷ n = {total} ÷ {valid}",
)
def day_mean(hours, item, step, least):
    """The mean of the hours of a day, rounded by GB/T 8170; None with fewer than 20 of them.

    `hours` has 24 values, or an array whose last axis is the 24 hours from 0–1 to 23–24 o'clock.
    """
    _of_a_day(hours)
    valid = np.sum(~np.isnan(hours), axis=-1)
    total = np.nansum(hours, axis=-1)
    exact = np.asarray(total / np.maximum(valid, 1))
    mean = rounded(exact, _step(step))
    mean = np.where(valid >= least, mean, np.nan)
    return said(
        mean[()], f"有效小时数 {valid} 不足 {least:g}", f"{valid} valid hours are fewer than {least:g}",
        total=total, valid=valid, unrounded=exact[()],
    )  # fmt: skip


def _of_a_day(hours):
    """Refuses anything but the 24 hours of days: a missing hour has its place, as a missing value."""
    if np.ndim(hours) == 0 or hours.shape[-1] != HOURS:
        raise LuhengError("hours_not_of_a_day", count=hours.shape[-1] if np.ndim(hours) else 1)


def _step(step):
    """The step as the decimal it was: 0.1, not the float next to it."""
    return repr(float(step))


def eight_hour_means(hours, least):
    """Means of the 17 windows of a day that end at 8, 9 … 24 o'clock; NaN with too few hours."""
    there = ~np.isnan(hours)
    filled = np.where(there, hours, 0.0)
    shape = (*hours.shape[:-1], HOURS - _WINDOW + 1)
    total, valid = np.zeros(shape), np.zeros(shape, dtype=np.int8)
    for hour in range(_WINDOW):
        total += filled[..., hour : hour + shape[-1]]
        valid += there[..., hour : hour + shape[-1]]
    return np.where(valid >= least, total / np.maximum(valid, 1), np.nan)


@method(
    id="air.o3_day_max_8h",
    zh="臭氧日最大8小时平均浓度",
    en="O3 daily maximum 8-hour mean",
    unit="@step",
    source=Clause("HJ 663", "6.1.2"),
    given={
        "hours": Input(unit_of="step", zh="24个小时平均值", en="24 hourly means", symbol="Cᵢ", minimum=0, molar_mass="47.998"),
    },
    parameters={
        "step": Official("air.reported_step.o3"),
        "least": Official("air.validity.hours_of_eight"),
        "windows": Official("air.validity.windows_of_day"),
        "limit": Official("air.limit.o3_8h"),
    },
    formula="C = max(C₈ₕ) = {greatest}",
)  # fmt: skip
def o3_day_max_8h(hours, step, least, windows, limit):
    """The greatest 8-hour mean among the windows ending at 8 to 24 o'clock.

    A window needs 6 hours, a day 14 windows; with fewer, the day still counts where the greatest
    exceeds the limit of class 2 (160 μg/m³).
    """
    _of_a_day(hours)
    means = eight_hour_means(hours, least)
    valid = np.sum(~np.isnan(means), axis=-1)
    filled = np.where(np.isnan(means), -1.0, means).max(axis=-1)
    greatest = rounded(np.asarray(filled), _step(step))
    counts = (valid >= windows) | (greatest > limit["class_2"])
    found = np.where(counts & (valid > 0), greatest, np.nan)
    return said(
        found[()], f"有效8小时窗口 {valid} 个，不足 {windows:g}，且未超过限值",
        f"{valid} windows are fewer than {windows:g}, and the limit is not exceeded",
        greatest=filled, valid=valid,
    )  # fmt: skip


@method(
    id="air.city_mean",
    zh="城市平均浓度",
    en="mean of a city's sites",
    unit="@step",
    source=Clause("HJ 663", "6.1 城市点位平均", mark="recalled"),
    given={
        "sites": Input(unit_of="step", zh="各点位浓度", en="concentration at each site", symbol="Cⱼ", minimum=0, molar_mass=MOLAR_MASS),
        "item": Choice(values=POLLUTANTS, zh="污染物", en="pollutant"),
    },
    parameters={
        "step": Official("air.reported_step.{item}"),
        "least": Official("air.validity.percent_of_sites"),
    },
    formula="C = ΣCⱼ ÷ n = {total} ÷ {valid}",
)  # fmt: skip
def city_mean(sites, item, step, least):
    """The mean over the sites of a city; None where fewer than 75 % of them have a value."""
    valid, whole = np.sum(~np.isnan(sites), axis=-1), sites.shape[-1]
    total = np.nansum(sites, axis=-1)
    mean = rounded(np.asarray(total / np.maximum(valid, 1)), _step(step))
    mean = np.where(valid * 100 >= least * whole, mean, np.nan)
    return said(
        mean[()], f"{whole} 个点位中 {valid} 个有效，不足 {least:g}%",
        f"{valid} of {whole} sites are fewer than {least:g} %", total=total, valid=valid,
    )  # fmt: skip
