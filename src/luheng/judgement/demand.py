"""What a target demands, brought to one form: an interval that a yearly figure must lie in.

Every operator becomes a *measure* (what the yearly figure is), a lowest and a highest admitted
value, and the year by which it counts. A target that cannot be brought to this form is `Open`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from luheng.documents.model import Operator, Target
from luheng.documents.wording import name_in_english
from luheng.judgement.indicator_names import change_word, counts_things
from luheng.judgement.model import Assigned, Verdict
from luheng.judgement.quantities import as_printed, canonical
from luheng.judgement.settings import JudgementSettings
from luheng.vocabulary.indicators import Direction, catalogue, find
from luheng.vocabulary.messages import Message

Measure = Literal["level", "change", "sum", "mean", "each"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The interval a figure must lie in, in `unit`, at the end of `due`.

    measure: level — the figure itself; change — change since `base_year`, in the demanded
    direction; sum — total since `first_year`; mean, each — yearly mean, or weakest year, since
    `first_year`.
    """

    op: Operator  # as judged: never meet_…
    measure: Measure
    unit: str
    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False
    due: int | None = None
    base_year: int | None = None
    baseline: Decimal | None = None
    baseline_year: int | None = None
    first_year: int | None = None
    falls: bool = False  # change: the demanded change is a fall
    yearly: bool = False  # mean of yearly changes, not of yearly amounts
    at_printed_digits: bool = False  # a bare value is kept at, to the digits it is printed with
    undirected: bool = False  # nobody said which side of the value is the better one
    printed: Decimal  # the demanded number as printed, for the sentence
    source: Message
    notes: tuple[Message, ...] = ()

    @property
    def bar(self) -> Decimal:
        """The value to be reached: the lowest admitted one, else the highest."""
        bar = self.low if self.low is not None else self.high
        assert bar is not None
        return bar

    @property
    def direction(self) -> Direction:
        """Which way leads to the interval; higher where it is bounded on both sides."""
        return "higher" if self.low is not None else "lower"

    @property
    def relative(self) -> bool:
        """Whether figures are percent changes, so that years multiply."""
        return self.unit == "%" and (self.measure == "change" or self.yearly)

    @property
    def rising(self) -> int:
        """What a compound path multiplies: see `Path`."""
        if self.measure != "change" or self.unit != "%":
            return 0
        return -1 if self.falls else 1


@dataclass(frozen=True, slots=True)
class Open:
    """Why a target has no demand that a figure could be compared with."""

    verdict: Verdict
    rule: str
    reason: Message


def demand_of(
    target: Target,
    assigned: Assigned | None,
    direction: Direction | None,
    settings: JudgementSettings,
) -> Demand | Open:
    """What the target demands, with the assigned or benchmark value put in where it needs one.

    direction: which way is better; None asks the plan's own base, then the catalogue.
    """
    direction = direction or _way_from_base(target) or _direction_in_catalogue(target)
    if target.op in ("meet_assigned", "meet_benchmark"):
        return _handed_down(target, assigned, direction, settings)
    if target.value is None:
        return Open(Verdict.CANNOT_BE_JUDGED, "open.no_value", Message("open_no_value"))
    source = Message("source_clause", {"clause": target.clause or target.section or "—"})
    unit = canonical(target.unit or "")
    ceiling = target.op == ">=" and target.bound == "<="  # 浓度达到30: printed so, meant as at most
    terms = _Terms("<=" if ceiling else target.op, target.value, unit, target.base_year, source)
    return _from_terms(target, terms, direction, settings)


def _direction_in_catalogue(target: Target) -> Direction | None:
    known = catalogue().get(target.indicator_id) if target.indicator_id else find(target.indicator)
    return known.direction if known else None


@dataclass(frozen=True, slots=True)
class _Terms:
    op: Operator
    value: Decimal
    unit: str
    base_year: int | None
    source: Message


def _handed_down(
    target: Target,
    assigned: Assigned | None,
    direction: Direction | None,
    settings: JudgementSettings,
) -> Demand | Open:
    kind = "assigned" if target.op == "meet_assigned" else "benchmark"
    if assigned is None:
        who = target.assigned_by if kind == "assigned" else target.benchmark
        named = {"zh": who or "—", "en": name_in_english(who or "—")}
        reason = Message(f"open_{kind}_unknown", {"who": named})
        return Open(Verdict.CANNOT_BE_JUDGED, f"open.{kind}_unknown", reason)
    op = assigned.op or target.bound or _op_of_name(target, direction)
    if op is None or op in ("meet_assigned", "meet_benchmark"):
        reason = Message("open_direction_unknown", {"indicator": target.indicator})
        return Open(Verdict.CANNOT_BE_JUDGED, "open.direction_unknown", reason)
    unit = assigned.unit if assigned.unit is not None else target.unit
    if unit is None:
        unit = "%" if op in ("reduce_by", "increase_by") else ""
    value = assigned.value
    if kind == "benchmark":
        value = _with_offset(target, value)
    source = Message("source_entered", {"document": assigned.source or "—"})
    base_year = assigned.base_year or target.base_year
    terms = _Terms(op, value, canonical(unit), base_year, source)
    return _from_terms(target, terms, direction, settings)


def _with_offset(target: Target, benchmark: Decimal) -> Decimal:
    """高于全省平均 3 个百分点: the offset widens the demand in its own direction."""
    if target.offset is None:
        return benchmark
    offset = target.offset
    if target.offset_unit == "%":
        offset = benchmark * offset / 100
    return benchmark - offset if target.bound == "<=" else benchmark + offset


def _op_of_name(target: Target, direction: Direction | None) -> Operator | None:
    """能耗强度下降 hands down a fall; otherwise the better side of the indicator decides."""
    way = change_word(target.indicator)
    if way is not None:
        return "reduce_by" if way == "fall" else "increase_by"
    return {"higher": ">=", "lower": "<=", "neutral": "=", None: None}[direction]


def _from_terms(
    target: Target, terms: _Terms, direction: Direction | None, settings: JudgementSettings
) -> Demand | Open:
    if _is_change(target, terms):
        return _change(target, terms, settings)
    common = _common(target, terms, settings)
    if target.cumulative or target.rate == "annual":
        return _amounts(target, terms, common)
    return _level(target, terms, direction, settings, common)


def _is_change(target: Target, terms: _Terms) -> bool:
    """`≥ 14` for 能耗降低率 is the same demand as "降低 14 %"; a growth rate of one year is a level."""
    if terms.op in ("reduce_by", "increase_by", "multiply_by"):
        return True
    way = change_word(target.indicator)
    if way is None or terms.op not in (">=", "=") or terms.unit not in ("%", "个百分点"):
        return False
    return way == "fall" or terms.base_year is not None or target.rate == "annual"


def _common(target: Target, terms: _Terms, settings: JudgementSettings) -> dict:
    return {
        "due": target.year if target.year is not None else settings.year_when_unstated,
        "base_year": terms.base_year,
        "baseline": target.baseline,
        "baseline_year": target.baseline_year,
        "strict": target.strict,
        "unit": terms.unit,
        "printed": as_printed(terms.value, target.quote),
        "source": terms.source,
        "notes": _qualifications(target, settings),
    }


def _qualifications(target: Target, settings: JudgementSettings) -> tuple[Message, ...]:
    notes = []
    if target.year is None and settings.year_when_unstated is not None:
        notes.append(Message("note_year_from_settings", {"year": settings.year_when_unstated}))
    if target.stretch_only:
        notes.append(Message("note_stretch_only", {"wording": target.wording or "力争"}))
    if target.part_of:
        notes.append(Message("note_part_of", {"whole": target.part_of}))
    if target.conflict_with:
        notes.append(Message("note_conflicting_targets"))
    return tuple(notes)


# Levels


def _level(
    target: Target,
    terms: _Terms,
    direction: Direction | None,
    settings: JudgementSettings,
    common: dict,
) -> Demand:
    low: Decimal | None = terms.value
    high: Decimal | None = terms.value
    one_sided: dict[str, Direction] = {">=": "higher", "<=": "lower"}
    way = one_sided.get(terms.op)
    if terms.op == "=" and target.value_min is not None and target.value_max is not None:
        low, high, way = target.value_min, target.value_max, "neutral"
    elif terms.op == "=":
        slack = _slack(target, terms.value, settings) if target.approx else Decimal(0)
        low, high = terms.value - slack, terms.value + slack
        way = direction or _way_of_unit(terms)
    return Demand(
        op=terms.op,
        measure="level",
        low=None if way == "lower" else low,
        high=None if way == "higher" else high,
        at_printed_digits=terms.op == "=" and low == high,
        undirected=way is None,
        **common,
    )


def _slack(target: Target, value: Decimal, settings: JudgementSettings) -> Decimal:
    """How far 左右 reaches: 58.6 % 左右 from a base of 58.4 % does not admit 56 %."""
    slack = abs(value) * settings.approx_share
    if target.baseline is None or target.baseline == value:
        return slack
    return min(slack, abs(value - target.baseline) * settings.approx_way)


def _way_from_base(target: Target) -> Direction | None:
    """From its base to its value is the way the plan itself wants to go."""
    if target.baseline is None or target.value is None or target.baseline == target.value:
        return None
    return "higher" if target.baseline < target.value else "lower"


def _way_of_unit(terms: _Terms) -> Direction | None:
    """Things that are counted and 100 % are to be reached; more does no harm."""
    whole = terms.unit == "%" and terms.value == 100
    return "higher" if whole or counts_things(terms.unit) else None


# Amounts over years


def _amounts(target: Target, terms: _Terms, common: dict) -> Demand:
    first_year = _first_year(target)
    measure: Measure = "sum"
    if target.rate == "annual":
        measure = "mean" if "年均" in target.quote else "each"
        first_year = first_year if first_year is not None else target.year
    return Demand(
        op=terms.op,
        measure=measure,
        low=None if terms.op == "<=" else terms.value,
        high=terms.value if terms.op == "<=" else None,
        first_year=first_year,
        **common,
    )


def _first_year(target: Target) -> int | None:
    if target.year_from is not None:
        return target.year_from
    if target.period_years is not None and target.year is not None:
        return target.year - target.period_years + 1
    return None


# Changes


def _change(target: Target, terms: _Terms, settings: JudgementSettings) -> Demand | Open:
    common = _common(target, terms, settings)
    due = common["due"]
    base_year, assumed = _base_year(target, terms, due, settings)
    if base_year is None:
        reason = Message("open_base_unknown", {"indicator": target.indicator})
        return Open(Verdict.INSUFFICIENT_DATA, "open.base_unknown", reason)
    if assumed:
        common["notes"] += (Message("note_base_assumed", {"base_year": base_year}),)
    falls = terms.op == "reduce_by" or (
        terms.op in (">=", "=") and change_word(target.indicator) == "fall"
    )
    bar, unit = terms.value, terms.unit
    if terms.op == "multiply_by":
        bar, unit = (terms.value - 1) * 100, "%"
    common |= {"base_year": base_year, "unit": unit}
    yearly = target.rate == "annual"
    return Demand(
        op=terms.op,
        measure="mean" if yearly else "change",
        low=bar,
        falls=falls,
        yearly=yearly,
        first_year=base_year + 1 if yearly else None,
        **common,
    )


def _base_year(
    target: Target, terms: _Terms, due: int | None, settings: JudgementSettings
) -> tuple[int | None, bool]:
    """The base year and whether it is an assumption: no plan prints 2020 in every clause."""
    if terms.base_year is not None:
        return terms.base_year, False
    first_year = _first_year(target)
    if first_year is not None:
        return first_year - 1, False
    if target.baseline_year is not None:
        return target.baseline_year, False
    if due is None:
        return None, False
    if target.base == "同比":
        return due - 1, False
    if settings.assume_five_year_base and due % 5 == 0:
        return due - 5, True
    return None, False
