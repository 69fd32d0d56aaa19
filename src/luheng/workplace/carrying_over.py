"""What people entered for a plan goes on into its later edition, where both say the same.

Copies, never moves: the earlier edition keeps its own, and every copy says where it is from. What
the later edition has of its own stays as it is. Only an open supervision order moves: it is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luheng.workplace.audit import audited_bulk
from luheng.workplace.editions import ItemPair, compare_items
from luheng.workplace.models import (
    ENDED_ORDERS,
    AssignedValue,
    Document,
    ReadItem,
    Review,
    SupervisionOrder,
    Target,
    Task,
    TaskProgress,
    User,
)
from luheng.workplace.reading_shapes import SHAPE_OF, in_field, plain
from luheng.workplace.unit_index import index_units

_REASON = "carried_over"
# A target or task stays what it is where it is renumbered or given to another unit.
_MAY_DIFFER = {"no", "item", "chapter", "chapter_no", "lead", "support", "note", "wording", "binding",
               "series", "indicator_id"}  # fmt: skip


@dataclass(frozen=True)
class Carried:
    """How many of each were copied."""

    corrected: int = 0
    assigned: int = 0
    progress: int = 0  # tasks whose reports were copied
    orders: int = 0  # open supervision orders that go on with the later edition

    def __bool__(self) -> bool:
        return bool(self.corrected or self.assigned or self.progress or self.orders)


NOTHING_CARRIED = Carried()


def carry_over(earlier: Document, later: Document, by: User | None) -> Carried:
    """Copies corrections, assigned values and progress of what is the same in both editions."""
    before = compare_items(earlier, later)
    corrected = sum(_correct(pair, by) for pairs in before.values() for pair in pairs)
    items = compare_items(earlier, later) if corrected else before
    return Carried(
        corrected=corrected,
        assigned=sum(_assign(pair, earlier, by) for pair in items["targets"]),
        progress=sum(_report(pair, earlier) for pair in items["tasks"]),
        orders=sum(_supervise(pair) for kind in ("targets", "tasks") for pair in items[kind]),
    )


def _correct(pair: ItemPair, by: User | None) -> bool:
    """The same words read the same way were read wrongly in both: the correction holds for both."""
    one, two = pair.before, pair.after
    if one is None or two is None or one.quote != two.quote:
        return False
    if one.review != Review.CORRECTED or two.review != Review.DRAFT or two.version > 1:
        return False
    changes = {name: value for name in SHAPE_OF[type(one)].fields
               if (value := _corrected(one, two, name)) is not _UNCORRECTED}  # fmt: skip
    if not changes:
        return False
    for name, value in changes.items():
        setattr(two, name, in_field(type(two), name, value))
    two.version += 1
    two._history_user = by  # type: ignore[attr-defined]
    two._change_reason = _REASON  # type: ignore[attr-defined]
    two.save()  # still a draft: a person looks at the later edition's own words
    index_units([two])
    return True


_UNCORRECTED = object()


def _corrected(one: ReadItem, two: ReadItem, name: str) -> Any:
    """What a person made of a field that the reader read alike in both; a mark where nobody did."""
    if name not in one.as_read or one.as_read[name] != two.as_read.get(name):
        return _UNCORRECTED
    value = plain(getattr(one, name))
    return _UNCORRECTED if value == one.as_read[name] else value


def _same(pair: ItemPair) -> bool:
    return bool(pair.before and pair.after) and pair.fields.keys() <= _MAY_DIFFER


def _assign(pair: ItemPair, earlier: Document, by: User | None) -> bool:
    one, two = pair.before, pair.after
    if not (_same(pair) and isinstance(one, Target) and isinstance(two, Target)):
        return False
    given = AssignedValue.objects.filter(target=one).first()
    if given is None or AssignedValue.objects.filter(target=two).exists():
        return False
    names = ("op", "value", "unit", "base_year", "document_no", "entered_by")
    copy = AssignedValue(target=two, **{name: getattr(given, name) for name in names})
    copy.note = _from(given.note, earlier)
    copy._history_user = by  # type: ignore[attr-defined]
    copy._change_reason = _REASON  # type: ignore[attr-defined]
    copy.save()
    return True


def _report(pair: ItemPair, earlier: Document) -> bool:
    one, two = pair.before, pair.after
    if not (_same(pair) and isinstance(one, Task) and isinstance(two, Task)):
        return False
    reports = list(one.progress.order_by("reported_at", "pk"))
    if not reports or two.progress.exists():
        return False
    names = ("unit", "state", "reported_at", "reported_by")
    copies = [
        TaskProgress(
            task=two,
            note=_from(report.note, earlier),
            **{name: getattr(report, name) for name in names},
        )
        for report in reports
    ]
    TaskProgress.objects.bulk_create(copies)
    audited_bulk(TaskProgress, copies, None, _REASON)
    last = two.progress.order_by("reported_at", "pk").last()
    assert last is not None
    Task.objects.filter(pk=two.pk).update(
        state=last.state, state_note=last.note, state_at=last.reported_at
    )
    return True


def _supervise(pair: ItemPair) -> int:
    """Open orders go on for the same target or task; what they quoted stays as it was."""
    one, two = pair.before, pair.after
    if not (_same(pair) and isinstance(one, Target | Task) and isinstance(two, Target | Task)):
        return 0
    field = "target" if isinstance(one, Target) else "task"
    orders = SupervisionOrder.objects.filter(**{field: one}).exclude(state__in=ENDED_ORDERS)
    for order in orders:
        setattr(order, field, two)
        order.cause_key = f"{order.cause_key.rpartition(':')[0]}:{two.pk}"
        order._change_reason = _REASON  # type: ignore[attr-defined]
        order.save()
    return len(orders)


def _from(note: str, earlier: Document) -> str:
    """The note with where it is from; once only, through however many editions."""
    dated = f"，{earlier.issued_on}" if earlier.issued_on else ""
    origin = f"（沿用自《{earlier.title}》{dated}）"
    return note if "（沿用自《" in note else f"{note}{origin}"
