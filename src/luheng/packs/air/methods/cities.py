"""The composite index of a city, and cities in order of it."""

from __future__ import annotations

import numpy as np

from luheng.methods import Clause, Input, Official, Raw, Worked, method, rounded

INDEX_LIMITS = {
    "so2": "so2_year", "no2": "no2_year", "pm10": "pm10_year", "pm2_5": "pm2_5_year",
    "co": "co_24h", "o3": "o3_8h",
}  # fmt: skip
_WORDS = {
    "so2": ("二氧化硫年平均", "SO2 annual mean"),
    "no2": ("二氧化氮年平均", "NO2 annual mean"),
    "pm10": ("PM10年平均", "PM10 annual mean"),
    "pm2_5": ("PM2.5年平均", "PM2.5 annual mean"),
    "co": ("一氧化碳日均值第95百分位数", "95th percentile of CO days"),
    "o3": ("臭氧日最大8小时第90百分位数", "90th percentile of O3 daily maximum 8-hour means"),
}


@method(
    id="air.composite_index",
    zh="环境空气质量综合指数",
    en="composite index of air quality",
    source=Clause("HJ 663", "综合指数", mark="secondary"),
    given={
        item: Input(unit_of=f"limit_{item}", zh=_WORDS[item][0], en=_WORDS[item][1], minimum=0)
        for item in INDEX_LIMITS
    },
    parameters={
        **{f"limit_{item}": Official(f"air.limit.{one}") for item, one in INDEX_LIMITS.items()},
        **{f"weight_{item}": Official(f"air.composite_weight.{item}") for item in INDEX_LIMITS},
    },
    formula="I = Σ wᵢ × Cᵢ ÷ Sᵢ = {terms}",
)
def composite_index(
    so2, no2, pm10, pm2_5, co, o3,
    limit_so2, limit_no2, limit_pm10, limit_pm2_5, limit_co, limit_o3,
    weight_so2, weight_no2, weight_pm10, weight_pm2_5, weight_co, weight_o3,
):  # fmt: skip
    """The sum of six single indices, each a concentration over its limit of class 2, to two decimals."""
    names = locals()
    parts = {
        item: (names[item], names[f"limit_{item}"]["class_2"], names[f"weight_{item}"])
        for item in INDEX_LIMITS
    }
    whole = sum(value / limit * weight for value, limit, weight in parts.values())
    if isinstance(whole, np.ndarray):
        return rounded(whole, "0.01")
    terms = " + ".join(
        f"{float(value):g} ÷ {float(limit):g}" + ("" if weight == 1 else f" × {float(weight):g}")
        for value, limit, weight in parts.values()
    )
    return Worked(rounded(whole, "0.01"), terms=terms, unrounded=whole)


@method(
    id="air.city_ranking",
    zh="城市环境空气质量排名",
    en="cities in order of their air",
    source=Clause("城市环境空气质量排名技术规定", "综合指数由小到大", mark="recalled"),
    given={"indices": Raw(zh="各城市综合指数", en="composite index by city", shape="pairs")},
)
def city_ranking(indices):
    """Cities from the best to the worst: name, index, rank; equal indices share a rank.

    A city without an index stands at the end without a rank.
    """
    there = sorted((value, city) for city, value in indices.items() if value is not None)
    values = [value for value, _ in there]
    ranked = [
        {"city": city, "index": value, "rank": values.index(value) + 1} for value, city in there
    ]
    without = sorted(city for city, value in indices.items() if value is None)
    return (*ranked, *({"city": city, "index": None, "rank": None} for city in without))
