"""Supervision orders that wait for their unit or for the plan office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import translation

from luheng.workplace.models import ENDED_ORDERS, OrderState, SupervisionOrder, User
from luheng.workplace.reminders.matters.matter import Matter
from luheng.workplace.reminders.people import Reachable

_UNITS_TURN = (OrderState.ISSUED, OrderState.SIGNED, OrderState.PLANNED, OrderState.SENT_BACK)
_NOBODYS = (*ENDED_ORDERS, OrderState.DRAFTED, OrderState.WAIVED)
_SILENT = (*ENDED_ORDERS, OrderState.DRAFTED)


def matters(people: Reachable, today: date) -> Iterator[Matter]:
    """Orders with a deadline, for whose turn it is."""
    working = SupervisionOrder.objects.exclude(due=None).exclude(state__in=_NOBODYS)
    for order in working.select_related("unit", "contact").order_by("pk"):
        state = OrderState(order.state)
        yield Matter(
            subject=order,
            people=whose_turn(order, people),
            zh=f"{order}：{in_language(state, 'zh-hans')}",
            en=f"{order}: {in_language(state, 'en')}",
            due=order.due,
        )


def is_units_turn(order: SupervisionOrder) -> bool:
    """Whether the next step is the unit's."""
    return order.state in _UNITS_TURN


def whose_turn(order: SupervisionOrder, people: Reachable) -> list[User]:
    """Those of the unit while the next step is theirs, else the plan office."""
    return people_of_order(order, people) if is_units_turn(order) else people.plan_office()


def people_of_order(order: SupervisionOrder, people: Reachable) -> list[User]:
    """The contact, else the unit that answers first, else the plan office."""
    contact = order.contact
    if contact and contact.is_active and contact.unit_id and order.is_of_unit(contact.unit_id):
        return [contact]
    return people.first_of(None, [order.unit_id] if order.unit_id else [])


def causes_with_an_order() -> set[str]:
    """The troubles somebody has an order or a waiver about: their own deadline is not told beside it."""
    standing = SupervisionOrder.objects.exclude(state__in=_SILENT)
    return set(standing.values_list("cause_key", flat=True))


def in_language(state: OrderState, language: str) -> str:
    """The word of a state in one language, whoever reads."""
    with translation.override(language):
        return str(state.label)
