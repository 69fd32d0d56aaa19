"""From a demand of the grammar to a target of the document."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from luheng.documents.model import Target
from luheng.documents.targets.indicators import indicator_of
from luheng.documents.targets.passage import ProseContext
from luheng.documents.targets.wording import WISHES, one_of
from luheng.documents.view import View

if TYPE_CHECKING:
    from luheng.documents.targets.prose import Placed

_WISH = re.compile(one_of(WISHES))


def make_target(source: str, view: View, placed: Placed, context: ProseContext) -> Target:
    """The target with its exact quote, its catalogue name and what its clause hands down."""
    demand, due = placed.demand, placed.deadline
    span = view.span(placed.start, placed.end)
    named = indicator_of(demand.subject)
    years = demand.years or (due.years if due else ())
    wish = _WISH.search(placed.clause.text[: demand.end])
    more: dict[str, Any] = {k: v for k, v in demand.extras.items() if not k.startswith("_")}
    lasting = {"rate", "cumulative"} & more.keys() or demand.kind not in ("level", "share")
    own_span = demand.op == "meet_benchmark" or more.get("base_year")
    if due and not demand.years and lasting and not own_span:
        more.setdefault("year_from", due.year_from)
        more.setdefault("period_years", due.period_years)
    target = Target(
        quote=source[span.start : span.end],
        span=span,
        clause=context.clause,
        indicator=named.name,
        printed_indicator=named.corrected_from or "",
        indicator_id=named.id,
        year=years[-1] if years else None,
        op=demand.op,
        value=demand.value,
        unit=demand.unit,
        section=context.section,
        lead=list(context.lead),
        support=list(context.support),
        part_of=placed.part_of,
        wording=wish[0] if wish else "",
    )
    if named.name != demand.subject:
        target.printed_indicator = demand.subject
    for name, value in more.items():
        setattr(target, name, value)
    return target


def mark_series(targets: list[Target]) -> None:
    """The same indicator due in several years is one series."""
    years: dict[str, set[int | None]] = defaultdict(set)
    for target in targets:
        if target.part_of is None:
            years[target.indicator].add(target.year)
    for target in targets:
        if len(years[target.indicator]) > 1 and target.year and target.part_of is None:
            target.series = target.indicator
