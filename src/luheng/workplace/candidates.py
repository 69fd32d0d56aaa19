"""Which figures of the city may speak of a target, found without comparing each with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from luheng.documents import model as read
from luheng.judgement import Evidence
from luheng.judgement.indicator_names import stem
from luheng.workplace.models import Observation, Review, Target

_NOTHING = read.Span(0, 0)
_FIELDS = (
    "indicator", "printed_indicator", "indicator_id", "place", "period", "value", "unit", "kind",
    "alt_kind", "status", "cell", "quote", "span_start", "span_end", "clause_key",
)  # fmt: skip


@dataclass
class Candidates:
    """Figures by the stem of their names and by catalogue entry."""

    by_name: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    by_entry: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))

    def for_target(self, target: Target) -> list[Evidence]:
        """Every figure of the target's entry or name, each once, in the order of their ids."""
        found: dict[Any, Evidence] = {}
        if target.indicator_id:
            found |= {one.key: one for one in self.by_entry.get(target.indicator_id, ())}
        for name in _stems(target.indicator, target.printed_indicator):
            found |= {one.key: one for one in self.by_name.get(name, ())}
        return [found[key] for key in sorted(found)]


def candidates_for(targets: Iterable[Target] | None = None) -> Candidates:
    """The figures that may speak of these targets, or all figures of the city."""
    figures = Observation.objects.exclude(review=Review.REJECTED)
    if targets is not None:
        figures = _speaking_of(figures, list(targets))
    candidates = Candidates()
    rows = figures.values_list(
        "pk", "entered_at", "document__title", "document__issued_on", "superseded_by",
        "superseded_by__document", *_FIELDS
    )  # fmt: skip
    for pk, entered_at, title, issued_on, successor, read_from, *values in rows.iterator(5000):
        observation = _observation(dict(zip(_FIELDS, values, strict=True)))
        entered = timezone.localtime(entered_at).date() if entered_at else None
        replaced = successor if entered and title is None and read_from is None else None
        evidence = Evidence(observation, _day(issued_on) or entered, title or "", pk, replaced)
        for name in _stems(observation.indicator, observation.printed_indicator):
            candidates.by_name[name].append(evidence)
        if observation.indicator_id:
            candidates.by_entry[observation.indicator_id].append(evidence)
    return candidates


def _stems(*names: str) -> set[str]:
    return {stem(name) for name in names if name}


def _speaking_of(figures: QuerySet[Observation], targets: list[Target]) -> QuerySet[Observation]:
    """A coarse sieve in the database; names of change begin with the name of what changes."""
    kept = Q(indicator_id__in={target.indicator_id for target in targets} - {""})
    for name in {
        one for target in targets for one in _stems(target.indicator, target.printed_indicator)
    }:
        kept |= Q(indicator__startswith=name) | Q(printed_indicator__startswith=name)
    return figures.filter(kept)


def _observation(row: dict[str, Any]) -> read.Observation:
    start, end = row.pop("span_start"), row.pop("span_end")
    span = _NOTHING if start is None else read.Span(start, end)
    row["clause"] = row.pop("clause_key")
    row["indicator_id"] = row["indicator_id"] or None
    row["alt_kind"] = row["alt_kind"] or None
    return read.Observation(**row, span=span)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
