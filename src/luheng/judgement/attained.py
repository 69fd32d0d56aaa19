"""From facts to figures: how far the indicator had come at the end of each year.

A figure exists for a year only where every year it needs is there. Missing is never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from luheng.documents.model import Observation
from luheng.judgement.demand import Demand
from luheng.judgement.evidence import Fact, Sifted
from luheng.judgement.model import Figure
from luheng.judgement.prices import growth_of
from luheng.judgement.quantities import settled
from luheng.judgement.trajectory import Base
from luheng.vocabulary.messages import Message

Figures = Mapping[int, Figure]


@dataclass(frozen=True, slots=True)
class Attained:
    """Figures by year on the demand's scale, and the base a trajectory may start from."""

    figures: Figures
    base: Base | None
    missing: tuple[int, ...] = ()  # years whose figure would be needed and is not there
    notes: tuple[Message, ...] = ()

    @property
    def latest(self) -> Figure | None:
        return self.figures[max(self.figures)] if self.figures else None


def attained_of(demand: Demand, sifted: Sifted) -> Attained:
    """The figures of a demand, out of the facts that were kept for it."""
    if demand.measure == "change":
        return _changes(demand, sifted)
    if demand.measure == "sum":
        return _sums(demand, sifted)
    if demand.measure == "level":
        return _levels(demand, sifted)
    return _mean_changes(demand, sifted) if demand.yearly else _yearly_amounts(demand, sifted)


def _figure(demand: Demand, year: int, value: Decimal, facts: list[Fact]) -> Figure:
    provisional = any(fact.provisional for fact in facts)
    return Figure(year, value, demand.unit, provisional, tuple(fact.evidence for fact in facts))


# Levels


def _levels(demand: Demand, sifted: Sifted) -> Attained:
    facts = sifted.yearly()
    figures = {year: _figure(demand, year, facts[year].value, [facts[year]]) for year in facts}
    return Attained(figures, _level_base(demand, figures))


def _level_base(demand: Demand, figures: Figures) -> Base | None:
    """The plan's own base, else the observation of its base year, else the first observation."""
    year = demand.baseline_year if demand.baseline_year is not None else demand.base_year
    if demand.baseline is not None and year is not None:
        return Base(year, demand.baseline, Message("base_from_plan"))
    if year is not None and year in figures:
        return Base(year, figures[year].value, Message("base_from_base_year", {"year": year}))
    before_due = [y for y in figures if demand.due is None or y < demand.due]
    if not before_due:
        return None
    first = min(before_due)
    return Base(first, figures[first].value, Message("base_from_first", {"year": first}))


# Changes since a base year


def _changes(demand: Demand, sifted: Sifted) -> Attained:
    """Published changes first, since prices and definitions are settled in them; else levels."""
    base_year = demand.base_year
    assert base_year is not None
    published = _chain(demand, sifted, base_year)
    computed = _from_levels(demand, sifted, base_year)
    figures = computed | published
    notes = []
    levels = [fact.evidence.observation for fact in sifted.yearly().values()]
    if set(computed) - set(published) and any(_price_base_matters(one) for one in levels):
        notes.append(Message("note_price_basis"))
    notes += _disagreements(published, computed)
    base = Base(base_year, Decimal(0), Message("base_from_base_year", {"year": base_year}))
    return Attained(figures, base, _missing_links(demand, sifted, figures), tuple(notes))


def _price_base_matters(seen: Observation) -> bool:
    """Money in the unit, unless the growth is of this very money: of a balance, of receipts."""
    return "元" in seen.unit and growth_of(seen.indicator, seen.unit) != "nominal"


def _chain(demand: Demand, sifted: Sifted, base_year: int) -> dict[int, Figure]:
    """Changes joined end to end: (1-a)(1-b)… for percent, sums for points and amounts.

    Of several ways to a year the one with fewest links wins: a published cumulative figure
    before the product of yearly ones.
    """
    ways: dict[int, list[Fact]] = {base_year: []}
    edges = sorted(sifted.of("change").values(), key=lambda fact: (fact.last_year, fact.first_year))
    for fact in edges:
        so_far = ways.get(fact.first_year - 1)
        if so_far is None:
            continue
        if fact.last_year not in ways or len(so_far) + 1 < len(ways[fact.last_year]):
            ways[fact.last_year] = [*so_far, fact]
    return {
        year: _figure(demand, year, _joined(demand, links), links)
        for year, links in ways.items()
        if links
    }


def _joined(demand: Demand, links: list[Fact]) -> Decimal:
    sign = -1 if demand.falls else 1
    if demand.relative:
        factor = Decimal(1)
        for fact in links:
            factor *= 1 + fact.value / 100
        return sign * (factor - 1) * 100
    return sign * sum((fact.value for fact in links), Decimal(0))


def _from_levels(demand: Demand, sifted: Sifted, base_year: int) -> dict[int, Figure]:
    levels = sifted.yearly()
    base_fact = levels.get(base_year)
    base = base_fact.value if base_fact else _printed_base(demand, base_year)
    if base is None or (demand.relative and base <= 0):
        return {}
    sign = -1 if demand.falls else 1
    figures = {}
    for year, fact in levels.items():
        if year > base_year:
            change = (
                (settled(fact.value / base) - 1) * 100 if demand.relative else fact.value - base
            )
            facts = [base_fact, fact] if base_fact else [fact]
            figures[year] = _figure(demand, year, sign * change, facts)
    return figures


def _printed_base(demand: Demand, base_year: int) -> Decimal | None:
    """The plan's base value, where it can only be in the unit of the change itself."""
    if demand.relative or demand.baseline_year not in (None, base_year):
        return None
    return demand.baseline


def _disagreements(published: Figures, computed: Figures) -> list[Message]:
    """Published and computed changes that differ by more than rounding can explain."""
    notes = []
    for year in sorted(set(published) & set(computed)):
        one, other = published[year].value, computed[year].value
        if abs(one - other) > max(Decimal("0.1"), abs(one) / 50):
            values = {"year": year, "published": _short(one), "computed": _short(other)}
            notes.append(Message("note_sources_differ", values))
    return notes


def _short(value: Decimal) -> str:
    return f"{value:.2f}"


def _missing_links(demand: Demand, sifted: Sifted, figures: Figures) -> tuple[int, ...]:
    """Years after the base with no published change, where changes were to be chained."""
    if demand.due is None or demand.base_year is None or demand.due in figures:
        return ()
    covered = {year for first, last in sifted.of("change") for year in range(first, last + 1)}
    if not covered:
        return ()
    last = max(covered)
    return tuple(y for y in range(demand.base_year + 1, last) if y not in covered)


# Amounts over years


def _sums(demand: Demand, sifted: Sifted) -> Attained:
    """Totals since the first year; without a first year only published running totals count."""
    first = demand.first_year
    if first is None:
        totals = sifted.yearly("running_total")
        figures = {y: _figure(demand, y, totals[y].value, [totals[y]]) for y in totals}
        return Attained(figures, _level_base(demand, figures))
    figures = {}
    for year, facts in _runs(sifted, first).items():
        figures[year] = _figure(demand, year, _total(facts), facts)
    base = Base(first - 1, Decimal(0), Message("base_from_zero", {"year": first}))
    return Attained(figures, base, _gaps(sifted, first, figures))


def _runs(sifted: Sifted, first: int) -> dict[int, list[Fact]]:
    """For each year the facts that cover first … year without a gap or an overlap."""
    facts = [*sifted.of("running_total").values(), *sifted.of("level").values()]
    spans = [fact for fact in facts if fact.role == "level" or fact.first_year < fact.last_year]
    runs: dict[int, list[Fact]] = {first - 1: []}
    for fact in sorted(spans, key=lambda fact: (fact.last_year, fact.first_year)):
        so_far = runs.get(fact.first_year - 1)
        if so_far is None:
            continue
        if fact.last_year not in runs or len(so_far) + 1 < len(runs[fact.last_year]):
            runs[fact.last_year] = [*so_far, fact]
    del runs[first - 1]
    return runs


def _total(facts: list[Fact]) -> Decimal:
    return sum((fact.value for fact in facts), Decimal(0))


def _gaps(sifted: Sifted, first: int, figures: Figures) -> tuple[int, ...]:
    years = {last for _, last in sifted.of("level")}
    return tuple(
        y for y in range(first, max(years, default=first)) if y not in years | set(figures)
    )


def _yearly_amounts(demand: Demand, sifted: Sifted) -> Attained:
    """Mean, or weakest year, of the yearly amounts since the first year."""
    first = demand.first_year
    if first is None:
        return Attained({}, None)
    levels = sifted.yearly()
    figures: dict[int, Figure] = {}
    run: list[Fact] = []
    for year in range(first, max(levels, default=first) + 1):
        if year not in levels:
            break
        run.append(levels[year])
        figures[year] = _figure(demand, year, _mean_or_weakest(demand, run), run)
    return Attained(figures, None, _gaps(sifted, first, figures))


def _mean_or_weakest(demand: Demand, run: list[Fact]) -> Decimal:
    if demand.measure == "mean":
        return settled(_total(run) / len(run))
    weakest = min if demand.low is not None else max
    return weakest(fact.value for fact in run)


def _mean_changes(demand: Demand, sifted: Sifted) -> Attained:
    """年均增长: the one yearly rate that, compounded, gives the whole change since the base."""
    whole = _changes(demand, sifted)
    assert demand.base_year is not None
    figures = {
        year: Figure(
            year,
            _yearly_rate(demand, figure.value, year - demand.base_year),
            figure.unit,
            figure.provisional,
            figure.used,
        )
        for year, figure in whole.figures.items()
    }
    return Attained(figures, None, whole.missing, whole.notes)


def _yearly_rate(demand: Demand, change: Decimal, years: int) -> Decimal:
    if not demand.relative or years == 1:
        return settled(change / years)
    sign = -1 if demand.falls else 1
    factor = 1 + sign * change / 100
    if factor <= 0:
        return settled(change / years)
    return settled(sign * (settled(factor ** (Decimal(1) / years)) - 1) * 100)
