"""Who is told of an order, and the words: contact, else their unit, else the plan office."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone, translation

from luheng.workplace.models import Notice, OrderState, Step, SupervisionOrder, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.supervision.lifecycle import ESCALATING, ORDERS

_UNITS_TURN = (OrderState.ISSUED, OrderState.SIGNED, OrderState.PLANNED, OrderState.SENT_BACK)
_TOLD_TO_UNIT = frozenset({"issue", "send_back", "return_plan", "extend", *ESCALATING})
_TOLD_TO_OFFICE = frozenset({"answer", "plan", "ask_extension"})


def is_units_turn(order: SupervisionOrder) -> bool:
    """Whether the next step is the unit's."""
    return order.state in _UNITS_TURN


def whom_to_tell(order: SupervisionOrder) -> list[User]:
    """Those whose turn it is: the contact, else lead or members of the unit, else the plan office."""
    if not is_units_turn(order):
        return plan_office()
    return people_of_unit(order) or plan_office()


def people_of_unit(order: SupervisionOrder) -> list[User]:
    """The contact while the account is open and of the unit; else the unit's lead, else its members."""
    contact = order.contact
    if contact and contact.is_active and contact.unit_id and order.is_of_unit(contact.unit_id):
        return [contact]
    members = User.objects.filter(unit=order.unit_id, is_active=True) if order.unit_id else ()
    leads = _with_role(members, RoleName.UNIT_LEAD)
    return leads or _with_role(members, RoleName.UNIT_MEMBER, RoleName.DISTRICT)


def plan_office() -> list[User]:
    """The people of the plan office; administrators where it has none."""
    active = User.objects.filter(is_active=True)
    office = _with_role(active, RoleName.PLAN_OFFICE)
    return office or _with_role(active, RoleName.ADMINISTRATOR)


def _with_role(people: Iterable[User], *roles: RoleName) -> list[User]:
    if not hasattr(people, "filter"):
        return []
    named = people.filter(groups__name__in=[role.value for role in roles])
    return list(named.distinct().order_by("pk"))


def tell_of_step(order: SupervisionOrder, step: Step) -> list[Notice]:
    """Tells those whom a step concerns at once, in the site; an escalation is urgent."""
    if step.move in _TOLD_TO_UNIT:
        people = people_of_unit(order) or plan_office()
    elif step.move in _TOLD_TO_OFFICE:
        people = plan_office()
    else:
        return []
    move, state = ORDERS.move(step.move), ORDERS.states(order.state)
    until_zh = f"，限期 {order.due}" if order.due else ""
    until_en = f", due {order.due}" if order.due else ""
    zh = f"{order}：{move.zh}，现为“{in_language(state, 'zh-hans')}”{until_zh}"
    en = f"{order}: {move.en}, now “{in_language(state, 'en')}”{until_en}"
    mark = f"step-{step.pk}"
    urgent = step.move in ESCALATING
    return [told(person, order, mark, zh, en, urgent=urgent) for person in people if person != step.by]  # fmt: skip


def told(
    person: User, order: SupervisionOrder, mark: str, zh: str, en: str, *, urgent: bool = False
) -> Notice:
    """The notice; the one there is where the person was told of this mark before."""
    notice, _ = Notice.objects.get_or_create(
        user=person,
        order=order,
        due=order.due,
        mark=mark,
        defaults={"text_zh": zh, "text_en": en, "urgent": urgent, "at": timezone.now()},
    )
    return notice


def in_language(state: OrderState, language: str) -> str:
    """The word of a state in one language, whoever reads."""
    with translation.override(language):
        return str(state.label)
