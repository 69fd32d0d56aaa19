"""The area that applies and what is known of an item, entered by people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from luheng.workplace.models import ReadinessArea, ReadinessItem, User
from luheng.workplace.permissions import Act, require
from luheng.workplace.readiness.sets import IndicatorSet, subject_of
from luheng.workplace.review import EditedMeanwhile

AREA_FIELDS = ("level", "terrain", "size", "plan", "edition", "base_year", "absent")
ITEM_FIELDS = ("done", "period", "value", "assigned", "base", "before", "note")


@transaction.atomic
def tell_area(chosen: IndicatorSet, values: Mapping[str, Any], by: User) -> ReadinessArea:
    """The area as told; every thing that an edition asks for then has a record of its own.

    Raises `not_allowed`, `EditedMeanwhile` where `version` is not the one that stands.
    """
    require(by, Act.REVIEW)
    area = ReadinessArea.objects.select_for_update().filter(pack=chosen.pack).first()
    if area is not None and values.get("version") not in (None, area.version):
        raise EditedMeanwhile(area, {name: values.get(name) for name in AREA_FIELDS})  # type: ignore[arg-type]
    area = area or ReadinessArea(pack=chosen.pack, version=0)
    for name in AREA_FIELDS:
        if name in values:
            setattr(area, name, values[name])
    area.version += 1
    area._history_user = by  # type: ignore[attr-defined]
    area.save()
    for edition in chosen.editions():
        for item in edition.items.values():
            ReadinessItem.objects.get_or_create(
                pack=chosen.pack, subject=subject_of(item),
                defaults={"zh": item["zh"], "en": item["en"], "unit": item.get("unit", "")},
            )  # fmt: skip
    return area


@transaction.atomic
def tell_item(item: ReadinessItem, values: Mapping[str, Any], by: User) -> ReadinessItem:
    """What is known of an item. Raises `not_allowed`, `EditedMeanwhile`."""
    require(by, Act.ENTER_OBSERVATION, item)
    current = ReadinessItem.objects.select_for_update().get(pk=item.pk)
    if values.get("version") not in (None, current.version):
        raise EditedMeanwhile(current, {name: values.get(name) for name in ITEM_FIELDS})  # type: ignore[arg-type]
    for name in ITEM_FIELDS:
        if name in values:
            setattr(current, name, values[name])
    current.version += 1
    current.entered_by, current.entered_at = by, timezone.now()
    current._history_user = by  # type: ignore[attr-defined]
    current.save()
    return current
