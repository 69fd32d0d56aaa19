"""Landfills by first-order decay: what was buried years ago still gives methane."""

from __future__ import annotations

from math import exp

from luheng.methods import Choice, Clause, Input, Official, Worked, method
from luheng.methods.years import in_order

_OXIDISED_UNCOVERED = 0
CLIMATES = ("boreal_temperate_dry", "boreal_temperate_wet", "tropical_dry", "tropical_wet")


@method(
    id="carbon.landfill_methane",
    zh="填埋场甲烷排放（一阶衰减）",
    en="methane of a landfill, first-order decay",
    unit="t",
    source=Clause("IPCC 2006", "第5卷第3章 式3.1—3.6", mark="recalled"),
    given={
        "buried": Input(unit="t", each="year", minimum=0, zh="逐年填埋量", en="buried each year", symbol="W"),
        "waste": Choice(zh="垃圾种类", en="kind of waste"),
        "climate": Choice(values=CLIMATES, default="boreal_temperate_wet", zh="气候", en="climate"),
        "site": Choice(default="managed", zh="填埋场类型", en="kind of site"),
        "recovered": Input(unit="t", optional=True, minimum=0, zh="当年回收甲烷", en="methane recovered in the year", symbol="R"),
        "oxidised": Input(unit="%", optional=True, minimum=0, maximum=100, zh="覆盖层氧化率", en="oxidised in the cover", symbol="OX"),
    },
    parameters={
        "carbon": Official("carbon.landfill.{waste}"),
        "decay": Official("carbon.landfill_decay.{waste}"),
        "correction": Official("carbon.landfill_correction.{site}", symbol="MCF"),
        "methane_share": Official("carbon.landfill_gas_methane", symbol="F"),
    },
    formula="CH₄ = ({decayed} × {methane_share} × 16 ÷ 12 − {recovered}) × (1 − {oxidised}%)",
)  # fmt: skip
def landfill_methane(buried, waste, climate, site, recovered, oxidised, carbon, decay, correction, methane_share):  # fmt: skip
    """Tonnes of methane given off in the last of the years. No year between them may be missing.

    What is buried in a year begins to decay in the next. Raises `year_unreadable`, `years_with_gaps`.
    """
    left = decayed = 0.0
    gone = 1 - exp(-float(decay[climate]))
    for _, amount in in_order(buried, "buried"):
        decayed = left * gone
        left += float(amount * carbon["doc"] * carbon["docf"] * correction) - decayed
    made = decayed * float(methane_share) * 16 / 12
    out = max(made - float(recovered or 0), 0.0) * (
        1 - float(oxidised or _OXIDISED_UNCOVERED) / 100
    )
    return Worked(out, decayed=decayed, recovered=recovered or 0, oxidised=oxidised or 0)
