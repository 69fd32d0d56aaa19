"""The yearly work list: derived from the plans, broken down, passed on to districts, reported on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from luheng.judgement.project_pace import last_day
from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays, is_known, is_workday
from luheng.workplace.audit import audited_bulk
from luheng.workplace.language import say
from luheng.workplace.lifecycles import Lifecycle, Move, Need
from luheng.workplace.models import (
    Document,
    Meeting,
    Review,
    Role,
    Task,
    TaskState,
    TaskUnit,
    Unit,
    User,
    WorkItem,
    WorkList,
    WorkListState,
    WorkReport,
)
from luheng.workplace.permissions import Act, require
from luheng.workplace.review import EditedMeanwhile

DISTRICT_KIND = "district"
_ALL_DISTRICTS = re.compile(r"^(?:各|所有|全部).*(?:县|区|旗|乡镇|街道)")
_EDITABLE = frozenset({"no", "text", "lead", "owner", "due"})

WORKLISTS = Lifecycle(
    key="worklists",
    model=WorkList,
    states=WorkListState,
    start=WorkListState.DRAFTED,
    moves=(
        Move(
            key="issue", zh="印发", en="Issue", to=WorkListState.ISSUED, act=Act.PLAN_WORK,
            sources=frozenset({WorkListState.DRAFTED}),
        ),
        Move(
            key="close", zh="办结", en="Close", to=WorkListState.CLOSED, act=Act.PLAN_WORK,
            sources=frozenset({WorkListState.ISSUED}), needs=frozenset({Need.NOTE}),
        ),
        Move(
            key="reopen", zh="重新编制", en="Draft again", to=WorkListState.DRAFTED,
            act=Act.PLAN_WORK, needs=frozenset({Need.NOTE}),
            sources=frozenset({WorkListState.ISSUED, WorkListState.CLOSED}),
        ),
    ),
    ended=frozenset({WorkListState.CLOSED}),
)  # fmt: skip


@transaction.atomic
def begin_year(year: int, by: User, title: str = "") -> WorkList:
    """The work list of a year with a measure for every open task. Raises `year_begun_already`."""
    require(by, Act.PLAN_WORK)
    if WorkList.objects.filter(year=year).exists():
        raise LuhengError("year_begun_already", year=year)
    title = title or str(say(f"{year}年重点工作安排", f"Work of {year}"))
    worklist = WORKLISTS.begin(WorkList(year=year, title=title), by)
    derive(worklist, by)
    return worklist


@transaction.atomic
def derive(worklist: WorkList, by: User) -> int:
    """How many measures were added: one for every task in force that is not done and has none yet."""
    require(by, Act.PLAN_WORK)
    tasks = _open_tasks(worklist)
    units = _units_of(tasks)
    first = worklist.items.count()
    items = [
        WorkItem(
            worklist=worklist, task=task, kind=WorkItem.Kind.MEASURE, no=task.no[:40],
            text=task.title or task.text, lead=units[task.pk].lead,
            due=due_in(worklist.year, task.due), position=first + place,
        )
        for place, task in enumerate(tasks)
    ]  # fmt: skip
    made = bulk_create_with_history(items, WorkItem, 500, default_user=by)
    audited_bulk(WorkItem, made, by, "yearly work: derived")
    _bind_supports((item, units[item.task_id].support) for item in made)
    for item in made:
        if item.task_id and units[item.task_id].names_districts and districts().exists():
            expand(item, by)
    return len(made)


@transaction.atomic
def expand(item: WorkItem, by: User) -> int:
    """How many districts were given a duty of their own under the item.

    Raises `no_districts_named` where the city has named none.
    """
    require(by, Act.PLAN_WORK)
    named = list(districts())
    if not named:
        raise LuhengError("no_districts_named")
    have = set(item.parts.filter(kind=WorkItem.Kind.DISTRICT).values_list("lead_id", flat=True))
    parts = [
        WorkItem(
            worklist=item.worklist, meeting=item.meeting, parent=item, task=item.task, lead=district,
            kind=WorkItem.Kind.DISTRICT, no=item.no, text=item.text, due=item.due,
            position=item.position,
        )
        for district in named
        if district.pk not in have
    ]  # fmt: skip
    made = bulk_create_with_history(parts, WorkItem, 500, default_user=by)
    audited_bulk(WorkItem, made, by, "yearly work: passed on to districts")
    return len(made)


def names_all_districts(item: WorkItem) -> bool:
    """Whether the plan gives the item to all districts, in its own words or once for all tasks."""
    if item.task is None:
        return False
    names = [*item.task.lead, *item.task.support, *item.task.document.implied_units]
    return any(_ALL_DISTRICTS.match(name) for name in names)


def districts() -> Any:
    """The districts of the city: units that the plan office named as such."""
    return Unit.objects.filter(active=True, kind=DISTRICT_KIND)


@transaction.atomic
def name_districts(names: Iterable[str], by: User) -> list[Unit]:
    """The units of these names, now known as districts; those not known yet are added."""
    require(by, Act.PLAN_WORK)
    found = []
    for name in dict.fromkeys(name.strip() for name in names):
        if name:
            unit = Unit.objects.filter(name=name).first() or Unit(name=name[:120])
            unit.kind, unit.active = DISTRICT_KIND, True
            unit._history_user = by  # type: ignore[attr-defined]
            unit.save()
            found.append(unit)
    return found


@transaction.atomic
def add_item(owner: WorkList | Meeting | WorkItem, values: Mapping[str, Any], by: User) -> WorkItem:
    """A measure of a year, a decision of a meeting, or a part of an item.

    `due` is a day, or `workdays` says in how many working days. Raises `due_needed`.
    """
    require(by, Act.PLAN_WORK)
    parent = owner if isinstance(owner, WorkItem) else None
    item = WorkItem(
        worklist=owner if isinstance(owner, WorkList) else getattr(parent, "worklist", None),
        meeting=owner if isinstance(owner, Meeting) else getattr(parent, "meeting", None),
        parent=parent,
        kind=values.get("kind") or _usual_kind(owner),
        no=values.get("no", ""),
        text=values["text"],
        lead=values.get("lead") or (parent.lead if parent else None),
        owner=values.get("owner"),
        due=_due(values.get("due"), values.get("workdays")),
        position=parent.position if parent else WorkItem.objects.count(),
    )
    item._history_user = by  # type: ignore[attr-defined]
    item.save()
    item.supports.set(values.get("supports") or [])
    return item


@transaction.atomic
def change_item(item: WorkItem, changes: Mapping[str, Any], by: User, version: int) -> WorkItem:
    """The item with changed words, unit or day. Raises `EditedMeanwhile`."""
    require(by, Act.PLAN_WORK)
    current = WorkItem.objects.select_for_update().get(pk=item.pk)
    if current.version != version:
        raise EditedMeanwhile(current, changes)  # type: ignore[arg-type]
    for name in _EDITABLE & changes.keys():
        setattr(current, name, changes[name])
    current.version += 1
    current._history_user = by  # type: ignore[attr-defined]
    current.save()
    return current


@transaction.atomic
def cancel(item: WorkItem, why: str, by: User) -> WorkItem:
    """The item, out of the counts but still there with its reason, and its parts with it."""
    require(by, Act.PLAN_WORK)
    if not why.strip():
        raise LuhengError("move_needs", move=str(say("取消", "Cancel")), needs=str(say("说明", "a note")))  # fmt: skip
    for one in (item, *item.parts.filter(cancelled=False)):
        one.cancelled, one.cancelled_why = True, why.strip()
        one.version += 1
        one._history_user = by  # type: ignore[attr-defined]
        one.save()
    return item


@transaction.atomic
def report_work(
    item: WorkItem, state: str, by: User, *, percent: Any = None, note: str = ""
) -> WorkReport:
    """The report, added to those before it. Raises `not_allowed`, `state_unknown`, `percent_refused`."""
    require(by, Act.REPORT_PROGRESS, item)
    if state not in TaskState.values or state == TaskState.NOT_REPORTED:
        raise LuhengError("state_unknown", state=state, allowed="、".join(TaskState.values[1:]))
    share = _share(item, state, percent)
    now = timezone.now()
    report = WorkReport.objects.create(
        item=item, unit=by.unit, state=state, percent=share, note=note.strip(),
        reported_by=by, reported_at=now,
    )  # fmt: skip
    values = {"state": state, "percent": share, "note": report.note, "reported_at": now}
    WorkItem.objects.filter(pk=item.pk).update(**values)
    for name, value in values.items():
        setattr(item, name, value)
    return report


def due_in(year: int, printed: str) -> date:
    """The day of a year by which a task is due: as printed, at the latest the year's last working day."""
    end = _last_workday(date(year, 12, 31))
    due = last_day(printed) if printed[:4].isdigit() else None
    return min(_last_workday(due), end) if due and due.year == year else end


def overdue(today: date | None = None) -> Q:
    """Work whose day has passed and that is not done."""
    return Q(due__lt=today or timezone.localdate(), cancelled=False) & ~Q(state=TaskState.DONE)


@dataclass
class _Units:
    lead: Unit | None = None
    support: list[Unit] = field(default_factory=list)
    names_districts: bool = False


def _open_tasks(worklist: WorkList) -> list[Task]:
    in_force = Task.objects.filter(document__current=True, document__kind=Document.Kind.PLAN)
    there = worklist.items.filter(kind=WorkItem.Kind.MEASURE).values("task")
    open_now = in_force.exclude(review=Review.REJECTED).exclude(state=TaskState.DONE)
    return list(open_now.exclude(pk__in=there).defer("as_read").order_by("document", "position"))


def _units_of(tasks: Sequence[Task]) -> dict[int, _Units]:
    found: dict[int, _Units] = defaultdict(_Units)
    rows = TaskUnit.objects.filter(item__in=[task.pk for task in tasks]).select_related("unit")
    for row in rows.order_by("item", "role", "position"):
        units = found[row.item_id]
        if _ALL_DISTRICTS.match(row.unit.name):
            units.names_districts = True
        if row.role == Role.LEAD and units.lead is None:
            units.lead = row.unit
        else:
            units.support.append(row.unit)
    return found


def _bind_supports(pairs: Iterable[tuple[WorkItem, list[Unit]]]) -> None:
    through = WorkItem.supports.through
    rows = [
        through(workitem_id=item.pk, unit_id=unit.pk)
        for item, units in pairs
        for unit in dict.fromkeys(units)
    ]
    through.objects.bulk_create(rows, 1000)


def _last_workday(day: date) -> date:
    """The day itself or the working day before it; plain days where the holidays are unknown."""
    while is_known(day.year) and not is_workday(day):
        day -= timedelta(days=1)
    return day


def _usual_kind(owner: WorkList | Meeting | WorkItem) -> str:
    if isinstance(owner, Meeting):
        return WorkItem.Kind.DECISION
    return WorkItem.Kind.SUBTASK if isinstance(owner, WorkItem) else WorkItem.Kind.MEASURE


def _due(day: date | None, workdays: int | None) -> date:
    if day is not None:
        return day
    if workdays is None:
        raise LuhengError("due_needed")
    return after_workdays(timezone.localdate(), workdays)


def _share(item: WorkItem, state: str, percent: Any) -> Decimal | None:
    if percent in (None, ""):
        return None
    try:
        share = Decimal(str(percent)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise _refused(percent, say("不是数字", "not a number")) from None
    if not 0 <= share <= 100:
        raise _refused(percent, say("不在0到100之间", "not between 0 and 100"))
    if item.kind == WorkItem.Kind.MILESTONE:
        raise _refused(percent, say("节点没有比例", "a milestone has no share"))
    if state == TaskState.DONE and share != 100:
        raise _refused(percent, say("已完成的应为100", "what is done is 100"))
    return share


def _refused(percent: Any, problem: Any) -> LuhengError:
    return LuhengError("percent_refused", percent=percent, problem=str(problem))
