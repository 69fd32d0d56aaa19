"""What runs out or waits: one file a kind of record. A new kind is a line here and a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from luheng.workplace.reminders.matters import orders, projects, returns, work
from luheng.workplace.reminders.matters.matter import Matter
from luheng.workplace.reminders.people import Reachable

_KINDS: tuple[Callable[[Reachable, date], Iterator[Matter]], ...] = (
    orders.matters,
    returns.matters,
    work.matters,
    projects.matters,
)


def matters_of(today: date, people: Reachable) -> list[Matter]:
    """Everything that waits for somebody on a day: orders, returns, work of the year, projects."""
    return [matter for kind in _KINDS for matter in kind(people, today)]
