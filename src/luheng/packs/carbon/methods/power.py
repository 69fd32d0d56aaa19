"""Power plants by the guide of the ministry for generating facilities: coal month by month, other fuels, power."""

from __future__ import annotations

from luheng.methods import Clause, Input, Need, Official, Worked, method
from luheng.packs.carbon.methods.combustion import CARBON_TO_CO2
from luheng.packs.carbon.methods.parts import account
from luheng.vocabulary.messages import LuhengError

GUIDE = "环办气候函〔2022〕485号"


@method(
    id="carbon.power_coal",
    zh="发电设施燃煤排放",
    en="emissions of the coal of a power plant",
    unit="tCO2",
    source=Clause(GUIDE, "化石燃料燃烧排放", mark="recalled"),
    given={
        "coal": Input(unit="t", each="month", minimum=0, zh="逐月燃煤消耗量", en="coal burnt in each month", symbol="FC"),
        "coal_carbon": Input(unit="%", each="month", optional=True, gaps=True, minimum=0, maximum=100, zh="逐月收到基元素碳含量（实测）", en="measured carbon as received, by month", symbol="C_ar"),
        "coal_heat": Input(unit="GJ/t", each="month", optional=True, gaps=True, minimum=0, zh="逐月收到基低位发热量（未测元素碳的月份）", en="net calorific value as received, of months without measured carbon", symbol="NCV"),
        "coal_oxidised": Input(unit="%", optional=True, minimum=0, maximum=100, zh="燃煤碳氧化率（指南另有取值时）", en="oxidation of coal, where the guide has another", symbol="OF₁"),
    },
    parameters={
        "default_carbon": Official("carbon.power_default_carbon", unit="tC/GJ", symbol="CC"),
        "oxidised": Official("carbon.power_coal_oxidation", unit="%", symbol="OF", optional=True),
    },
    formula="E = Σ[{coal} × {carbon}] × {oxidation}% × 44 ÷ 12",
)  # fmt: skip
def power_coal(coal, coal_carbon, coal_heat, coal_oxidised, default_carbon, oxidised):
    """Tonnes of CO2 of the coal, month by month, by measured carbon, else by the heat and the default.

    What the guide says of a month with neither is not transcribed: it is refused.
    Raises `month_without_carbon`, `month_without_coal`, `oxidation_not_transcribed`.
    """
    measured, heat = coal_carbon or {}, coal_heat or {}
    if strange := [month for month in {**measured, **heat} if month not in coal]:
        raise LuhengError("month_without_coal", months="、".join(strange))
    carbon, defaults = {}, []
    for month in coal:
        if measured.get(month) is not None:
            carbon[month] = measured[month] / 100
        elif heat.get(month) is not None:
            carbon[month] = heat[month] * default_carbon
            defaults.append(month)
        else:
            raise LuhengError("month_without_carbon", month=month)
    oxidation = coal_oxidised if coal_oxidised is not None else oxidised
    if oxidation is None:
        raise LuhengError("oxidation_not_transcribed")
    burnt = sum(coal[month] * carbon[month] for month in coal)
    return Worked(
        burnt * oxidation / 100 * CARBON_TO_CO2, carbon=carbon, oxidation=oxidation,
        note_zh=f"{'、'.join(defaults)}未实测元素碳，按发热量和缺省值折算" if defaults else "",
        note_en=f"{', '.join(defaults)}: no measured carbon, by heat and the default" if defaults else "",
    )  # fmt: skip


@method(
    id="carbon.power_fuels",
    zh="发电设施其他燃料排放",
    en="emissions of other fuels of a power plant",
    unit="tCO2",
    source=Clause(GUIDE, "化石燃料燃烧排放", mark="recalled"),
    given={
        "burnt": Input(per="heat_value", each="fuel", minimum=0, zh="油、气消费量", en="oil and gas burnt", symbol="FC")
    },
    parameters={
        "heat_value": Official("carbon.power_ncv.{fuel}", unit="GJ/*", symbol="NCV"),
        "carbon_content": Official("carbon.power_carbon_content.{fuel}", unit="tC/GJ", symbol="CC"),
        "oxidised": Official("carbon.oxidation.{fuel}", unit="%", symbol="OF"),
    },
    formula="E = Σ[{burnt} × {heat_value} × {carbon_content} × {oxidised}%] × 44 ÷ 12",
)  # fmt: skip
def power_fuels(burnt, heat_value, carbon_content, oxidised):
    """Tonnes of CO2 of oil and gas by the guide's own defaults, which are not those of other sectors."""
    return CARBON_TO_CO2 * sum(
        amount * heat_value[fuel] * carbon_content[fuel] * oxidised[fuel] / 100
        for fuel, amount in burnt.items()
    )


@method(
    id="carbon.power_electricity",
    zh="发电设施购入电力排放",
    en="emissions of electricity a power plant buys",
    unit="tCO2",
    source=Clause(GUIDE, "购入使用电力排放", mark="recalled"),
    given={
        "electricity": Input(unit="kWh", minimum=0, zh="购入使用电量", en="electricity bought and used", symbol="AD")
    },
    parameters={
        "factor": Official("carbon.electricity.ets_report", unit="kgCO2/kWh", symbol="EF", optional=True)
    },
    formula="E = {electricity} × {factor} ÷ 1000",
)  # fmt: skip
def power_electricity(electricity, factor):
    """Tonnes of CO2 by the factor announced for the market's reports, not by the grid's average.

    Raises `report_factor_not_transcribed`.
    """
    if factor is None:
        raise LuhengError("report_factor_not_transcribed")
    return electricity * factor / 1000


@method(
    id="carbon.power_plant",
    zh="发电设施温室气体排放",
    en="emissions of a power plant",
    unit="tCO2",
    source=Clause(GUIDE, "排放量计算", mark="recalled"),
    needs={
        "coal_burnt": Need("carbon.power_coal", symbol="E_煤", optional=True),
        "others_burnt": Need("carbon.power_fuels", symbol="E_油气", optional=True),
        "power": Need("carbon.power_electricity", symbol="E_电", optional=True),
    },
    formula="E = {coal_burnt} + {others_burnt} + {power}",
)
def power_plant(coal_burnt, others_burnt, power):
    """Tonnes of CO2 of a plant: coal, oil and gas, and what it buys; None where nothing was given."""
    return account(coal_burnt=coal_burnt, others_burnt=others_burnt, power=power)


@method(
    id="carbon.heat_share",
    zh="供热比",
    en="share of heat supplied",
    unit="%",
    source=Clause(GUIDE, "供热比", mark="recalled"),
    given={
        "heat_supplied": Input(unit="GJ", minimum=0, zh="供热量", en="heat supplied", symbol="Q_供"),
        "heat_made": Input(unit="GJ", minimum=0, zh="总产热量", en="all heat made", symbol="Q_总"),
    },
    formula="a = {heat_supplied} ÷ {heat_made} × 100",
)  # fmt: skip
def heat_share(heat_supplied, heat_made):
    """Percent of the heat made that leaves as heat; None where none was made.

    Raises `part_exceeds_whole`.
    """
    if heat_supplied > heat_made:
        raise LuhengError("part_exceeds_whole", part=float(heat_supplied), whole=float(heat_made))
    return heat_supplied / heat_made * 100 if heat_made else None


@method(
    id="carbon.supply_intensity",
    zh="供电碳排放强度",
    en="CO2 of each unit of power supplied",
    unit="tCO2/MWh",
    source=Clause(GUIDE, "供电碳排放强度", mark="recalled"),
    given={"supplied": Input(unit="MWh", minimum=0, zh="供电量", en="power supplied", symbol="W")},
    needs={
        "emitted_by_plant": Need("carbon.power_plant", symbol="E"),
        "share": Need("carbon.heat_share", symbol="a", optional=True),
    },
    formula="S = {emitted_by_plant} × (1 − {share}%) ÷ {supplied}",
)
def supply_intensity(supplied, emitted_by_plant, share):
    """Tonnes of CO2 for each MWh supplied, after what goes with the heat; None where none was."""
    if not supplied or emitted_by_plant is None:
        return None
    if share is None:
        return Worked(emitted_by_plant / supplied, formula="S = {emitted_by_plant} ÷ {supplied}")
    return emitted_by_plant * (100 - share) / 100 / supplied


@method(
    id="carbon.load_factor",
    zh="负荷（出力）系数",
    en="load factor",
    unit="%",
    source=Clause(GUIDE, "负荷（出力）系数", mark="recalled"),
    given={
        "generated": Input(unit="MWh", minimum=0, zh="发电量", en="power generated", symbol="W"),
        "capacity": Input(unit="MW", minimum=0, zh="机组容量", en="capacity", symbol="P"),
        "hours": Input(unit="h", minimum=0, maximum=8784, zh="运行小时数", en="hours run", symbol="T"),
    },
    formula="F = {generated} ÷ ({capacity} × {hours}) × 100",
)  # fmt: skip
def load_factor(generated, capacity, hours):
    """Percent of what it could have generated in the hours that it ran; None where it did not run."""
    possible = capacity * hours
    return generated / possible * 100 if possible else None
