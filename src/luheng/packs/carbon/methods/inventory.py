"""The city's inventory: one set of sources seen by the provincial guide's parts and by GPC, to the last digit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from luheng.methods import Clause, Input, Need, Official, Raw, Worked, method
from luheng.vocabulary.messages import LuhengError

_GUIDE = "发改办气候〔2011〕1041号"
KEYS = {"NO": "不发生", "NE": "未估算", "IE": "已列入别处", "C": "保密"}
"""Notation keys of GPC for a source without a number."""
GASES = ("co2", "ch4", "n2o", "hfcs", "pfcs", "sf6", "nf3")
_VIEWS = {"part": "part", "sector": "sector", "subsector": "sub", "scope": "scope"}


def _mass(zh: str, en: str, unit: str = "t", *, gaps: bool = True) -> Input:
    return Input(
        unit=unit,
        each="source",
        optional=True,
        gaps=gaps,
        zh=f"各源{zh}",
        en=f"{en} of each source",
    )


ABOUT = {  # of each source: what an inventory says beside the number
    "amount": ("活动数据", "activity"), "unit": ("单位", "unit"),
    "activity_quality": ("活动数据质量", "quality of the activity"),
    "factor_quality": ("因子质量", "quality of the factor"),
    "origin": ("数据来源", "origin"), "note": ("说明", "note"),
}  # fmt: skip


@method(
    id="carbon.inventory",
    zh="城市温室气体清单",
    en="greenhouse gas inventory of a city",
    unit="tCO2e",
    source=Clause(_GUIDE, "清单汇总", mark="secondary"),
    given={
        "emissions": Input(unit="tCO2e", each="source", optional=True, gaps=True, zh="各源排放（汇为负，不分气体）", en="emissions of each source, sinks negative, gases together", symbol="E"),
        "co2": _mass("二氧化碳（汇为负）", "CO2, sinks negative,", "tCO2"),
        "ch4": _mass("甲烷", "CH4"),
        "n2o": _mass("氧化亚氮", "N2O"),
        "hfcs": _mass("氢氟碳化物", "HFC", "tCO2e"),
        "pfcs": _mass("全氟化碳", "PFC", "tCO2e"),
        "sf6": _mass("六氟化硫", "SF6"),
        "nf3": _mass("三氟化氮", "NF3"),
        "biogenic": _mass("生物质二氧化碳（另列，不计入）", "biogenic CO2, told apart,", "tCO2", gaps=False),
        "keys": Raw(optional=True, each="source", zh="没有数的源及符号（NO、NE、IE、C）", en="notation keys of sources without a number", shape="pairs"),
        "about": Raw(optional=True, each="source", zh="各源说明（活动数据、质量、来源）", en="what is said of each source: activity, quality, origin", shape="table", columns=ABOUT),
    },
    parameters={
        "places": Official("carbon.source.{source}"),
        "warming_ch4": Official("carbon.gwp.ch4"),
        "warming_n2o": Official("carbon.gwp.n2o"),
        "warming_sf6": Official("carbon.gwp.sf6"),
        "warming_nf3": Official("carbon.gwp.nf3"),
    },
)  # fmt: skip
def inventory(emissions, co2, ch4, n2o, hfcs, pfcs, sf6, nf3, biogenic, keys, about, places,
              warming_ch4, warming_n2o, warming_sf6, warming_nf3):  # fmt: skip
    """Totals of one set of sources in every view, in tonnes of CO2 equivalent.

    `part`: energy, process, agriculture, forest, waste, and memo (electricity from outside, transport
    across the border), as the provincial guide has it; `sector`, `subsector` and `ref` (reference
    number) of GPC; `scope` 1, 2 and 3; `gas`; `basic`, `basic_plus`; `territory` (scope 1) and
    `with_power` (the guide's parts with what is supplied from outside). The parts with memo, the
    sectors, the scopes, the reference numbers and the gases all sum to `all`. `sources` has each
    source with its gases, `biogenic` stands beside.
    about: `{source: {"amount", "unit", "activity_quality", "factor_quality", "origin", "note"}}`.
    Raises `inventory_empty`, `source_without_number`, `notation_key_unknown`, and `source_told_twice` for a number beside a
    key, or for a source given both whole and by its gases.
    """
    warming = {"ch4": warming_ch4, "n2o": warming_n2o, "sf6": warming_sf6, "nf3": warming_nf3}
    masses = {"co2": co2, "ch4": ch4, "n2o": n2o, "hfcs": hfcs, "pfcs": pfcs, "sf6": sf6, "nf3": nf3}  # fmt: skip
    by_gas = _by_gas(emissions or {}, masses, warming)
    _check(keys or {}, by_gas)
    if wrong := [source for source, said in (about or {}).items() if not isinstance(said, Mapping)]:
        raise LuhengError("input_no_mapping", name=f"about.{wrong[0]}", each="amount")
    totals = {source: sum(gases.values()) for source, gases in by_gas.items()}
    found = _sums(totals, places)
    gas: defaultdict[str, Any] = defaultdict(int)
    for gases in by_gas.values():
        for name, amount in gases.items():
            gas[name] += amount
    power = sum(totals[one] for one in totals if places[one]["scope"] == "2")
    level = {one: places[one]["level"] for one in totals}
    return Worked({
        **found, "gas": dict(sorted(gas.items())),
        "basic": sum(totals[one] for one in totals if level[one] == "basic"),
        "basic_plus": sum(totals[one] for one in totals if level[one] != "outside"),
        "territory": found["scope"].get("1", 0),
        "with_power": sum(v for part, v in found["part"].items() if part != "memo") + power,
        "all": sum(totals.values()), "biogenic": sum((biogenic or {}).values()),
        "keys": dict(keys or {}),
        "sources": {one: {"ref": places[one]["ref"], "total": totals[one], **by_gas[one]} for one in totals},
        "refs_of_keys": {one: places[one]["ref"] for one in keys or {}},
    })  # fmt: skip


def _by_gas(emissions, masses, warming):
    """Each source with its gases as CO2 equivalent; `together` where they were not told apart."""
    found: dict[str, dict[str, Any]] = {}
    for gas, amounts in {"together": emissions, **masses}.items():
        for source, amount in (amounts or {}).items():
            if amount is None:
                raise LuhengError("source_without_number", source=source)
            if gas != "together" and source in emissions:
                raise LuhengError("source_told_twice", source=source, key=gas)
            found.setdefault(source, {})[gas] = amount * warming.get(gas, 1)
    if not found:
        raise LuhengError("inventory_empty")
    return found


def _sums(totals, places):
    found: dict[str, Any] = {view: defaultdict(int) for view in (*_VIEWS, "ref")}
    for source, amount in totals.items():
        for view, name in (*_VIEWS.items(), ("ref", "ref")):
            found[view][places[source][name]] += amount
    return {view: dict(sorted(sums.items())) for view, sums in found.items()}


def _check(keys, emissions):
    for source, key in keys.items():
        if key not in KEYS:
            raise LuhengError("notation_key_unknown", source=source, key=key, known="、".join(KEYS))
        if source in emissions:
            raise LuhengError("source_told_twice", source=source, key=key)


@method(
    id="carbon.intensity",
    zh="单位地区生产总值二氧化碳排放",
    en="CO2 per unit of GDP",
    unit="tCO2/万元",
    source=Clause("碳预算管理", "碳排放强度", mark="recalled"),
    given={
        "emitted": Input(
            unit="万tCO2", minimum=0, zh="二氧化碳排放总量", en="CO2 emitted", symbol="E"
        )
    },
    needs={"gdp": Need("energy.gdp_at_constant_prices", symbol="G")},
    formula="I = {emitted} ÷ {gdp}",
)
def intensity(emitted, gdp):
    """Tonnes for each 10,000 yuan of GDP in prices of the base year; None without a GDP."""
    return emitted / gdp if gdp else None


@method(
    id="carbon.intensity_fall",
    zh="单位地区生产总值二氧化碳排放降低率",
    en="fall of CO2 per unit of GDP",
    unit="%",
    source=Clause("碳预算管理", "碳排放强度降低率", mark="recalled"),
    given={
        "intensity_now": Input(unit="tCO2/万元", minimum=0, zh="报告期强度", en="intensity now", symbol="I"),
        "intensity_base": Input(unit="tCO2/万元", minimum=0, zh="基期强度", en="intensity of the base", symbol="I₀"),
    },
    formula="d = (1 − {intensity_now} ÷ {intensity_base}) × 100",
)  # fmt: skip
def intensity_fall(intensity_now, intensity_base):
    """How much it fell, in percent; negative where it rose. None without a base."""
    return (1 - intensity_now / intensity_base) * 100 if intensity_base else None
