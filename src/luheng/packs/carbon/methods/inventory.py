"""The city's inventory: one set of sources seen by the provincial guide's parts and by GPC, to the last digit."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from luheng.methods import Clause, Input, Need, Official, Raw, Worked, method
from luheng.vocabulary.messages import LuhengError

_GUIDE = "发改办气候〔2011〕1041号"
KEYS = {"NO": "不发生", "NE": "未估算", "IE": "已列入别处", "C": "保密"}
"""Notation keys of GPC for a source without a number."""


@method(
    id="carbon.inventory",
    zh="城市温室气体清单",
    en="greenhouse gas inventory of a city",
    unit="tCO2e",
    source=Clause(_GUIDE, "清单汇总", mark="secondary"),
    given={
        "emissions": Input(unit="tCO2e", each="source", zh="各源排放（汇为负）", en="emissions of each source, sinks negative", symbol="E"),
        "keys": Raw(optional=True, zh="没有数的源及符号（NO、NE、IE、C）", en="notation keys of sources without a number"),
    },
    parameters={"places": Official("carbon.source.{source}")},
)  # fmt: skip
def inventory(emissions, keys, places):
    """Totals of one set of sources in every view, in tonnes of CO2 equivalent.

    `part`: energy, process, agriculture, forest, waste, and memo (electricity from outside, transport
    across the border), as the provincial guide has it; `sector` and `subsector` of GPC; `scope` 1, 2
    and 3; `basic`, `basic_plus`; `territory` (scope 1) and `with_power` (the guide's parts with the
    electricity from outside). The parts with memo, the sectors and the scopes all sum to `all`.
    Raises `notation_key_unknown`, and `source_told_twice` for a number beside a key.
    """
    _check(keys or {}, emissions)
    found = {"part": _sums(), "sector": _sums(), "subsector": _sums(), "scope": _sums()}
    basic = plus = Fraction(0)
    for source, amount in emissions.items():
        place = places[source]
        for view, name in (
            ("part", "part"),
            ("sector", "sector"),
            ("subsector", "sub"),
            ("scope", "scope"),
        ):
            found[view][place[name]] += amount
        basic += amount if place["level"] == "basic" else 0
        plus += amount if place["level"] in ("basic", "basic_plus") else 0
    whole = {view: dict(sorted(sums.items())) for view, sums in found.items()}
    power = sum(emissions[one] for one in emissions if places[one]["scope"] == "2")
    return Worked({
        **whole, "basic": basic, "basic_plus": plus,
        "territory": whole["scope"].get("1", Fraction(0)),
        "with_power": sum(v for part, v in whole["part"].items() if part != "memo") + power,
        "all": sum(emissions.values(), Fraction(0)), "keys": dict(keys or {}),
    })  # fmt: skip


def _sums():
    return defaultdict(Fraction)


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
