"""When a target is due: 到2025年, “十四五”期间, 2023—2025年, 三年内, 今年; and what is only a base year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FIVE_YEAR_PLANS = {
    name: 1981 + 5 * (number - 6)
    for number, name in enumerate(
        ["十一", "十二", "十三", "十四", "十五", "十六", "十七"], start=11
    )
}  # 十四: 2021, the first year of the plan

_YEAR = r"(?:20\d\d|二[〇零○O0][一二三四五六七八九][〇零○O0一二三四五六七八九])"
_PLAN = rf"“?(?:{'|'.join(FIVE_YEAR_PLANS)})五”?(?:规划)?"
_RANGE = r"(?:[-~—－]+|至|到)"
_ENDING = (
    r"(?:(?:\d{1,2}月(?:\d{1,2}日)?)?(?:年?[底末]|初(?![步级始中])|中(?![央心国期小])|上半年|下半年)?"
    r"(?:之前|以前|前|之内|以内|内(?![蒙陆部河外])|期间|时(?!段)|起)?)"
)
_INTRO = r"(?:力争到|确保到|争取到|计划到|目标到|截至|截止到?|力争|(?<!达)到了?|至|在|于|自|从)?"

DEADLINE = re.compile(
    rf"(?P<span>(?:从|自|在)?(?P<first>{_YEAR})年?{_RANGE}(?P<last>{_YEAR})年{_ENDING})"
    rf"|(?P<list>{_INTRO}(?P<years>{_YEAR}年?(?:[底末])?(?:[、，]{_YEAR}年?[底末]?)*[、和及与](?:到|至)?{_YEAR})年{_ENDING})"
    rf"|(?P<plan>{_INTRO}(?P<planned>{_PLAN})(?P<stage>期间|时期|期末|末期|末|末年|以来|中期|前期|后期|初期)?(?:内|前)?)"
    rf"|(?P<single>{_INTRO}(?P<year>{_YEAR})年{_ENDING})"
    r"|(?P<duration>(?:未来|今后|用|在|力争|通过)?(?P<length>[二两三四五2-6])年(?:时间)?(?:左右)?(?:之内|以内|内|期间|来|行动期内)"
    r"|(?:未来|今后|力争用|用)(?P<length2>[二两三四五2-6])年(?:左右)?(?:的?时间)?"
    r"|(?P<length3>[二两三四五2-6])年(?=累计|共计?|合计|完成|建成|新增|新建|培育|实现))"
    r"|(?P<month>\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底末])?(?:之前|以前|前))"
    r"|(?P<relative>(?:到)?(?:今年|本年度?|当年|年内|年底前|到?年底|全年|本年末|明年)(?:年?[底末]前?)?)"
)

_BASE_AFTER = re.compile(
    r"(?:的?(?:基础|基准|基数|水平|同期|现状|实绩|实际值|数据)|的?[\d.点一二三四五六七八九十两]+倍|相比|为基准|为基数|为基期|以来|的?[\d.]+[^，。；]{0,6}(?:基础上|提高到|提升到|提高至|提升至|增加到|增加至|下降到|降到|降至|降低到|降低至|减少到|减少至|增长到))"
)
_COMPARING = re.compile(r"(?:比|较|与|同|相比于?|相较于?|对比|相对于?|以|由|从|自)$")
_OF_A_DOCUMENT = re.compile(r"(?:版|修订|版本|修正|第\d|〕|度计划)")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time phrase of a clause and the years it names. `years` is empty for 三年内."""

    start: int
    end: int
    text: str
    years: tuple[int, ...] = ()
    year_from: int | None = None
    period_years: int | None = None
    marked: bool = False  # 到 …, … 底前: the words themselves say that it is a deadline
    past: bool = False  # 截至 …, … 以来
    base: bool = False  # 比2020年, 在2020年的基础上: what is compared with, not when it is due
    relative: bool = False  # 今年, 年内

    @property
    def year(self) -> int | None:
        """The last year named."""
        return self.years[-1] if self.years else None


def deadlines(text: str, current_year: int | None = None) -> Iterator[Deadline]:
    """The time phrases of a clause in order; 今年 is resolved by `current_year` where it is known."""
    for found in DEADLINE.finditer(text):
        if deadline := _deadline(found, text, current_year):
            yield deadline


def _deadline(found: re.Match[str], text: str, current_year: int | None) -> Deadline | None:
    before, after = text[max(0, found.start() - 6) : found.start()], text[found.end() :][:24]
    phrase = found[0]
    place: dict[str, Any] = {"start": found.start(), "end": found.end(), "text": phrase}
    if _OF_A_DOCUMENT.match(after):
        return None
    marked = bool(re.match(r"(?:力争|确保|争取|计划)?[到至]", phrase)) or phrase[-1] in "前内末底"
    past = phrase.startswith("截") or bool(re.match(r"(?:年)?以来|起", after)) or "以来" in phrase
    if found["span"]:
        first, last = _year(found["first"]), _year(found["last"])
        return Deadline(**place, years=(last,), year_from=first, marked=True, past=past)
    if found["list"]:
        years = tuple(_year(y) for y in re.findall(_YEAR, found["years"]))
        return Deadline(**place, years=years, marked=True, past=past)
    if found["plan"]:
        return _five_years(found, place, before, after, past)
    if found["single"]:
        base = _is_base(phrase, before, after)
        year = _year(found["year"])
        return Deadline(**place, years=(year,), marked=marked, past=past, base=base)
    if found["duration"]:
        length = found["length"] or found["length2"] or found["length3"]
        return Deadline(**place, period_years=_small(length), marked=True)
    if found["month"]:
        return Deadline(**place, marked=True)
    year_now = (current_year + ("明年" in phrase)) if current_year else None
    return Deadline(**place, years=(year_now,) if year_now else (), relative=True)


def _five_years(
    found: re.Match[str], place: dict[str, Any], before: str, after: str, past: bool
) -> Deadline | None:
    name = re.sub(r"[“”]", "", found["planned"])
    first = FIVE_YEAR_PLANS[name.split("五")[0] if name[:2] != "十五" else "十五"]
    stage = found["stage"] or ""
    intro = found[0][0] in "到至"
    if not stage and not intro and not _COMPARING.search(before):
        return None  # “十四五”规划, “十四五”时期的 …: names a plan, sets no date
    base = bool(_COMPARING.search(before)) or bool(_BASE_AFTER.match(after))
    last = first + 4
    if stage in ("期间", "时期"):
        return Deadline(**place, years=(last,), year_from=first, base=base)
    return Deadline(
        **place,
        years=(last,),
        marked="末" in stage or intro,
        past=past or stage == "以来",
        base=base,
    )


def _is_base(phrase: str, before: str, after: str) -> bool:
    if phrase[0] in "到至截力确争计":
        return False
    if _BASE_AFTER.match(after):
        return True
    if phrase[0] in "在自从":
        return phrase[0] in "自从"
    return bool(_COMPARING.search(before))


_CHINESE = {"〇": "0", "零": "0", "○": "0", "O": "0"} | {
    digit: str(value) for value, digit in enumerate("一二三四五六七八九", start=1)
}


def _year(text: str) -> int:
    return int("".join(_CHINESE.get(character, character) for character in text))


def _small(text: str) -> int:
    return {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5}.get(text) or int(text)
