"""Petrochemicals: flares, coke burnt off catalysts, and the carbon balance of a unit."""

from __future__ import annotations

from luheng.methods import Clause, Input, Need, Official, Worked, method
from luheng.packs.carbon.methods.combustion import CARBON_TO_CO2
from luheng.packs.carbon.methods.parts import account
from luheng.vocabulary.messages import LuhengError

GUIDE = "行业企业温室气体核算指南"


@method(
    id="carbon.flare",
    zh="火炬燃烧排放",
    en="emissions of flares",
    unit="tCO2",
    source=Clause(GUIDE, "石油化工 火炬燃烧", mark="recalled"),
    given={
        "flared": Input(unit="万立方米", minimum=0, zh="火炬气流量（标准状况）", en="gas flared, at normal conditions", symbol="Q"),
        "flared_carbon": Input(unit="tC/万立方米", minimum=0, zh="火炬气中CO₂以外气体的含碳量", en="carbon of the gas other than its CO2", symbol="CC"),
        "flared_co2": Input(unit="%", minimum=0, maximum=100, zh="火炬气中CO₂体积浓度", en="volume share of CO2 in the gas", symbol="V"),
    },
    parameters={
        "oxidised": Official("carbon.flare_oxidation", unit="%", symbol="OF"),
        "density": Official("carbon.co2_density", unit="tCO2/万立方米", symbol="ρ"),
    },
    formula="E = {flared} × ({flared_carbon} × {oxidised}% × 44 ÷ 12 + {flared_co2}% × {density})",
)  # fmt: skip
def flare(flared, flared_carbon, flared_co2, oxidised, density):
    """Tonnes of CO2 of flared gas: the carbon that burns, and the CO2 that was in it."""
    burnt = flared_carbon * oxidised / 100 * CARBON_TO_CO2
    return flared * (burnt + flared_co2 / 100 * density)


@method(
    id="carbon.catalyst_coke",
    zh="催化装置烧焦排放",
    en="emissions of coke burnt off catalysts",
    unit="tCO2",
    source=Clause(GUIDE, "石油化工 催化裂化、催化重整烧焦", mark="recalled"),
    given={
        "coke": Input(unit="t", minimum=0, zh="烧焦量", en="coke burnt off", symbol="MC"),
        "coke_carbon": Input(unit="%", minimum=0, maximum=100, zh="焦层含碳量", en="carbon of the coke", symbol="CF"),
        "coke_oxidised": Input(unit="%", minimum=0, maximum=100, zh="烧焦碳氧化率", en="oxidation of the coke", symbol="OF"),
    },
    formula="E = {coke} × {coke_carbon}% × {coke_oxidised}% × 44 ÷ 12",
)  # fmt: skip
def catalyst_coke(coke, coke_carbon, coke_oxidised):
    """Tonnes of CO2 by measured carbon and oxidation: the guide's defaults are not transcribed."""
    return Worked(
        coke * coke_carbon / 100 * coke_oxidised / 100 * CARBON_TO_CO2,
        note_zh="指南的含碳量、氧化率缺省值未转录，须给实测值",
        note_en="the guide's defaults of carbon and oxidation are not transcribed: give measured ones",
    )


@method(
    id="carbon.carbon_balance",
    zh="装置碳平衡排放（制氢、裂解等）",
    en="emissions of a unit by its carbon balance (hydrogen, cracking and others)",
    unit="tCO2",
    source=Clause(GUIDE, "石油化工 工业生产过程", mark="recalled"),
    given={
        "feeds": Input(unit="t", each="feed", minimum=0, zh="各原料投入量", en="each feed", symbol="AD_r"),
        "feed_carbon": Input(unit="%", each="feed", minimum=0, maximum=100, zh="各原料含碳量", en="carbon of each feed", symbol="CC_r"),
        "products": Input(unit="t", each="product", optional=True, minimum=0, zh="各产品产量", en="each product", symbol="Y_p"),
        "product_carbon": Input(unit="%", each="product", optional=True, minimum=0, maximum=100, zh="各产品含碳量", en="carbon of each product", symbol="CC_p"),
        "wastes": Input(unit="t", each="waste", optional=True, minimum=0, zh="各含碳废弃物量", en="each waste that carries carbon", symbol="Q_w"),
        "waste_carbon": Input(unit="%", each="waste", optional=True, minimum=0, maximum=100, zh="各废弃物含碳量", en="carbon of each waste", symbol="CC_w"),
    },
    formula="E = ({carbon_in} − {carbon_in_products} − {carbon_in_wastes}) × 44 ÷ 12",
)  # fmt: skip
def carbon_balance(feeds, feed_carbon, products, product_carbon, wastes, waste_carbon):
    """Tonnes of CO2 of the carbon that went in and came out in no product and no waste.

    Raises `carbon_share_missing`, and `carbon_out_exceeds_in` where more came out than went in.
    """
    carbon_in = _carbon(feeds, feed_carbon)
    kept, thrown = _carbon(products, product_carbon), _carbon(wastes, waste_carbon)
    if kept + thrown > carbon_in:
        raise LuhengError("carbon_out_exceeds_in", out=float(kept + thrown), into=float(carbon_in))
    return Worked(
        (carbon_in - kept - thrown) * CARBON_TO_CO2,
        carbon_in=carbon_in, carbon_in_products=kept, carbon_in_wastes=thrown,
    )  # fmt: skip


def _carbon(amounts, shares):
    """Tonnes of carbon of all materials."""
    amounts, shares = amounts or {}, shares or {}
    if missing := [name for name in amounts if shares.get(name) is None]:
        raise LuhengError("carbon_share_missing", names="、".join(missing))
    return sum(
        amount * shares[name] / 100 for name, amount in amounts.items() if amount is not None
    )


@method(
    id="carbon.petrochemical_plant",
    zh="石油化工企业温室气体排放",
    en="emissions of a petrochemical enterprise",
    unit="tCO2",
    source=Clause(GUIDE, "石油化工 排放总量", mark="recalled"),
    given={
        "recovered": Input(unit="tCO2", optional=True, minimum=0, zh="CO₂回收利用量", en="CO2 recovered", symbol="R")
    },
    needs={
        "burning": Need("carbon.combustion", symbol="E_燃烧", optional=True),
        "flares": Need("carbon.flare", symbol="E_火炬", optional=True),
        "coke_burnt": Need("carbon.catalyst_coke", symbol="E_烧焦", optional=True),
        "units": Need("carbon.carbon_balance", symbol="E_过程", optional=True),
        "power": Need("carbon.electricity_location", symbol="E_电", optional=True),
        "warmth": Need("carbon.heat", symbol="E_热", optional=True),
    },
    formula="E = {burning} + {flares} + {coke_burnt} + {units} − {recovered} + {power} + {warmth}",
)  # fmt: skip
def petrochemical_plant(recovered, burning, flares, coke_burnt, units, power, warmth):
    """Tonnes of CO2: what it burns, flares, burns off, loses in its units, and buys."""
    return account(
        recovered, burning=burning, flares=flares, coke_burnt=coke_burnt, units=units,
        power=power, warmth=warmth,
    )  # fmt: skip
