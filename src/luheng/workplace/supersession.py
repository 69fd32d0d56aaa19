"""Which figure of a period counts: the final one before the preliminary, the later before the earlier.

Nothing is overwritten: a superseded figure stays and points to the one that took its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from luheng.workplace.models import Observation, Review

Identity = tuple[str, str, str, str, str]


def settle_supersession(figures: QuerySet[Observation]) -> int:
    """How many figures changed place, of these and all that speak of the same things."""
    touched = _sharing(Observation.objects.exclude(review=Review.REJECTED), figures)
    groups: dict[Identity, list[Observation]] = defaultdict(list)
    for observation in touched.select_related("document").defer("as_read", "quote"):
        groups[identity(observation)].append(observation)
    changed = [one for group in groups.values() for one in _settle(group)]
    Observation.objects.bulk_update(changed, ["superseded_by"], 500)
    return len(changed)


def identity(observation: Observation) -> Identity:
    """What two figures must share to be figures of the same thing."""
    return (
        observation.indicator_id or observation.indicator,
        observation.place,
        observation.period,
        observation.kind,
        observation.unit,
    )


def _sharing(
    everything: QuerySet[Observation], own: QuerySet[Observation]
) -> QuerySet[Observation]:
    return everything.filter(
        Q(indicator__in=own.values("indicator"))
        | Q(indicator_id__in=own.exclude(indicator_id="").values("indicator_id")),
        period__in=own.values("period"),
        place__in=own.values("place"),
    )


def _settle(group: Iterable[Observation]) -> list[Observation]:
    ranked = sorted(group, key=_rank)
    last = ranked[-1]
    changed = []
    for observation in ranked:
        same_document = observation.document_id == last.document_id is not None
        successor = None if same_document or observation is last else last.pk
        if observation.superseded_by_id != successor:
            observation.superseded_by_id = successor
            changed.append(observation)
    return changed


def _rank(observation: Observation) -> tuple[bool, str, int]:
    document = observation.document
    entered = observation.entered_at.date().isoformat() if observation.entered_at else ""
    published = document.issued_on if document else entered
    return (observation.status == Observation.Status.FINAL, published, observation.pk)
