"""The decision table: from figures, year and trajectory to a verdict.

Each branch is a line of the table in docs/judgement.md and has its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luheng.judgement.attained import Attained
from luheng.judgement.demand import Demand
from luheng.judgement.model import Figure, Verdict
from luheng.judgement.quantities import digits_of
from luheng.judgement.settings import JudgementSettings
from luheng.judgement.trajectory import Path
from luheng.vocabulary.indicators import Direction
from luheng.vocabulary.rounding import rounded


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule looks at."""

    demand: Demand
    attained: Attained
    path: Path | None
    today: date
    settings: JudgementSettings


@dataclass(frozen=True, slots=True)
class Decision:
    """The line of the table that fits, and what it compared."""

    verdict: Verdict
    rule: str
    figure: Figure | None = None
    expected: Decimal | None = None
    tolerance: Decimal | None = None


def decide(case: Case) -> Decision:
    """The verdict of the one line of the table that fits the case."""
    due = case.demand.due
    if due is None:
        return _undated(case)
    return _before_due(case, due) if case.today <= date(due, 12, 31) else _after_due(case, due)


def meets(value: Decimal, demand: Demand, settings: JudgementSettings) -> bool:
    """Whether a figure lies in the demanded interval; its ends belong to it unless strict.

    GB/T 8170: by the full value, or rounded to the digits of the target first.
    """
    if settings.comparison == "rounded_value" or demand.at_printed_digits:
        value = rounded(value, digits_of(demand.printed))
    if demand.strict and value in (demand.low, demand.high):
        return False
    above = demand.low is None or value >= demand.low
    return above and (demand.high is None or value <= demand.high)


# No year


def _undated(case: Case) -> Decision:
    figure = case.attained.latest
    if figure is None:
        return Decision(Verdict.INSUFFICIENT_DATA, "undated.no_figure")
    if _is_stale(figure, case):
        return Decision(Verdict.INSUFFICIENT_DATA, "undated.stale", figure)
    if meets(figure.value, case.demand, case.settings):
        return Decision(Verdict.MET, "undated.met", figure)
    if case.demand.undirected:
        return Decision(Verdict.CANNOT_BE_JUDGED, "open.direction_unknown", figure)
    if case.path is not None and _reaches(case.path, figure):
        return _against_path(case, figure, case.path, "undated")
    return Decision(Verdict.NOT_YET_DUE, "undated.not_met", figure)


# The target's year has ended


def _after_due(case: Case, due: int) -> Decision:
    figure = case.attained.figures.get(due)
    if figure is None:
        return _without_its_figure(case, due)
    if meets(figure.value, case.demand, case.settings):
        return Decision(Verdict.MET, "due.met", figure)
    if case.demand.undirected:
        return Decision(Verdict.CANNOT_BE_JUDGED, "open.direction_unknown", figure)
    return Decision(Verdict.MISSED, "due.missed", figure)


def _without_its_figure(case: Case, due: int) -> Decision:
    """The year is over and its figure is not there: late, or simply not published yet."""
    latest = case.attained.latest
    settled = latest is not None and case.demand.measure == "each" and not latest.provisional
    if latest is not None and settled and not meets(latest.value, case.demand, case.settings):
        return Decision(Verdict.MISSED, "due.year_missed", latest)
    if case.today < published_by(due, case.settings):
        return Decision(Verdict.NOT_YET_DUE, "due.awaiting_publication", latest)
    return Decision(Verdict.INSUFFICIENT_DATA, "due.no_figure", latest)


def published_by(year: int, settings: JudgementSettings) -> date:
    """From this day on the yearly figure of a year should be out."""
    months = settings.publication_lag_months
    return date(year + 1 + months // 12, months % 12 + 1, 1)


# The target's year has not ended


def _before_due(case: Case, due: int) -> Decision:
    figure = case.attained.latest
    if figure is None:
        return _nothing_yet(case)
    if _is_stale(figure, case):
        return Decision(Verdict.INSUFFICIENT_DATA, "early.stale", figure)
    if case.demand.measure in ("mean", "each"):
        return _so_far(case, figure)
    if meets(figure.value, case.demand, case.settings) and not _adds_up_to_more(case.demand):
        if figure.provisional:
            return Decision(Verdict.ON_TRACK, "early.preliminary_meets", figure)
        return Decision(Verdict.MET, "early.met", figure)
    if case.demand.undirected:
        return Decision(Verdict.CANNOT_BE_JUDGED, "open.direction_unknown", figure)
    if case.path is None or not _reaches(case.path, figure):
        if case.path is not None and case.path.base_from.code in _SETTLED_BASES:
            return _nothing_yet(case)
        return Decision(Verdict.NOT_YET_DUE, "early.no_trajectory", figure)
    return _against_path(case, figure, case.path, "early")


_SETTLED_BASES = ("base_from_plan", "base_from_base_year")


def _reaches(path: Path, figure: Figure) -> bool:
    """Whether the path says anything of the figure's year: a base cannot be behind itself."""
    given = path.base_from.code == "base_from_trajectory"
    return figure.year > path.base_year or (given and figure.year == path.base_year)


def _adds_up_to_more(demand: Demand) -> bool:
    """A cap on a sum is not met before the last year is in: the sum still grows."""
    return demand.measure == "sum" and demand.low is None


def _nothing_yet(case: Case) -> Decision:
    """No figure: missing if one should be out by now, otherwise simply early."""
    demand = case.demand
    base_year = demand.base_year or demand.baseline_year or 0
    first = demand.first_year if demand.first_year is not None else base_year + 1
    if newest_expected_year(case.today, case.settings) < first:
        return Decision(Verdict.NOT_YET_DUE, "early.nothing_expected")
    return Decision(Verdict.INSUFFICIENT_DATA, "early.no_figure")


def newest_expected_year(today: date, settings: JudgementSettings) -> int:
    """The last year whose yearly figure should be out on a day."""
    year = today.year - 1
    while today < published_by(year, settings):
        year -= 1
    return year


def _is_stale(figure: Figure, case: Case) -> bool:
    newest = newest_expected_year(case.today, case.settings)
    return newest - figure.year >= case.settings.stale_years


def _so_far(case: Case, figure: Figure) -> Decision:
    """Means and every-year demands carry their own measure: so far it is kept, or it is not."""
    bar = case.demand.bar
    if meets(figure.value, case.demand, case.settings):
        return Decision(Verdict.ON_TRACK, "early.kept", figure, bar)
    if case.demand.measure == "each" and not figure.provisional:
        return Decision(Verdict.MISSED, "early.year_missed", figure, bar)
    return Decision(Verdict.BEHIND, "early.not_kept", figure, bar)


def _against_path(case: Case, figure: Figure, path: Path, when: str) -> Decision:
    """Compares the latest figure with what was expected for its own year, not for today."""
    expected = _no_more_than_demanded(path.at(figure.year), case.demand)
    tolerance = tolerance_of(case.demand.unit, path, case.settings)
    up = way_to(case.demand, figure.value) == "higher"
    shortfall = expected - figure.value if up else figure.value - expected
    on_track = shortfall <= tolerance
    verdict = Verdict.ON_TRACK if on_track else Verdict.BEHIND
    rule = f"{when}.{'on_track' if on_track else 'behind'}"
    return Decision(verdict, rule, figure, expected, tolerance)


def way_to(demand: Demand, value: Decimal) -> Direction:
    """Which way leads from a figure into the demanded interval."""
    if demand.low is not None and demand.high is not None:
        return "higher" if value < demand.low else "lower"
    return demand.direction


def _no_more_than_demanded(expected: Decimal, demand: Demand) -> Decimal:
    """A base better than the target never makes the trajectory ask for more than the target."""
    if demand.measure == "sum" or (demand.low is not None and demand.high is not None):
        return expected
    return min(expected, demand.bar) if demand.direction == "higher" else max(expected, demand.bar)


def tolerance_of(unit: str, path: Path, settings: JudgementSettings) -> Decimal:
    """How far a figure may be off its path: a share of the whole way, or more if set by unit."""
    share = settings.tolerance_share * abs(path.points[-1][1] - path.base)
    return max(share, settings.tolerance_absolute.get(unit, Decimal(0)))
