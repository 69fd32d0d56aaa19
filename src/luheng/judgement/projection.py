"""Where the figures are heading: a straight line through them, with its prediction interval.

Ordinary least squares of figure on year; the interval for one further year is
ŷ ± t · s · √(1 + 1/n + (x₀ - x̄)²/Sxx) with n - 2 degrees of freedom. No line below three points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from luheng.judgement.attained import Attained
from luheng.judgement.demand import Demand
from luheng.judgement.indicator_names import change_word
from luheng.judgement.model import Figure, Outlook, Projection
from luheng.judgement.quantities import settled
from luheng.judgement.settings import JudgementSettings
from luheng.judgement.student import two_sided_quantile
from luheng.vocabulary.messages import Message

FEWEST_POINTS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted line: value at the mean year, slope a year, and the spread around it."""

    mean_year: Decimal
    mean: Decimal
    slope: Decimal
    spread: Decimal  # s, residual standard deviation with n - 2 degrees of freedom
    sum_of_squares: Decimal  # Sxx
    points: int

    def at(self, year: int) -> Decimal:
        """Fitted value in a year."""
        return settled(self.mean + self.slope * (year - self.mean_year))

    def half_width(self, year: int, level: Decimal) -> Decimal:
        """Half of the prediction interval for one new figure in a year."""
        t = Decimal(two_sided_quantile(float(level), self.points - 2))
        away = (year - self.mean_year) ** 2 / self.sum_of_squares
        return settled(t * self.spread * (1 + Decimal(1) / self.points + away).sqrt())


def fitted(points: Sequence[tuple[int, Decimal]]) -> Line:
    """The least-squares line through three or more points of different years."""
    n = len(points)
    mean_year = Decimal(sum(year for year, _ in points)) / n
    mean = sum((value for _, value in points), Decimal(0)) / n
    squares = sum(((year - mean_year) ** 2 for year, _ in points), Decimal(0))
    products = sum(((year - mean_year) * (value - mean) for year, value in points), Decimal(0))
    slope = products / squares
    residuals = [value - mean - slope * (year - mean_year) for year, value in points]
    spread = (sum((r * r for r in residuals), Decimal(0)) / (n - 2)).sqrt()
    return Line(mean_year, mean, slope, spread, squares, n)


def project(
    indicator: str,
    demand: Demand,
    attained: Attained,
    since: int | None,
    settings: JudgementSettings,
) -> Projection | Message:
    """The projection to the target's year, or the reason why there is none."""
    figures = [f for y, f in sorted(attained.figures.items()) if since is None or y >= since]
    silence = _silence(demand, figures, settings)
    if silence is not None:
        return silence
    assert demand.due is not None
    line = fitted([(figure.year, figure.value) for figure in figures])
    half = line.half_width(demand.due, settings.interval_level)
    value = line.at(demand.due)
    floor, ceiling = _bounds(indicator, demand, figures)
    value, low, high = (
        _between(settled(part), floor, ceiling) for part in (value, value - half, value + half)
    )
    outlook = _outlook(low, high, demand)
    level = settings.interval_level
    return Projection(demand.due, value, low, high, level, len(figures), outlook)


def _silence(demand: Demand, figures: list[Figure], settings: JudgementSettings) -> Message | None:
    if demand.measure in ("mean", "each"):
        return Message("no_projection_measure")
    if demand.due is None:
        return Message("no_projection_no_year")
    if figures and figures[-1].year >= demand.due:
        return Message("no_projection_past")
    if len(figures) < FEWEST_POINTS:
        return Message("no_projection_few", {"points": len(figures)})
    span = figures[-1].year - figures[0].year
    ahead = demand.due - figures[-1].year
    if ahead > settings.projection_reach * span:
        return Message("no_projection_far", {"ahead": ahead, "span": span})
    return None


def _bounds(
    indicator: str, demand: Demand, figures: list[Figure]
) -> tuple[Decimal | None, Decimal | None]:
    """A share lies between 0 and 100 %; a published change has no bounds."""
    if demand.measure != "level" or demand.unit != "%" or change_word(indicator):
        return None, None
    if any(not 0 <= figure.value <= 100 for figure in figures):
        return None, None
    return Decimal(0), Decimal(100)


def _between(value: Decimal, floor: Decimal | None, ceiling: Decimal | None) -> Decimal:
    if floor is not None:
        value = max(value, floor)
    return value if ceiling is None else min(value, ceiling)


def _outlook(low: Decimal, high: Decimal, demand: Demand) -> Outlook:
    ends_inside = [_inside(end, demand) for end in (low, high)]
    if all(ends_inside):
        return "reached"
    if any(ends_inside) or _across(low, high, demand):
        return "open"
    return "short"


def _inside(value: Decimal, demand: Demand) -> bool:
    above = demand.low is None or value >= demand.low
    return above and (demand.high is None or value <= demand.high)


def _across(low: Decimal, high: Decimal, demand: Demand) -> bool:
    """An interval wider than a demanded band has both ends outside and the band within."""
    if demand.low is None or demand.high is None:
        return False
    return low < demand.low and high > demand.high
