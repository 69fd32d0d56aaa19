"""When a unit ceases, what it is asked and what it has not finished filing go to its successor.

Answers that were accepted stay with the unit that gave them. Fields are copied, never rewritten:
an old return goes on showing what was asked of whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from luheng.vocabulary.messages import Message
from luheng.workplace.models import (
    AskedField,
    Contribution,
    Return,
    ReturnRow,
    ReturnState,
    Unit,
    User,
)
from luheng.workplace.returns.lifecycle import LIFECYCLE
from luheng.workplace.returns.overdue import OPEN

_UNFINISHED = (ReturnState.ISSUED, ReturnState.RETURNED, ReturnState.FILED)


@dataclass(frozen=True)
class Moved:
    """One record of the returns that was changed: which fields from what to what."""

    kind: str
    record: AskedField | Return | ReturnRow
    before: dict[str, Any]
    after: dict[str, Any]


def fields_asked(unit: Unit) -> QuerySet[AskedField]:
    """What a unit is asked by forms in use."""
    asked = AskedField.objects.filter(unit=unit, dropped=False, form__active=True)
    return asked.select_related("form", "task").order_by("pk")


def unfinished(unit: Unit) -> QuerySet[Return]:
    """The returns of a unit that are not accepted yet."""
    return Return.objects.filter(unit=unit, state__in=_UNFINISHED).select_related("form", "unit")


def filed_since(unit: Unit, day: date) -> list[Return]:
    """The returns that a unit filed after that day; on the day itself both names may act."""
    filed = Return.objects.filter(unit=unit, steps__move="file", steps__at__date__gt=day)
    return list(filed.select_related("form", "unit").distinct())


def hindrances(unit: Unit, takers: Mapping[int, str]) -> list[Message]:
    """Why the returns of a unit cannot be handed over yet; `takers`: field → name of its successor."""
    found = []
    for one in unfinished(unit):
        asked = [row.asked_id for row in one.rows.all()]
        names = {takers[pk] for pk in asked if takers.get(pk)}
        theirs = Return.objects.filter(form=one.form, period=one.period, unit__name__in=names)
        standing = list(theirs.exclude(unit=unit))
        in_parts = bool(names) and (standing or len(names) > 1 or not all(map(takers.get, asked)))
        if one.state == ReturnState.FILED and in_parts:
            found.append(Message("return_waits_for_review", {"return": str(one)}))
        found += [
            Message("return_filed_by_successor", {"return": str(one), "other": str(other)})
            for other in standing
            if other.state not in OPEN
        ]
    return found


def contributions_open(unit: Unit) -> QuerySet[Contribution]:
    """What a supporting unit was asked to add to returns that are still open."""
    asked = Contribution.objects.filter(unit=unit, row__parent__state__in=OPEN)
    return asked.select_related("row__asked", "row__parent__form").order_by("pk")


def hand_over(unit: Unit, takers: Mapping[int, Unit], by: User, note: str) -> list[Moved]:
    """What was changed: fields asked of the successors from now on, and unfinished returns as theirs.

    `takers`: id of a field of the unit → the unit that is asked instead.
    """
    moved: list[Moved] = []
    copies: dict[int, AskedField] = {}
    for one in AskedField.objects.filter(pk__in=takers).order_by("pk"):
        copies[one.pk] = _asked_of(one, takers[one.pk], by)
        one.dropped = True
        _save(one, by, note)
        moved.append(Moved("field", one, {"dropped": False}, {"dropped": True}))
    for waiting in unfinished(unit):
        moved += _hand_over_return(waiting, copies, by, note)
    return moved


def _asked_of(one: AskedField, unit: Unit, by: User) -> AskedField:
    """The same field asked of another unit; the one that is there already, asked again."""
    copy = one.form.fields.filter(unit=unit, subject_key=one.subject_key).first()
    if copy is None:
        copy = AskedField.objects.get(pk=one.pk)
        copy.pk, copy.unit = None, unit
        copy._state.adding = True
    copy.dropped = False
    _save(copy, by, "")
    return copy


def _hand_over_return(
    one: Return, copies: Mapping[int, AskedField], by: User, note: str
) -> list[Moved]:
    rows = [
        row for row in one.rows.select_related("asked").order_by("pk") if row.asked_id in copies
    ]
    units = {copies[row.asked_id].unit_id: copies[row.asked_id].unit for row in rows}
    if not rows:
        return []
    whole = len(units) == 1 and len(rows) == one.rows.count()
    taker = next(iter(units.values()))
    if whole and not Return.objects.filter(form=one.form, period=one.period, unit=taker).exists():
        return [*_whole(one, taker, by, note), *(_row(row, one, copies, by, note) for row in rows)]
    return _in_parts(one, rows, copies, by, note)


def _whole(one: Return, taker: Unit, by: User, note: str) -> list[Moved]:
    before = {"unit_id": one.unit_id}
    one.unit = taker
    _save(one, by, note)
    LIFECYCLE.note_step(one, "hand_over", by, note)
    return [Moved("return", one, before, {"unit_id": taker.pk})]


def _in_parts(
    one: Return,
    rows: list[ReturnRow],
    copies: Mapping[int, AskedField],
    by: User,
    note: str,
) -> list[Moved]:
    """Each successor has its part in a return of its own; the old one is withdrawn when empty."""
    moved, parents = [], {}
    for row in rows:
        asked = copies[row.asked_id]
        if asked.unit_id not in parents:
            parents[asked.unit_id] = _return_of(one, asked.unit, by, note)
        parent = parents[asked.unit_id]
        if not parent.rows.filter(asked=asked).exists():
            moved.append(_row(row, parent, copies, by, note))
    if len(moved) == len(rows) or not one.rows.exclude(asked__in=copies).exists():
        before = {"state": one.state, "due": one.due}
        LIFECYCLE.advance(one, "withdraw", by, note=note)
        moved.append(Moved("return", one, before, {"state": one.state, "due": one.due}))
    return moved


def _return_of(one: Return, unit: Unit, by: User, note: str) -> Return:
    standing = Return.objects.filter(form=one.form, period=one.period, unit=unit).first()
    if standing is not None:
        LIFECYCLE.note_step(standing, "hand_over", by, note)
        return standing
    made = Return(form=one.form, unit=unit, period=one.period, due=one.due)
    return LIFECYCLE.begin(made, by, note)


def _row(
    row: ReturnRow, parent: Return, copies: Mapping[int, AskedField], by: User, note: str
) -> Moved:
    before = {"parent_id": row.parent_id, "asked_id": row.asked_id}
    row.parent, row.asked = parent, copies[row.asked_id]
    _save(row, by, note)
    return Moved("row", row, before, {"parent_id": parent.pk, "asked_id": row.asked_id})


def _save(record: AskedField | Return | ReturnRow, by: User, note: str) -> None:
    record._history_user = by  # type: ignore[union-attr]
    record._change_reason = note[:100]  # type: ignore[union-attr]
    record.save()
