"""What a unit answers for today and would leave behind: open duties, orders, returns, people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from luheng.workplace.language import say
from luheng.workplace.models import (
    AskedField,
    Project,
    ProjectUnit,
    Review,
    SupervisionOrder,
    Target,
    TargetUnit,
    Task,
    TaskState,
    TaskUnit,
    Unit,
    User,
    WorkItem,
)
from luheng.workplace.returns.handing_over import contributions_open, fields_asked
from luheng.workplace.supervision.handing_over import open_orders

Key = tuple[str, int]  # kind and id of a record

KINDS: dict[str, str | Promise] = {
    "target": say("目标", "targets"),
    "task": say("任务", "tasks"),
    "project": say("项目", "projects"),
    "work": say("年度工作", "yearly work"),
    "order": say("督办单", "supervision orders"),
    "field": say("填报项", "fields of returns"),
    "return": say("填报表", "returns"),
    "row": say("填报行", "rows of returns"),
    "contribution": say("配合填报", "contributions to returns"),
    "person": say("人员账号", "accounts"),
    "unit": say("下属单位", "units below"),
}


@dataclass(frozen=True)
class Duty:
    """One record that a unit would leave behind."""

    kind: str
    record: models.Model
    unit: Unit  # whose it is
    label: str
    words: str  # what rules are held against
    no: str = ""
    follows: Key | None = None  # the duty that decides for this one

    @property
    def key(self) -> Key:
        """Kind and id of the record."""
        return self.kind, int(self.record.pk)

    @property
    def kind_label(self) -> str | Promise:
        """The word for its kind."""
        return KINDS[self.kind]


def duties_of(units: Iterable[Unit], kinds: Sequence[str] = ()) -> list[Duty]:
    """The open duties of these units, those that others follow first."""
    wanted = kinds or tuple(_GATHERED)
    found = list(units)
    return [duty for kind in wanted for unit in found for duty in _GATHERED[kind](unit)]


def _items(kind: str, model: Any, index: Any, unit: Unit) -> Iterator[Duty]:
    rows = index.objects.filter(unit=unit, item__document__current=True).values("item")
    items = model.objects.filter(pk__in=rows).exclude(review=Review.REJECTED)
    if model is Task:
        items = items.exclude(state=TaskState.DONE)
    for item in items.select_related("clause").order_by("document", "position"):
        words = [str(item), item.quote, getattr(item, "text", ""), getattr(item, "section", "")]
        words += [getattr(item, "chapter", ""), item.clause.title if item.clause else ""]
        label = f"{item.no} {item.name}" if isinstance(item, Project) else str(item)
        yield Duty(kind, item, unit, label, "\n".join(words), no=str(getattr(item, "no", "")))


def _targets(unit: Unit) -> Iterator[Duty]:
    yield from _items("target", Target, TargetUnit, unit)


def _tasks(unit: Unit) -> Iterator[Duty]:
    yield from _items("task", Task, TaskUnit, unit)


def _projects(unit: Unit) -> Iterator[Duty]:
    yield from _items("project", Project, ProjectUnit, unit)


def _work(unit: Unit) -> Iterator[Duty]:
    theirs = Q(lead=unit) | Q(supports=unit)
    items = WorkItem.objects.filter(theirs, cancelled=False).exclude(state=TaskState.DONE)
    for item in items.distinct().order_by("pk"):
        if item.task_id:
            follows: Key | None = ("task", item.task_id)
        else:
            follows = ("work", item.parent_id) if item.parent_id else None
        yield Duty(
            "work", item, unit, f"{item.no} {item.text}".strip(), item.text, item.no, follows
        )


def _orders(unit: Unit) -> Iterator[Duty]:
    for order in open_orders(unit):
        yield Duty("order", order, unit, str(order), _words(order), order.numbered, _cause(order))


def _words(order: SupervisionOrder) -> str:
    return "\n".join([order.title, order.quote, order.requirement])


def _cause(order: SupervisionOrder) -> Key | None:
    if order.task_id:
        return "task", order.task_id
    return ("target", order.target_id) if order.target_id else None


def _fields(unit: Unit) -> Iterator[Duty]:
    targets = {
        name: pk
        for pk, *names in TargetUnit.objects.filter(
            unit=unit, item__document__current=True
        ).values_list("item", "item__indicator", "item__indicator_id")
        for name in names
        if name
    }
    for one in fields_asked(unit):
        yield Duty("field", one, unit, f"{one.form.title}：{one.name}", one.name, follows=_asks(one, targets))  # fmt: skip


def _asks(one: AskedField, targets: dict[str, int]) -> Key | None:
    if one.task_id:
        return "task", one.task_id
    if one.project_id:
        return "project", one.project_id
    target = targets.get(one.indicator_id) or targets.get(one.name)
    return ("target", target) if target else None


def _contributions(unit: Unit) -> Iterator[Duty]:
    for one in contributions_open(unit):
        task = one.row.asked.task_id
        label = f"{one.row.parent}：{one.row.asked.name}"
        yield Duty("contribution", one, unit, label, one.row.asked.name, follows=("task", task) if task else None)  # fmt: skip


def _people(unit: Unit) -> Iterator[Duty]:
    for user in User.objects.filter(unit=unit).order_by("pk"):
        yield Duty("person", user, unit, str(user), "")


def _below(unit: Unit) -> Iterator[Duty]:
    for child in unit.children.filter(active=True):
        yield Duty("unit", child, unit, child.name, child.name)


_GATHERED: dict[str, Callable[[Unit], Iterator[Duty]]] = {
    "target": _targets,
    "task": _tasks,
    "project": _projects,
    "work": _work,
    "order": _orders,
    "field": _fields,
    "contribution": _contributions,
    "person": _people,
    "unit": _below,
}
