"""GB/T 24067: the carbon footprint of a product, stage by stage, and what its label says."""

from __future__ import annotations

from datetime import date

from luheng.methods import Choice, Clause, Input, Need, Raw, Worked, method
from luheng.vocabulary.messages import LuhengError

_STANDARD = "GB/T 24067-2024"
STAGES = ("raw_materials", "production", "distribution", "use", "end_of_life")
BOUNDARIES = {"cradle_to_grave": STAGES, "cradle_to_gate": STAGES[:2]}


@method(
    id="carbon.footprint",
    zh="产品碳足迹",
    en="carbon footprint of a product",
    unit="kgCO2e",
    source=Clause(_STANDARD, "6.5", mark="recalled"),
    given={
        "stages": Input(unit="kgCO2e", each="stage", zh="各阶段排放与清除（每功能单位）", en="emissions and removals of each stage, for a functional unit", symbol="E"),
        "boundary": Choice(values=tuple(BOUNDARIES), default="cradle_to_gate", zh="系统边界", en="system boundary"),
    },
    formula="CFP = Σ[{stages}]",
)  # fmt: skip
def footprint(stages, boundary):
    """Kilograms of CO2 equivalent for a functional unit: the stages of the boundary, all and only these.

    Offsets are no stage. Raises `stage_unknown`, `stage_missing`.
    """
    wanted = BOUNDARIES[boundary]
    if strange := sorted(set(stages) - set(wanted)):
        raise LuhengError("stage_unknown", stages="、".join(strange), known="、".join(wanted))
    missing = [stage for stage in wanted if stages.get(stage) is None]
    if missing:
        raise LuhengError("stage_missing", stages="、".join(missing))
    return sum(stages.values())


@method(
    id="carbon.footprint_label",
    zh="产品碳足迹标签",
    en="label of a product footprint",
    source=Clause(_STANDARD, "碳足迹声明", mark="recalled"),
    given={
        "about": Raw(
            zh="产品、型号、功能单位、声明日、有效期；可加规则、认证机构、证书、网址",
            en="product, model, functional unit, issued, valid until; and PCR, certifier, certificate, link",
            shape="pairs",
        )
    },
    needs={"whole": Need("carbon.footprint", symbol="CFP")},
)
def footprint_label(about, whole):
    """What a label must say: product, functional unit, value, and how long it holds.

    about: `{"product", "model", "functional_unit", "issued": "2026-01-01", "valid_until": …}`, and where
    there are any `pcr`, `certifier`, `certificate`, and `link` for the code on the picture.
    Raises `label_incomplete`, `label_dates_turned`.
    """
    needed = ("product", "model", "functional_unit", "issued", "valid_until")
    missing = [name for name in needed if not about.get(name)]
    if missing:
        raise LuhengError("label_incomplete", names="、".join(missing))
    try:
        turned = date.fromisoformat(about["valid_until"]) <= date.fromisoformat(about["issued"])
    except ValueError as error:
        raise LuhengError("label_incomplete", names="issued、valid_until（2026-01-01）") from error
    if turned:
        raise LuhengError("label_dates_turned", issued=about["issued"], until=about["valid_until"])
    more = {
        name: about[name] for name in ("pcr", "certifier", "certificate", "link") if about.get(name)
    }
    return Worked(
        {**{name: about[name] for name in needed}, **more, "value": whole, "unit": "kgCO2e"}
    )
