"""GB 3838-2002, 5.1: the class of water by its worst item, and what exceeds by how much."""

from __future__ import annotations

from typing import Any

import numpy as np

from luheng.methods import Choice, Clause, Input, Need, Official, Raw, Worked, method
from luheng.methods.amounts import BelowLimit
from luheng.packs.water.methods.items import (
    NAMES,
    TARGETS,
    UNJUDGED,
    class_of,
    classes_of_array,
    limits_in,
    multiple,
    named,
    reason,
)
from luheng.vocabulary.messages import LuhengError

RULES = Clause("GB 3838-2002", "5.1；表1")
EVALUATION = "环办〔2011〕22号"

SAMPLE = Input(
    each="item", unit_of="limits", below="keep", optional=True, gaps=True, minimum=0,
    zh="各项目浓度", en="concentrations by item", symbol="C",
)  # fmt: skip
BODY = Choice(
    values=("river", "lake"), default="river", zh="水体（河流或湖库）", en="river, or lake and reservoir",
)  # fmt: skip
SATURATION = Input(
    unit="%", optional=True, minimum=0, zh="溶解氧饱和率", en="saturation with oxygen", symbol="DO%"
)
BELOW = Raw(
    optional=True, zh="低于检出限的标记（成列数据，逐项目）", en="which numbers of a series are detection limits, by item",
    shape="columns",
)  # fmt: skip
LIMITS = Official("water.limits.{item}", symbol="Cₛ")


def item_classes_of_arrays(sample, oxygen_saturation, body, below, limits):
    """The class of each item as an array of int8, 0 where it is missing or cannot be judged."""
    found = {}
    for item, values in _measured(sample).items():
        compared = limits_in(limits[item], body)
        if compared is None or values is None:
            continue
        classes = classes_of_array(np.asarray(values, dtype=np.float64), *compared)
        if below and item in below:
            flagged = np.asarray(below[item], dtype=bool)
            classes = np.where(flagged, _below_in_arrays(values, *compared), classes)
        if item == "dissolved_oxygen" and oxygen_saturation is not None:
            enough = np.asarray(oxygen_saturation) >= limits[item]["saturation"]
            classes = np.where(enough & (classes > 0), np.int8(1), classes)
        found[item] = classes
    return found


def _below_in_arrays(values, way, limits):
    """The classes of detection limits: as single numbers, one for each limit that occurs."""
    flat = np.ravel(values).tolist()
    known = {one: class_of(BelowLimit(one), way, limits) for one in set(flat)}
    found = [known[one] if one == one else None for one in flat]
    return np.array([one if isinstance(one, int) else 0 for one in found], dtype=np.int8).reshape(
        np.shape(values)
    )


def _measured(sample):
    if not sample:
        raise LuhengError("input_missing", name="sample", label=SAMPLE.zh)
    return sample


@method(
    id="water.item_classes",
    zh="各项目水质类别",
    en="class of each item",
    source=RULES,
    given={"sample": SAMPLE, "oxygen_saturation": SATURATION, "body": BODY, "below": BELOW},
    parameters={"limits": LIMITS},
    arrays=item_classes_of_arrays,
)
def item_classes(sample, oxygen_saturation, body, below, limits):
    """The class of each item, 1 to 5, or 6 worse than class Ⅴ; None where it is missing.

    A value just at a limit keeps it. Not detected keeps every limit not below the detection limit;
    with one above them all it is "unjudged". pH outside 6 to 9 counts as 6. Total nitrogen has
    limits in lakes only and is left out of rivers. Dissolved oxygen of 90 % saturation is class Ⅰ.
    Of arrays: int8, 0 where missing or not judged; `below` marks the numbers that are detection limits.
    """
    found, reasons = {}, []
    for item, value in _measured(sample).items():
        compared = limits_in(limits[item], body)
        if compared is None:
            continue
        found[item] = class_of(value, *compared)
        if value is None:
            continue
        enough = limits[item].get("saturation")
        if enough and oxygen_saturation is not None and oxygen_saturation >= enough:
            found[item] = 1
            reasons.append(reason(item, oxygen_saturation, 1, "at_least", (enough,)))
        else:
            reasons.append(reason(item, value, found[item], *compared))
    return Worked(
        found,
        note_zh="；".join(zh for zh, _ in reasons), note_en="; ".join(en for _, en in reasons),
    )  # fmt: skip


def section_class_of_arrays(classes, scope, evaluated):
    """The worst class of each sample as int8; 0 where no item of it was judged."""
    counted = [classes[item] for item in classes if scope == "all" or item in evaluated]
    if not counted:
        raise LuhengError("water_no_item_counts", items=named(classes))
    worst = np.array(counted[0], dtype=np.int8)
    for one in counted[1:]:
        worst = np.maximum(worst, one, out=worst if worst.shape == np.shape(one) else None)
    return worst


@method(
    id="water.class",
    zh="水质类别（单因子评价）",
    en="class of water, by its worst item",
    source=RULES,
    given={
        "scope": Choice(
            values=("routine", "all"),
            default="routine",
            zh="参评项目（routine：21项；all：全部所测）",
            en="items that count: the 21 of routine evaluation, or all",
        ),
    },
    needs={"classes": Need("water.item_classes", symbol="Gᵢ")},
    parameters={"evaluated": "water.evaluated_items"},
    formula="G = max({classes})",
    arrays=section_class_of_arrays,
)
def section_class(classes, scope, evaluated):
    """The class of the worst item, 1 to 5, or 6 worse than class Ⅴ; None where nothing was measured.

    Its working names the items that decide, those not measured and those that cannot be judged
    because the detection limit is above the standard: the class holds for the others.
    """
    counted = {item: one for item, one in classes.items() if scope == "all" or item in evaluated}
    judged = {item: one for item, one in counted.items() if isinstance(one, int)}
    unjudged = [item for item, one in counted.items() if one == UNJUDGED]
    missing = [item for item in evaluated if counted.get(item) is None]
    if not judged:
        note = _reasons((), missing, unjudged)
        return Worked(None, formula="G = —", note_zh=note[0], note_en=note[1])
    worst = max(judged.values())
    deciding = [item for item, one in judged.items() if one == worst]
    zh, en = _reasons(deciding if worst > 1 else (), missing if scope == "routine" else (), unjudged)  # fmt: skip
    return Worked(worst, note_zh=zh, note_en=en)


def _reasons(deciding, missing, unjudged):
    """The notes of a class in both languages."""
    parts = [
        ("定类项目：", "decided by ", deciding),
        ("未测：", "not measured: ", missing),
        ("检出限高于Ⅴ类限值，不能判定：", "detection limit above class Ⅴ, not judged: ", unjudged),
    ]
    zh = "；".join(f"{start}{named(items)}" for start, _, items in parts if items)
    en = "; ".join(f"{start}{named(items, 1)}" for _, start, items in parts if items)
    return zh, en


@method(
    id="water.state",
    zh="断面水质状况",
    en="state of a section in words",
    source=Clause(EVALUATION, "断面水质定性评价", mark="secondary"),
    needs={"number": Need("water.class", symbol="G")},
    parameters={"words": "water.class_words"},
)
def state(number, words):
    """Class and state in words; None where there is no class. Of arrays: the classes as numbers."""
    if isinstance(number, np.ndarray):
        return number
    return None if number is None else in_words(int(number), words)


def in_words(number, words):
    """The words of a class: {class, zh, en, state_zh, state_en}."""
    return {"class": number} | {name: words[name][number - 1] for name in words}


def exceeding_of_arrays(sample, classes, body, below, target, limits):
    """Of each item: the multiple, 0 where the limit is kept, NaN where unknown; of pH and oxygen, whether."""
    rank = TARGETS.index(target)
    found = {}
    for item, values in _measured(sample).items():
        compared = limits_in(limits[item], body)
        if compared is None or item not in classes:
            continue
        over = classes[item] > rank + 1
        if compared[0] != "at_most":
            found[item] = over
            continue
        flagged = np.asarray((below or {}).get(item, False), dtype=bool)
        times = np.where(over & ~flagged, multiple(values, compared[1][rank]), 0.0)
        found[item] = np.where(classes[item] == 0, np.nan, times)
    return found


@method(
    id="water.exceeding_items",
    zh="超标项目和超标倍数",
    en="items above the limit, and by how many times",
    source=RULES,
    given={
        "sample": SAMPLE,
        "body": BODY,
        "below": BELOW,
        "target": Choice(values=TARGETS, default="III", zh="目标类别", en="class that is aimed at"),
    },
    needs={"classes": Need("water.item_classes", symbol="G")},
    parameters={"limits": LIMITS},
    arrays=exceeding_of_arrays,
)
def exceeding_items(sample, classes, body, below, target, limits):
    """Items that miss the target class, each with (C − Cₛ) ÷ Cₛ; None for pH and dissolved oxygen.

    Not detected never exceeds. Empty where every measured item is on target.
    """
    rank = TARGETS.index(target)
    found: dict[str, Any] = {}
    for item, value in _measured(sample).items():
        number = classes.get(item)
        if not isinstance(number, int) or number <= rank + 1:
            continue
        way, own = limits_in(limits[item], body)
        if isinstance(value, BelowLimit):
            if way != "at_most":
                found[item] = None
        else:
            found[item] = multiple(value, own[rank]) if way == "at_most" else None
    said = "，".join(f"{NAMES[item][0]}" for item in found)
    return Worked(found, note_zh=f"超标：{said}" if said else "没有超标项目", note_en=f"exceeding: {named(found, 1)}" if said else "nothing exceeds")  # fmt: skip


@method(
    id="water.main_pollutants",
    zh="断面主要污染指标",
    en="main pollutants of a section",
    source=Clause(EVALUATION, "主要污染指标的确定", mark="recalled"),
    given={
        "scope": Choice(
            values=("routine", "all"),
            default="routine",
            zh="参评项目（routine：21项；all：全部所测）",
            en="items that count: the 21 of routine evaluation, or all",
        ),
    },
    needs={
        "classes": Need("water.item_classes", symbol="G"),
        "multiples": Need("water.exceeding_items", {"target": "III"}),
    },
    parameters={
        "evaluated": "water.evaluated_items",
        "first": "water.first_pollutants",
        "at_most": "water.main_pollutants_at_most",
    },
)
def main_pollutants(classes, multiples, scope, evaluated, first, at_most):
    """At most three items worse than class Ⅲ: the worst class first, then the greatest multiple.

    Cyanide and heavy metals that exceed come before all others. pH and dissolved oxygen, which have
    no multiple, come last within their class. Of single samples only.
    """
    if any(isinstance(one, np.ndarray) for one in classes.values()):
        raise LuhengError("water_one_at_a_time", method="water.main_pollutants")
    counted = [item for item in multiples if scope == "all" or item in evaluated]
    ordered = sorted(
        counted,
        key=lambda item: (
            item not in first,
            -classes[item],
            multiples[item] is None,
            -(multiples[item] or 0),
        ),
    )
    return tuple(ordered[: int(at_most)])
