"""Returns of the invented city: a quarter that is accepted, and one that stands in every state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from luheng.workplace.example.clock import before, in_workdays, lived
from luheng.workplace.example.people import post_of
from luheng.workplace.models import AskedField, Return, ReturnForm, ReturnRow, Unit, User
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.entering import confirm, enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.periods import latest_period, period_before
from luheng.workplace.returns.reviewing import accept, file, send_back

_SENT_OUT, _FILED, _REVIEWED = 24, 12, 8  # days ago, of the latest quarter
_LAST = 92  # days between two quarters


def make_returns(about: dict[str, Any], office: User) -> None:
    """Composes the form, then lives through its last two quarters."""
    today = timezone.localdate()
    with lived(before(today, _LAST + _SENT_OUT + 4)):
        units = [Unit.objects.get(name=name) for name in about["units"]]
        form = compose(about["title"], "quarterly", units, office, kinds=("indicator", "task"))
    latest = latest_period("quarterly", today)
    everyone = {"accepted": about["units"]}
    _quarter(form, str(period_before(latest)), before(today, _LAST), 0, {**about, "state": everyone}, office)  # fmt: skip
    _quarter(form, str(latest), today, 1, about, office)


def _quarter(
    form: ReturnForm, period: str, day: date, number: int, about: dict[str, Any], office: User
) -> None:
    state = about["state"]
    sent = before(day, _SENT_OUT)
    with lived(sent):
        for one in issue(form, period, in_workdays(day, 3), office):
            if one.unit.name in state.get("overdue", ()):
                Return.objects.filter(pk=one.pk).update(due=day - timedelta(days=6))
    for name in (*state.get("accepted", ()), *state.get("filed", ()), *state.get("returned", ())):
        one = form.returns.get(period=period, unit__name=name)
        with lived(before(day, _FILED)):
            by = post_of(one.unit)
            _fill(one, number, about, by)
            file(one, by)
        with lived(before(day, _REVIEWED)):
            if name in state.get("accepted", ()):
                accept(one, office)
            elif name in state.get("returned", ()):
                send_back(one, about["send_back"], office)


def _fill(one: Return, number: int, about: dict[str, Any], by: User) -> None:
    for row in one.rows.select_related("asked__task", "parent"):
        if row.asked.kind == AskedField.Kind.TASK:
            _tell_progress(row, about["progress"], by)
        elif row.known_id:
            confirm(row, by)
        else:
            _enter_figure(row, number, about, by)


def _tell_progress(row: ReturnRow, progress: dict[str, list[str]], by: User) -> None:
    task = row.asked.task
    state, text = progress.get(task.no if task else "", ("under_way", "按计划推进。"))
    if (row.state, row.text) == (state, text):
        confirm(row, by)
    else:
        enter(row, {"state": state, "text": text}, row.version, by)


def _enter_figure(row: ReturnRow, number: int, about: dict[str, Any], by: User) -> None:
    figures = about["figures"].get(row.asked.name)
    if figures is None:
        enter(row, {"value": "—", "note": about["no_figure"]}, row.version, by)
        return
    cells = {"value": str(figures[number]), "status": "preliminary"}
    filled = enter(row, cells, row.version, by)
    if filled.warnings:
        enter(filled, {"note": about["doubt"]}, filled.version, by)
