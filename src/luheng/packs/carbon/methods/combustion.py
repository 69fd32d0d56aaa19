"""Fuels burnt, electricity and heat bought: the parts of every enterprise's account."""

from __future__ import annotations

from fractions import Fraction

from luheng.methods import Clause, Input, Official, Worked, method
from luheng.vocabulary.messages import LuhengError

_GUIDE = "行业企业温室气体核算指南"
CARBON_TO_CO2 = Fraction(44, 12)


@method(
    id="carbon.combustion",
    zh="化石燃料燃烧排放",
    en="emissions of fuels burnt",
    unit="tCO2",
    source=Clause(_GUIDE, "燃料燃烧", mark="recalled"),
    given={
        "burnt": Input(per="heat_value", each="fuel", minimum=0, zh="消费量", en="fuel burnt", symbol="AD")
    },
    parameters={
        "heat_value": Official("carbon.ncv.{fuel}", unit="GJ/*", symbol="NCV"),
        "carbon_content": Official("carbon.carbon_content.{fuel}", unit="tC/GJ", symbol="CC"),
        "oxidised": Official("carbon.oxidation.{fuel}", unit="%", symbol="OF"),
    },
    formula="E = Σ[{burnt} × {heat_value} × {carbon_content} × {oxidised}%] × 44 ÷ 12",
)  # fmt: skip
def combustion(burnt, heat_value, carbon_content, oxidised):
    """Tonnes of CO2 of all fuels, by default values; for measured ones see carbon.combustion_measured."""
    return CARBON_TO_CO2 * sum(
        amount * heat_value[fuel] * carbon_content[fuel] * oxidised[fuel] / 100
        for fuel, amount in burnt.items()
    )


@method(
    id="carbon.combustion_measured",
    zh="化石燃料燃烧排放（实测元素碳）",
    en="emissions of a fuel by its measured carbon",
    unit="tCO2",
    source=Clause("GB/T 32150-2015", "5.2.2", mark="recalled"),
    given={
        "amount": Input(unit="t", minimum=0, zh="消费量", en="fuel burnt", symbol="FC"),
        "carbon_share": Input(unit="%", minimum=0, maximum=100, zh="收到基元素碳含量", en="carbon as received", symbol="C_ar"),
        "oxidised_share": Input(unit="%", minimum=0, maximum=100, zh="碳氧化率", en="oxidation", symbol="OF"),
    },
    formula="E = {amount} × {carbon_share}% × {oxidised_share}% × 44 ÷ 12",
)  # fmt: skip
def combustion_measured(amount, carbon_share, oxidised_share):
    """Tonnes of CO2 of one fuel whose carbon was measured."""
    return amount * carbon_share / 100 * oxidised_share / 100 * CARBON_TO_CO2


@method(
    id="carbon.electricity_location",
    zh="净购入电力排放（基于位置）",
    en="emissions of electricity bought, by location",
    unit="tCO2",
    source=Clause("GB/T 32150-2015", "5.2.5", mark="recalled"),
    given={
        "electricity": Input(unit="kWh", zh="净购入电量", en="net electricity bought", symbol="AD")
    },
    parameters={"factor": Official("carbon.electricity.average", unit="kgCO2/kWh", symbol="EF")},
    formula="E = {electricity} × {factor} ÷ 1000",
)
def electricity_location(electricity, factor):
    """Tonnes of CO2 by the average of the place and year; what is sold counts off."""
    return electricity * factor / 1000


@method(
    id="carbon.electricity_market",
    zh="净购入电力排放（基于市场）",
    en="emissions of electricity bought, by contract",
    unit="tCO2",
    source=Clause("GB/T 32150-2015", "5.2.5", mark="recalled"),
    given={
        "electricity": Input(unit="kWh", minimum=0, zh="购入电量", en="electricity bought", symbol="AD"),
        "green": Input(unit="kWh", minimum=0, zh="绿电、绿证对应电量", en="covered by green contracts", symbol="AD_绿"),
    },
    parameters={"factor": Official("carbon.electricity.residual", unit="kgCO2/kWh", symbol="EF_剩余")},
    formula="E = ({electricity} − {green}) × {factor} ÷ 1000",
)  # fmt: skip
def electricity_market(electricity, green, factor):
    """Tonnes of CO2 of what no contract covers, by the factor without traded non-fossil power.

    Raises `green_exceeds_use` where contracts cover more than was used.
    """
    if green > electricity:
        raise LuhengError("green_exceeds_use", green=float(green), used=float(electricity))
    return (electricity - green) * factor / 1000


@method(
    id="carbon.heat",
    zh="净购入热力排放",
    en="emissions of heat bought",
    unit="tCO2",
    source=Clause("GB/T 32150-2015", "5.2.5", mark="recalled"),
    given={"heat_bought": Input(unit="GJ", zh="净购入热量", en="net heat bought", symbol="AD")},
    parameters={"factor": Official("carbon.heat_factor", unit="tCO2/GJ", symbol="EF")},
    formula="E = {heat_bought} × {factor}",
)
def heat(heat_bought, factor):
    """Tonnes of CO2."""
    return heat_bought * factor


@method(
    id="carbon.co2_equivalent",
    zh="二氧化碳当量",
    en="gases as CO2",
    unit="tCO2e",
    source=Clause("IPCC 2006", "第1卷", mark="recalled"),
    given={
        "gases": Input(unit="t", each="gas", zh="各气体质量", en="mass of each gas", symbol="m")
    },
    parameters={"warming": Official("carbon.gwp.{gas}", symbol="GWP")},
    formula="E = Σ[{gases} × {warming}]",
)
def co2_equivalent(gases, warming):
    """Tonnes of CO2 equivalent; the set of potentials is applied last, so that another may be chosen."""
    return Worked(sum(mass * warming[gas] for gas, mass in gases.items()))
