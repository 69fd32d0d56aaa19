"""Which observations a demand may use, and which figure counts for each year.

Whatever is not used is handed back with its reason. Missing years stay missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from luheng.documents.model import Observation, Target
from luheng.judgement.demand import Demand
from luheng.judgement.indicator_names import change_word, same_indicator
from luheng.judgement.model import Evidence, SetAside
from luheng.judgement.per_unit import completed
from luheng.judgement.prices import growth_of
from luheng.judgement.quantities import as_printed, converted, digits_of
from luheng.judgement.settings import JudgementSettings
from luheng.vocabulary.messages import Message

Role = Literal["level", "change", "running_total"]
Preference = Literal["lowest", "highest", "rising", "falling"]
# Which of two figures nobody can choose between: the same side throughout, or in the base year
# the one and afterwards the other, which covers every extreme of a change.


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure for one period, in the unit and sign the demand counts in.

    A change is positive when the indicator rises, over the years first_year … last_year.
    """

    role: Role
    first_year: int
    last_year: int
    value: Decimal
    provisional: bool
    evidence: Evidence
    remark: Message | None = None  # how its unit was understood

    @property
    def precision(self) -> Decimal:
        """Its last printed place, in the demand's unit."""
        seen = self.evidence.observation
        digits = digits_of(as_printed(seen.value, seen.quote))
        return digits * abs(self.value / seen.value) if seen.value else digits


@dataclass(slots=True)
class Sifted:
    """The facts of a demand by role and period, and what was set aside."""

    facts: dict[Role, dict[tuple[int, int], Fact]] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    disputed: bool = False  # two figures of one period that nothing decides between

    def of(self, role: Role) -> dict[tuple[int, int], Fact]:
        """Facts of a role by (first year, last year)."""
        return self.facts.get(role, {})

    def yearly(self, role: Role = "level") -> dict[int, Fact]:
        """Facts of a role that cover one single year, by year."""
        return {last: fact for (first, last), fact in self.of(role).items() if first == last}


def sift(
    target: Target,
    demand: Demand,
    observations: Iterable[Evidence],
    *,
    place: str | None,
    today: date,
    settings: JudgementSettings,
    prefer: Preference = "lowest",
) -> Sifted:
    """What the demand may use of the observations, one fact for each role and period."""
    sifted = Sifted()
    candidates: dict[tuple[Role, int, int], list[Fact]] = defaultdict(list)
    unit = _LevelUnit(demand)
    base = str(demand.base_year)  # its unit is the one that percent changes are computed in
    ordered = sorted(observations, key=lambda one: (one.observation.period != base, *_order(one)))
    for evidence in ordered:
        found = _fact(target, demand, evidence, place, today, settings, unit)
        if isinstance(found, Message):
            sifted.set_aside.append(SetAside(evidence, found))
        else:
            candidates[found.role, found.first_year, found.last_year].append(found)
    for (role, first, last), facts in candidates.items():
        at_base = demand.base_year is not None and last <= demand.base_year
        chosen = _choose(facts, sifted, _pick(prefer, at_base))
        sifted.facts.setdefault(role, {})[first, last] = chosen
        if chosen.remark and chosen.remark not in sifted.notes:
            sifted.notes.append(chosen.remark)
    return sifted


def _pick(prefer: Preference, at_base: bool) -> Callable[..., Fact]:
    if prefer in ("rising", "falling"):
        return min if at_base == (prefer == "rising") else max
    return min if prefer == "lowest" else max


def _order(evidence: Evidence) -> tuple:
    """A total order, so that the order of the caller's list changes nothing."""
    seen = evidence.observation
    return (
        seen.period, seen.kind, seen.status, seen.unit, seen.value, seen.place, seen.indicator,
        evidence.published_on or date.min, evidence.source, str(evidence.key),
        seen.quote, seen.span,
    )  # fmt: skip


# One observation


class _LevelUnit:
    """The unit levels are brought to: the demand's, or for percent changes the first one met."""

    def __init__(self, demand: Demand) -> None:
        relative = demand.relative
        pp = demand.unit == "个百分点" and demand.measure in ("change", "mean")
        self.unit: str | None = None if relative else "%" if pp else demand.unit

    def bring(self, value: Decimal, unit: str, name: str) -> Brought:
        """The value in the demand's unit, and a remark where the name had to complete a unit."""
        if self.unit is None:
            self.unit = unit
        direct = converted(value, unit, self.unit)
        if direct is not None:
            return direct, None
        for bare, given, wanted in (
            (self.unit, unit, completed(self.unit, name)),
            (unit, completed(unit, name), self.unit),
        ):
            found = converted(value, given, wanted) if given and wanted else None
            if found is not None:
                whole = {"name": name, "unit": bare, "whole": completed(bare, name)}
                return found, Message("note_unit_from_name", whole)
        return None, None


Brought = tuple[Decimal | None, Message | None]


def _fact(
    target: Target,
    demand: Demand,
    evidence: Evidence,
    place: str | None,
    today: date,
    settings: JudgementSettings,
    unit: _LevelUnit,
) -> Fact | Message:
    seen = evidence.observation
    if not same_indicator(target, seen):
        return Message("aside_other_indicator", {"other": seen.printed_indicator or seen.indicator})
    if place is not None and seen.place != place:
        return Message("aside_other_place", {"other": seen.place, "place": place})
    if evidence.published_on is not None and evidence.published_on > today:
        return Message("aside_not_published", {"day": evidence.published_on.isoformat()})
    years = _years(seen, settings)
    if isinstance(years, Message):
        return years
    if date(years[1], 12, 31) > today and _whole_years(seen.period) is not None:
        return Message("aside_not_over", {"period": seen.period})
    if demand.due is not None and years[1] > demand.due:
        return Message("aside_after_due", {"period": seen.period, "due": demand.due})
    role = _role(target, demand, seen)
    if isinstance(role, Message):
        return role
    value, remark = _value(target, demand, seen, role, unit)
    if value is None:
        wanted = demand.unit if role == "change" else unit.unit
        return Message("aside_other_unit", {"other": seen.unit or "1", "unit": wanted or "1"})
    return Fact(role, *years, value, seen.status == "preliminary", evidence, remark)


def _years(seen: Observation, settings: JudgementSettings) -> tuple[int, int] | Message:
    whole = _whole_years(seen.period)
    if whole is not None:
        return whole
    year = re.search(r"(\d{4})-\d{2}$", seen.period)
    if year is None:
        return Message("aside_period_unknown", {"period": seen.period})
    if settings.part_year_figures == "use":
        return int(year[1]), int(year[1])
    return Message("aside_part_of_year", {"period": seen.period})


@lru_cache(maxsize=4096)
def _whole_years(period: str) -> tuple[int, int] | None:
    """First and last year of "2019", "2011/2014" and "2015-01/2015-12"; None for parts of years."""
    found = re.fullmatch(r"(\d{4})(-01)?(?:/(\d{4})(-12)?)?", period)
    if found is None or (found[2] is None) != (found[4] is None):
        return None
    first, last = int(found[1]), int(found[3] or found[1])
    return (first, last) if first <= last else None


def _role(target: Target, demand: Demand, seen: Observation) -> Role | Message:
    wants_changes = demand.measure == "change" or demand.yearly
    if seen.kind in ("level", "count"):
        if demand.measure == "sum" and "累计" in seen.printed_indicator + seen.quote:
            return "running_total"
        if wants_changes and demand.relative and _needs_deflator(seen):
            return Message("aside_current_prices", {"unit": seen.unit})
        way = change_word(seen.indicator)
        if way and (wants_changes or way != change_word(target.indicator)):
            return Message("aside_kind_unclear")
        return "level"
    if wants_changes:
        return _change_role(demand, seen)
    if change_word(target.indicator) and change_word(target.indicator) == change_word(
        seen.indicator
    ):
        return "level"  # 增速 ≥ 6 %: the published rate is the figure itself
    return Message("aside_change_for_level")


def _needs_deflator(seen: Observation) -> bool:
    return growth_of(seen.indicator, seen.unit) == "constant"


def _change_role(demand: Demand, seen: Observation) -> Role | Message:
    """A cumulative change said of one year alone counts from nobody knows when."""
    cumulative = seen.kind == "cumulative_change_pct" and _whole_years(seen.period) is not None
    if cumulative and "/" not in seen.period and int(seen.period) - 1 != demand.base_year:
        return Message("aside_start_unknown", {"period": seen.period})
    return "change"


def _value(
    target: Target, demand: Demand, seen: Observation, role: Role, unit: _LevelUnit
) -> Brought:
    if role != "change":
        return unit.bring(seen.value, seen.unit, target.indicator)
    kinds = {seen.kind, seen.alt_kind}
    fits = "change_pp" if demand.unit == "个百分点" else None
    percent = {"change_pct", "cumulative_change_pct"}
    usable = fits in kinds if fits else bool(kinds & percent) and demand.relative
    if not usable:
        return None, None
    return (-seen.value if change_word(seen.indicator) == "fall" else seen.value), None


# Several observations of one period


def _choose(facts: Sequence[Fact], sifted: Sifted, pick: Callable[..., Fact]) -> Fact:
    """Final before preliminary, later before earlier publication, finer before coarser."""
    if len(facts) == 1:
        return facts[0]
    final = [fact for fact in facts if not fact.provisional]
    if final:
        superseded = Message("aside_superseded")
        sifted.set_aside += [_aside(fact, superseded) for fact in facts if fact.provisional]
    left = _latest(_standing(final or list(facts), sifted), sifted)
    left = _finest(left, sifted)
    if len(left) == 1:
        return left[0]
    sifted.disputed = True
    sifted.notes.append(_dispute("note_disputed", left))
    chosen = pick(left, key=lambda fact: fact.value)
    reason = Message("aside_disputed")
    sifted.set_aside += [_aside(fact, reason) for fact in left if fact is not chosen]
    return chosen


def _standing(facts: list[Fact], sifted: Sifted) -> list[Fact]:
    """Without those in whose place another of them was entered: days alone would not tell."""
    keys = {fact.evidence.key for fact in facts} - {None}
    kept = [fact for fact in facts if fact.evidence.superseded_by not in keys]
    replaced = [fact for fact in facts if fact.evidence.superseded_by in keys]
    if replaced:
        sifted.notes.append(_dispute("note_revised", facts))
        sifted.set_aside += [_aside(fact, Message("aside_replaced")) for fact in replaced]
    return kept


def _latest(facts: list[Fact], sifted: Sifted) -> list[Fact]:
    """The figure published last, where days of publication are known and the values differ."""
    days = [fact.evidence.published_on for fact in facts]
    known = [day for day in days if day is not None]
    if len(known) < len(days) or len({fact.value for fact in facts}) == 1:
        return facts
    newest = max(known)
    kept = [fact for fact in facts if fact.evidence.published_on == newest]
    revised = [fact for fact in facts if fact.evidence.published_on != newest]
    if revised:
        sifted.notes.append(_dispute("note_revised", facts))
        reason = Message("aside_revised", {"day": newest.isoformat()})
        sifted.set_aside += [_aside(fact, reason) for fact in revised]
    return kept


def _finest(facts: list[Fact], sifted: Sifted) -> list[Fact]:
    """92 and 92.1 are one figure, printed twice: the finer one stays."""
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda fact: fact.precision):
        twin = next((other for other in kept if _agree(other, fact)), None)
        if twin is None:
            kept.append(fact)
        else:
            sifted.set_aside.append(_aside(fact, Message("aside_same_figure")))
    return kept


def _agree(finer: Fact, coarser: Fact) -> bool:
    return abs(finer.value - coarser.value) * 2 <= coarser.precision


def _aside(fact: Fact, reason: Message) -> SetAside:
    return SetAside(fact.evidence, reason)


def _dispute(code: str, facts: Sequence[Fact]) -> Message:
    seen = [fact.evidence.observation for fact in facts]
    values = " / ".join(f"{as_printed(item.value, item.quote):f}{item.unit}" for item in seen)
    return Message(code, {"period": seen[0].period, "values": values})
