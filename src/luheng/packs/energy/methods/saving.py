"""GB/T 13234: energy saved, by product and by output value. As there, what is saved is negative."""

from __future__ import annotations

from luheng.methods import Clause, Input, method
from luheng.vocabulary.messages import LuhengError

_STANDARD = "GB/T 13234-2018"


@method(
    id="energy.saved_by_product",
    zh="节能量（产品法）",
    en="energy saved, by products",
    unit="tce",
    since="2019-04-01",
    source=Clause(_STANDARD, "产品节能量", mark="recalled"),
    given={
        "before": Input(unit="tce/t", each="product", minimum=0, zh="基期单位产品能耗", en="energy per product before", symbol="e_b"),
        "now": Input(unit="tce/t", each="product", minimum=0, zh="统计报告期单位产品能耗", en="energy per product now", symbol="e_r"),
        "output": Input(unit="t", each="product", minimum=0, zh="统计报告期产量", en="output now", symbol="P"),
    },
    formula="ΔE = Σ[({now} − {before}) × {output}]",
)  # fmt: skip
def saved_by_product(before, now, output):
    """Tonnes of standard coal over all products; negative is saved, positive is used in addition.

    Raises `input_missing` for a product that lacks one of the three.
    """
    for product in {*before, *now, *output}:
        for name, values in (("before", before), ("now", now), ("output", output)):
            if values.get(product) is None:
                raise LuhengError("input_missing", name=f"{name}.{product}", label=product)
    return sum((now[product] - before[product]) * output[product] for product in output)


@method(
    id="energy.saved_by_output_value",
    zh="节能量（产值法）",
    en="energy saved, by output value",
    unit="tce",
    since="2019-04-01",
    source=Clause(_STANDARD, "产值节能量", mark="recalled"),
    given={
        "before": Input(unit="tce/万元", minimum=0, zh="基期单位产值能耗", en="energy per output value before", symbol="e_b"),
        "now": Input(unit="tce/万元", minimum=0, zh="统计报告期单位产值能耗", en="energy per output value now", symbol="e_r"),
        "output_value": Input(unit="万元", minimum=0, zh="统计报告期产值（可比价）", en="output value now, at constant prices", symbol="G"),
    },
    formula="ΔE = ({now} − {before}) × {output_value}",
)  # fmt: skip
def saved_by_output_value(before, now, output_value):
    """Tonnes of standard coal; negative is saved. Both values at the prices of one year."""
    return (now - before) * output_value
