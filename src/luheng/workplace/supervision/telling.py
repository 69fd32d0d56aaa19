"""Who is told at once of a step of an order, in the site."""

from __future__ import annotations

from luheng.workplace.models import Notice, Step, SupervisionOrder
from luheng.workplace.reminders.matters.orders import in_language, people_of_order
from luheng.workplace.reminders.notices import STEP, told
from luheng.workplace.reminders.people import Reachable
from luheng.workplace.supervision.lifecycle import ESCALATING, ORDERS

_TOLD_TO_UNIT = frozenset({"issue", "send_back", "return_plan", "extend", *ESCALATING})
_TOLD_TO_OFFICE = frozenset({"answer", "plan", "ask_extension"})


def tell_of_step(order: SupervisionOrder, step: Step) -> list[Notice]:
    """Tells those whom a step concerns at once, in the site; an escalation is urgent."""
    if step.move in _TOLD_TO_UNIT:
        people = people_of_order(order, Reachable.now())
    elif step.move in _TOLD_TO_OFFICE:
        people = Reachable.now().plan_office()
    else:
        return []
    move, state = ORDERS.move(step.move), ORDERS.states(order.state)
    until_zh = f"，限期 {order.due}" if order.due else ""
    until_en = f", due {order.due}" if order.due else ""
    zh = f"{order}：{move.zh}，现为“{in_language(state, 'zh-hans')}”{until_zh}"
    en = f"{order}: {move.en}, now “{in_language(state, 'en')}”{until_en}"
    urgent = step.move in ESCALATING
    return [
        told(person, order, f"{STEP}{step.pk}", zh, en, due=order.due, urgent=urgent)
        for person in people
        if person != step.by
    ]
