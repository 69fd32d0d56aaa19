"""One item of an indicator set: what it asks of an area of this terrain, size and level."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from luheng.vocabulary.messages import LuhengError

MET, MISSED, UNKNOWN = "met", "missed", "unknown"
_MEASURED = ("value", "base", "assigned", "before")


def applies(item, area):
    """Whether an item is asked of the area: its level, and where the thing exists there."""
    scope = item["scope"]
    if scope not in ("both", area["level"]):
        return False
    return not item.get("where") or item["zh"] not in area["absent"]


def threshold(item, area):
    """The number asked for, of this terrain, size or level; None where the item has none.

    Raises `area_not_told` where it depends on something that was not told.
    """
    value = item.get("value")
    if not isinstance(value, Mapping):
        return value
    for name in ("terrain", "size", "level"):
        if area.get(name) in value:
            return value[area[name]]
    raise LuhengError("area_not_told", item=item["zh"], known="、".join(value))


def judged(item, area, told):
    """met, missed or unknown, by what is told of an item: value, base, assigned, done.

    A task assigned by the superior is met where `done` says so, or the value reaches what was
    assigned. Where several things are asked, all must be met; one unknown leaves it unknown.
    Raises `area_not_told`, `item_not_readable`.
    """
    told = _read(item, told or {})
    test = item["test"]
    answers = [_TESTS[test](item, threshold(item, area), told)]
    if item.get("or_kept") and answers[0] != MET:
        answers = [_either(answers[0], _kept(item["or_kept"], told))]
    if item.get("assigned"):
        answers.append(_assigned(item, None, told))
    return MISSED if MISSED in answers else UNKNOWN if UNKNOWN in answers else MET


def distances(item, area, told):
    """How far a value is from each thing asked that it misses, in the unit of the item."""
    told, line = _read(item, told or {}), threshold(item, area)
    if "value" not in told:
        return {}
    short, way = {}, item.get("better") or item.get("or_kept") or "up"
    if (
        item["test"] in ("at_least", "more_than")
        and _TESTS[item["test"]](item, line, told) == MISSED
    ):
        short["line"] = line - told["value"]
    if item["test"] == "at_most" and told["value"] > line:
        short["line"] = told["value"] - line
    for name, of in (("assigned", "assigned"), ("kept", "base")):
        asked = item["test"] == name or (name == "assigned" and item.get("assigned"))
        if asked and of in told and told["done"] is None:
            gap = told["value"] - told[of] if way == "down" else told[of] - told["value"]
            short |= {name: gap} if gap > 0 else {}
    if item["test"] == "rises_by" and _rises_by(item, line, told) == MISSED:
        wanted = 0 if told["before"] > item["unless_above"] else line
        short["rise"] = wanted - (told["value"] - told["before"])
    return short


def lacking(item, told):
    """What is not told that the item needs: value, assigned, base, before or done."""
    told, test = _read(item, told or {}), item["test"]
    if test == "done":
        return ["done"] if told["done"] is None else []
    needed = ["value"]
    if (test == "assigned" or item.get("assigned")) and told["done"] is None:
        needed.append("assigned")
    if test == "assigned" and told["done"] is not None:
        needed.remove("value")
    needed += {"kept": ["base"], "rises_by": ["before"]}.get(test, [])
    return [name for name in needed if name not in told]


def _read(item, told):
    """Numbers exact; anything that is not one of the things that may be told is refused."""
    known = {*_MEASURED, "done"}
    if not isinstance(told, Mapping) or set(told) - known:
        raise LuhengError("item_not_readable", item=item["zh"], known="、".join(sorted(known)))
    try:
        numbers = {
            name: Fraction(str(told[name])) for name in _MEASURED if told.get(name) is not None
        }
    except ValueError as error:
        raise LuhengError("item_not_readable", item=item["zh"], known="value: 41.2") from error
    return {**numbers, "done": told.get("done")}


def _either(first, second):
    if MET in (first, second):
        return MET
    return UNKNOWN if UNKNOWN in (first, second) else MISSED


def _answer(fact):
    return UNKNOWN if fact is None else MET if fact else MISSED


def _at_least(item, line, told):
    return _answer(told["value"] >= line if "value" in told else None)


def _at_most(item, line, told):
    return _answer(told["value"] <= line if "value" in told else None)


def _more_than(item, line, told):
    return _answer(told["value"] > line if "value" in told else None)


def _done(item, line, told):
    return _answer(told["done"])


def _assigned(item, line, told):
    if told["done"] is not None:
        return _answer(told["done"])
    if "value" not in told or "assigned" not in told:
        return UNKNOWN
    way = item.get("better") or item.get("or_kept") or "up"
    return _answer(
        told["value"] <= told["assigned"] if way == "down" else told["value"] >= told["assigned"]
    )


def _kept_item(item, line, told):
    return _kept(item["better"], told)


def _kept(way, told):
    if "value" not in told or "base" not in told:
        return UNKNOWN
    return _answer(
        told["value"] <= told["base"] if way == "down" else told["value"] >= told["base"]
    )


def _rises_by(item, line, told):
    """So many points more than before; where it was high already, no less than before."""
    if "value" not in told or "before" not in told:
        return UNKNOWN
    rise = told["value"] - told["before"]
    return _answer(rise >= (0 if told["before"] > item["unless_above"] else line))


_TESTS = {
    "at_least": _at_least,
    "at_most": _at_most,
    "more_than": _more_than,
    "done": _done,
    "assigned": _assigned,
    "kept": _kept_item,
    "rises_by": _rises_by,
}
