"""What the page of a unit shows beside its duties: its year's work, returns, orders, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from luheng.workplace.language import say
from luheng.workplace.models import (
    ENDED_ORDERS,
    Reorganisation,
    ReorganisationState,
    Return,
    ReturnState,
    SupervisionOrder,
    Unit,
    WorkItem,
)
from luheng.workplace.permissions import Person
from luheng.workplace.registers import REGISTERS, Register

_SHOWN = 20


@dataclass(frozen=True)
class Past:
    """A reorganisation that a unit took part in, as its page says it."""

    one: Reorganisation
    text: Any


def parts_of(unit: Unit, reader: Person) -> dict[str, Any]:
    """The parts of the page, each as far as the reader may see it."""
    work = WorkItem.objects.filter(Q(lead=unit) | Q(supports=unit), cancelled=False).distinct()
    year = timezone.localdate().year
    of_year = work.filter(Q(worklist__year=year) | Q(meeting__held_on__year=year))
    returns = _seen("returns", Return.objects.filter(unit=unit), reader)
    orders = _seen("orders", SupervisionOrder.objects.filter(Q(unit=unit) | Q(others=unit)), reader)
    return {
        "year": year,
        "work": of_year.select_related("lead").order_by("due", "pk")[:_SHOWN],
        "work_count": of_year.count(),
        "returns": returns.exclude(state=ReturnState.WITHDRAWN).select_related("form").order_by("-due", "-pk")[:_SHOWN],
        "orders": orders.exclude(state="dropped").distinct().order_by("-pk")[:_SHOWN],
        "open_orders": orders.exclude(state__in=ENDED_ORDERS).distinct().count(),
        "past": past_of(unit),
        "former_names": unit.former_names.filter(withdrawn=False),
        "below": unit.children.filter(active=True),
    }  # fmt: skip


def past_of(unit: Unit) -> list[Past]:
    """The reorganisations a unit took part in, latest first."""
    done = Reorganisation.objects.filter(state=ReorganisationState.CARRIED_OUT)
    theirs = done.filter(Q(units=unit) | Q(successors__unit=unit)).distinct()
    rows = theirs.prefetch_related("units", "successors").order_by("-effective_on", "-pk")
    return [Past(one, _said(one, unit)) for one in rows]


def _said(one: Reorganisation, unit: Unit) -> Any:
    kind = one.get_kind_display()
    if one.new_name:
        return say(f"更名为{one.new_name}", f"became {one.new_name}")
    if unit in one.units.all():
        to = "、".join(str(successor) for successor in one.successors.all())
        return say(f"{kind}，职责由{to}承接", f"{kind}; its duties went to {to}")
    old = "、".join(str(each) for each in one.units.all())
    return say(f"承接原{old}的职责（{kind}）", f"took over duties of {old} ({kind})")


def last_day(unit: Unit) -> date | None:
    """The last day on which a unit that ceased was there; None for one that goes on."""
    if unit.active or unit.abolished_on is None:
        return None
    return date.fromordinal(unit.abolished_on.toordinal() - 1)


def _seen(key: str, rows: Any, reader: Person) -> Any:
    """The rows that a reader may see; people of a unit those of theirs."""
    register: Register = REGISTERS[key]
    unit_id = register.query({}, reader).unit_id
    if unit_id is None or register.of_unit is None:
        return rows
    return rows.filter(register.of_unit(unit_id))
