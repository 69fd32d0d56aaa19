"""What would fix it: the change a year that is still needed, beside the one achieved so far."""

from __future__ import annotations

from decimal import Decimal

from luheng.judgement.demand import Demand
from luheng.judgement.model import Figure, Pace
from luheng.judgement.rules import way_to
from luheng.judgement.trajectory import Path, factor_of


def pace_of(demand: Demand, figure: Figure, path: Path | None, met: bool) -> Pace | None:
    """Needed and achieved yearly change; positive is towards the target.

    On a compound path in percent of the year before, else in the demand's unit. None for means
    and every-year demands, whose figure is a yearly change or amount already.
    """
    if demand.measure in ("mean", "each"):
        return None
    compound = path is not None and path.shape == "compound"
    sign = 1 if way_to(demand, figure.value) == "higher" else -1
    needed = achieved = None
    if not met and demand.due is not None and demand.due > figure.year:
        bar = demand.low if sign == 1 else demand.high
        assert bar is not None
        needed = _yearly(figure.value, bar, demand.due - figure.year, demand, compound)
    if path is not None and figure.year > path.base_year:
        years = figure.year - path.base_year
        achieved = _yearly(path.base, figure.value, years, demand, compound)
    if compound and demand.falls:
        sign = -1  # factors of a fall shrink
    unit = "%" if compound else demand.unit
    return Pace(_signed(needed, sign), _signed(achieved, sign), unit, compound)


def _yearly(
    start: Decimal, end: Decimal, years: int, demand: Demand, compound: bool
) -> Decimal | None:
    if not compound:
        return (end - start) / years
    low, high = factor_of(start, demand.rising), factor_of(end, demand.rising)
    if low <= 0 or high <= 0:
        return None
    return ((high / low) ** (Decimal(1) / years) - 1) * 100


def _signed(value: Decimal | None, sign: int) -> Decimal | None:
    return None if value is None else sign * value
