"""Work of the year: measures, sub-tasks, milestones, duties of districts, decisions of meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils import translation

from luheng.workplace.models import TaskState, WorkItem, WorkListState
from luheng.workplace.reminders.matters.matter import Matter
from luheng.workplace.reminders.matters.orders import causes_with_an_order
from luheng.workplace.reminders.people import Reachable


def matters(people: Reachable, today: date) -> Iterator[Matter]:
    """Work that is not done, of lists that were issued and of meetings, for owner and lead unit.

    Where an order is out about it or about its task, the order's deadlines are told instead.
    """
    ordered = causes_with_an_order()
    for item in _waiting():
        task = f"task:{item.task_id}" if item.kind == WorkItem.Kind.MEASURE else ""
        if f"work:{item.pk}" in ordered or task in ordered:
            continue
        yield Matter(
            subject=item,
            people=people.first_of(item.owner, [item.lead_id] if item.lead_id else []),
            zh=_words(item, "zh-hans"),
            en=_words(item, "en"),
            due=item.due,
        )


def _waiting() -> Iterator[WorkItem]:
    issued = Q(meeting__isnull=False) | Q(worklist__state=WorkListState.ISSUED)
    known = WorkItem.objects.filter(issued, cancelled=False).exclude(state=TaskState.DONE)
    ordered = known.exclude(due=None).select_related("owner", "lead").order_by("due", "pk")
    return ordered.iterator(chunk_size=500)


def _words(item: WorkItem, language: str) -> str:
    with translation.override(language):
        kind, state = item.get_kind_display(), item.get_state_display()
    said = str(item).rstrip("。")
    return f"{kind} {said}: {state}" if language == "en" else f"{kind} {said}：{state}"
