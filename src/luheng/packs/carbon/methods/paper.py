"""Paper: limestone that is burnt, waste water that gives methane, and what the mill burns and buys."""

from __future__ import annotations

from luheng.methods import Choice, Clause, Input, Need, Official, Worked, method
from luheng.packs.carbon.methods.parts import account
from luheng.vocabulary.messages import LuhengError

GUIDE = "行业企业温室气体核算指南"


@method(
    id="carbon.limestone",
    zh="石灰石分解排放",
    en="emissions of limestone",
    unit="tCO2",
    source=Clause(GUIDE, "造纸 过程排放", mark="recalled"),
    given={
        "limestone": Input(unit="t", minimum=0, zh="石灰石消耗量", en="limestone used", symbol="L"),
        "carbonate": Input(unit="%", minimum=0, maximum=100, zh="碳酸钙质量分数", en="share of calcium carbonate", symbol="w"),
    },
    formula="E = {limestone} × {carbonate}% × 44 ÷ 100",
)  # fmt: skip
def limestone(limestone, carbonate):
    """Tonnes of CO2 by the chemistry of CaCO3: the guide's default factor is not transcribed."""
    return Worked(
        limestone * carbonate / 100 * 44 / 100,
        note_zh="指南的缺省因子未转录，按碳酸钙含量和化学计量计算",
        note_en="the guide's default factor is not transcribed: by the carbonate and its chemistry",
    )


@method(
    id="carbon.organic_load",
    zh="厌氧处理去除的有机物总量",
    en="organic load of waste water treated without air",
    unit="kg",
    source=Clause(GUIDE, "造纸 废水厌氧处理", mark="recalled"),
    given={
        "water": Input(unit="m³", minimum=0, zh="厌氧处理的废水量", en="waste water treated", symbol="W"),
        "cod_in": Input(unit="mg/L", minimum=0, zh="进口COD浓度", en="COD going in", symbol="COD_in"),
        "cod_out": Input(unit="mg/L", minimum=0, zh="出口COD浓度", en="COD coming out", symbol="COD_out"),
    },
    formula="TOW = {water} × ({cod_in} − {cod_out}) ÷ 1000",
)  # fmt: skip
def organic_load(water, cod_in, cod_out):
    """Kilograms of COD removed. Raises `part_exceeds_whole` where more comes out than went in."""
    if cod_out > cod_in:
        raise LuhengError("part_exceeds_whole", part=float(cod_out), whole=float(cod_in))
    return water * (cod_in - cod_out) / 1000


@method(
    id="carbon.wastewater_methane",
    zh="废水厌氧处理甲烷排放",
    en="methane of waste water treated without air",
    unit="t",
    source=Clause(GUIDE, "造纸 废水厌氧处理", mark="recalled"),
    given={
        "treatment": Choice(default="anaerobic_reactor", zh="处理方式", en="kind of treatment"),
        "sludge": Input(unit="kg", optional=True, minimum=0, zh="随污泥清除的有机物（COD）", en="COD removed with the sludge", symbol="S"),
        "methane_recovered": Input(unit="kg", optional=True, minimum=0, zh="回收的甲烷", en="methane recovered", symbol="R"),
    },
    parameters={
        "most": Official("carbon.methane_of_cod", symbol="Bo"),
        "correction": Official("carbon.wastewater_correction.{treatment}", symbol="MCF"),
    },
    needs={"load": Need("carbon.organic_load", symbol="TOW")},
    formula="CH₄ = (({load} − {sludge}) × {most} × {correction} − {methane_recovered}) ÷ 1000",
)  # fmt: skip
def wastewater_methane(treatment, sludge, methane_recovered, most, correction, load):
    """Tonnes of methane given off; what is recovered beyond what is made gives none.

    Raises `part_exceeds_whole` where the sludge takes more than was removed.
    """
    sludge, taken = sludge or 0, methane_recovered or 0
    if sludge > load:
        raise LuhengError("part_exceeds_whole", part=float(sludge), whole=float(load))
    made = (load - sludge) * most * correction
    return Worked(
        max(made - taken, 0) / 1000, sludge=sludge, methane_recovered=taken,
        note_zh="甲烷修正因子取IPCC缺省值，行业指南的取值未转录",
        note_en="MCF is the default of IPCC: that of the sector's guide is not transcribed",
    )  # fmt: skip


@method(
    id="carbon.paper_mill",
    zh="造纸企业温室气体排放",
    en="emissions of a paper mill",
    unit="tCO2e",
    source=Clause(GUIDE, "造纸 排放总量", mark="recalled"),
    parameters={"warming": Official("carbon.gwp.ch4", symbol="GWP")},
    needs={
        "burning": Need("carbon.combustion", symbol="E_燃烧", optional=True),
        "lime": Need("carbon.limestone", symbol="E_过程", optional=True),
        "methane": Need("carbon.wastewater_methane", symbol="CH₄", optional=True),
        "power": Need("carbon.electricity_location", symbol="E_电", optional=True),
        "warmth": Need("carbon.heat", symbol="E_热", optional=True),
    },
    symbols={"from_water": "CH₄ × GWP"},
    formula="E = {burning} + {lime} + {from_water} + {power} + {warmth}",
)
def paper_mill(warming, burning, lime, methane, power, warmth):
    """Tonnes of CO2 equivalent: fuels, limestone, methane of the waste water, power and heat bought."""
    from_water = None if methane is None else methane * warming
    whole = account(
        burning=burning, lime=lime, from_water=from_water, power=power, warmth=warmth
    )  # fmt: skip
    if whole is not None and from_water is not None:
        whole.numbers["from_water"] = from_water
    return whole
