"""Denominators that an indicator's own name carries: 万元…用水量 in 立方米 is in 立方米/万元.

Only what the name says counts: 人均 is by person, 万元 and 每万元 by ten thousand yuan, 每百公里 by a
hundred kilometres. 单位 names no size; there the catalogue's unit decides, and for 单位…生产总值,
增加值 or 产值 the usual 万元. Any other bare unit stays bare.
"""

from __future__ import annotations

import re
from functools import lru_cache

from luheng.vocabulary.indicators import find
from luheng.vocabulary.units_of_measure import canonical_unit, is_unit

_OUTPUT = r"(?:生产总值|GDP|增加值|产值)"
_BY_PERSON = re.compile(r"人均(日)?")
_BY_MU = re.compile(r"亩均|每亩")
_BY_OUTPUT = re.compile(rf"万元[^/]*{_OUTPUT}|单位[^/]*{_OUTPUT}")
_BY_AMOUNT = re.compile(r"每([百千万亿]*[^\W\d_]{1,4})")


def completed(unit: str, name: str) -> str | None:
    """The unit with the denominator the name carries: 立方米 → m³/万元.

    None where the unit has a denominator of its own or is none of a quantity (%, 倍), and where the
    name carries none.
    """
    if not unit or "/" in canonical_unit(unit) or unit in ("%", "‰", "倍"):
        return None
    below = denominator(name)
    whole = f"{unit}/{below}" if below else ""
    return canonical_unit(whole) if whole and is_unit(whole) else None


@lru_cache(maxsize=4096)
def denominator(name: str) -> str | None:
    """What an indicator is counted by, read from its name; None where it does not say."""
    if name.startswith("单位") and (known := find(name)) and "/" in known.unit:
        return known.unit.partition("/")[2]
    if person := _BY_PERSON.search(name):
        return "(人·日)" if person[1] else "人"
    if _BY_MU.search(name):
        return "亩"
    if _BY_OUTPUT.search(name):
        return "万元"
    return _amount(name)


def _amount(name: str) -> str | None:
    """每百公里 of 每百公里能耗: the longest word behind 每 that is a unit; 年 and 日 are times."""
    found = _BY_AMOUNT.search(name)
    words = (found[1][:end] for end in range(len(found[1]), 0, -1)) if found else iter(())
    return next((word for word in words if is_unit(word) and word not in "年月日天次"), None)
