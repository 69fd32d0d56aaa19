"""The figures of a sentence: number, unit, and whether the number is one figure that was measured.

Digits that count nothing are not figures: dates, standards (GB 3095-2012), names (PM2.5), ratios
(17.7:36.1:46.1), ordinals (第2位), list numbers. A range has no one value; 逾100万, 近8成, 300余 name
none exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from luheng.vocabulary.numerals import SHARE_WORDS, parse_percent_words
from luheng.vocabulary.units_of_measure import UNIT, canonical_unit

PERCENT, POINTS = "%", "百分点"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `text[start:end]`; `exact` is False where no one value is named."""

    start: int
    end: int
    value: Decimal
    unit: str  # canonical, "" where none is printed
    exact: bool = True
    ranged: bool = False


_ACRONYM = "pH|GDP|AQI|EI|EQI|RSEI|CPI|PPI"  # a figure may stand right behind these
_NO_FIGURE = re.compile(
    r"(?=[A-Za-z\d第图表附件“”最-])(?:(?:GB|HJ|DB|LY|HY|CJJ?|SL|JTG?|QX|TD|NY|YD|SH|ISO|IPCC)[A-Z/]*[T ]*-?\d[\d.]*(?:[-—–]\d+)?"
    rf"|第\d+(?!季度)|[图表附件]+\d+(?:[-.—]\d+)*|(?!(?:{_ACRONYM})\d)(?<![A-Za-z])[A-Za-z]+-?\d[\d.]*"
    r"|\d+(?:\.\d+)?(?:[：∶:]\d+(?:\.\d+)?)+|\d+[、.](?=[一-鿿])(?<=^..)|\d+×\d+|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|[“”]\d+[”“]|“\d[^”]{0,12}”|最大8(?:小时|h)|8小时(?=滑动|平均|浓度|第)|-?8h(?:-\d+per)?|\d+(?=个?百分位))"
)
_NUMBER = r"(?:(?<=[^\d%‰A-Za-z）])[-+])?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_UNIT = rf"(?:个?百分点|个?pH(?:单位|值)?|(?:[万亿]*)(?:m)？|{UNIT})"
_BEHIND_ACRONYM = "|".join(f"(?<={name})" for name in _ACRONYM.split("|"))
_FIGURE = re.compile(
    rf"(?=[每超逾近将接不突约大小低高＞＜≥≤\d+百千万亿过半一二两三四五六七八九十零〇点几数-])(?P<per>每(?:平方公里|平方千米|立方米|升|万元|人|天|日))?"
    rf"(?P<lead>超过?|逾|近|将近|接近|不足|不到|突破|约?为?近|大于|小于|低于|高于|[＞＜≥≤])?"
    rf"(?:(?<![A-Za-z\d.])|{_BEHIND_ACRONYM})(?:(?P<number>{_NUMBER})(?![\d.]*\d)(?P<many>[万亿]?[余多几])? ?(?P<unit>{_UNIT})?"
    rf"|(?P<words>百分之[\d.]+|{SHARE_WORDS}))"
    rf"(?P<more>左右|上下|以上|以下|以内|之内|不等|余|多(?=[，。；、）]|$))?"
)
MAYBE = re.compile(r"[\d半成]|分之")
"""Whether a text can hold a figure at all; most sentences of a long document cannot."""

_BETWEEN = re.compile(r"[~\-—至到]|？(?=\d)")


def quantities(text: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """The figures of a text in the view's form, in order; `taken` are stretches read as dates."""
    if not MAYBE.search(text):
        return []
    silent = sorted([*taken, *(found.span() for found in _NO_FIGURE.finditer(text))])
    return _ranges_marked(text, list(_figures(text, silent)))


def _figures(text: str, silent: list[tuple[int, int]]) -> Iterator[Quantity]:
    position = 0
    for found in _FIGURE.finditer(text):
        start, end = found.span("number" if found["number"] else "words")
        while position < len(silent) and silent[position][1] <= start:
            position += 1
        if any(s < end and start < e for s, e in silent[position : position + 3]):
            continue
        if quantity := _quantity(found):
            yield quantity


def _quantity(found: re.Match[str]) -> Quantity | None:
    exact = not (found["lead"] or found["many"] or found["more"])
    start = found.start("lead") if found["lead"] else found.start("number")
    if found["words"]:
        share = parse_percent_words(found["words"])
        if share is None:
            return None
        exact = exact and not share.more_than
        return Quantity(found.start("words"), found.end(), share.percent, PERCENT, exact)
    value = Decimal(found["number"].replace(",", ""))
    if found["per"]:
        start = found.start("per")
    return Quantity(
        start, found.end(), value, _unit(found["unit"] or "", found["per"] or ""), exact
    )


def _unit(printed: str, per: str) -> str:
    if printed.endswith("百分点"):
        return POINTS
    if printed.startswith(("个pH", "pH")):
        return "pH"
    if printed.endswith("m？"):  # the superscript was lost
        printed = printed.replace("m？", "m³")
    return canonical_unit(f"{printed}/{per[1:]}" if per else printed)


def _ranges_marked(text: str, found: list[Quantity]) -> list[Quantity]:
    """Both ends of 22~31 and 22微克至31微克 are marked; the first takes the unit of the second."""
    marked = list(found)
    for place in range(1, len(found)):
        before, after = marked[place - 1], marked[place]
        if _BETWEEN.fullmatch(text, before.end, after.start):
            unit = before.unit or after.unit
            marked[place - 1] = _inexact(before, unit)
            marked[place] = _inexact(after, after.unit)
        elif _negative_is_a_dash(text, before, after):
            marked[place - 1] = _inexact(before, before.unit or after.unit)
            marked[place] = _inexact(after, after.unit)
    return marked


def _negative_is_a_dash(text: str, before: Quantity, after: Quantity) -> bool:
    return before.end == after.start and text[after.start] in "-+"


def _inexact(quantity: Quantity, unit: str) -> Quantity:
    return Quantity(quantity.start, quantity.end, abs(quantity.value), unit, False, True)
