"""Energy per unit of GDP: always at constant prices, chained year by year."""

from __future__ import annotations

from math import prod

from luheng.methods import Clause, Input, Need, Worked, method
from luheng.methods.years import in_order

_DUAL = "发改环资〔2021〕1310号"


@method(
    id="energy.gdp_at_constant_prices",
    zh="地区生产总值（可比价）",
    en="GDP at constant prices",
    unit="亿元",
    source=Clause("国民经济核算", "可比价推算", mark="recalled"),
    given={
        "base_gdp": Input(unit="亿元", zh="基年地区生产总值", en="GDP of the base year", symbol="G₀", minimum=0),
        "indices": Input(
            unit="%", each="year", zh="地区生产总值指数（上年=100）", en="index of each year after the base, year before = 100",
            symbol="i", minimum=0,
        ),
    },
    formula="G = {base_gdp} × Π({indices} ÷ 100)",
)  # fmt: skip
def gdp_at_constant_prices(base_gdp, indices):
    """The last year's GDP in prices of the base year: real growth chained, never nominal ratios.

    Raises `year_unreadable`, `years_with_gaps`.
    """
    chain = in_order(indices, "indices")
    years = f"{chain[0][0]}—{chain[-1][0]}" if chain else "—"
    return Worked(
        base_gdp * prod(index / 100 for _, index in chain),
        note_zh=f"按{years}年指数逐年推算", note_en=f"chained over {years}",
    )  # fmt: skip


@method(
    id="energy.intensity",
    zh="单位地区生产总值能耗",
    en="energy per unit of GDP",
    unit="tce/万元",
    source=Clause(_DUAL, "能耗强度", mark="recalled"),
    given={
        "consumption": Input(unit="万tce", zh="能源消费总量", en="energy consumption", symbol="E", minimum=0)
    },
    needs={"gdp": Need("energy.gdp_at_constant_prices", symbol="G")},
    formula="I = {consumption} ÷ {gdp}",
)  # fmt: skip
def intensity(consumption, gdp):
    """Tonnes of standard coal for each 10,000 yuan of GDP in prices of the base year."""
    return consumption / gdp if gdp else None


@method(
    id="energy.intensity_change",
    zh="单位地区生产总值能耗降低率",
    en="yearly change of energy per unit of GDP",
    unit="%",
    source=Clause(_DUAL, "能耗强度降低率", mark="recalled"),
    given={
        "energy_growth": Input(unit="%", zh="能源消费总量增速", en="growth of energy consumption", symbol="g_E", minimum=-100),
        "gdp_growth": Input(unit="%", zh="地区生产总值增速（可比价）", en="real growth of GDP", symbol="g_G", minimum=-99),
    },
    formula="ρ = [(1 + {energy_growth}%) ÷ (1 + {gdp_growth}%) − 1] × 100",
)  # fmt: skip
def intensity_change(energy_growth, gdp_growth):
    """The change in percent; a fall is negative."""
    return ((100 + energy_growth) / (100 + gdp_growth) - 1) * 100


@method(
    id="energy.cumulative_change",
    zh="单位地区生产总值能耗累计降低率",
    en="cumulative change of energy per unit of GDP",
    unit="%",
    source=Clause(_DUAL, "能耗强度累计降低率", mark="recalled"),
    given={
        "changes": Input(unit="%", each="year", zh="各年变化率", en="change of each year", symbol="ρ", minimum=-100)
    },
    formula="ρ = [Π(1 + {changes}%) − 1] × 100",
)  # fmt: skip
def cumulative_change(changes):
    """The change over all years in percent: factors are multiplied, percentages never added.

    Raises `year_unreadable`, `years_with_gaps`.
    """
    chain = in_order(changes, "changes")
    years = f"{chain[0][0]}—{chain[-1][0]}" if chain else "—"
    return Worked(
        (prod((100 + change) / 100 for _, change in chain) - 1) * 100,
        note_zh=f"{years}年", note_en=years,
    )  # fmt: skip
