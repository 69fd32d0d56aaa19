"""Limit standards: at which of three levels a product's energy lies, and what the next level would save."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from luheng.methods import Choice, Clause, Input, Need, Official, Worked, method
from luheng.vocabulary.messages import LuhengError

LEVELS = ("level1", "level2", "level3")
_NONE = "none"  # the standard prints a dash
_HIGH = 1500  # metres above which thin air is allowed for
_SEA_LEVEL = 101_325  # Pa
_MEASURES = {
    "clinker_share": "熟料比（%）",
    "ore_grade": "入炉矿品位（%）",
    "feed_grade": "入炉品位（%）",
    "scrap_share": "废钢比（%）",
    "hot_metal_share": "铁水比（%）",
}


@method(
    id="energy.corrected_limits",
    zh="修正后的单位产品能耗限额",
    en="limits of a product after correction",
    source=Clause("单位产品能源消耗限额", "修正", mark="secondary"),
    given={
        "product": Choice(zh="产品", en="product"),
        "condition": Input(optional=True, minimum=0, maximum=100, zh="工况参数（%）", en="condition that corrects the limit, in percent"),
        "altitude": Input(unit="m", optional=True, zh="海拔", en="altitude", symbol="H"),
        "air_pressure": Input(unit="Pa", optional=True, minimum=1, zh="当地大气压", en="air pressure of the place", symbol="P"),
    },
    parameters={"limit": Official("energy.limit.{product}")},
)  # fmt: skip
def corrected_limits(product, condition, altitude, air_pressure, limit):
    """Levels 1, 2 and 3 in the unit of the limit; a level that the standard leaves open is None.

    Raises `correction_not_given` where the standard corrects by something that was not told.
    """
    rule = limit.get("correction", {})
    points = _points(product, condition, rule)
    thin_air = _thin_air(product, altitude, air_pressure, rule)
    found: dict[str, Any] = {}
    for number, name in enumerate(LEVELS):
        if limit[name] == _NONE:
            found[name] = None
            continue
        added = points * rule["per_point"][number] if points else 0
        found[name] = (limit[name] + added) * (
            thin_air if number + 1 in rule.get("altitude", ()) else 1
        )
    missing = "、".join(limit.get("not_transcribed", ()))
    return Worked(
        found,
        note_zh=f"标准另按{missing}修正，条文未录入，此处未修正" if missing else "",
        note_en=f"the standard also corrects by {missing}, which is not here yet" if missing else "",
    )  # fmt: skip


def _points(product, condition, rule):
    """How many points above the base are corrected."""
    if "measure" not in rule:
        return 0
    if condition is None:
        raise LuhengError(
            "correction_not_given", product=product, measure=_MEASURES[rule["measure"]], base=rule["base"],
        )  # fmt: skip
    points = condition - rule["base"]
    if rule.get("only") == "below":
        points = min(points, 0)
    most = rule.get("at_most")
    return max(-most, min(points, most)) if most else points


def _thin_air(product, altitude, air_pressure, rule):
    if "altitude" not in rule or altitude is None or altitude <= _HIGH:
        return 1
    if air_pressure is None:
        raise LuhengError("correction_not_given", product=product, measure="air_pressure（Pa）", base=_SEA_LEVEL)  # fmt: skip
    return Fraction("1.179") - Fraction("0.211") * air_pressure / _SEA_LEVEL


LIMITS = Need("energy.corrected_limits", symbol="L")
CONSUMED = Input(unit_of="", zh="单位产品能耗", en="energy per product", symbol="e")


@method(
    id="energy.limit_level",
    zh="单位产品能耗等级",
    en="level of the energy per product",
    source=Clause("单位产品能源消耗限额", "能耗限额等级", mark="secondary"),
    given={"consumed": CONSUMED},
    needs={"limits": LIMITS},
    formula="{consumed}",
)
def limit_level(consumed, limits):
    """1, 2 or 3, or "beyond" where even the third level is exceeded; a limit itself still fits.

    A level that the standard leaves open is passed over.
    """
    for number, name in enumerate(LEVELS, start=1):
        if limits[name] is not None and consumed <= limits[name]:
            return Worked(str(number), formula="{consumed} ≤ {line}", line=limits[name])
    return Worked("beyond", formula="{consumed} > {line}", line=limits["level3"])


@method(
    id="energy.saving_potential",
    zh="达到目标等级的节能潜力",
    en="what reaching a level would save",
    source=Clause("单位产品能源消耗限额", "对标", mark="recalled"),
    given={
        "consumed": CONSUMED,
        "level": Choice(values=("1", "2", "3"), default="1", zh="目标等级", en="level aimed at"),
        "output": Input(unit="t", minimum=0, zh="产量", en="output", symbol="P"),
    },
    needs={"limits": LIMITS},
    formula="ΔE = ({consumed} − {line}) × {output} ÷ 1000",
)  # fmt: skip
def saving_potential(consumed, level, output, limits):
    """Thousands of the limit's own unit (tce where it is kgce/t, MWh where it is kWh/t).

    Nothing where the level is reached; None where the standard has no such level.
    """
    line = limits[f"level{level}"]
    if line is None:
        return None
    if consumed <= line:
        return Worked(output * 0, formula="ΔE = 0", line=line, note_zh="已达到", note_en="reached")
    return Worked(
        (consumed - line) * output / 1000, line=line,
        note_zh="限额单位的千倍：kgce/t 得 tce，kWh/t 得 MWh",
        note_en="thousands of the limit's unit: tce of kgce/t, MWh of kWh/t",
    )  # fmt: skip
