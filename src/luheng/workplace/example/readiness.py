"""What is known of the invented city as an area that applies for demonstration."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from luheng.workplace.models import Document, ReadinessItem, User
from luheng.workplace.readiness.entering import tell_area, tell_item
from luheng.workplace.readiness.sets import indicator_set, subject_of


def make_readiness(about: dict[str, Any], office: User) -> None:
    """Tells the area, then what is known of each item named."""
    chosen = indicator_set()
    if chosen is None:
        return
    known = about.pop("known")
    plan = Document.objects.filter(kind=Document.Kind.PLAN, current=True).first()
    tell_area(chosen, {**about, "plan": plan}, office)
    named = {
        item["zh"]: subject_of(item)
        for edition in chosen.editions()
        for item in edition.items.values()
    }
    for name, values in known.items():
        item = ReadinessItem.objects.get(pack=chosen.pack, subject=named[name])
        if "value" in values:
            values["value"] = Decimal(values["value"])
        tell_item(item, values, office)
