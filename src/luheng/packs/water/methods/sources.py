"""GB 3838-2002, 5.3: surface sources of drinking water, by tables 1, 2 and 3 together."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from luheng.methods import Choice, Clause, Input, Need, Official, Raw, Worked, method, rounded
from luheng.methods.amounts import BelowLimit
from luheng.packs.water.methods.classes import BODY, LIMITS, SAMPLE
from luheng.packs.water.methods.items import multiple, not_shown
from luheng.packs.water.methods.sections import share
from luheng.vocabulary.messages import LuhengError

SOURCES = Clause("GB 3838-2002", "5.3；表1、表2、表3")
_THIRD = 3


def _extra(each, table, zh, en):
    return Input(
        each=each,
        unit_of=table,
        below="keep",
        optional=True,
        gaps=True,
        minimum=0,
        zh=zh,
        en=en,
        symbol="C",
    )


def exceeding(sample, limits):
    """Of items with one limit: those above it with their multiple; those whose detection limit is above it."""
    above, unjudged = {}, []
    for item, value in (sample or {}).items():
        if isinstance(value, BelowLimit):
            if value.limit > limits[item]:
                unjudged.append(item)
        elif value is not None and value > limits[item]:
            above[item] = multiple(value, limits[item])
    return above, unjudged


@method(
    id="water.source_standard",
    zh="饮用水水源地水质达标情况",
    en="whether a source of drinking water meets the standard",
    source=SOURCES,
    given={
        "sample": SAMPLE,
        "supplementary": _extra("supplementary_item", "source_limits", "补充项目浓度（表2）", "supplementary items (table 2)"),
        "specific": _extra("specific_item", "specific_limits", "特定项目浓度（表3）", "specific items (table 3)"),
        "body": BODY,
        "origin": Choice(
            values=("surface", "ground"), default="surface", zh="水源类型（地表水、地下水）", en="surface water or groundwater",
        ),
    },
    needs={
        "classes": Need("water.item_classes", symbol="G"),
        "basic": Need("water.exceeding_items", {"target": "III"}),
    },
    parameters={
        "limits": LIMITS,
        "source_limits": Official("water.source_limits.{supplementary_item}", symbol="Cₛ"),
        "specific_limits": Official("water.specific_limits.{specific_item}", symbol="Cₛ"),
        "left_out": "water.items_left_out_of_sources",
        "required": "water.items_of_every_source",
    },
)  # fmt: skip
def source_standard(
    sample, supplementary, specific, body, origin, classes, basic, limits, source_limits,
    specific_limits, left_out, required,
):  # fmt: skip
    """{meets, exceeding, unjudged, missing}: class Ⅲ of the basic items and all limits of tables 2 and 3.

    `meets` is False as soon as one item exceeds; None where none does but an item of every source
    was not measured or not detected with too high a limit. Total nitrogen, faecal coliform and COD
    do not count in the monthly set. Single sources only. Groundwater is judged by class Ⅲ of GB/T
    14848-2017, whose limits are not here: `meets` is None, and the result says so.
    """
    if origin == "ground":
        return Worked(
            {"meets": None, "exceeding": {}, "unjudged": (), "missing": ()},
            note_zh="地下水水源按GB/T 14848-2017 Ⅲ类评价，限值未录入，不能判定",
            note_en="groundwater is judged by class Ⅲ of GB/T 14848-2017, whose limits are not here: no verdict",
        )  # fmt: skip
    if any(isinstance(one, np.ndarray) for one in classes.values()):
        raise LuhengError("water_one_at_a_time", method="water.source_standard")
    above = {item: one for item, one in basic.items() if item not in left_out}
    unjudged = [
        item for item, one in classes.items()
        if item not in left_out and not_shown(sample[item], one, _THIRD)
    ]  # fmt: skip
    for extra, own in ((supplementary, source_limits), (specific, specific_limits)):
        more, unknown = exceeding(extra, own)
        above |= more
        unjudged += unknown
    there = {item for item, one in classes.items() if one is not None}
    there |= {item for item, one in (supplementary or {}).items() if one is not None}
    missing = tuple(item for item in required if item not in there)
    meets = False if above else None if missing or unjudged else True
    return Worked(
        {"meets": meets, "exceeding": above, "unjudged": tuple(unjudged), "missing": missing},
        note_zh={True: "达标", False: "不达标", None: "数据不足，不能判定达标"}[meets],
        note_en={True: "meets the standard", False: "does not meet the standard", None: "too little data to say that it meets the standard"}[meets],
    )  # fmt: skip


@method(
    id="water.sources_met_share",
    zh="集中式饮用水水源地水质达标率",
    en="share of sources of drinking water that meet the standard",
    unit="%",
    source=Clause("集中式饮用水水源地水质优良比例", "达标水源地个数÷水源地总数", mark="secondary"),
    given={
        "meets": Raw(
            zh="各水源地是否达标", en="whether each source meets the standard", shape="list"
        ),
    },
)
def sources_met_share(meets):
    """Sources that meet it per hundred sources judged, to one decimal; by number, not by water drawn.

    Sources that could not be judged (None) are left out and counted in the working.
    """
    given = list(meets.values()) if isinstance(meets, dict) else list(meets)
    judged = [one for one in given if one is not None]
    missing = len(given) - len(judged)
    value = rounded(Fraction(share(sum(map(bool, judged)), len(judged))), "0.1")
    return Worked(
        value, formula="R = {n} ÷ {N} × 100%", n=sum(map(bool, judged)), N=len(judged),
        note_zh=f"{missing} 个水源地数据不足，不计入" if missing else "",
        note_en=f"{missing} sources without a verdict are left out" if missing else "",
    )  # fmt: skip
