"""A unit answers rows: one cell after the other on the page, or many at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import Answer, AskedField, Return, ReturnRow, RowReview, User
from luheng.workplace.permissions import Act, require
from luheng.workplace.returns import cells as row_cells
from luheng.workplace.returns.agreeing import check_together
from luheng.workplace.returns.known import History, histories
from luheng.workplace.returns.overdue import OPEN


@transaction.atomic
def enter(row: ReturnRow, cells: Mapping[str, Any], version: int, by: User) -> ReturnRow:
    """The row with new cells, saved; cells that a person left alone keep what stands.

    Raises `not_allowed`, `row_not_open`, `not_a_number`, `cell_edited_meanwhile`, and the reason
    why no figure can be so.
    """
    current = _opened(row, by)
    wanted = row_cells.typed(current.asked.kind, cells)
    change = row_cells.compare(current, row_as_seen(current, version), wanted)
    if change.clashes:
        raise clash(current, change.clashes[0], cells[change.clashes[0]])
    if not change.taken:
        return current
    row_cells.put(current, change.taken, histories([current.asked]).get(current.asked_id))
    touched = check_together(current.parent, [current])
    for other in touched:
        if other.pk != current.pk:
            other._history_user = by  # type: ignore[attr-defined]
            other.save()
    return _saved(current, by)


def clash(current: ReturnRow, name: str, wanted: Any) -> LuhengError:
    """Somebody else changed the cell meanwhile: who, and what stands now."""
    return LuhengError(
        "cell_edited_meanwhile", field=current.asked.name, cell=row_cells.label_of(name),
        person=str(current.answered_by or "—"),
        stands=row_cells.plain(name, row_cells.value_of(current, name)), wanted=wanted,
    )  # fmt: skip


@transaction.atomic
def confirm(row: ReturnRow, by: User, history: History | None = None) -> ReturnRow:
    """The row answered by one click: a known figure is right, or nothing has changed."""
    current = _opened(row, by)
    if current.known_id:
        current.answer = Answer.CONFIRMED
    elif current.asked.kind == AskedField.Kind.TASK and current.state:
        current.answer = Answer.UNCHANGED
    elif current.last_value is not None:
        current.value, current.answer = current.last_value, Answer.UNCHANGED
        row_cells.check(current, history or histories([current.asked]).get(current.asked_id))
    else:
        raise LuhengError("nothing_to_confirm", field=current.asked.name)
    return _saved(current, by)


@transaction.atomic
def confirm_rest(one: Return, by: User) -> int:
    """How many open rows were answered: known figures are right, tasks untouched have not changed."""
    rest = confirmable(one)
    for row in rest:
        confirm(row, by)
    return len(rest)


def confirmable(one: Return) -> list[ReturnRow]:
    """Open rows of which the answer stands there already: known figures, progress as it was."""
    rows = one.rows.filter(answer="").select_related("asked")
    return [row for row in rows if row.known_id or (row.asked.kind == AskedField.Kind.TASK and row.state)]  # fmt: skip


def _opened(row: ReturnRow, by: User) -> ReturnRow:
    rows = ReturnRow.objects.select_for_update(of=("self",))
    current = rows.select_related("parent", "answered_by").get(pk=row.pk)
    current.asked = row.asked  # what is asked does not change
    require(by, Act.FILE_RETURN, current.parent)
    if not is_open(current):
        raise LuhengError("row_not_open", field=current.asked.name)
    return current


def is_open(row: ReturnRow) -> bool:
    """Whether its unit may still change the row."""
    return row.parent.state in OPEN and row.review != RowReview.ACCEPTED


def row_as_seen(current: ReturnRow, version: int) -> Any:
    """The row as it was in a version; None where there was none such."""
    if version == current.version:
        return current
    return current.history.filter(version=version).order_by("-history_id").first()


def answered(row: ReturnRow, by: User) -> None:
    """Marks a row as answered by a person now. Not saved."""
    row.answered_by, row.answered_at = by, timezone.now()
    row.review, row.version = RowReview.PENDING, row.version + 1


def _saved(row: ReturnRow, by: User) -> ReturnRow:
    answered(row, by)
    row._history_user = by  # type: ignore[attr-defined]
    row.save()
    return row
