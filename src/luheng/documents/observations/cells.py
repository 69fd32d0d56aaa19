"""What a single cell of a table says: a number, a time, or nothing.

An empty cell, a dash and 未统计 are missing, never zero. A time may be a year, a month, a date, or the
serial number a spreadsheet keeps for a date.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from luheng.documents.observations.columns import seen
from luheng.documents.observations.times import UNKNOWN, times
from luheng.vocabulary.numerals import parse_number
from luheng.vocabulary.periods import read_period

_MISSING = re.compile(
    r"|[-—–－/\\.…·*]+|无|缺|缺测|暂无|暂缺|未统计|未监测|未评价|未检出|不统计|不涉及|空|N/?A|nan|None|null|持平|达标|不达标|合格|是|否"
    r"|优|良|Ⅰ|Ⅱ|Ⅲ|Ⅳ|Ⅴ|[劣ⅠⅡⅢⅣⅤ]+类",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?)(%|‰|个?百分点)?[*①-⑨]?"
)
_YEAR = r"((?:19|20)\d\d)"
_SERIAL_DAYS = range(20000, 80000)  # 1954 to 2119


def is_missing(text: str) -> bool:
    """Whether a cell gives no figure and does not mean to."""
    return _MISSING.fullmatch(seen(text)) is not None


def number_in(text: str) -> tuple[Decimal, str | None] | None:
    """The number of a cell, and the unit where the cell prints one; None for a cell that is no number."""
    found = _NUMBER.fullmatch(seen(text))
    if not found:
        return None
    value = (
        Decimal(found[1].replace(",", "")) if "e" in found[1].lower() else parse_number(found[1])
    )
    if value is None:
        return None
    unit = found[2]
    return value, "百分点" if unit and unit.endswith("百分点") else unit


def period_in(text: str, around: str | None) -> str | None:
    """The period of a cell: 2023, 2023年上半年, 2026-06, 45657 (a date as a spreadsheet counts it)."""
    word = re.sub(r"(?<=\d{4})\.0$", "", seen(text))
    if found := re.fullmatch(
        rf"{_YEAR}[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})日?(?: ?[\d:：.]+)?", word
    ):
        return _of_date(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(rf"{_YEAR}[-/.]?(0[1-9]|1[0-2]|(?<!\d{{4}})[1-9])", word):
        return f"{found[1]}-{int(found[2]):02}"
    if found := re.fullmatch(rf"{_YEAR}[Qq]([1-4])", word):
        word = f"{found[1]}年{found[2]}季度"
    if re.match(_YEAR, word) and (period := read_period(word)):
        return str(period)
    if found := re.fullmatch(r"(\d{5})(?:\.0)?", word):
        if int(found[1]) in _SERIAL_DAYS:
            day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(found[1]))
            return _of_date(day.year, day.month, day.day)
        return None
    named = [w.period for w in times(word, around) if w.period and w.period != UNKNOWN]
    return named[0] if named else None


def _of_date(year: int, month: int, day: int) -> str | None:
    """The last day of a year stands for the year, any other day for its month."""
    if not 1 <= month <= 12:
        return None
    return str(year) if (month, day) == (12, 31) else f"{year}-{month:02}"
