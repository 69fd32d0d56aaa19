"""The life of an appraisal: drafted, announced for objections, settled, published; or void."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays
from luheng.workplace.appraisal.schemes import scheme_of
from luheng.workplace.lifecycles import Lifecycle, Move, Need
from luheng.workplace.models import Appraisal, AppraisalState, Objection, Step, User
from luheng.workplace.permissions import Act

_STATE = AppraisalState


def _nothing_open(appraisal: Appraisal, step: Step) -> None:
    """Raises `appraisal_period_open` or `appraisal_objections_open`; then the move is undone."""
    if appraisal.due and timezone.localdate() <= appraisal.due:
        raise LuhengError("appraisal_period_open", due=appraisal.due)
    waiting = Objection.objects.filter(line__appraisal=appraisal, outcome=Objection.Outcome.OPEN)
    if n := waiting.count():
        raise LuhengError("appraisal_objections_open", n=n)


def _move(key: str, zh: str, en: str, sources: set[str], to: str, **options: Any) -> Move:
    return Move(
        key=key, zh=zh, en=en, sources=frozenset(sources), to=to, act=Act.APPRAISE, **options
    )


APPRAISALS = Lifecycle(
    key="appraisals",
    model=Appraisal,
    states=AppraisalState,
    start=_STATE.DRAFTED,
    ended=frozenset({_STATE.PUBLISHED, _STATE.VOID}),
    moves=(
        _move("announce", "公示", "Announce", {_STATE.DRAFTED}, _STATE.ANNOUNCED, deadline="keep"),
        _move(
            "settle", "结束公示", "Settle", {_STATE.ANNOUNCED}, _STATE.SETTLED,
            deadline="keep", effect=_nothing_open,
        ),
        _move("publish", "发布", "Publish", {_STATE.SETTLED}, _STATE.PUBLISHED),
        _move(
            "void", "作废", "Void", {_STATE.DRAFTED, _STATE.ANNOUNCED, _STATE.SETTLED}, _STATE.VOID,
            needs=frozenset({Need.NOTE}),
        ),
    ),
)  # fmt: skip


def move_appraisal(
    appraisal: Appraisal,
    key: str,
    by: User,
    note: str = "",
    version: int | None = None,
    due: date | None = None,
) -> Step:
    """The step taken. Announcing sets the last day for objections, counted in working days.

    A day that is given stands; without one `holidays_unknown` is raised where days cannot be counted.
    """
    if key != "announce":
        due = None
    elif due is not None and due < timezone.localdate():
        raise LuhengError("date_past", day=due)
    elif due is None:
        due = after_workdays(timezone.localdate(), scheme_of(appraisal).objection_workdays)
    return APPRAISALS.advance(appraisal, key, by, note=note, due=due, version=version)
