"""Supporting units add to a return that the lead unit files: a value, an opinion, row by row.

The lead unit asks them, or the plan office does. What they give stands beside the row; the lead unit
takes it or not. A supporting unit sees the rows it was asked about and its own words, nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit.entries import audited_bulk
from luheng.workplace.models import (
    AskedField,
    Contribution,
    ProjectUnit,
    Return,
    ReturnRow,
    Role,
    Target,
    TargetUnit,
    TaskUnit,
    User,
)
from luheng.workplace.permissions import Act, require
from luheng.workplace.reminders.matters.returns import to_add
from luheng.workplace.reminders.notices import note
from luheng.workplace.reminders.people import Reachable
from luheng.workplace.returns.cells import typed_cell
from luheng.workplace.returns.lifecycle import LIFECYCLE
from luheng.workplace.returns.overdue import OPEN

Kind = AskedField.Kind


def supporters(one: Return) -> dict[int, set[int]]:
    """Row → the units that support what it asks, by the plan, and were not asked yet."""
    rows = list(one.rows.select_related("asked").prefetch_related("contributions"))
    found: dict[int, set[int]] = {}
    by_task = _units(TaskUnit, {row.asked.task_id for row in rows})
    by_project = _units(ProjectUnit, {row.asked.project_id for row in rows})
    by_indicator = _of_indicators(one, rows)
    for row in rows:
        asked = row.asked
        units = {
            Kind.TASK: by_task.get(asked.task_id or 0, set()),
            Kind.PROJECT: by_project.get(asked.project_id or 0, set()),
            Kind.INDICATOR: by_indicator[asked.indicator_id] | by_indicator[asked.name],
        }[Kind(asked.kind)]
        units = units - {one.unit_id} - {had.unit_id for had in row.contributions.all()}
        if units:
            found[row.pk] = units
    return found


def _units(index: Any, items: Iterable[int | None]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    support = index.objects.filter(item__in=set(items) - {None}, role=Role.SUPPORT)
    for item, unit in support.filter(unit__active=True).values_list("item", "unit"):
        found[item].add(unit)
    return found


def _of_indicators(one: Return, rows: Iterable[ReturnRow]) -> dict[str, set[int]]:
    """Indicator → the units that support a target of it that the return's unit leads."""
    asked = [row.asked for row in rows if row.asked.kind == Kind.INDICATOR]
    named = Q(indicator_id__in={field.indicator_id for field in asked} - {""})
    named |= Q(indicator__in={field.name for field in asked})
    led = TargetUnit.objects.filter(unit=one.unit_id, role=Role.LEAD).values("item")
    targets = Target.objects.filter(named, pk__in=led, document__current=True)
    names = {pk: (identity, name) for pk, identity, name in targets.values_list("pk", "indicator_id", "indicator")}  # fmt: skip
    found: dict[str, set[int]] = defaultdict(set)
    for item, units in _units(TargetUnit, names).items():
        for name in filter(None, names[item]):
            found[name] |= units
    return found


@transaction.atomic
def invite(one: Return, by: User) -> int:
    """How many contributions were asked for: of every supporting unit, for each row it supports.

    Raises `not_allowed`, `return_not_open`.
    """
    require(by, Act.FILE_RETURN, one)
    _is_open(one)
    asked = [
        Contribution(row_id=row, unit_id=unit)
        for row, units in supporters(one).items()
        for unit in sorted(units)
    ]
    made = bulk_create_with_history(asked, Contribution, batch_size=500, default_user=by)
    audited_bulk(Contribution, made, by, "return: supporting units asked")
    note(to_add(Return.objects.filter(pk=one.pk), Reachable.now()), timezone.now())
    return len(made)


@transaction.atomic
def contribute(contribution: Contribution, cells: Mapping[str, Any], by: User) -> Contribution:
    """What a supporting unit says of a row, saved; the same again changes nothing.

    Raises `not_allowed`, `return_not_open`, `not_a_number`, `return_text_too_long`.
    """
    known = Contribution.objects.select_for_update(of=("self",)).select_related("row__parent", "row__asked")  # fmt: skip
    current = known.get(pk=contribution.pk)
    require(by, Act.FILE_RETURN, current)
    _is_open(current.row.parent)
    value, comment = current.value, current.comment
    if "value" in cells and current.row.asked.kind != Kind.TASK:
        figure = typed_cell(Kind.INDICATOR, "value", cells["value"])
        value = None if figure == "no_figure" else figure
    if "comment" in cells:
        comment = typed_cell(Kind.INDICATOR, "note", cells["comment"])
    if (value, comment) == (current.value, current.comment):
        return current
    current.value, current.comment = value, comment
    current.given_by, current.given_at = by, timezone.now()
    current._history_user = by  # type: ignore[attr-defined]
    current.save()
    return current


def _is_open(one: Return) -> None:
    if one.state not in OPEN:
        raise LuhengError("return_not_open", state=LIFECYCLE.label(one.state))
