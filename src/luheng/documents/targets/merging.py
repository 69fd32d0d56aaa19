"""One target for what body and table both say; both, marked, where they differ."""

from __future__ import annotations

import re
from collections import defaultdict

from luheng.documents.model import Finding, Target
from luheng.documents.targets.alike import Alike
from luheng.documents.targets.indicators import indicator_of
from luheng.vocabulary.messages import Message

_CHANGE = re.compile(r"(?:累计)?(?:下降|降低|减少|削减)(?:率|幅度|比例)?$")
_POINTS = re.compile(r"(?:/(?:[①-⑳]|\(\d+\))(?:~\d+)?)+$")  # points share their item's section


def merge(body: list[Target], tables: list[Target]) -> tuple[list[Target], list[Finding]]:
    """Body targets with the table rows that repeat them, then the rows that stand alone."""
    merged = _once(body)
    alike: dict[str, Alike] = defaultdict(Alike)
    for target in merged:
        alike[_subject(target)].add(target)
    findings: list[Finding] = []
    for row in _once(tables):
        near = alike[_subject(row)]
        if twin := near.twin(row):
            near.suspend(twin)
            _take_over(twin, row)
            near.restore(twin)
            continue
        other = near.rival(row)
        if other and other.conflict_with is None:
            other.conflict_with, row.conflict_with = row.quote, other.quote
            findings.append(_conflict(row, other))
        merged.append(row)
        near.add(row)
    return merged, findings


def _once(targets: list[Target]) -> list[Target]:
    """The same demand printed twice in one section counts once."""
    kept: list[Target] = []
    seen: set[tuple] = set()
    for target in targets:
        key = (target.indicator, target.year, target.op, target.value, target.unit, target.section,
               _home(target), tuple(target.places), target.part_of, target.benchmark)  # fmt: skip
        if key not in seen:
            seen.add(key)
            kept.append(target)
    return kept


def _home(target: Target) -> str:
    """The clause above the numbered one: (一)1 stands in every chapter where all numbers restart."""
    return _POINTS.sub("", target.clause).rpartition("/")[0]


def _subject(target: Target) -> str:
    """What two names have in common when they mean one indicator: the catalogue's id or the name.

    碳排放强度降低 handed down in a table is 碳排放强度 handed down in the body.
    """
    name = target.indicator
    named = indicator_of(_CHANGE.sub("", name) if target.op == "meet_assigned" else name)
    return named.id or named.name


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
