"""The time a figure is of or a target is for: a year, a month, a part of a year, a run of years.

Written as in labels and JSON: ``2019`` · ``2025-08`` · ``2015-01/2015-06`` · ``2011/2014``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.numerals import parse_number

FIVE_YEAR_PLANS = {
    "九": 1996, "十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026,
    "十六": 2031, "十七": 2036,
}  # fmt: skip
"""First year of each five-year plan by its number: 十四 begins in 2021."""

_CODE = re.compile(r"(\d{4})(?:-(\d\d))?(?:/(\d{4})(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months, the first and the last included. Earlier ones come first in order."""

    last: tuple[int, int]  # year and month
    first: tuple[int, int]
    years_only: bool = True  # printed in years: 2011/2014, not 2011-01/2014-12

    @classmethod
    def years(cls, first: int, last: int | None = None) -> Period:
        """A year or a run of years."""
        return cls((last or first, 12), (first, 1))

    @classmethod
    def months(cls, year: int, first: int, last: int | None = None) -> Period:
        """A month or a run of months of one year; all twelve are the year."""
        last = last or first
        return cls((year, last), (year, first), years_only=(first, last) == (1, 12))

    @classmethod
    def parse(cls, code: str) -> Period:
        """The period of its written form. Raises LuhengError `period_unreadable`."""
        found = _CODE.fullmatch(code)
        if not found or (bool(found[2]) != bool(found[4]) and found[3]):
            raise LuhengError("period_unreadable", period=code)
        first_year, last_year = int(found[1]), int(found[3] or found[1])
        first_month = int(found[2] or 1)
        last_month = int(found[4] or found[2] or 12)
        period = cls((last_year, last_month), (first_year, first_month), years_only=not found[2])
        if period.first > period.last or not {first_month, last_month} <= set(range(1, 13)):
            raise LuhengError("period_unreadable", period=code)
        return period

    def __str__(self) -> str:
        if self.years_only:
            years = dict.fromkeys((str(self.first[0]), str(self.last[0])))
            return "/".join(years)
        return "/".join(dict.fromkeys(f"{y}-{m:02}" for y, m in (self.first, self.last)))

    @property
    def year(self) -> int:
        """The year it ends in."""
        return self.last[0]

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar year."""
        return self.first == (self.year, 1) and self.last == (self.year, 12)

    @property
    def length_months(self) -> int:
        """How many months it has."""
        return (self.last[0] - self.first[0]) * 12 + self.last[1] - self.first[1] + 1

    def contains(self, other: Period) -> bool:
        """Whether the other lies wholly inside it."""
        return self.first <= other.first and other.last <= self.last

    def label(self, language: Literal["zh", "en"] = "zh") -> str:
        """As a person reads it: 2015年1—6月, January–June 2015."""
        return _label_zh(self) if language == "zh" else _label_en(self)


def five_year_plan(number: str) -> Period:
    """The years of a five-year plan by its number: 十四 is 2021–2025. Raises LuhengError."""
    if number not in FIVE_YEAR_PLANS:
        raise LuhengError("period_unreadable", period=f"“{number}五”")
    first = FIVE_YEAR_PLANS[number]
    return Period.years(first, first + 4)


_TO = r"[-~～—–－至到]+"
_COUNT = r"[\d一二两三四五六七八九十]{1,2}"
_PRINTED = re.compile(
    rf"“?(?P<plan>十[一二三四五六七]?|九)五”?(?:规划)?(?:(?:期间|时期)|[头前](?P<head>{_COUNT})年)"
    rf"|(?P<y1>\d{{4}})年?{_TO}(?P<y2>\d{{4}})年?"
    rf"|(?:(?P<year>\d{{4}})年?度?)?(?:(?P<m1>\d{{1,2}})月?份?{_TO}(?P<m2>\d{{1,2}})月份?"
    rf"|(?P<month>\d{{1,2}})月份?|(?P<half>[上下])半年|前(?P<quarters>[二三])季度"
    rf"|第?(?P<quarter>[一二三四1-4])季度|前(?P<months>{_COUNT})个月)"
    r"|(?P<alone>\d{4})年?度?(?:全年|[末底])?"
)


def read_period(printed: str, year: int | None = None) -> Period | None:
    """The period that a head of a column or a cell names; None where it names none.

    `year` is the year meant where the words have none: 上半年, 1-8月, 前三季度. A bare 三年 has a
    length but no place in time and gives None.
    """
    found = _PRINTED.fullmatch(re.sub(r"\s+", "", printed))
    if not found:
        return None
    if found["plan"]:
        plan = five_year_plan(found["plan"])
        head = _count(found["head"])
        return Period.years(plan.first[0], plan.first[0] + head - 1) if head else plan
    if found["y1"]:
        first, last = int(found["y1"]), int(found["y2"])
        return Period.years(first, last) if first <= last else None
    if found["alone"]:
        return Period.years(int(found["alone"]))
    of_year = int(found["year"]) if found["year"] else year
    months = _months(found)
    if of_year is None or not 1 <= months[0] <= months[1] <= 12:
        return None
    return Period.months(of_year, *months)


def _months(found: re.Match[str]) -> tuple[int, int]:
    if found["m1"]:
        return int(found["m1"]), int(found["m2"])
    if found["month"]:
        return int(found["month"]), int(found["month"])
    if found["half"]:
        return (1, 6) if found["half"] == "上" else (7, 12)
    if found["quarters"]:
        return 1, 3 * _count(found["quarters"])
    if found["quarter"]:
        last = 3 * _count(found["quarter"])
        return last - 2, last
    return 1, _count(found["months"])


def _count(text: str | None) -> int:
    return int(parse_number(text or "") or 0)


def _label_zh(period: Period) -> str:
    (first_year, first_month), (last_year, last_month) = period.first, period.last
    if period.years_only:
        return f"{first_year}年" if first_year == last_year else f"{first_year}—{last_year}年"
    if first_year != last_year:
        return f"{first_year}年{first_month}月—{last_year}年{last_month}月"
    months = f"{first_month}" if first_month == last_month else f"{first_month}—{last_month}"
    return f"{last_year}年{months}月"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _label_en(period: Period) -> str:
    (first_year, first_month), (last_year, last_month) = period.first, period.last
    if period.years_only:
        return f"{first_year}" if first_year == last_year else f"{first_year}–{last_year}"
    first, last = _MONTHS[first_month - 1], _MONTHS[last_month - 1]
    if first_year != last_year:
        return f"{first} {first_year} – {last} {last_year}"
    return f"{last} {last_year}" if first == last else f"{first}–{last} {last_year}"
