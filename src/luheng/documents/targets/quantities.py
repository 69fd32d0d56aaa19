"""Numbers with their units: 49.8%, 60万—80万千瓦, 2？3家, 六十余公里, 三分之二, 九成."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from luheng.documents.sentences import shield
from luheng.vocabulary.numerals import (
    MULTIPLE,
    NUMBER,
    SHARE_WORDS,
    multiplier,
    parse_number,
    parse_percent_words,
)
from luheng.vocabulary.units_of_measure import UNIT, canonical_unit

RANGE_MARK = r"(?:[-~—－–]+|至|到|？)"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range in a clause. `unit` is canonical; None where none is printed."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None  # end of a range; `value` is then its low end
    unit: str | None = None
    approximate: bool = False  # 约, 近, 左右
    at_least: bool = False  # 余, 多: a little more than the number
    strict: bool = False  # 过半: more than the value itself
    fraction: str | None = None
    in_chinese: bool = False  # written with Chinese numerals

    @property
    def percent(self) -> bool:
        """Whether it is a share or a change in percent or percentage points."""
        return self.unit in ("%", "个百分点", "‰")


@cache
def _pattern() -> re.Pattern[str]:
    spaced = r"(?<![\d.])[1-9]\d{0,2}(?: \d{3})+(?![\d.])"  # 1 000
    number = rf"(?:{spaced}|(?:(?<=突破)|(?<=超过))千(?=亿元)|{NUMBER})"
    multiple = rf"(?:{MULTIPLE}(?=[余多]?(?:{RANGE_MARK})))"
    return re.compile(
        rf"(?P<words>{SHARE_WORDS})"
        rf"|(?P<low>{number})(?P<low_scale>{multiple})?(?P<low_unit>{UNIT})?(?P<mark>{RANGE_MARK})"
        rf"(?P<high>{number})(?P<more2>[余多])?(?P<range_unit>{UNIT})?"
        rf"|(?P<number>{number})(?P<more>[余多])?(?P<unit>{UNIT})?(?P<scale>{MULTIPLE})?(?P<more_after>余)?"
    )


_NOT_BEFORE = re.compile(r"[A-Za-z.第〔《“/]$|(?:PM|GB|HJ|DB|NO|SO|CO|O)$")
_NOT_AFTER = re.compile(
    r"(?:年(?!均|度均)|月|日(?![均处产])|号|时|分钟|小时|[A-Za-z]|期|届|版|批|世纪|周年|[.、]?级(?!以上)|类|线|”)"
)
_NUMBERING = re.compile(r"^\d{1,2}[.．、](?!\d)")


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a clause in order. Dates, set phrases, codes and numberings are none."""
    for found in _pattern().finditer(shield(text)):
        if quantity := _quantity(found, text):
            yield quantity


def _quantity(found: re.Match[str], text: str) -> Quantity | None:
    start, end = found.span()
    if found["words"]:
        return _share(found, text)
    if _NOT_BEFORE.search(text[max(0, start - 3) : start]):
        return None
    if found["mark"]:
        return _range(found, text)
    value = parse_number(found["number"])
    unit = found["unit"]
    if value is not None and found["scale"] and not unit:
        value *= multiplier(found["scale"])
    if re.match(r"0\d", found["number"]):
        return None  # the rest of a number that was torn apart
    if value is None or not _may_follow(unit, text, start, end):
        return None
    return Quantity(
        start,
        end,
        value,
        unit=canonical_unit(unit) if unit else None,
        at_least=bool(found["more"] or found["more_after"]),
        in_chinese=not found["number"][0].isdigit(),
    )


def _may_follow(unit: str | None, text: str, start: int, end: int) -> bool:
    if unit:
        return not (unit[-1].isascii() and unit[-1].isalpha() and text[end : end + 1].isalpha()
                    and text[end : end + 1].isascii())  # fmt: skip
    if not text[start].isdigit() or _NOT_AFTER.match(text[end : end + 4]):
        return False
    return not (start == 0 and _NUMBERING.match(text))


def _share(found: re.Match[str], text: str) -> Quantity | None:
    share = parse_percent_words(found["words"])
    if share is None:
        return None
    return Quantity(
        *found.span(),
        share.percent,
        unit="%",
        strict=share.more_than,
        fraction=share.fraction,
        in_chinese=True,
    )


def _range(found: re.Match[str], text: str) -> Quantity | None:
    start, end = found.span()
    low, high = parse_number(found["low"]), parse_number(found["high"])
    unit = found["range_unit"] or found["low_unit"]
    if low is None or high is None:
        return None
    if not unit and not _may_follow(None, text, start, end):
        return None
    if found["low_scale"] and unit and not unit.startswith(found["low_scale"]):
        unit = found["low_scale"] + unit
    return Quantity(
        start,
        end,
        min(low, high),
        high=max(low, high),
        unit=canonical_unit(unit) if unit else None,
        in_chinese=not found["low"][0].isdigit(),
    )
