"""Which figure of a period counts: the final one before the preliminary, the later before the earlier.

Nothing is overwritten: a superseded figure stays and points to the one that took its place. Of figures
people entered the later entry counts, also within a day; of documents of one day nobody knows which
is later: where they differ, both stand, and the verdict says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

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
        successor = last.pk if _supersedes(last, observation) else None
        if observation.superseded_by_id != successor:
            observation.superseded_by_id = successor
            changed.append(observation)
    return changed


def _supersedes(last: Observation, other: Observation) -> bool:
    if other is last or other.document_id == last.document_id is not None:
        return False
    entered = last.document_id is None and other.document_id is None
    return entered or _published(other) != _published(last) or other.value == last.value


def _rank(observation: Observation) -> tuple[bool, str, str, int]:
    entered = observation.entered_at.isoformat() if observation.entered_at else ""
    return (*_published(observation), entered, observation.pk)


def _published(observation: Observation) -> tuple[bool, str]:
    """Whether it is final, and its day: of the document, else the day it was entered."""
    document, entered = observation.document, observation.entered_at
    local = timezone.localtime(entered).date().isoformat() if entered else ""
    day = document.issued_on if document else local
    return observation.status == Observation.Status.FINAL, day
