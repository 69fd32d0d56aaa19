"""When a sentence says something was so: 2019年, 截至8月, 前三季度, “十二五”头4年.

A bulletin's sentences lean on the year of the bulletin: 1-8月 is of its year, 年末 is its year's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luheng.vocabulary.periods import Period, five_year_plan, read_period

_CHINESE = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
UNKNOWN = "?"
"""The period of a time that the text names but does not date: 上年同期, 近年来."""

_TO = "[-~—至到]+"
_PART = (
    rf"(?P<from>1[0-2]|0?[1-9])月?份?{_TO}(?P<to>1[0-2]|0?[1-9])月(?:份)?"
    r"|前(?P<first>1[0-2]|[1-9]|[二三四五六七八九十])个月|(?P<half>[上下])半年|(?P<upto>前[二三])季度"
    r"|第?(?P<quarter>[一二三四1-4])季度"
)
_DATE = r"(?:(?:1[0-2]|0?[1-9])月)(?:[0-3]?\d)日(?:\d{1,2}时)?"
_TIME = re.compile(
    r"(?=[“十九\d截到至今本当前上下第去近此过目现全年一二三四])(?:“?(?P<plan>十[一二三四五]?|九)五”?(?:规划)?(?:(?:头|前)(?P<head>[一二三四1-4])年|(?P<whole>期间|时期|以来|五年|5年)(?:累计)?)"
    rf"|(?P<y1>(?:19|20)\d\d)年?(?:{_TO})(?P<y2>(?:19|20)\d\d)年(?:期间|间)?"
    rf"|(?P<until>截至|截止|到|至)?(?:(?P<year>(?:19|20)\d\d)年度?(?:的)?|(?P<this>今年|本年|当年)(?:的)?)?"
    rf"(?:(?P<date>{_DATE})|(?P<part>{_PART})|(?P<month>1[0-2]|0?[1-9])月(?:份|末|底|当月)?(?!\d))"
    r"|(?P<alone>(?:19|20)\d\d)(?:年度|年(?!均|代|版|期|生产|产|处理)(?:全年|年?[末底])?)"
    r"|(?P<past>(?:上|去|前)年(?:同期|全年|年?[末底]|度)?|上年度|近年来?|近[\d一二三四五]+年来?|此前|过去)"
    r"|(?P<now>目前|当前|现阶段)|(?P<whole_year>全年(?!度)|年末|年底|年终|本年度?|今年(?:以来)?|当年))"
)


RUN_OF_YEARS = re.compile(r"\d{4}/\d{4}")
"""The form of a period of several years."""


@dataclass(frozen=True, slots=True)
class When:
    """A time named at `text[start:end]`.

    `period` is in the form of `Observation.period`; UNKNOWN where it cannot be dated; None for a bare
    date, which dates no figure.
    """

    start: int
    end: int
    period: str | None

    @property
    def window(self) -> bool:
        """Whether it is a run of years, over which things change but have no level."""
        return bool(self.period and RUN_OF_YEARS.fullmatch(self.period))


def year_of(period: str) -> int:
    """The last year of a period; 0 of one that is not known."""
    if period == UNKNOWN:
        return 0
    return int(period.rpartition("/")[2][:4])


def annual(period: str) -> bool:
    """Whether a period is one whole year."""
    return len(period) == 4


def times(text: str, around: str | None, published: str | None = None) -> Iterator[When]:
    """The times a text names, in order; `around` is the period of the bulletin, where known."""
    for found in _TIME.finditer(text):
        yield When(found.start(), found.end(), _period(found, around, published))


def _period(found: re.Match[str], around: str | None, published: str | None) -> str | None:
    own = str(year_of(around)) if around and year_of(around) else None
    year = found["year"] or found["alone"] or own
    if found["past"]:
        return UNKNOWN
    if found["now"]:
        return published[:7] if published else around
    if found["whole_year"]:
        return around
    if found["date"]:
        return _dated(found, year)
    if found["alone"]:
        return found["alone"]
    if found["whole"]:
        plan = five_year_plan(found["plan"])
        last = year_of(around) if around and found["whole"] == "以来" else plan.year
        return str(Period.years(plan.first[0], min(plan.year, last)))
    printed = _AROUND.sub("", found[0])
    period = read_period(printed, int(year) if year else None)
    return str(period) if period else UNKNOWN


_AROUND = re.compile(r"^(?:截至|截止|到|至)|今年|本年|当年|的|期?间$|末|底|当月")


def _dated(found: re.Match[str], year: str | None) -> str | None:
    """截至2023年6月30日 is June 2023, 截至2023年12月31日 the year 2023; other dates are none."""
    if not found["until"] or not found["year"]:
        return None
    month, day = (int(part) for part in re.findall(r"\d+", found["date"])[:2])
    return year if (month, day) == (12, 31) else f"{year}-{month:02}"
