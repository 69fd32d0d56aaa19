"""How ready an area is: what is met, missed, not known, and whether it may apply."""

from __future__ import annotations

from fractions import Fraction

from luheng.methods import Choice, Clause, Input, Need, Official, Raw, Worked, method
from luheng.packs.eco_city.methods.items import MET, MISSED, UNKNOWN, applies, judged, threshold
from luheng.vocabulary.messages import LuhengError

_SCHEME = "建设指标和管理规程"
LEVEL = Choice(values=("city", "county"), default="city", zh="市或县", en="city or county")
TERRAIN = Choice(
    values=("mountain", "hill", "plain", "arid", "plateau", "not_told"), default="not_told",
    zh="地形", en="terrain",
)  # fmt: skip
SIZE = Choice(
    values=("super", "large", "medium_small", "not_told"),
    default="not_told",
    zh="城市规模",
    en="size of the city",
)
ABSENT = Raw(
    optional=True,
    zh="本地没有的对象（如近岸海域）",
    en="items whose thing does not exist here",
    shape="list",
)


TOLD = Raw(
    zh="各指标现状", en="what is known of each item", shape="table",
    columns={
        "value": ("现状值", "value now"), "assigned": ("上级下达值", "value assigned"),
        "base": ("基准年数值", "value of the base year"), "before": ("上年数值", "value of the year before"),
        "done": ("是否完成", "in place or done"),
    },
)  # fmt: skip


@method(
    id="eco_city.items",
    zh="逐项达标情况",
    en="items one by one",
    source=Clause(_SCHEME, "指标表", mark="recalled"),
    given={
        "told": TOLD,
        "level": LEVEL, "terrain": TERRAIN, "size": SIZE, "absent": ABSENT,
    },
    parameters={"items": Official("eco_city.set")},
)  # fmt: skip
def items(told, level, terrain, size, absent, items):
    """`{item: met | missed | unknown}` for every item that is asked of the area.

    told: `{item: {"value": 92.1, "base": 90, "assigned": 91, "done": true}}`, of each what there is.
    absent: the Chinese names of things that do not exist here. Raises `item_unknown` for an item
    that is not of the edition, `area_not_told`, `item_not_readable`.
    """
    known = items["items"]
    if strange := sorted(set(told) - set(known)):
        raise LuhengError("item_unknown", items="、".join(strange), known="、".join(known))
    area = {"level": level, "terrain": terrain, "size": size, "absent": set(absent or ())}
    asked = {key: one for key, one in known.items() if applies(one, area)}
    gaps = {
        language: "；".join(gap[language] for gap in items.get("gaps", ()))
        for language in ("zh", "en")
    }
    return Worked(
        {key: judged(one, area, told.get(key)) for key, one in asked.items()},
        note_zh=f"本套指标录入不全：{gaps['zh']}" if gaps["zh"] else "",
        note_en=f"this set is not complete here: {gaps['en']}" if gaps["en"] else "",
    )  # fmt: skip


@method(
    id="eco_city.readiness",
    zh="创建达标率",
    en="share of items met",
    unit="%",
    source=Clause(_SCHEME, "达标率", mark="recalled"),
    needs={"each": Need("eco_city.items")},
    formula="{met} ÷ {asked} × 100",
)
def readiness(each):
    """Items met, of all that are asked of the area, in percent: what is not known is not met."""
    met = sum(answer == MET for answer in each.values())
    if not each:
        return None
    return Worked(_percent(met, len(each)), met=met, asked=len(each))


@method(
    id="eco_city.gaps",
    zh="差距清单",
    en="list of gaps",
    source=Clause(_SCHEME, "指标表", mark="recalled"),
    needs={"each": Need("eco_city.items")},
    parameters={"items": Official("eco_city.set")},
)
def gaps(each, items):
    """`{"missed": {item: name}, "unknown": {item: name}}`: what to mend and what to find out."""
    found: dict[str, dict[str, str]] = {MISSED: {}, UNKNOWN: {}}
    for key, answer in each.items():
        if answer in found:
            found[answer][key] = items["items"][key]["zh"]
    return found


@method(
    id="eco_city.eligible",
    zh="是否具备申报条件",
    en="whether the area may apply",
    source=Clause(_SCHEME, "申报条件", mark="recalled"),
    needs={"each": Need("eco_city.items")},
    parameters={"items": Official("eco_city.set"), "share": Official("eco_city.reference_share")},
)
def eligible(each, items, share):
    """yes, no or unknown: every binding item met and enough of the others.

    Where the edition does not say which items bind, as ours of 2024 does not, all of them are
    taken to: no is certain only where nothing that is unknown could change it.
    """
    binding = {key: one for key, one in each.items() if items["items"][key]["binding"] != "no"}
    others = [answer for key, answer in each.items() if key not in binding]
    if MISSED in binding.values():
        return Worked("no", note_zh="有约束性指标未达标", note_en="a binding item is missed")
    best = [answer != MISSED for answer in others]
    if others and _percent(sum(best), len(others)) < share:
        return Worked(
            "no", note_zh="参考性指标达标比例不足", note_en="too few reference items are met"
        )
    sure = not others or _percent(sum(one == MET for one in others), len(others)) >= share
    if sure and UNKNOWN not in binding.values():
        return "yes"
    return Worked("unknown", note_zh="有指标缺数", note_en="items are not known")


@method(
    id="eco_city.own_target",
    zh="本地目标与国家要求比较",
    en="a local target beside the national one",
    source=Clause(_SCHEME, "指标表", mark="recalled"),
    given={
        "item": Choice(zh="指标", en="item"),
        "target": Input(zh="本地目标值", en="local target", symbol="T"),
        "level": LEVEL, "terrain": TERRAIN, "size": SIZE,
    },
    parameters={"items": Official("eco_city.set")},
    formula="{target} : {line}",
)  # fmt: skip
def own_target(item, target, level, terrain, size, items):
    """stricter, equal or weaker than the national number; None where the nation asks for no level.

    Raises `item_unknown`, `area_not_told`.
    """
    known = items["items"]
    if item not in known:
        raise LuhengError("item_unknown", items=item, known="、".join(known))
    line = threshold(known[item], {"level": level, "terrain": terrain, "size": size, "absent": ()})
    if line is None or known[item]["test"] == "rises_by":  # a rise is no level
        return None
    better = target - line if known[item]["test"] != "at_most" else line - target
    return Worked("equal" if better == 0 else "stricter" if better > 0 else "weaker", line=line)


def _percent(part, whole):
    return Fraction(part * 100, whole)
