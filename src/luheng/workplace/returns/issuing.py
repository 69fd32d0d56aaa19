"""A form goes out for a period: one return a unit, carried over from the last and filled as known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.periods import Period
from luheng.workplace.audit.entries import audited_bulk
from luheng.workplace.models import AskedField, Return, ReturnForm, ReturnRow, User
from luheng.workplace.permissions import Act, require
from luheng.workplace.returns.known import History, histories
from luheng.workplace.returns.lifecycle import LIFECYCLE
from luheng.workplace.returns.periods import checked_period

Kind = AskedField.Kind


@transaction.atomic
def issue(form: ReturnForm, period: str, due: date, by: User) -> list[Return]:
    """The returns issued; units that have theirs of the period already get no second one.

    Raises `not_allowed`, `period_of_other_length`, `form_asks_nothing`.
    """
    require(by, Act.COMPOSE_RETURN)
    code = str(checked_period(period, form.frequency))
    by_unit: dict[int, list[AskedField]] = defaultdict(list)
    for one in form.fields.filter(dropped=False).select_related("task", "unit"):
        by_unit[one.unit_id].append(one)
    if not by_unit:
        raise LuhengError("form_asks_nothing", form=form.title)
    there = set(form.returns.filter(period=code).values_list("unit", flat=True))
    known = histories(one for fields in by_unit.values() for one in fields)
    return [
        _issue_one(form, fields, code, due, known, by)
        for unit, fields in by_unit.items()
        if unit not in there
    ]


def _issue_one(
    form: ReturnForm,
    fields: list[AskedField],
    code: str,
    due: date,
    known: Mapping[int, History],
    by: User,
) -> Return:
    one = LIFECYCLE.begin(Return(form=form, unit=fields[0].unit, period=code, due=due), by)
    last = _last_rows(one)
    rows = [_row(one, field, last.get(field.pk), known.get(field.pk)) for field in fields]
    made = bulk_create_with_history(rows, ReturnRow, batch_size=500, default_user=by)
    audited_bulk(ReturnRow, made, by, "return: issued")
    return one


def _last_rows(one: Return) -> dict[int, ReturnRow]:
    """The rows of the unit's return before this one, by field."""
    earlier = Return.objects.filter(form=one.form, unit=one.unit).exclude(state="withdrawn")
    periods = {other: Period.parse(other.period) for other in earlier.exclude(pk=one.pk)}
    now = Period.parse(one.period)
    before = [other for other, period in periods.items() if period.last < now.first]
    if not before:
        return {}
    return {row.asked_id: row for row in max(before, key=lambda other: periods[other]).rows.all()}


def _row(
    one: Return, field: AskedField, last: ReturnRow | None, history: History | None
) -> ReturnRow:
    row = ReturnRow(parent=one, asked=field)
    if last is not None:
        row.last_value, row.last_period = last.value, last.parent.period
        row.state, row.text = last.state, last.text
        row.percent, row.stage = last.percent, last.stage
    if field.task is not None and field.task.state != "not_reported":
        row.state, row.text = field.task.state, field.task.state_note
    if history is not None:
        _fill(row, history, Period.parse(one.period))
    return row


def _fill(row: ReturnRow, history: History, period: Period) -> None:
    """The figure before it beside it, and the figure of the period itself where it is known."""
    if before := history.before(period):
        row.last_value, row.last_period = before.value, before.period
    if known := history.of(str(period)):
        row.known, row.value, row.status = known, Decimal(known.value), known.status
