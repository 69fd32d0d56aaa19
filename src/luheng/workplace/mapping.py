"""A printed indicator name finds its catalogue entry by a person's word, once and for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from simple_history.utils import bulk_update_with_history

from luheng.vocabulary.indicators import catalogue, suggest
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_bulk
from luheng.workplace.models import IndicatorMapping, Observation, Review, Target, User
from luheng.workplace.permissions import Act, require


@dataclass(frozen=True)
class Unmapped:
    """A name that no catalogue entry is known for, and how often it stands."""

    printed: str
    targets: int
    observations: int


def unmapped() -> list[Unmapped]:
    """Names without an entry, those of most targets first."""
    targets, observations = _unmapped(Target), _unmapped(Observation)
    names = sorted(
        targets.keys() | observations.keys(),
        key=lambda name: (-targets[name], -observations[name], name),
    )
    return [Unmapped(name, targets[name], observations[name]) for name in names]


def _unmapped(model: type[Target] | type[Observation]) -> Counter[str]:
    rows: Any = (
        model._default_manager.filter(indicator_id="")
        .exclude(review=Review.REJECTED)
        .values("indicator")
        .annotate(count=Count("id"))
        .order_by()
        .values_list("indicator", "count")
    )
    return Counter(dict(rows))


@transaction.atomic
def map_indicator(printed: str, indicator_id: str, by: User | None) -> int:
    """How many targets and observations of that name now have the entry; "" takes a mapping back.

    Raises `indicator_unknown`. A name whose entry someone corrected on one item keeps it there.
    """
    if by is not None:  # None: the owner of the folder, at the command line
        require(by, Act.MAP_INDICATOR)
    if indicator_id and indicator_id not in catalogue():
        near = "、".join(one.id for one in suggest(printed))
        raise LuhengError("indicator_unknown", indicator_id=indicator_id, near=near or "—")
    former = IndicatorMapping.objects.select_for_update().filter(printed=printed).first()
    before = {"", former.indicator_id} if former else {""}
    if former and not indicator_id:
        former._history_user = by  # type: ignore[attr-defined]
        former.delete()
    elif indicator_id:
        mapping = former or IndicatorMapping(printed=printed)
        mapping.indicator_id, mapping.mapped_by = indicator_id, by
        mapping._history_user = by  # type: ignore[attr-defined]
        mapping.save()
    return sum(_rename(model, printed, before, indicator_id, by) for model in (Target, Observation))


def _rename(
    model: type[Target] | type[Observation],
    printed: str,
    before: set[str],
    indicator_id: str,
    by: User | None,
) -> int:
    items: list[Any] = [
        item
        for item in model._default_manager.filter(indicator=printed, indicator_id__in=before)
        if not item.as_read.get("indicator_id")
    ]
    for item in items:
        item.indicator_id = indicator_id
        item.version += 1
    bulk_update_with_history(
        items, model, ["indicator_id", "version"], 500,
        default_user=by, default_change_reason="map_indicator",
    )  # fmt: skip
    audited_bulk(model, items, by, "map_indicator")
    return len(items)
