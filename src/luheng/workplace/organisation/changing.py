"""How one record changes hands: which of its fields, and what they were before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from luheng.workplace.models import Contribution, Project, ReadItem, Unit, User, WorkItem
from luheng.workplace.organisation.duties import Duty
from luheng.workplace.organisation.names import names_of
from luheng.workplace.review import remember_first_reading
from luheng.workplace.supervision.handing_over import hand_over as hand_over_order
from luheng.workplace.unit_index import index_units

Fields = dict[str, Any]  # name of a field → its value; of many-to-many fields a list of ids
MANY = frozenset({"others", "supports"})


def hand_over(duty: Duty, successor: Unit, by: User | None, note: str) -> tuple[Fields, Fields]:
    """What the record was and is now, saved with its history."""
    if duty.kind == "order":
        return hand_over_order(duty.record, duty.unit, successor, by, note)  # type: ignore[arg-type]
    return _CHANGE[duty.kind](duty, successor, by, note)


def rename_in_words(duty: Duty, name: str, by: User | None, note: str) -> tuple[Fields, Fields]:
    """The units named in an item, with the new name in place of every older one."""
    return _in_words(duty, name, by, note)


def put_back(record: models.Model, before: Fields, by: User | None, note: str) -> None:
    """The record as it was before, saved with its history."""
    for name, value in before.items():
        if name not in MANY:
            setattr(record, name, value)
    save(record, by, note)
    for name in MANY & before.keys():
        getattr(record, name).set(before[name])
    if isinstance(record, ReadItem):
        index_units([record])


def save(record: models.Model, by: User | None, note: str) -> None:
    """Saves a record with who and why."""
    record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = note[:100]  # type: ignore[attr-defined]
    if hasattr(record, "version"):
        record.version += 1
    record.save()


def _in_words(duty: Duty, name: str, by: User | None, note: str) -> tuple[Fields, Fields]:
    item: Any = type(duty.record)._default_manager.get(pk=duty.record.pk)
    old = names_of(duty.unit)
    before = _words(item)
    if isinstance(item, Project):
        named = [part.strip() for part in item.lead.replace("，", "、").split("、") if part.strip()]
        item.lead = "、".join(_replaced(named, old, name))[:400]
    else:
        item.lead = _replaced(item.lead, old, name)
        item.support = [one for one in _replaced(item.support, old, name) if one not in item.lead]
    remember_first_reading(type(item)._default_manager.get(pk=item.pk))
    save(item, by, note)
    return before, _words(item)


def _words(item: Any) -> Fields:
    return {name: getattr(item, name) for name in ("lead", "support") if hasattr(item, name)}


def _replaced(names: Iterable[str], old: set[str], new: str) -> list[str]:
    """The names in their order, each once, the new one where the first of the old stood."""
    return list(dict.fromkeys(new if name in old else name for name in names))


def _item(duty: Duty, successor: Unit, by: User | None, note: str) -> tuple[Fields, Fields]:
    return _in_words(duty, successor.name, by, note)


def _work(duty: Duty, successor: Unit, by: User | None, note: str) -> tuple[Fields, Fields]:
    item = WorkItem.objects.get(pk=duty.record.pk)

    def units() -> Fields:
        return {"lead_id": item.lead_id, "supports": sorted(item.supports.values_list("pk", flat=True))}  # fmt: skip

    before = units()
    if item.lead_id == duty.unit.pk:
        item.lead = successor
    save(item, by, note)
    supports = {successor.pk if pk == duty.unit.pk else pk for pk in before["supports"]}
    item.supports.set(supports - {item.lead_id})
    return before, units()


def _contribution(duty: Duty, successor: Unit, by: User | None, note: str) -> tuple[Fields, Fields]:
    one = Contribution.objects.get(pk=duty.record.pk)
    if one.row.contributions.filter(unit=successor).exists():
        return {}, {}
    return _field("unit_id")(duty, successor, by, note)


def _field(name: str) -> Callable[[Duty, Unit, User | None, str], tuple[Fields, Fields]]:
    def change(duty: Duty, successor: Unit, by: User | None, note: str) -> tuple[Fields, Fields]:
        record = type(duty.record)._default_manager.get(pk=duty.record.pk)
        before = {name: getattr(record, name)}
        value = None if name == "parent_id" and record.pk == successor.pk else successor.pk
        setattr(record, name, value)
        save(record, by, note)
        return before, {name: value}

    return change


_CHANGE: dict[str, Callable[[Duty, Unit, User | None, str], tuple[Fields, Fields]]] = {
    "target": _item,
    "task": _item,
    "project": _item,
    "work": _work,
    "contribution": _contribution,
    "person": _field("unit_id"),
    "unit": _field("parent_id"),
}
