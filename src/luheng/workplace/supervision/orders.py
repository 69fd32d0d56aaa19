"""What people do with orders: correct a draft, enter a finding from elsewhere, move an order on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import (
    ENDED_ORDERS,
    Evidence,
    OrderState,
    RuleKey,
    Step,
    SupervisionOrder,
    Target,
    Unit,
    User,
)
from luheng.workplace.permissions import Act, Person, of_own_unit_only, require
from luheng.workplace.supervision.causes import verdict_cause
from luheng.workplace.supervision.deadlines import workday_or_none
from luheng.workplace.supervision.lifecycle import ORDERS
from luheng.workplace.supervision.papers import bind_paper
from luheng.workplace.supervision.runs import drafted
from luheng.workplace.supervision.telling import tell_of_step

_EDITABLE = ("title", "requirement", "quote", "days", "rectify_by", "unit")
_TRIES = 5


def move_order(
    order: SupervisionOrder,
    key: str,
    by: User,
    *,
    note: str = "",
    document: Evidence | None = None,
    due: date | None = None,
    version: int | None = None,
) -> Step:
    """The step taken; whoever it concerns is told, a document given with it is evidence of the order.

    Raises what `Lifecycle.advance` raises and what the move itself refuses.
    """
    for tried in range(1, _TRIES + 1):
        try:
            with transaction.atomic():
                step = ORDERS.advance(
                    order, key, by, note=note, document=document, due=due, version=version
                )
                if document is not None:
                    bind_paper(document, order, by, str(ORDERS.move(key).label))
                tell_of_step(order, step)
            return step
        except IntegrityError:  # two orders issued in one moment asked for the same number
            if tried == _TRIES:
                raise
            order.refresh_from_db()
    raise AssertionError("unreachable")


def may_see(person: Person, order: SupervisionOrder) -> bool:
    """Whether a person may look at an order: people of a unit at those of their unit only."""
    if not of_own_unit_only(person):
        return True
    unit_id = getattr(person, "unit_id", None)
    return unit_id is not None and order.is_of_unit(unit_id)


@transaction.atomic
def correct_draft(
    order: SupervisionOrder, values: Mapping[str, Any], by: User, version: int | None = None
) -> SupervisionOrder:
    """The draft with other words, unit or deadline. Raises `order_not_a_draft`, `moved_meanwhile`."""
    require(by, Act.ISSUE_ORDER, order)
    current = SupervisionOrder.objects.select_for_update().get(pk=order.pk)
    if current.state != OrderState.DRAFTED:
        raise LuhengError("order_not_a_draft", order=str(current))
    if version is not None and version != current.version:
        state = ORDERS.label(current.state)
        raise LuhengError("moved_meanwhile", item=str(current), state=state, move="修改")
    for name in _EDITABLE:
        if name in values:
            setattr(current, name, values[name])
    if current.days != order.days and "rectify_by" not in values:
        current.rectify_by = workday_or_none(timezone.localdate(), current.days)
    current.version += 1
    current._history_user = by  # type: ignore[attr-defined]
    current.save()
    return current


def enter_finding(values: Mapping[str, Any], by: User) -> SupervisionOrder:
    """A finding of an inspection or audit, as a draft; the same finding again is the one there.

    `values`: source, finding_no, quote, unit (a Unit or its name), and where given title,
    requirement, rectify_by. Raises `finding_exists`, `finding_unit_unknown`, `field_missing`.
    """
    require(by, Act.ISSUE_ORDER)
    needed = ("source", "finding_no", "quote")
    if missing := [name for name in needed if not values.get(name)]:
        raise LuhengError("field_missing", fields="、".join(missing))
    source, number = str(values["source"]).strip(), str(values["finding_no"]).strip()
    quote = str(values["quote"]).strip()
    key = f"finding:{source}|{number}"
    if standing := SupervisionOrder.objects.filter(cause_key=key).order_by("-pk").first():
        if standing.quote == quote:
            return standing
        raise LuhengError("finding_exists", source=source, number=number)
    order = SupervisionOrder(
        rule=RuleKey.INSPECTION,
        cause_key=key,
        source=source,
        finding_no=number,
        quote=quote,
        title=str(values.get("title") or f"{source}：{quote.rstrip('。')}")[:200],
        requirement=values.get("requirement") or "请对照问题查明原因，限期整改并反馈结果。",
        unit=unit_named(values.get("unit")),
        rectify_by=values.get("rectify_by"),
    )
    order.rectify_by = order.rectify_by or workday_or_none(timezone.localdate(), order.days)
    return ORDERS.begin(order, by)


def draft_for_target(target: Target, by: User) -> SupervisionOrder:
    """A draft for one target that has neither order nor waiver; the open one where there is one."""
    require(by, Act.ISSUE_ORDER, target)
    cause = verdict_cause(target)
    open_orders = SupervisionOrder.objects.exclude(state__in=ENDED_ORDERS)
    if standing := open_orders.filter(cause_key=cause.key).first():
        return standing
    with translation.override("zh-hans"), transaction.atomic():
        order = ORDERS.begin(drafted(cause, None, timezone.localdate()), by)
        order.others.set(cause.units[1:])
    return order


def unit_named(named: Unit | str | None) -> Unit | None:
    """A unit by its name or an alias; None for no name. Raises `finding_unit_unknown`."""
    if named is None or isinstance(named, Unit):
        return named
    name = named.strip()
    for unit in Unit.objects.filter(active=True).select_related("merged_into"):
        if name == unit.name or name in unit.aliases:
            return unit.merged_into or unit
    if name:
        raise LuhengError("finding_unit_unknown", unit=name)
    return None
