"""The cap on coal: what all kinds of coal come to, and how much of the cap they are."""

from __future__ import annotations

from luheng.methods import Clause, Input, Need, Official, method

_CAP = "煤炭消费总量控制"


@method(
    id="energy.coal_in_standard_coal",
    zh="煤炭消费量（标准煤）",
    en="coal used, in standard coal",
    unit="tce",
    source=Clause(_CAP, "总量", mark="recalled"),
    given={
        "coal": Input(unit="t", each="fuel", minimum=0, zh="各煤种消费量", en="coal used, by kind", symbol="e")
    },
    parameters={"factor": Official("energy.coefficient.{fuel}", unit="tce/t", symbol="k")},
    formula="E = Σ[{coal} × {factor}]",
)  # fmt: skip
def coal_in_standard_coal(coal, factor):
    """Tonnes of standard coal over all kinds of coal given."""
    return sum(amount * factor[kind] for kind, amount in coal.items())


@method(
    id="energy.coal_cap_used",
    zh="煤炭消费总量控制执行率",
    en="share of the coal cap used",
    unit="%",
    source=Clause(_CAP, "执行", mark="recalled"),
    given={
        "cap": Input(unit="tce", minimum=0, zh="煤炭消费总量控制目标", en="cap on coal", symbol="C")
    },
    needs={"used": Need("energy.coal_in_standard_coal", symbol="E")},
    formula="x = {used} ÷ {cap} × 100",
)
def coal_cap_used(cap, used):
    """Percent of the cap; None where there is no cap."""
    return used / cap * 100 if cap else None
