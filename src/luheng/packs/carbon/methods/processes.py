"""What the making itself emits: cement, steel, aluminium; and the account of an enterprise."""

from __future__ import annotations

from luheng.methods import Clause, Input, Need, Official, Worked, method
from luheng.packs.carbon.methods.combustion import CARBON_TO_CO2
from luheng.packs.carbon.methods.parts import account

CEMENT, STEEL, ALUMINIUM = (f"CETS—AG—0{n}.01—V01—2024" for n in (2, 3, 4))


@method(
    id="carbon.clinker",
    zh="水泥熟料生产过程排放",
    en="process emissions of clinker",
    unit="tCO2",
    source=Clause(CEMENT, "过程排放", mark="secondary"),
    since="2024-09-13",
    given={
        "clinker": Input(unit="t", minimum=0, zh="熟料产量", en="clinker", symbol="Q"),
        "not_carbonate": Input(unit="t", each="material", optional=True, minimum=0, zh="非碳酸盐原料消耗量", en="raw material that is no carbonate", symbol="q"),
    },
    parameters={
        "factor": Official("carbon.clinker_factor", symbol="EF"),
        "deduction": Official("carbon.raw_material_deduction.{material}", symbol="d"),
    },
    formula="E = {clinker} × {factor} − Σ[{not_carbonate} × {deduction}]",
)  # fmt: skip
def clinker(clinker, not_carbonate, factor, deduction):
    """Tonnes of CO2 by the fixed factor, less what materials without carbonate replace."""
    if not not_carbonate:
        return Worked(clinker * factor, formula="E = {clinker} × {factor}")
    return clinker * factor - sum(
        amount * deduction[kind] for kind, amount in not_carbonate.items()
    )


@method(
    id="carbon.clinker",
    zh="水泥熟料生产过程排放",
    en="process emissions of clinker",
    unit="tCO2",
    source=Clause("行业企业温室气体核算指南", "水泥 过程排放", mark="secondary"),
    until="2024-09-13",
    given={
        "clinker": Input(unit="t", minimum=0, zh="熟料产量", en="clinker", symbol="Q"),
        "lime": Input(unit="%", minimum=0, maximum=100, zh="熟料CaO含量", en="CaO of the clinker", symbol="FR₁"),
        "lime_not_carbonate": Input(unit="%", minimum=0, maximum=100, zh="非碳酸盐来源CaO含量", en="CaO not of carbonates", symbol="FR₁₀"),
        "magnesia": Input(unit="%", minimum=0, maximum=100, zh="熟料MgO含量", en="MgO of the clinker", symbol="FR₂"),
        "magnesia_not_carbonate": Input(unit="%", minimum=0, maximum=100, zh="非碳酸盐来源MgO含量", en="MgO not of carbonates", symbol="FR₂₀"),
    },
    formula="E = {clinker} × [({lime} − {lime_not_carbonate})% × 44 ÷ 56 + ({magnesia} − {magnesia_not_carbonate})% × 44 ÷ 40]",
)  # fmt: skip
def clinker_by_oxides(clinker, lime, lime_not_carbonate, magnesia, magnesia_not_carbonate):
    """Tonnes of CO2 by the oxides of the clinker, as before the guide of 2024."""
    lime_part = (lime - lime_not_carbonate) * 44 / 56
    magnesia_part = (magnesia - magnesia_not_carbonate) * 44 / 40
    return clinker * (lime_part + magnesia_part) / 100


@method(
    id="carbon.steel_process",
    zh="钢铁生产过程排放",
    en="process emissions of steel",
    unit="tCO2",
    source=Clause(STEEL, "过程排放", mark="secondary"),
    given={
        "inputs": Input(unit="t", each="material", minimum=0, zh="含碳原料消耗量", en="carbon-bearing inputs", symbol="P"),
        "outputs": Input(unit="t", each="product", optional=True, minimum=0, zh="固碳产品产量", en="products that keep carbon", symbol="R"),
    },
    parameters={
        "factor": Official("carbon.steel_input.{material}", symbol="EF"),
        "stored": Official("carbon.steel_output.{product}", symbol="S"),
    },
    formula="E = Σ[{inputs} × {factor}] − Σ[{outputs} × {stored}]",
)  # fmt: skip
def steel_process(inputs, outputs, factor, stored):
    """Tonnes of CO2 of fluxes, electrodes and bought iron, less the carbon in the products."""
    used = sum(amount * factor[kind] for kind, amount in inputs.items())
    if not outputs:
        return Worked(used, formula="E = Σ[{inputs} × {factor}]")
    return used - sum(amount * stored[kind] for kind, amount in outputs.items())


@method(
    id="carbon.anode",
    zh="炭阳极消耗排放",
    en="emissions of anodes",
    unit="tCO2",
    source=Clause(ALUMINIUM, "阳极消耗", mark="secondary"),
    given={"aluminium": Input(unit="t", minimum=0, zh="原铝产量", en="aluminium", symbol="P")},
    parameters={"anode": Official("carbon.anode")},
    formula="E = {aluminium} × {net_use} × (1 − {sulphur} − {ash}) × 44 ÷ 12",
)
def anode(aluminium, anode):
    """Tonnes of CO2 of the anode carbon that is used up."""
    carbon = aluminium * anode["net_use"] * (1 - anode["sulphur"] - anode["ash"])
    return Worked(carbon * CARBON_TO_CO2, **anode)


@method(
    id="carbon.anode_effect_gases",
    zh="阳极效应全氟化碳",
    en="PFC of anode effects",
    unit="tCO2e",
    source=Clause(ALUMINIUM, "阳极效应", mark="secondary"),
    given={"aluminium": Input(unit="t", minimum=0, zh="原铝产量", en="aluminium", symbol="P")},
    parameters={
        "rate": Official("carbon.anode_effect"),
        "warming_cf4": Official("carbon.gwp.cf4", symbol="GWP_CF4"),
        "warming_c2f6": Official("carbon.gwp.c2f6", symbol="GWP_C2F6"),
    },
    formula="E = {aluminium} × ({cf4} × {warming_cf4} + {c2f6} × {warming_c2f6}) ÷ 1000",
)
def anode_effect_gases(aluminium, rate, warming_cf4, warming_c2f6):
    """Tonnes of CO2 equivalent by the default rates."""
    each = rate["cf4"] * warming_cf4 + rate["c2f6"] * warming_c2f6
    return Worked(aluminium * each / 1000, **rate)


@method(
    id="carbon.enterprise",
    zh="企业温室气体排放总量",
    en="emissions of an enterprise",
    unit="tCO2",
    source=Clause("GB/T 32150-2015", "5.2.1", mark="recalled"),
    given={
        "process_emissions": Input(unit="tCO2", optional=True, minimum=0, zh="过程排放", en="process emissions", symbol="E_过程"),
        "recovered": Input(unit="tCO2", optional=True, minimum=0, zh="回收利用量", en="recovered", symbol="R"),
    },
    needs={
        "burning": Need("carbon.combustion", symbol="E_燃烧", optional=True),
        "power": Need("carbon.electricity_location", symbol="E_电", optional=True),
        "warmth": Need("carbon.heat", symbol="E_热", optional=True),
    },
    formula="E = {burning} + {process_emissions} − {recovered} + {power} + {warmth}",
)  # fmt: skip
def enterprise(process_emissions, recovered, burning, power, warmth):
    """Tonnes of CO2 of an enterprise: what it burns, makes, buys, less what it recovers.

    A part that was not given is left out and said so; None where nothing was given.
    """
    return account(
        recovered, burning=burning, process_emissions=process_emissions, power=power, warmth=warmth
    )
