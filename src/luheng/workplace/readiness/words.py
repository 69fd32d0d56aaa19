"""What an item asks for and how far it is, in words of the reader's language."""

from __future__ import annotations

from typing import Any

from luheng.workplace.language import say
from luheng.workplace.readiness.standing import MET, MISSED, UNKNOWN, Line
from luheng.workplace.wording import plain_amount

ANSWERS = {
    MET: ("green", "●", say("达标", "met")),
    MISSED: ("red", "■", say("未达标", "missed")),
    UNKNOWN: ("grey", "○", say("缺数", "not known")),
}
ELIGIBLE = {
    "yes": say("具备申报条件", "may apply"),
    "no": say("尚不具备申报条件", "may not apply yet"),
    "unknown": say("能否申报尚不能判断", "whether it may apply cannot be said yet"),
}
COMPARED = {
    "stricter": ("green", say("严于国家", "stricter than the national one")),
    "equal": ("", say("与国家相同", "the same as the national one")),
    "weaker": ("amber", say("低于国家要求", "weaker than the national one")),
}
BINDING = {
    "yes": say("约束性", "binding"),
    "no": say("参考性", "reference"),
    "unknown": say("未录入", "not transcribed"),
}
LACKS = {
    "value": say("现状值", "value now"),
    "assigned": say("上级下达值", "value assigned"),
    "base": say("基准年数值", "value of the base year"),
    "before": say("上年数值", "value of the year before"),
    "done": say("是否建立或完成", "whether it is in place"),
}
_ASSIGNED = say("完成上级任务", "meets the task of the superior")
_KEPT = {
    "up": say("保持稳定或提高", "no lower than before"),
    "down": say("保持稳定或下降", "no higher than before"),
}
_OR = {"up": say("或持续提高", "or rising"), "down": say("或持续下降", "or falling")}
_SIGNS = {"at_least": "≥", "at_most": "≤", "more_than": ">"}
_SHORT = {
    "line": say("距要求", "short of what is asked by"),
    "assigned": say("距下达值", "short of the value assigned by"),
    "kept": say("比基准年差", "worse than the base year by"),
    "rise": say("提高幅度差", "rise short by"),
}


def asked(line: Line) -> str:
    """What the item asks for: ≥ 60 %, 完成上级任务 …"""
    item, test = line.item, line.item["test"]
    unit = _unit(item)
    if test in _SIGNS and line.line is not None:
        words = f"{_SIGNS[test]} {plain_amount(line.line)}{unit}"
    elif test == "rises_by" and line.line is not None:
        number, high = plain_amount(line.line), plain_amount(item["unless_above"])
        words = str(say(f"提高 {number} 个百分点；已高于 {high}% 的不下降",
                        f"up {number} points; no fall where above {high}%"))  # fmt: skip
    elif test == "kept":
        words = str(_KEPT[item["better"]])
    elif test == "assigned":
        words = str(_ASSIGNED)
    else:
        words = str(say("建立或完成", "in place or done"))
    if item.get("or_kept"):
        words = f"{words} {_OR[item['or_kept']]}"
    if item.get("assigned"):
        words = f"{words}{say('，且', ', and ')}{_ASSIGNED}"
    return words


def short(line: Line) -> str:
    """How far it is: of each thing asked that is missed."""
    points = str(say(" 个百分点", " points")) if line.item.get("unit") == "%" else _unit(line.item)
    return str(say("；", "; ")).join(
        f"{_SHORT[name]} {plain_amount(value)}{points}" for name, value in line.short_by.items()
    )


def lacking(line: Line) -> str:
    """What is to be found out before it can be said."""
    return str(say("、", ", ")).join(str(LACKS[name]) for name in line.lacks)


def _unit(item: Any) -> str:
    unit = str(item.get("unit", ""))
    return unit if unit in ("", "%") else f" {unit}"
