"""A return is filed whole; the plan office accepts it or sends it back; what is accepted is recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.judging import judge_after_change, judged_together
from luheng.workplace.models import (
    Answer,
    AskedField,
    Observation,
    Return,
    ReturnRow,
    ReturnState,
    Review,
    RowReview,
    Task,
    TaskProgress,
    User,
)
from luheng.workplace.permissions import Act, require
from luheng.workplace.reminders.matters.returns import to_file
from luheng.workplace.reminders.notices import note
from luheng.workplace.reminders.people import Reachable
from luheng.workplace.returns.lifecycle import LIFECYCLE
from luheng.workplace.returns.project_rows import record_project
from luheng.workplace.supersession import settle_supersession

Kind = AskedField.Kind


@transaction.atomic
def file(one: Return, by: User) -> None:
    """Files the return. Raises `return_not_complete` naming what is open or wants a note."""
    require(by, Act.FILE_RETURN, one)
    rows = one.rows.exclude(review=RowReview.ACCEPTED).select_related("asked")
    wanting = [row.asked.name for row in rows if _wants(row)]
    if wanting:
        raise LuhengError("return_not_complete", count=len(wanting), fields="、".join(wanting[:5]))
    LIFECYCLE.advance(one, "file", by)


def _wants(row: ReturnRow) -> bool:
    """Not answered, sent back and not touched since, or doubtful or without a figure and no note."""
    unexplained = not row.note.strip() and (row.warnings or row.answer == Answer.NO_FIGURE)
    return not row.answer or row.review == RowReview.RETURNED or bool(unexplained)


def accept(one: Return, by: User) -> int:
    """How many rows were recorded: all that were not sent back. The targets are judged once."""
    with judged_together(), transaction.atomic():
        LIFECYCLE.advance(one, "accept", by)
        if one.rows.filter(review=RowReview.RETURNED).exists():
            raise LuhengError("rows_sent_back", count=one.rows.filter(review="returned").count())
        rows = one.rows.select_for_update(of=("self",)).filter(review=RowReview.PENDING)
        return len(
            [
                _accept_row(row, by)
                for row in rows.select_related(
                    "asked__task", "asked__project", "answered_by", "parent"
                )
            ]
        )


def accept_row(row: ReturnRow, by: User) -> ReturnRow:
    """One row accepted and recorded. Raises `row_not_filed`."""
    with judged_together(), transaction.atomic():
        return _accept_row(_filed(row, by), by)


@transaction.atomic
def send_row_back(row: ReturnRow, reason: str, by: User) -> ReturnRow:
    """One row marked as to be answered again, with the reason. Raises `field_missing`."""
    current = _filed(row, by)
    if not reason.strip():
        raise LuhengError("field_missing", fields=str(current._meta.get_field("review_reason").verbose_name))  # fmt: skip
    current.review, current.review_reason = RowReview.RETURNED, reason.strip()
    return _saved(current, by)


def send_back(one: Return, reason: str, by: User) -> None:
    """The return goes back to its unit; rows accepted stay accepted, unless all were."""
    with transaction.atomic():
        was_accepted = one.state == ReturnState.ACCEPTED
        LIFECYCLE.advance(one, "send_back", by, note=reason)
        if was_accepted:  # to be corrected: the later figures supersede those recorded
            for row in one.rows.all():
                row.review = RowReview.PENDING
                _saved(row, by)
        note(to_file(Return.objects.filter(pk=one.pk), Reachable.now()), timezone.now())


def _filed(row: ReturnRow, by: User) -> ReturnRow:
    rows = ReturnRow.objects.select_for_update(of=("self",))
    current = rows.select_related("parent", "asked__task").get(pk=row.pk)
    require(by, Act.REVIEW_RETURN, current.parent)
    if current.parent.state != ReturnState.FILED:
        raise LuhengError("row_not_filed", field=current.asked.name)
    return current


def _accept_row(row: ReturnRow, by: User) -> ReturnRow:
    if row.asked.kind == Kind.TASK:
        _record_progress(row)
    elif row.asked.kind == Kind.PROJECT:
        record_project(row, by)
    elif row.asked.kind == Kind.INDICATOR and row.value is not None:
        row.observation = _record_figure(row, by)
    row.review, row.review_reason = RowReview.ACCEPTED, ""
    return _saved(row, by)


def _record_figure(row: ReturnRow, by: User) -> Observation:
    """The figure that stands for the row: the one known where it says the same, else a new one."""
    for standing in (row.observation, row.known):
        if standing and (standing.value, standing.status) == (row.value, row.status):
            return standing
    asked, value = row.asked, row.value
    assert value is not None
    seen = Observation(
        key=f"return_row:{row.pk}:{row.version}", indicator=asked.name[:200],
        indicator_id=asked.indicator_id, place=asked.place, period=row.parent.period,
        value=value, unit=asked.measure, status=row.status, cell=row.cell,
        as_read={"return_row": row.pk, "version": row.version}, review=Review.ACCEPTED,
        reviewed_by=by, reviewed_at=timezone.now(), entered_by=row.answered_by,
        entered_at=timezone.now(),
    )  # fmt: skip
    seen._history_user = by  # type: ignore[attr-defined]
    seen.save()
    settle_supersession(Observation.objects.filter(pk=seen.pk))
    judge_after_change(seen)
    return seen


def _record_progress(row: ReturnRow) -> None:
    task = row.asked.task
    if task is None or not row.state:
        return
    now = timezone.now()
    row.progress = TaskProgress.objects.create(
        task=task, unit=row.parent.unit, state=row.state, note=row.text, reported_at=now,
        reported_by=row.answered_by,
    )  # fmt: skip
    Task.objects.filter(pk=task.pk).update(state=row.state, state_note=row.text, state_at=now)


def _saved(row: ReturnRow, by: User) -> ReturnRow:
    row.version += 1
    row._history_user = by  # type: ignore[attr-defined]
    row.save()
    return row
