"""Carbon budgets: a year's budget, its parts, how it is being used month by month."""

from __future__ import annotations

from luheng.methods import Clause, Input, Need, Worked, method
from luheng.vocabulary.messages import LuhengError

_BUDGET = "碳预算管理"


@method(
    id="carbon.budget",
    zh="年度碳预算（强度阶段）",
    en="carbon budget of a year, while intensity rules",
    unit="万tCO2",
    source=Clause(_BUDGET, "总量", mark="recalled"),
    given={
        "intensity_base": Input(unit="tCO2/万元", minimum=0, zh="基期强度", en="intensity of the base", symbol="I₀"),
        "yearly_fall": Input(unit="%", minimum=0, maximum=99, zh="年均降低率", en="fall each year", symbol="r"),
        "years": Input(minimum=0, zh="距基期年数", en="years since the base", symbol="n"),
        "gdp_real": Input(unit="亿元", minimum=0, zh="当年地区生产总值（可比价）", en="GDP of the year at constant prices", symbol="G"),
    },
    formula="B = {intensity_base} × (1 − {yearly_fall}%)^{years} × {gdp_real}",
)  # fmt: skip
def budget(intensity_base, yearly_fall, years, gdp_real):
    """10,000 tonnes of CO2 for the year. Raises `years_not_whole`."""
    if years.denominator != 1:
        raise LuhengError("years_not_whole", years=float(years))
    return intensity_base * (1 - yearly_fall / 100) ** int(years) * gdp_real


@method(
    id="carbon.budget_parts",
    zh="碳预算分解",
    en="the budget in its parts",
    unit="万tCO2",
    source=Clause(_BUDGET, "分解", mark="recalled"),
    given={
        "history": Input(unit="万tCO2", each="part", minimum=0, zh="各行业（县区）历史排放", en="emissions before, by sector or district", symbol="h"),
        "reserve": Input(unit="%", minimum=0, maximum=100, zh="预留比例", en="kept in reserve", symbol="s"),
    },
    needs={"whole": Need("carbon.budget", symbol="B")},
    formula="b = {whole} × (1 − {reserve}%) × {history} ÷ Σ[{history}]",
)  # fmt: skip
def budget_parts(history, reserve, whole):
    """The budget of each part by its share of what was emitted, and the reserve: together the whole.

    Raises `no_history_to_share_by`.
    """
    total = sum(history.values())
    if not total:
        raise LuhengError("no_history_to_share_by")
    shared = whole * (100 - reserve) / 100
    parts = {part: shared * amount / total for part, amount in history.items()}
    return {"parts": parts, "reserve": whole - sum(parts.values())}


@method(
    id="carbon.nowcast",
    zh="月度排放即时估算",
    en="emissions of a month, estimated early",
    unit="万tCO2",
    source=Clause(_BUDGET, "月度监测", mark="recalled"),
    given={
        "month_last_year": Input(unit="万tCO2", minimum=0, zh="上年同月排放", en="emitted in the month a year ago", symbol="E₀"),
        "weights": Input(unit="%", each="series", minimum=0, zh="各指标权重", en="weight of each series", symbol="w"),
        "growth": Input(unit="%", each="series", minimum=-100, zh="各指标同比（用电、用煤、用气、熟料、粗钢）", en="growth of each series on the month a year ago", symbol="g"),
    },
    formula="E = {month_last_year} × (1 + Σ[{weights}% × {growth}%])",
)  # fmt: skip
def nowcast(month_last_year, weights, growth):
    """The month a year ago moved by the weighted growth of electricity, coal, gas, clinker and steel.

    Weights sum to 100 over the series that are there: where one is missing the others are raised.
    Raises `series_without_weight`.
    """
    known = {series: rate for series, rate in growth.items() if rate is not None}
    weight = sum(weights.get(series) or 0 for series in known)
    if not weight:
        raise LuhengError("series_without_weight", series="、".join(known) or "—")
    moved = sum((weights.get(series) or 0) * rate for series, rate in known.items()) / weight
    missing = sorted(set(weights) - set(known))
    return Worked(
        month_last_year * (1 + moved / 100), formula="E = {month_last_year} × (1 + {moved}%)", moved=moved,
        note_zh=f"缺{'、'.join(missing)}，其余指标权重相应提高" if missing else "",
        note_en=f"{', '.join(missing)} missing: the others weigh more" if missing else "",
    )  # fmt: skip
