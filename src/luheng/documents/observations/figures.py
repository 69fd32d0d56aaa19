"""A figure with its subject becomes an observation's value, unit, kind and period."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from luheng.documents.model import ObservationKind
from luheng.documents.observations.changes import MEAN_CHANGE, SPEED, Base, direction_of
from luheng.documents.observations.quantities import PERCENT, POINTS, Quantity
from luheng.documents.observations.refusals import AS_ATTRIBUTE
from luheng.documents.observations.subjects import COUNTED, Subject, is_ratio, known, unit_of
from luheng.documents.observations.times import RUN_OF_YEARS, annual, year_of

LONGEST_QUOTE = 80
RATE_NAME = re.compile(r"(?:增速|降低率|下降率|(?<!自然)增长率)$")
"""Names of indicators that are changes themselves."""

_RATES = {
    "地区生产总值": ("地区生产总值增速", 1),
    "单位地区生产总值能耗": ("单位地区生产总值能耗降低率", -1),
    "单位地区生产总值能耗降低率": ("单位地区生产总值能耗降低率", -1),
}
_NUMBER_OF = ("数", "数量", "个数")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was read; `start` and `end` are places in the view of its paragraph."""

    subject: Subject
    place: str
    period: str
    value: Decimal
    unit: str
    kind: ObservationKind
    start: int
    end: int
    alt_kind: ObservationKind | None = None


@dataclass(slots=True)
class State:
    """What a sentence has said up to the figure at hand."""

    place: str
    period: str
    window: str | None = None  # “十二五”头4年: the run of years a change is over
    outer_period: str | None = None  # the one that holds again after 其中，6月…；
    base: Base | None = None  # what a change is against
    awry: bool = False  # against another place, a target, many years' mean
    fronted: bool = False  # 与2015年相比，…: it holds for what follows
    place_leads: bool = False  # the sentence began with its place
    leading_place: str = ""  # the place and the time a paragraph begins with
    leading_period: str = ""
    refused: bool = False  # nothing more of this sentence
    refused_clause: bool = False
    one_body: bool = False  # it is about one company, plant or project
    unit: str = ""  # of the figure before
    end: int = 0  # where the figure before ended

    @property
    def year(self) -> int:
        """The last year that is spoken of; 0 where it cannot be told."""
        return year_of(self.window or self.period)


@dataclass(frozen=True, slots=True)
class Said:
    """A figure, what it is of, and the words right before it."""

    subject: Subject
    quantity: Quantity
    change: re.Match[str] | None
    words: str  # of its own piece
    clause: str  # of its clause
    behind: str  # what follows it
    start: int  # where its quote begins and ends, in the view
    end: int
    deviates: bool = False  # 低于全国平均水平6微克/立方米


def figure_of(said: Said, state: State) -> Figure | None:
    """The figure as an observation; None where it is not one that can be told apart."""
    if said.change is None:
        return _level(said, state)
    if said.quantity.unit not in (PERCENT, POINTS) or state.awry:
        return None
    if SPEED.search(said.clause) or MEAN_CHANGE.search(said.words):
        return None
    if AS_ATTRIBUTE.match(said.behind):
        return None
    return _changed(said, said.change, state)


def _level(said: Said, state: State) -> Figure | None:
    unit, indicator = said.quantity.unit, said.subject.indicator
    if unit in (POINTS, "倍") or state.window or said.deviates:
        return None
    if not unit and indicator and indicator.unit:
        return None
    if indicator is None and unit in COUNTED and not said.subject.printed.endswith(_NUMBER_OF):
        return None
    kind: ObservationKind = "count" if unit in COUNTED | {"天"} else "level"
    if RATE_NAME.search(said.subject.name):
        kind = "change_pct"
    unit = unit_of(indicator, said.subject.name, unit)
    return _made(said, state, said.subject, said.quantity.value, unit, kind, state.period)


def _changed(said: Said, change: re.Match[str], state: State) -> Figure | None:
    indicator = said.subject.indicator
    smaller = indicator.direction == "lower" if indicator else None
    direction = direction_of(change, smaller)
    period = _period_of_change(state, cumulative="累计" in said.words)
    if direction is None or period is None:
        return None
    subject, sign = reported_change(said.subject)
    value, unit = said.quantity.value * direction * sign, said.quantity.unit
    if unit == POINTS and not is_ratio(subject):
        return None  # 回落0.4个百分点 behind 增长7.6%: the growth changed
    if unit == POINTS:
        return _made(said, state, subject, value, unit, "change_pp", period)
    if RUN_OF_YEARS.fullmatch(period):
        return _made(said, state, subject, value, unit, "cumulative_change_pct", period)
    figure = _made(said, state, subject, value, unit, "change_pct", period)
    if indicator and indicator.unit == PERCENT and not RATE_NAME.search(subject.name):
        return replace(figure, alt_kind="change_pp")  # 上升0.2% said of a ratio may mean points
    return figure


def _period_of_change(state: State, *, cumulative: bool) -> str | None:
    """The period a change is over; None where it cannot be told."""
    if state.window:
        return state.window
    year = year_of(state.period)
    base = state.base
    if base is None and cumulative and annual(state.period):
        return None  # over which years is not said
    if base is None or base.year is None or base.year == year - 1:
        return state.period
    if base.year >= year or not annual(state.period):
        return None
    return f"{base.year + 1}/{year}"


def _made(
    said: Said, state: State, subject: Subject, value: Decimal, unit: str, kind: ObservationKind,
    period: str,
) -> Figure:  # fmt: skip
    return Figure(subject, state.place, period, value, unit, kind, said.start, said.end)


def reported_change(subject: Subject) -> tuple[Subject, int]:
    """The indicator a change of a subject is reported as, and its sign there."""
    if subject.name not in _RATES:
        return subject, 1
    name, sign = _RATES[subject.name]
    return replace(subject, name=name, indicator=known(name)), sign
