"""How a worth is printed: the same text from the same worth, in Chinese or in English.

A way of showing is plain JSON beside the formula: {"as": "amount", "places": 2, "language": "zh"}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation

from luheng.judgement.lights import SHAPE
from luheng.judgement.model import Verdict
from luheng.judgement.project_pace import Pace
from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import Language
from luheng.vocabulary.periods import Period
from luheng.vocabulary.rounding import rounded
from luheng.vocabulary.units_of_measure import unit_behind
from luheng.workplace.evidence.lacking import Holding
from luheng.workplace.language import say
from luheng.workplace.models import (
    Escalation,
    FundingSource,
    OrderState,
    ProjectStage,
    RuleKey,
    TaskState,
    WorkItem,
)
from luheng.workplace.registers.tasks import STANDINGS
from luheng.workplace.wording import plain_amount

Showing = Mapping[str, Any]

NOT_KNOWN = "—"
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_QUARTERS = "一二三四"

PACES = {
    Pace.COMPLETED: say("完工", "completed"),
    Pace.ON_PACE: say("按进度", "on pace"),
    Pace.BEHIND: say("滞后", "behind"),
    Pace.LATE_START: say("未按期开工", "late start"),
    Pace.OVERDUE: say("逾期未完工", "overdue"),
    Pace.SUSPENDED: say("停工", "suspended"),
    Pace.NOT_YET_DUE: say("未到期", "not yet due"),
    Pace.NOT_REPORTED: say("未填报", "not reported"),
}
FILING = {
    "in_time": say("按时报送", "filed in time"),
    "late": say("逾期报送", "filed late"),
    "overdue": say("逾期未报", "overdue"),
    "open": say("未到限期", "not yet due"),
}
ATTAINED = {  # what a self-assessment says of a verdict
    Verdict.MET: say("达到", "attained"),
    Verdict.ON_TRACK: say("进展符合要求", "on course"),
    Verdict.BEHIND: say("进展不足", "behind"),
    Verdict.MISSED: say("未达到", "not attained"),
    Verdict.INSUFFICIENT_DATA: say("数据不足", "no conclusion"),
    Verdict.NOT_YET_DUE: say("未到期", "not yet due"),
    Verdict.CANNOT_BE_JUDGED: say("无法判定", "cannot be judged"),
}
_WORDS: dict[str, Mapping[Any, Any]] = {
    "verdict": {one.value: say(one.text("zh"), one.text("en")) for one in Verdict} | {"": say("未判定", "not judged")},
    "attained": {one.value: word for one, word in ATTAINED.items()},
    "standing": STANDINGS,
    "state": dict(TaskState.choices),
    "work_kind": dict(WorkItem.Kind.choices),
    "pace": {one.value: word for one, word in PACES.items()},
    "stage": dict(ProjectStage.choices),
    "funding": dict(FundingSource.choices),
    "order": dict(OrderState.choices),
    "rule": dict(RuleKey.choices),
    "escalation": dict(Escalation.choices),
    "filing": FILING,
    "holding": dict(Holding.choices),
    "evidence_of": {"target": say("目标", "target"), "task": say("任务", "task")},
}  # fmt: skip


def shown(worth: Any, showing: Showing) -> str:
    """The worth as it is printed; what is not known as a dash, never as 0."""
    if worth is None or worth == "" or worth == []:
        return NOT_KNOWN
    return _SHOWN[showing["as"]](worth, showing)


def day_words(day: date, language: Language) -> str:
    """2026年11月21日, 21 November 2026."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def period_words(code: str, language: Language) -> str:
    """2026年10月, 2026年第三季度, 2021—2025年; October 2026, third quarter of 2026, 2021–2025."""
    period = Period.parse(code)
    (last_year, last), (first_year, first) = period.last, period.first
    english = language == "en"
    if first_year != last_year:
        return f"{first_year}–{last_year}" if english else f"{first_year}—{last_year}年"
    if period.is_year:
        return str(last_year) if english else f"{last_year}年"
    if first == last:
        return f"{_MONTHS[last - 1]} {last_year}" if english else f"{last_year}年{last}月"
    if last - first == 2 and last % 3 == 0:
        quarter = last // 3
        ordinal = ("first", "second", "third", "fourth")[quarter - 1]
        return f"{ordinal} quarter of {last_year}" if english else f"{last_year}年第{_QUARTERS[quarter - 1]}季度"  # fmt: skip
    return f"{_MONTHS[first - 1]}–{_MONTHS[last - 1]} {last_year}" if english else f"{last_year}年{first}—{last}月"  # fmt: skip


def _amount(worth: Any, showing: Showing) -> str:
    value = Decimal(str(worth))
    places = showing.get("places")
    if places is not None:
        step = Decimal(1).scaleb(-places)
        if value != value.quantize(step):
            value = rounded(value, step)
    said = plain_amount(value)
    return f"{Decimal(said):,}" if showing.get("grouped") else said


def _fixed(worth: Any, showing: Showing) -> str:
    said = f"{rounded(Decimal(str(worth)), Decimal(1).scaleb(-showing['places'])):f}"
    return said + showing.get("sign", "")


def _text(worth: Any, showing: Showing) -> str:
    text = " | ".join(part.strip() for part in str(worth).split("\t"))
    said = " ".join(text.split())
    longest = showing.get("longest")
    return f"{said[:longest]}…" if longest and len(said) > longest else said


def _quote(worth: Any, showing: Showing) -> str:
    return f"“{_text(worth, showing)}”"


def _day(worth: Any, showing: Showing) -> str:
    return day_words(date.fromisoformat(str(worth)[:10]), showing["language"])


def _short_day(worth: Any, showing: Showing) -> str:
    return str(worth)[:10]


def _period(worth: Any, showing: Showing) -> str:
    return period_words(str(worth), showing["language"])


def _year(worth: Any, showing: Showing) -> str:
    return str(worth) if showing["language"] == "en" else f"{worth}年"


def _word(worth: Any, showing: Showing) -> str:
    word = _WORDS[showing["of"]].get(worth, worth)
    with translation.override("en" if showing["language"] == "en" else "zh-hans"):
        return str(word)


def _light(worth: Any, showing: Showing) -> str:
    word = _word(worth, {**showing, "of": "verdict"})
    return f"{SHAPE[Verdict(worth)]} {word}" if worth else word


def _names(worth: Any, showing: Showing) -> str:
    names = [worth] if isinstance(worth, str) else worth
    return (", " if showing["language"] == "en" else "、").join(names)


def _indicator(worth: Any, showing: Showing) -> str:
    """The catalogue's English label; names that it does not have stay as they are printed."""
    found = catalogue().get(str(worth))
    said = found.label(showing["language"]) if found else str(worth)
    return said[:1].upper() + said[1:] if showing.get("capital") else said


def _unit(worth: Any, showing: Showing) -> str:
    """As it stands behind a number: 万千瓦, ten thousand kW."""
    return unit_behind(str(worth), showing["language"])


_SHOWN: dict[str, Callable[[Any, Showing], str]] = {
    "count": lambda worth, showing: str(int(worth)),
    "amount": _amount,
    "fixed": _fixed,
    "text": _text,
    "quote": _quote,
    "day": _day,
    "short_day": _short_day,
    "period": _period,
    "year": _year,
    "word": _word,
    "light": _light,
    "names": _names,
    "indicator": _indicator,
    "unit": _unit,
}
