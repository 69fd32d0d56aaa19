"""One target for what body and table both say; both, marked, where they differ."""

from __future__ import annotations

import re
from collections import defaultdict

from luheng.documents.model import Finding, Target
from luheng.documents.targets.indicators import indicator_of
from luheng.vocabulary.messages import Message
from luheng.vocabulary.units_of_measure import convert, convertible

_LEVELS = frozenset([">=", "<=", "="])
_CHANGE = re.compile(r"(?:累计)?(?:下降|降低|减少|削减)(?:率|幅度|比例)?$")


def merge(body: list[Target], tables: list[Target]) -> tuple[list[Target], list[Finding]]:
    """Body targets with the table rows that repeat them, then the rows that stand alone."""
    merged = _once(body)
    alike: dict[str, list[Target]] = defaultdict(list)
    for target in merged:
        alike[_subject(target)].append(target)
    findings: list[Finding] = []
    for row in _once(tables):
        near = alike[_subject(row)]
        twin = next((t for t in near if t.quote_alt is None and _same_demand(t, row)), None)
        if twin:
            _take_over(twin, row)
            continue
        other = next((t for t in near if _same_occasion(t, row) and _differs(t, row)), None)
        if other and other.conflict_with is None:
            other.conflict_with, row.conflict_with = row.quote, other.quote
            findings.append(_conflict(row, other))
        merged.append(row)
        near.append(row)
    return merged, findings


def _once(targets: list[Target]) -> list[Target]:
    """The same demand printed twice in one section counts once."""
    kept: list[Target] = []
    seen: set[tuple] = set()
    for target in targets:
        key = (target.indicator, target.year, target.op, target.value, target.unit, target.section,
               tuple(target.places), target.part_of, target.benchmark)  # fmt: skip
        if key not in seen:
            seen.add(key)
            kept.append(target)
    return kept


def _same_occasion(one: Target, other: Target) -> bool:
    years = {one.year, other.year} - {None}
    return len(years) <= 1 and one.places == other.places and one.part_of == other.part_of


def _subject(target: Target) -> str:
    """What two names have in common when they mean one indicator: the catalogue's id or the name.

    碳排放强度降低 handed down in a table is 碳排放强度 handed down in the body.
    """
    name = target.indicator
    named = indicator_of(_CHANGE.sub("", name) if target.op == "meet_assigned" else name)
    return named.id or named.name


def _same_demand(one: Target, other: Target) -> bool:
    if not _same_occasion(one, other):
        return False
    kinds = {one.op, other.op}
    alike = len(kinds) == 1 or kinds <= _LEVELS
    return alike and _same_value(one, other)


def _same_value(one: Target, other: Target) -> bool:
    if one.value is None or other.value is None:
        return one.value is other.value
    if one.unit == other.unit or not one.unit or not other.unit:
        return one.value == other.value
    return (
        convertible(one.unit, other.unit)
        and convert(one.value, one.unit, other.unit) == other.value
    )


def _differs(one: Target, other: Target) -> bool:
    """Two numbers for one thing; a different unit or kind of demand is another thing."""
    comparable = one.unit == other.unit and one.value is not None and other.value is not None
    kinds = {one.op, other.op}
    return comparable and (len(kinds) == 1 or kinds <= _LEVELS) and not _same_value(one, other)


def _take_over(target: Target, row: Target) -> None:
    target.quote_alt = row.quote
    if row.unit and row.value is not None and target.unit != row.unit and target.value == row.value:
        target.unit = row.unit
    target.year = target.year or row.year
    target.binding = target.binding or row.binding
    target.cumulative = target.cumulative or row.cumulative
    if target.baseline is None:
        target.baseline, target.baseline_year = row.baseline, row.baseline_year
    target.lead, target.support = target.lead or row.lead, target.support or row.support


def _conflict(row: Target, other: Target) -> Finding:
    return Finding(
        quote=row.quote, span=row.span, clause=row.clause,
        message=Message("target_values_differ", {
            "indicator": row.indicator, "here": str(row.value), "there": str(other.value),
        }),
    )  # fmt: skip
