"""The time a head, a title or a label of a row names, wherever it stands in the words."""

from __future__ import annotations

import re
from functools import lru_cache

from luheng.documents.sheets.mapped import Relative
from luheng.vocabulary.periods import Period, read_period

_CHINESE_MONTHS = {
    "十一": "11", "十二": "12", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6",
    "七": "7", "八": "8", "九": "9", "十": "10",
}  # fmt: skip
_CHINESE_MONTH = re.compile(r"(?<![一二三四五六七八九十])(十[一二]|[一二三四五六七八九十])月")
_DIGITS_ONLY = re.compile(r"(?<![\d.])((?:19|20)\d\d)[-./](0?[1-9]|1[0-2])(?![\d.])")
_QUARTER = re.compile(r"(?<!\d)((?:19|20)\d\d)?[Qq]([1-4])(?!\d)")
_FULL_DATE = re.compile(r"(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}(?!\d)|\d年\d{1,2}月\d{1,2}日")
_LOOKS_TIMED = re.compile(r"[年月季度]|期间|时期|(?<!\d)(?:19|20)\d\d(?!\d)")
_LEFT_OVER = re.compile(r"^(?:截至|截止到?|自)|[底末]$")

_OF = r"(?:实际|实绩)?(?:完成|发生)?(?:数值|数据|数|值|量|额|情况)?"
_RELATIVE: tuple[tuple[Relative, re.Pattern[str]], ...] = (
    ("to_date_year_before", re.compile(rf"(?:上年|去年)(?:同期)?累计{_OF}")),
    ("year_before", re.compile(rf"(?:上年度?|去年)(?:同期|同月|同季)?{_OF}|lastyear")),
    ("before", re.compile(rf"(?:上期|上月|上季度?|上一?(?:月|季度)){_OF}|previous(?:period)?")),
    ("to_date", re.compile(rf"(?:本年|今年|全年|当年)?(?:自年初|年初至今|本月止|至本月|年初以来)?累计{_OF}|yeartodate|ytd")),
    ("month", re.compile(rf"(?:本月份?|当月){_OF}|thismonth")),
    ("asked", re.compile(rf"(?:本期|当期|报告期|本年度?|今年|当年|本季度?|当季){_OF}|thisperiod|current(?:period)?")),
)  # fmt: skip


@lru_cache(maxsize=4096)
def time_in(text: str, year: int | None) -> tuple[Period | None, str]:
    """The period that stands in a text and the rest of the words; None where none is named.

    A whole date (2026年4月10日) is no period: it says when a form was filled in.
    """
    spelled = _spelled(text)
    if not _LOOKS_TIMED.search(spelled) or _FULL_DATE.search(spelled):
        return None, text
    for length in range(len(spelled), 1, -1):
        for start in range(len(spelled) - length + 1):
            part = spelled[start : start + length]
            if _stands_alone(spelled, start, length) and (found := read_period(part, year)):
                rest = spelled[:start] + spelled[start + length :]
                return found, _LEFT_OVER.sub("", rest).strip("（）():：-—")
    return None, text


def _spelled(text: str) -> str:
    spelled = _CHINESE_MONTH.sub(lambda found: f"{_CHINESE_MONTHS[found[1]]}月", text)
    spelled = _DIGITS_ONLY.sub(lambda found: f"{found[1]}年{int(found[2])}月", spelled)
    return _QUARTER.sub(lambda f: f"{f[1] or ''}{'年' if f[1] else ''}{f[2]}季度", spelled)


def _stands_alone(text: str, start: int, length: int) -> bool:
    """Not cut out of a longer number, and not digits that merely look like a year."""
    before, after = text[start - 1 : start], text[start + length : start + length + 1]
    part = text[start : start + length]
    if (part[0].isdecimal() and (before.isdecimal() or before == ".")) or (
        part[-1].isdecimal() and (after.isdecimal() or after in (".", "-", "~", "—", "–"))
    ):
        return False
    return not part.isdecimal() or (1990 <= int(part) <= 2099 and not re.match(r"[A-Za-z]", before))


def relative_time(words: str) -> Relative:
    """本期, 上年同期, 累计: a time beside the one asked for; empty for other words."""
    return next((kind for kind, pattern in _RELATIVE if pattern.fullmatch(words)), "")


def resolved(kind: Relative, base: Period | None, own: Period | None = None) -> Period | None:
    """The period of a relative time, seen from the period asked for or from the head's own."""
    period = own or base
    if period is None:
        return None
    year, month = period.last
    if kind in ("to_date", "to_date_year_before"):
        running = Period.months(year, 1, month)
        return running if kind == "to_date" else _earlier(running, 12)
    if kind == "month":
        return Period.months(year, month)
    if kind == "year_before":
        return _earlier(period, 12)
    if kind == "before":
        return _earlier(period, period.length_months)
    return period


def _earlier(period: Period, months: int) -> Period:
    def moved(at: tuple[int, int]) -> tuple[int, int]:
        count = at[0] * 12 + at[1] - 1 - months
        return count // 12, count % 12 + 1

    return Period(moved(period.last), moved(period.first), period.years_only)
