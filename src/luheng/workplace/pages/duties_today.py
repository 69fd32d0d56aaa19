"""待办: what waits for this person today, by what is to be done: the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from luheng.workplace.language import say
from luheng.workplace.models import (
    ENDED_ORDERS,
    Appraisal,
    AppraisalState,
    Escalation,
    Objection,
    OrderState,
    SupervisionOrder,
    TaskState,
    WorkItem,
)
from luheng.workplace.pages.returns_today import returns_today
from luheng.workplace.permissions import Act, Person, RoleName, may, of_own_unit_only, roles_of
from luheng.workplace.registers import REGISTERS
from luheng.workplace.supervision.coverage import uncovered_targets
from luheng.workplace.supervision.deadlines import Lamp, lamp_of, near_day, overdue_orders
from luheng.workplace.yearly_work import overdue as work_overdue

S = OrderState
_WITH_SOMEBODY = ~Q(state__in=[*ENDED_ORDERS, S.WAIVED, S.DRAFTED])
_Asked = tuple[str, Q, Any, dict[str, Any]]  # key, which orders, what to do, filters of the list
_OFFICE: tuple[_Asked, ...] = (
    ("answered", Q(state=S.ANSWERED), say("件督办反馈待复核", "answers to orders to review"), {"state": S.ANSWERED}),
    ("reviewed", Q(state=S.REVIEWED), say("件督办待销号", "orders to close"), {"state": S.REVIEWED}),
    ("drafted", Q(state=S.DRAFTED, gone_on=None), say("件督办单待核对下达", "drafted orders to check and issue"), {"state": S.DRAFTED}),
    ("gone", Q(gone_on__isnull=False) & ~Q(state__in=[*ENDED_ORDERS, S.WAIVED]), say("件督办情形已消除，待核实", "orders whose cause is gone, to check"), {"gone": "yes"}),
)  # fmt: skip
_UNIT: tuple[_Asked, ...] = (
    ("issued", Q(state=S.ISSUED), say("件督办单待签收", "orders to sign for"), {"state": S.ISSUED}),
    ("signed", Q(state=S.SIGNED), say("件督办待报整改方案", "plans to hand in"), {"state": S.SIGNED}),
    ("planned", Q(state__in=(S.PLANNED, S.SENT_BACK)), say("件督办整改中", "orders to put right"), {"state": [S.PLANNED, S.SENT_BACK]}),
)  # fmt: skip
_LEADER: tuple[_Asked, ...] = (
    ("reported", Q(escalation=Escalation.REPORT) & _WITH_SOMEBODY, say("件督办已报请领导", "orders reported to leaders"), {"escalation": Escalation.REPORT}),
    ("escalated", Q(escalation__in=(Escalation.NOTICE, Escalation.INTERVIEW)) & _WITH_SOMEBODY, say("件督办已通报或约谈", "orders with a notice or an interview"), {"escalation": [Escalation.NOTICE, Escalation.INTERVIEW]}),
)  # fmt: skip


@dataclass(frozen=True)
class Duty:
    """So many things of one kind that wait, where they are, and the first day by which."""

    n: int | None  # None: the words say it
    what: str
    url: str
    lamp: Lamp | None = None
    due: date | None = None


def duties_today(person: Person) -> list[Duty]:
    """What waits for a person by their role and unit; what is overdue stands first."""
    found = [*_of_orders(person), *_of_returns(person), *_of_work(person), *_of_appraisals(person)]
    rank = {"overdue": 0, "near": 1}
    return sorted(
        (one for one in found if one.n is None or one.n),
        key=lambda one: rank.get(one.lamp.key, 2) if one.lamp else 2,
    )


def _own(person: Person, key: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows of a register that concern the person's unit; all for who is of no single unit."""
    register = REGISTERS[key]
    if not of_own_unit_only(person) or register.of_unit is None:
        return rows
    return rows.filter(register.of_unit(getattr(person, "unit_id", None) or 0))


def _is_leader(person: Person) -> bool:
    return RoleName.LEADER in roles_of(person)


def _of_orders(person: Person) -> Iterator[Duty]:
    """Orders whose next step is this person's; a leader sees those that went up."""
    if of_own_unit_only(person) and may(person, Act.ANSWER_ORDER):
        asked = _UNIT
    elif may(person, Act.ISSUE_ORDER):
        asked = _OFFICE
    elif _is_leader(person):
        asked = _LEADER
        yield Duty(
            uncovered_targets().count(),
            str(say("项红灯目标未督办", "red targets without an order")),
            reverse("uncovered"),
        )
    else:
        return
    counts = _own(person, "orders", SupervisionOrder.objects.all()).aggregate(
        overdue=Count("pk", filter=overdue_orders()),
        **{key: Count("pk", filter=condition) for key, condition, _, _ in asked},
        **{f"due_{key}": Min("due", filter=condition) for key, condition, _, _ in asked},
    )
    yield Duty(
        counts["overdue"],
        str(say("件督办已逾期", "orders overdue")),
        _list("orders", lamp="overdue"),
        lamp_of("overdue"),
    )
    for key, _, what, filters in asked:
        yield _with_day(counts[key], what, _list("orders", **filters), counts[f"due_{key}"])


def _of_returns(person: Person) -> Iterator[Duty]:
    """Returns to file or to add to, each by its name; for the plan office those to review and to chase."""
    for one in returns_today(person):
        yield Duty(None, one.text, one.url, one.lamp)


def _of_work(person: Person) -> Iterator[Duty]:
    """Work of the year and decisions that are late or due within days."""
    own = of_own_unit_only(person)
    if not (own or may(person, Act.PLAN_WORK) or _is_leader(person)):
        return
    today = timezone.localdate()
    rows = WorkItem.objects.filter(cancelled=False)
    filters: dict[str, Any] = {}
    if own:
        unit = getattr(person, "unit", None)
        rows, filters = rows.filter(lead=unit), {"lead": unit.name if unit else ""}
    late = work_overdue(today)
    soon = Q(due__gte=today, due__lte=near_day(today)) & ~Q(state=TaskState.DONE)
    counts = rows.aggregate(
        overdue=Count("pk", filter=late), near=Count("pk", filter=soon), due=Min("due", filter=soon)
    )
    yield Duty(
        counts["overdue"],
        str(say("项年度工作已逾期", "items of the year's work overdue")),
        _list("work", standing="overdue", **filters),
        lamp_of("overdue"),
    )
    if own:
        yield _with_day(
            counts["near"],
            say("项年度工作临近时限", "items of the year's work due soon"),
            _list("work", sort="due", **filters),
            counts["due"],
        )


def _of_appraisals(person: Person) -> Iterator[Duty]:
    """Objections to answer; for a unit that may object, its own statement while it is announced."""
    if may(person, Act.APPRAISE):
        waiting = Objection.objects.filter(outcome=Objection.Outcome.OPEN)
        open_now = waiting.filter(line__appraisal__state=AppraisalState.ANNOUNCED)
        yield Duty(
            open_now.count(),
            str(say("件考核异议待答复", "objections to answer")),
            reverse("appraisals"),
        )
    elif may(person, Act.OBJECT) and (unit := getattr(person, "unit_id", None)):
        announced = Appraisal.objects.filter(
            state=AppraisalState.ANNOUNCED, due__gte=timezone.localdate()
        )
        for one in announced.filter(lines__unit=unit).distinct():
            url = reverse("appraisal-statement", args=[one.pk, unit])
            yield _with_day(
                1,
                say(
                    "份得分说明公示中，可提异议", "statement of points announced, open to objection"
                ),
                url,
                one.due,
            )


def _with_day(n: int, what: Any, url: str, due: date | None) -> Duty:
    """A duty with its first day, and the lamp where that is near."""
    today = timezone.localdate()
    lamp = lamp_of("near") if due is not None and today <= due <= near_day(today) else None
    return Duty(n, str(what), url, lamp, due if due is not None and due >= today else None)


def _list(name: str, **filters: Any) -> str:
    return f"{reverse(name)}?{urlencode(filters, doseq=True)}"
