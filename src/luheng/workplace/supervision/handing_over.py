"""Orders of a unit that ceases go on under its successor; what ended stays under the old name."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luheng.workplace.models import ENDED_ORDERS, SupervisionOrder, Unit, User
from luheng.workplace.supervision.lifecycle import ORDERS


def open_orders(unit: Unit) -> QuerySet[SupervisionOrder]:
    """The orders that a unit has still to answer, alone or with others; drafts too."""
    theirs = Q(unit=unit) | Q(others=unit)
    return SupervisionOrder.objects.filter(theirs).exclude(state__in=ENDED_ORDERS).distinct().order_by("pk")  # fmt: skip


def hand_over(
    order: SupervisionOrder, unit: Unit, successor: Unit, by: User, note: str
) -> tuple[dict[str, object], dict[str, object]]:
    """What the order's units were and are. Its deadline stays, a step says who took it over."""
    current = SupervisionOrder.objects.select_for_update().get(pk=order.pk)
    before = _units(current)
    others = [successor if one.pk == unit.pk else one for one in current.others.all()]
    if current.unit_id == unit.pk:
        current.unit = successor
    current.version += 1
    current._history_user = by  # type: ignore[attr-defined]
    current._change_reason = note[:100]  # type: ignore[attr-defined]
    current.save()
    current.others.set(one for one in others if one.pk != current.unit_id)
    ORDERS.note_step(current, "hand_over", by, note)
    return before, _units(current)


def _units(order: SupervisionOrder) -> dict[str, object]:
    others = sorted(order.others.values_list("pk", flat=True))
    return {"unit_id": order.unit_id, "others": others}
