"""Whether a section meets the class that it is meant to have (考核断面、水功能目标)."""

from __future__ import annotations

import numpy as np

from luheng.methods import Choice, Clause, Need, Raw, Worked, method
from luheng.packs.water.methods.classes import BELOW, LIMITS, SAMPLE
from luheng.packs.water.methods.items import CLASSES, TARGETS, WORSE, named, not_shown


def target_met_of_arrays(sample, below, target, classes, number, limits, evaluated):
    """1 where a sample meets its target, 0 where it misses it, -1 where it cannot be said."""
    aim = TARGETS.index(target) + 1
    missed, open_ = np.zeros((2, *np.shape(number)), dtype=bool)
    for item in (one for one in classes if one in evaluated):
        over, flagged = classes[item] > aim, np.asarray((below or {}).get(item, False), dtype=bool)
        unsure = flagged & over & (classes[item] < WORSE)
        missed |= over & ~unsure
        open_ |= unsure | (flagged & (classes[item] == 0))
    return np.where(missed, 0, np.where(open_ | (number == 0), -1, 1)).astype(np.int8)


@method(
    id="water.target_met",
    zh="断面水质目标达标情况",
    en="whether a section meets its target class",
    source=Clause("GB 3838-2002", "5.1"),
    given={
        "sample": SAMPLE,
        "below": BELOW,
        "target": Choice(values=TARGETS, default="III", zh="目标类别", en="class that is aimed at"),
    },
    needs={
        "classes": Need("water.item_classes", symbol="G"),
        "number": Need("water.class", symbol="G"),
    },
    parameters={"limits": LIMITS, "evaluated": "water.evaluated_items"},
    arrays=target_met_of_arrays,
)
def target_met(sample, below, target, classes, number, limits, evaluated):
    """{met, target, class, failing, unjudged}: True, False, or None where it cannot be said.

    It cannot where nothing was measured, or where no item fails but one was not detected with a
    detection limit above the target. Of arrays: 1 met, 0 missed, -1 where it cannot be said.
    """
    aim = TARGETS.index(target) + 1
    counted = {item: one for item, one in classes.items() if item in evaluated}
    unjudged = tuple(item for item in counted if not_shown(sample[item], counted[item], aim))
    failing = tuple(
        item for item, one in counted.items()
        if item not in unjudged and isinstance(one, int) and one > aim
    )  # fmt: skip
    met = False if failing else None if unjudged or number is None else True
    zh = {True: "达标", False: f"未达标：{named(failing)}", None: "不能判定"}[met]
    en = {True: "met", False: f"missed: {named(failing, 1)}", None: "cannot be said"}[met]
    return Worked(
        {"met": met, "target": CLASSES[aim - 1], "class": number and CLASSES[int(number) - 1], "failing": failing, "unjudged": unjudged},
        note_zh=zh, note_en=en,
    )  # fmt: skip


@method(
    id="water.highest_function",
    zh="多种功能水域的适用类别",
    en="class that applies to water with several uses",
    source=Clause("GB 3838-2002", "3"),
    given={"functions": Raw(zh="各功能对应的类别", en="classes of its uses", shape="list")},
)
def highest_function(functions):
    """The strictest of the classes of its uses, as "I" to "V"."""
    return min(functions, key=TARGETS.index)
