"""GB/T 2589: the comprehensive energy of a unit, all kinds brought to standard coal."""

from __future__ import annotations

from luheng.methods import Choice, Clause, Input, Official, Worked, method
from luheng.vocabulary.messages import LuhengError

BASIS = Choice(
    values=("calorific", "equivalent"),
    default="calorific",
    zh="折算口径（当量值、等价值）",
    en="calorific (当量值) or equivalent (等价值)",
)
"""Chosen once for a whole sum, so that the two are never added to each other."""


@method(
    id="energy.comprehensive",
    zh="综合能源消费量",
    en="comprehensive energy consumption",
    unit="kgce",
    source=Clause("GB/T 2589-2020", "5.1 式(1)", mark="recalled"),
    given={
        "basis": BASIS,
        "fuels": Input(
            per="fuel_factor", each="fuel", optional=True, minimum=0,
            zh="燃料消费量", en="fuels used", symbol="e",
        ),
        "measured": Input(
            unit="kJ", each="measured_fuel", optional=True, minimum=0,
            zh="实测热值的燃料热量", en="heat of fuels whose calorific value was measured", symbol="Q",
        ),
        "electricity": Input(unit="kWh", optional=True, minimum=0, zh="外购电力", en="electricity bought", symbol="e_电"),
        "heat": Input(unit="MJ", optional=True, minimum=0, zh="外购热力", en="heat bought", symbol="e_热"),
        "media": Input(
            per="medium_factor", each="medium", optional=True, minimum=0,
            zh="外购耗能工质", en="energy-carrying media bought", symbol="m",
        ),
        "exported": Input(unit="kgce", optional=True, minimum=0, zh="外供能源", en="energy supplied to others", symbol="E_外供"),
    },
    parameters={
        "fuel_factor": Official("energy.coefficient.{fuel}", unit="kgce/*", symbol="k"),
        "medium_factor": Official("energy.medium.{medium}", unit="kgce/*", symbol="k_工质"),
        "electricity_factor": Official("energy.electricity.{basis}", unit="kgce/kWh", symbol="k_电"),
        "heat_factor": Official("energy.heat.{basis}", unit="kgce/MJ", symbol="k_热", optional=True),
        "coal_heat": Official("energy.standard_coal_heat", unit="kJ/kgce", symbol="q"),
    },
    formula="E = Σ[{fuels} × {fuel_factor}] + Σ[{measured}] ÷ {coal_heat} + {electricity} × {electricity_factor} + {heat} × {heat_factor} + Σ[{media} × {medium_factor}] − {exported}",
)  # fmt: skip
def comprehensive(
    fuels, measured, electricity, heat, media, exported, basis,
    fuel_factor, medium_factor, electricity_factor, heat_factor, coal_heat,
):  # fmt: skip
    """All energy a unit really used, in kilograms of standard coal, less what it passed on.

    Fuels by their measured heat where it was measured, else by the coefficient of the appendix. Media
    count only where they are bought: those made in the plant are in its fuels. Energy of dwellings
    and of building sites is no part of it. What was not given is not used, and the note says so.
    Raises `energy_nothing_given`, and `heat_equivalent_unknown` where heat is to be counted by an
    equivalent value that nobody has published.
    """
    given = (fuels, measured, electricity, heat, media)
    if all(one is None for one in given):
        raise LuhengError("energy_nothing_given")
    if heat is not None and heat_factor is None:
        raise LuhengError("heat_equivalent_unknown")
    parts = (
        ("Σ[{fuels} × {fuel_factor}]", fuels, lambda: _sum(fuels, fuel_factor)),
        ("Σ[{measured}] ÷ {coal_heat}", measured, lambda: sum(measured.values()) / coal_heat),
        ("{electricity} × {electricity_factor}", electricity, lambda: electricity * electricity_factor),
        ("{heat} × {heat_factor}", heat, lambda: heat * heat_factor),
        ("Σ[{media} × {medium_factor}]", media, lambda: _sum(media, medium_factor)),
        (None, exported, lambda: -exported),
    )  # fmt: skip
    used = [(term, worth()) for term, amount, worth in parts if amount is not None]
    formula = "E = " + " + ".join(term for term, _ in used if term)
    zh, en = (
        ("等价值", "equivalent values") if basis == "equivalent" else ("当量值", "calorific values")
    )
    return Worked(
        sum(worth for _, worth in used),
        formula=formula + (" − {exported}" if exported is not None else ""),
        note_zh=f"电力、热力按{zh}折算", note_en=f"electricity and heat by their {en}",
    )  # fmt: skip


def _sum(used, factor):
    return sum(amount * factor[kind] for kind, amount in used.items())


@method(
    id="energy.per_output_value",
    zh="单位产值综合能耗",
    en="energy per output value",
    unit="tce/万元",
    source=Clause("GB/T 2589-2020", "5.3", mark="recalled"),
    given={
        "energy": Input(unit="tce", zh="综合能耗", en="energy", symbol="E"),
        "output_value": Input(unit="万元", zh="产值", en="output value", symbol="G", minimum=0),
    },
    formula="e_g = {energy} ÷ {output_value}",
)
def per_output_value(energy, output_value):
    """Tonnes of standard coal for each 10,000 yuan; None where nothing was produced."""
    return energy / output_value if output_value else None


@method(
    id="energy.per_product",
    zh="单位产品综合能耗",
    en="energy per product",
    unit="kgce/t",
    source=Clause("GB/T 2589-2020", "5.4", mark="recalled"),
    given={
        "energy": Input(unit="kgce", zh="产品综合能耗", en="energy of the product", symbol="E_j"),
        "output": Input(unit="t", zh="合格产品产量", en="output", symbol="P_j", minimum=0),
    },
    formula="e_j = {energy} ÷ {output}",
)
def per_product(energy, output):
    """Kilograms of standard coal for each tonne of sound product; None where none was made."""
    return energy / output if output else None
