"""The invented city's yearly work and the meetings of its steering group."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from luheng.workplace.example.clock import before, in_workdays, lived
from luheng.workplace.example.people import post_of
from luheng.workplace.models import Evidence, Meeting, Unit, User, WorkItem, WorkList
from luheng.workplace.yearly_work import (
    WORKLISTS,
    add_item,
    begin_year,
    expand,
    name_districts,
    report_work,
)

_BEGUN, _REPORTED = 240, 15  # days ago


def make_work(about: dict[str, Any], office: User) -> WorkList:
    """The work list of this year: derived, broken down, passed on to districts, reported on."""
    today = timezone.localdate()
    begun = max(before(today, _BEGUN), date(today.year, 1, 1))
    with lived(begun):
        worklist = begin_year(today.year, office)
        name_districts(about["districts"], office)
        for no in about["passed_on"]:
            expand(_measure(worklist, no), office)
    parts = [one for every in about["measure"] for one in _break_down(worklist, every, office)]
    with lived(begun):
        WORKLISTS.advance(worklist, "issue", office)
    with lived(before(today, _REPORTED)):
        for item, progress in parts:
            _report(item, progress)
        for one in about["district"]:
            duty = _measure(worklist, one["task"]).parts.get(lead__name=one["unit"])
            _report(duty, one["progress"])
    return worklist


def make_meetings(meetings: list[dict[str, Any]], office: User) -> None:
    """Meetings with what they decided, and how far that has come."""
    today = timezone.localdate()
    for about in meetings:
        held_on = before(today, about["ago"])
        minutes = Evidence.objects.filter(title=about.get("minutes", "")).first()
        with lived(held_on):
            meeting = Meeting(
                held_on=held_on, title=about["title"], note=about["note"], minutes=minutes
            )
            meeting._history_user = office  # type: ignore[attr-defined]
            meeting.save()
            made = [_decision(meeting, one, today, office) for one in about["decisions"]]
        with lived(before(today, 4)):
            for item, one in zip(made, about["decisions"], strict=True):
                _report(item, one.get("progress"))


def _decision(meeting: Meeting, one: dict[str, Any], today: date, office: User) -> WorkItem:
    lead = Unit.objects.get(name=one["unit"])
    due = _day(today, one["within"])
    return add_item(meeting, {"text": one["text"], "lead": lead, "due": due}, office)


def _break_down(
    worklist: WorkList, about: dict[str, Any], office: User
) -> list[tuple[WorkItem, list[Any] | None]]:
    """The measure and its parts, each with what is reported on it."""
    today = timezone.localdate()
    measure = _measure(worklist, about["task"])
    made: list[tuple[WorkItem, list[Any] | None]] = [(measure, about.get("progress"))]
    for one in about["parts"]:
        values = {"kind": one["kind"], "text": one["text"], "due": _day(today, one["within"])}
        with lived(max(before(today, _BEGUN), date(today.year, 1, 1))):
            made.append((add_item(measure, values, office), one.get("progress")))
    return made


def _measure(worklist: WorkList, no: str) -> WorkItem:
    return worklist.items.get(kind=WorkItem.Kind.MEASURE, task__no=no)


def _report(item: WorkItem, progress: list[Any] | None) -> None:
    if progress is None or item.lead is None:
        return
    state, share, note = progress
    percent = None if item.kind == WorkItem.Kind.MILESTONE else share
    report_work(item, state, post_of(item.lead), percent=percent, note=note)


def _day(today: date, within: int) -> date:
    """A working day so many working days on, or about so many days ago."""
    return in_workdays(today, within) if within > 0 else before(today, -within)
