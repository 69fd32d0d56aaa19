"""How the demand of a target is said in a few words, in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from luheng.vocabulary.messages import Language
from luheng.vocabulary.units_of_measure import unit_behind

# operator: Chinese and English frame around the amount
_FRAMES = {
    ">=": ("≥ {amount}", "≥ {amount}"),
    "<=": ("≤ {amount}", "≤ {amount}"),
    "=": ("{amount}", "{amount}"),
    "reduce_by": ("{since}下降 {amount}", "down {amount}{since}"),
    "increase_by": ("{since}增长 {amount}", "up {amount}{since}"),
    "multiply_by": ("{since}达到 {amount}", "{amount} the base{of_base}"),
    "meet_assigned": ("完成{assigned_by}下达任务", "meets what {assigned_by} assigned"),
    "meet_benchmark": ("{direction}{benchmark}{offset}", "{direction} {benchmark}{offset}"),
}
_IN_ENGLISH = {
    "上级": "the superior", "国家": "the state", "省": "the province", "市": "the city",
    "全国平均水平": "the national average", "全省平均水平": "the provincial average",
    "全市平均水平": "the average of the city",
}  # fmt: skip
_STRICT = (str.maketrans("≥≤", "＞＜"), str.maketrans("≥≤", "><"))


def plain_amount(value: Any) -> str:
    """A decimal without trailing zeros: 98, 49.8, 0.05."""
    number = Decimal(str(value))
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def demand(target: Any, language: Language = "zh") -> str:
    """`≥ 98%`, `较2020年下降 14%`, `完成省下达任务` of a target record or a target as read."""
    english = language == "en"
    name = name_in_english if english else str
    frame = _FRAMES[meant_operator(target)][int(english)]
    said = frame.format(
        amount=_amount(target, english),
        since=_since(target, english),
        of_base=f" of {target.base_year}" if target.base_year else "",
        assigned_by=name(target.assigned_by or "上级"),
        benchmark=name(target.benchmark or ""),
        direction=_direction(target, english),
        offset=_offset(target, english),
    )
    if target.strict:
        said = said.translate(_STRICT[int(english)])
    return _with_marks(said, target, english)


def meant_operator(target: Any) -> str:
    """The operator as it is meant: 浓度达到30 prints "at least" and means "at most"."""
    return "<=" if target.op == ">=" and target.bound == "<=" else str(target.op)


def _amount(target: Any, english: bool) -> str:
    unit = _unit(target.unit, english)
    low, high = target.value_min, target.value_max
    if target.op == "<=" and low is not None:
        return f"{plain_amount(low)}–{plain_amount(target.value)}{unit}"
    if high is not None and target.value is not None:
        return f"{plain_amount(target.value)}–{plain_amount(high)}{unit}"
    return "—" if target.value is None else f"{plain_amount(target.value)}{unit}"


def _unit(unit: str | None, english: bool) -> str:
    if english or not unit:
        return unit_behind(unit or "", "en")
    return unit if unit in ("%", "‰") else f" {unit}"


def name_in_english(name: str) -> str:
    """A superior or an average in English; one of another name stays as printed."""
    return _IN_ENGLISH.get(name, name)


def _since(target: Any, english: bool) -> str:
    if target.rate == "annual":
        return " a year" if english else "年均"
    if target.base_year:
        return f" on {target.base_year}" if english else f"较{target.base_year}年"
    if target.cumulative:
        return " in total" if english else "累计"
    return ""


def _direction(target: Any, english: bool) -> str:
    words = {">=": ("不低于", "at least"), "<=": ("不高于", "at most")}
    return words.get(target.bound or "", ("达到", "meets"))[int(english)]


def _offset(target: Any, english: bool) -> str:
    if target.offset is None:
        return ""
    return f" + {plain_amount(target.offset)}{_unit(target.offset_unit, english)}"


def _with_marks(said: str, target: Any, english: bool) -> str:
    if target.approx:
        said += " (about)" if english else "左右"
    if target.stretch_only:
        said = f"{'aim: ' if english else '力争 '}{said}"
    elif target.stretch is not None:
        also = f"{plain_amount(target.stretch)}{_unit(target.unit, english)}"
        said += f" (aim {also})" if english else f"（力争 {also}）"
    return said
