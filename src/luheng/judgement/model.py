"""What a judgement is made of: the verdict, and everything that led to it.

A judgement explains itself: rule, numbers put in, observations used and set aside, one sentence.
Values are `Decimal` in the unit beside them; what is not known is None, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from luheng.documents.model import Observation, Operator
from luheng.judgement.trajectory import Path
from luheng.vocabulary.messages import Language, Message


class Verdict(StrEnum):
    """Where a target stands. The order is the order of every summary."""

    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"
    INSUFFICIENT_DATA = "insufficient_data"
    NOT_YET_DUE = "not_yet_due"
    CANNOT_BE_JUDGED = "cannot_be_judged"

    def text(self, language: Language = "zh") -> str:
        """The verdict's word: 达标, 滞后 …, or met, behind …"""
        return Message(f"verdict_{self.value}").text(language)

    @property
    def zh(self) -> str:
        """The Chinese official term."""
        return self.text("zh")


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation with what a city knows about its publication.

    Day and successor matter only where two figures of one period and status differ: the later one
    revises.
    """

    observation: Observation
    published_on: date | None = None
    source: str = ""  # file or record it was read from, as a person should see it
    key: int | str | None = None  # the caller's own id, handed back untouched
    superseded_by: int | str | None = None  # key of the one entered in its place, where known


@dataclass(frozen=True, slots=True)
class Assigned:
    """A value handed down by a superior, or of the benchmark, once a person has entered it."""

    value: Decimal
    op: Operator | None = None  # None: from the target's bound or its indicator's name
    unit: str | None = None  # None: the target's unit
    base_year: int | None = None  # None: the target's base year
    source: str = ""  # the document it was taken from


@dataclass(frozen=True, slots=True)
class Input:
    """One number put into the rule, and where it came from."""

    name: Message
    value: Decimal
    unit: str
    source: Message
    observation: Observation | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """An observation that was not used, and why."""

    evidence: Evidence
    reason: Message

    @property
    def observation(self) -> Observation:
        return self.evidence.observation


@dataclass(frozen=True, slots=True)
class Figure:
    """How far the indicator had come at the end of a year, on the scale of the target.

    A level for level targets; the change since the base year, the sum since the first year, or
    the yearly mean for the others. `unit` is the target's.
    """

    year: int
    value: Decimal
    unit: str
    provisional: bool = False  # rests on a preliminary figure
    used: tuple[Evidence, ...] = ()


Outlook = Literal["reached", "short", "open"]


@dataclass(frozen=True, slots=True)
class Projection:
    """A straight line through the yearly figures, carried on to the target year."""

    year: int
    value: Decimal
    low: Decimal
    high: Decimal
    level: Decimal  # probability of the interval, for instance 0.80
    points: int
    outlook: Outlook  # whole interval reaches the target, none of it does, or it lies across


@dataclass(frozen=True, slots=True)
class Pace:
    """What would fix it: the change a year still needed, beside the change a year so far.

    Percent of the year before where `compound`, otherwise the target's unit. Positive is towards
    the target. `needed` is None once the year has passed or the target is met.
    """

    needed: Decimal | None
    achieved: Decimal | None
    unit: str
    compound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A verdict with its reason."""

    verdict: Verdict
    rule: str  # id of the line of the decision table, see docs/judgement.md
    zh: str  # one readable sentence
    en: str
    provisional: bool = False  # 初步: rests on preliminary figures
    early: bool = False  # given before the target's year had ended: may still change
    due: int | None = None
    today: date
    figure: Figure | None = None  # the one that was compared
    figures: tuple[Figure, ...] = ()  # the yearly series on the target's scale
    path: Path | None = None  # the trajectory that was applied
    expected: Decimal | None = None  # by the trajectory, for the figure's year
    expected_today: Decimal | None = None
    tolerance: Decimal | None = None
    progress: Decimal | None = None  # share of the way from base to target; 1 is all of it
    pace: Pace | None = None
    projection: Projection | None = None
    no_projection: Message | None = None  # why there is none
    inputs: tuple[Input, ...] = ()
    used: tuple[Evidence, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[Message, ...] = ()  # what weakens or qualifies the verdict
    stretch: Judgement | None = None  # the 力争 value, judged beside
    floor: Judgement | None = None  # the printed floor of an assigned target, judged beside

    def sentence(self, language: Language = "zh") -> str:
        """The reason in one sentence."""
        return self.zh if language == "zh" else self.en

    @property
    def due_on(self) -> date | None:
        """Last day of the target's year; None where no year is known."""
        return None if self.due is None else date(self.due, 12, 31)


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """How many targets have each verdict."""

    counts: dict[Verdict, int] = field(default_factory=dict)

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> VerdictCounts:
        """Counts of these judgements, every verdict present, zero where there is none."""
        counts = dict.fromkeys(Verdict, 0)
        for judgement in judgements:
            counts[judgement.verdict] += 1
        return cls(counts)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def sentence(self, language: Language = "zh") -> str:
        """ "42 项目标：达标 18，按序时推进 9，…" with the verdicts that occur; in English likewise."""
        present = [(verdict, n) for verdict, n in self.counts.items() if n]
        if not present:
            return Message("summary_empty").text(language)
        one = Message("summary_part")
        parts = [
            Message(one.code, {"word": verdict.text(language), "n": n}).text(language)
            for verdict, n in present
        ]
        parts_text = ("，" if language == "zh" else ", ").join(parts)
        code = "summary_one" if self.total == 1 else "summary"
        return Message(code, {"total": self.total, "parts": parts_text}).text(language)
