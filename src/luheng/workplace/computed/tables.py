"""A result that is a mapping, as the tables a page shows; the names of its keys are the pack's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from luheng.methods import find_packs, standards
from luheng.methods.explanation import short
from luheng.methods.lineage import json_value
from luheng.methods.uncertainty import Interval
from luheng.workplace.language import current_language, say

_HIDDEN = {"ref", "refs_of_keys", "sources"}  # what exports need and the tables above already say


@dataclass(frozen=True, slots=True)
class Shown:
    """One table: a title (none for what stands alone), and rows of a name, a value and its interval."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


Intervals = Mapping[str, Interval]


def tables_of(method: str, value: Any, intervals: Intervals | None = None) -> list[Shown]:
    """The tables of a value of a method, or of its record; none where it is no mapping.

    intervals: of its numbers by their paths, where what went in has any.
    """
    if not isinstance(value, Mapping):
        return []
    words = {**_keys_of(method), **_words(method.partition(".")[0])}
    said = {key: one for key, one in value.items() if key not in _HIDDEN}
    alone = {key: one for key, one in said.items() if not isinstance(one, Mapping)}
    known = intervals or {}
    found = [Shown("", _rows(alone, words, known, ""))] if alone else []
    for key, one in said.items():
        if isinstance(one, Mapping) and one:
            found.append(Shown(_said(key, words), _rows(one, words, known, f"{key}.")))
    return found


def interval_line(intervals: Intervals | None) -> str:
    """The interval of a result that is one number, with what it comes from most; empty where none."""
    one = (intervals or {}).get("")
    if one is None or one.way == "certain":
        return ""
    most = "、".join(f"{name} {share:.0%}" for name, share in one.shares[:3])
    said = say("95%区间 {low}—{high}（±{percent}%），主要来自 {most}", "95% interval {low} to {high} (±{percent}%), mostly of {most}")  # fmt: skip
    return str(said).format(
        low=_figure(one.low), high=_figure(one.high), percent=f"{one.percent:.1f}", most=most
    )


def line_of(method: str, value: Any) -> Any:
    """A value in one line: of a mapping, the numbers that stand alone; anything else as it is."""
    tables = tables_of(method, value)
    if not tables:
        return value
    return "；".join(f"{name} {number}" for name, number, _ in tables[0].rows)


def _rows(
    value: Mapping[str, Any], words: Mapping[str, Any], intervals: Intervals, before: str
) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (_said(key, words), _number(one), _between(intervals.get(f"{before}{key}")))
        for key, one in value.items()
    )


def _between(interval: Interval | None) -> str:
    if interval is None or interval.way == "certain":
        return ""
    return f"{_figure(interval.low)} — {_figure(interval.high)}"


def _figure(number: float) -> str:
    """With four significant digits or all before the point: an interval is no more exact."""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:,.4g}"


def _number(value: Any) -> str:
    """With commas; what is no number as it is."""
    text = json_value(value) if not isinstance(value, Mapping) else short(value)
    try:
        number = float(text)
    except (TypeError, ValueError):
        return "—" if text is None else str(text)
    return f"{number:,.6f}".rstrip("0").rstrip(".")


def _said(key: str, words: Mapping[str, Any]) -> str:
    word = words.get(key)
    return str(word[current_language()]) if word else key


@cache
def _words(pack: str) -> Mapping[str, Any]:
    return next((one.declared.get("words") or {} for one in find_packs() if one.id == pack), {})


@cache
def _keys_of(method: str) -> Mapping[str, Any]:
    """Names of the keys of the families that the method uses: fuels, sources of an inventory."""
    house = standards(whole=True)
    families = [
        one.id for one in house.editions_of(method)[-1].parameters.values() if "{" in one.id
    ]
    found = {}
    for family in families:
        for key in house.book.keys(family):
            one = house.book.get(family.partition("{")[0] + key + family.partition("}")[2])
            found[key] = {"zh": one.zh.rpartition("·")[2], "en": one.en.rpartition(": ")[2]}
    return found
