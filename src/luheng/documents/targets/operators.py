"""What stands directly before and behind a number: the operator, 约, 以上, a noun it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luheng.documents.model import Operator
from luheng.documents.targets.indicators import less_is_better
from luheng.documents.targets.quantities import Quantity
from luheng.documents.targets.wording import (
    CHANGE_LINKS,
    CHANGE_NOUN,
    FALLS,
    LEVEL_WORDS,
    RISES,
    SUFFIXES,
    one_of,
)

_SOFT = r"(?P<soft>大?约|近|将近|接近)?"
_LEVEL = re.compile(rf"(?P<word>{one_of(LEVEL_WORDS)})(?:了)?{_SOFT}$")
_CHANGE = re.compile(
    rf"(?P<word>{one_of(FALLS + RISES)})(?P<noun>幅度|率)?(?P<link>{one_of(CHANGE_LINKS)})*{_SOFT}$"
)
_SOFT_ONLY = re.compile(r"(?P<soft>大?约|近|将近|接近)$")
_TO = re.compile(r"(?<![直甚乃涉及])[至到]$")
_RAISING = re.compile(r"(?:提高|提升|增加|扩大|增长|扩展|拓展|推高|恢复)")
_LOWERING = re.compile(r"(?:降低|下降|减少|压减|削减|压缩|缩短|控制|缩减)")

# 浓度达到30微克/立方米: what should fall is met from above. The operator stays that of the printed word,
# `bound` says how it is meant (docs/decisions/0008).
_KEPT_LOW = re.compile(r"(?:浓度|能耗|电耗|水耗|煤耗|单耗|漏损率)$")
_SUFFIX = re.compile(rf"(?P<soft>左右|上下)?(?P<suffix>{one_of(SUFFIXES)})?(?P<soft2>左右)?")
_TAIL_MAY = re.compile(
    r"$|[、，；。和与及并且或以同其力确占、]|的?(?:激励|奋斗|预期|既定|考核)?(?:目标|水平|要求|任务|标准|程度|规模|总量目标)(?:$|[，、])|为目标|目标|大关"
)
_RULE = re.compile(r"的(?!(?:激励|奋斗|预期|既定|考核)?目标|水平|要求|任务|标准|规模)")


@dataclass(frozen=True, slots=True)
class Before:
    """The operator before a number. `start` is where its words begin in the text before it."""

    start: int
    kind: str  # level, change, none
    op: Operator | None = None
    strict: bool = False
    approximate: bool = False
    word: str = ""
    keeps_noun: bool = False  # the indicator is itself a change: 下降率, 提高幅度


@dataclass(frozen=True, slots=True)
class Behind:
    """What follows a number: the suffix's operator, its length, and whether a noun follows it."""

    length: int
    op: Operator | None
    approximate: bool
    free: bool  # the number ends its phrase: no noun belongs to it


def before(left: str) -> Before:
    """The operator at the end of the text before a number."""
    level, change = _LEVEL.search(left), _CHANGE.search(left)
    if change and (not level or change.start() <= level.start()):
        return _change(change, left)
    if level:
        if level["word"] in ("实现", "是", "为", "占", "=") and CHANGE_NOUN.search(
            left[: level.start()]
        ):
            return Before(level.start(), "level", ">=", keeps_noun=True, word=level["word"])
        op, strict = LEVEL_WORDS[level["word"]]
        return Before(level.start(), "level", op, strict, bool(level["soft"]), level["word"])
    if found := _TO.search(left):
        if _LOWERING.search(left):
            return Before(found.start(), "level", "<=", word=found[0])
        if _RAISING.search(left):
            return Before(found.start(), "level", ">=", word=found[0])
    soft = _SOFT_ONLY.search(left)
    return Before(soft.start() if soft else len(left), "none", approximate=bool(soft))


def _change(found: re.Match[str], left: str) -> Before:
    noun = left[: found.end("noun") if found["noun"] else found.end("word")]
    if CHANGE_NOUN.search(noun):
        start = found.end("noun") if found["noun"] else found.end("word")
        return Before(
            start, "level", ">=", "超过" in left[start:], bool(found["soft"]), keeps_noun=True
        )
    op: Operator = "reduce_by" if found["word"] in FALLS else "increase_by"
    strict = bool(re.search(r"(?:超过|大于)(?:约|近)?$", found[0]))
    return Before(found.start(), "change", op, strict, bool(found["soft"]), found["word"])


def behind(right: str) -> Behind:
    """The suffix of a number and whether its phrase ends there."""
    found = _SUFFIX.match(right)
    suffix = found["suffix"] if found else None
    soft = bool(found and (found["soft"] or found["soft2"])) or suffix in ("左右", "上下")
    length = found.end() if found else 0
    rest = right[length:]
    free = bool(_TAIL_MAY.match(rest)) and not _RULE.match(rest)
    return Behind(length, SUFFIXES.get(suffix or ""), soft, free)


def level_operator(
    first: Before, after: Behind, quantity: Quantity, subject: str
) -> tuple[Operator, dict]:
    """The operator of a level and the further fields that go with it."""
    approximate = first.approximate or after.approximate or quantity.approximate
    strict = first.strict or quantity.strict
    op: Operator = after.op or first.op or "="
    if first.op in (">=", "<=") and first.strict and after.op:
        op = first.op
    if first.op == "<=" and after.op == ">=" and not first.word.startswith(("控制", "严")):
        op = "<="
    extras: dict = {}
    reached = first.word in ("达到", "达") and not after.op
    if reached and _KEPT_LOW.search(subject):
        extras["bound"] = "<="
    if quantity.high is not None:
        ceiling = "bound" in extras or op == "<=" or (op == "=" and less_is_better(subject))
        return _range(ceiling, op, quantity, approximate)
    if quantity.at_least:
        return ">=", {"approx": True}
    if approximate:
        return "=", {"approx": True}
    if strict and op in (">=", "<="):
        extras["strict"] = True
    if quantity.strict:
        op = ">="
        extras["strict"] = True
    return op, extras


def _range(
    ceiling: bool, op: Operator, quantity: Quantity, approximate: bool
) -> tuple[Operator, dict]:
    extras: dict = {"approx": True} if approximate else {}
    if ceiling:
        return "<=", {"value": quantity.high, "value_min": quantity.value, "range": True} | extras
    return ">=", {"value": quantity.value, "value_max": quantity.high} | extras
