"""Units report how far their tasks have come, and what their indicators were."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.judging import judge_after_change
from luheng.workplace.models import (
    AssignedValue,
    IndicatorMapping,
    Observation,
    Review,
    Target,
    Task,
    TaskProgress,
    TaskState,
    User,
)
from luheng.workplace.permissions import Act, require
from luheng.workplace.supersession import settle_supersession


@transaction.atomic
def report_progress(task: Task, state: str, note: str, by: User) -> TaskProgress:
    """The report, added to those before it; the task shows the latest."""
    require(by, Act.REPORT_PROGRESS, task)
    if state not in TaskState.values or state == TaskState.NOT_REPORTED:
        raise LuhengError("state_unknown", state=state, allowed="、".join(TaskState.values[1:]))
    now = timezone.now()
    report = TaskProgress.objects.create(
        task=task, unit=by.unit, state=state, note=note, reported_at=now, reported_by=by
    )
    Task.objects.filter(pk=task.pk).update(state=state, state_note=note, state_at=now)
    task.state, task.state_note, task.state_at = state, note, now
    return report


@transaction.atomic
def enter_observation(values: Mapping[str, Any], by: User) -> Observation:
    """A figure someone entered by hand or program; the same figure again changes nothing.

    Another value for the same indicator, place and period is a new figure that supersedes the old.
    """
    require(by, Act.ENTER_OBSERVATION)
    observation = _observation(values)
    stem = "|".join(
        str(getattr(observation, name))
        for name in ("indicator", "place", "period", "kind", "unit", "status")
    )
    same = Observation.objects.select_for_update().filter(
        document=None, key__startswith=f"{stem}|", superseded_by=None
    )
    if (last := same.order_by("-pk").first()) and last.value == observation.value:
        return last
    observation.key = f"{stem}|{Observation.objects.filter(key__startswith=stem).count() + 1}"
    observation.entered_by, observation.entered_at = by, timezone.now()
    observation.review = Review.ACCEPTED
    observation._history_user = by  # type: ignore[attr-defined]
    observation.save()
    settle_supersession(Observation.objects.filter(pk=observation.pk))
    judge_after_change(observation)
    return observation


@transaction.atomic
def assign_value(target: Target, values: Mapping[str, Any], by: User) -> AssignedValue:
    """What the superior assigned for a target, entered or corrected; the target is judged anew."""
    require(by, Act.ASSIGN_VALUE, target)
    assigned = AssignedValue.objects.select_for_update().filter(target=target).first()
    assigned = assigned or AssignedValue(target=target)
    assigned.value = _amount(values.get("value"))
    for name in ("op", "unit", "base_year", "document_no", "note"):
        if name in values:
            setattr(assigned, name, values[name])
    assigned.op = assigned.op or target.bound or ">="
    assigned.unit = assigned.unit or target.unit
    assigned.entered_by = by
    assigned._history_user = by  # type: ignore[attr-defined]
    assigned.save()
    judge_after_change(target)
    return assigned


def _observation(values: Mapping[str, Any]) -> Observation:
    needed = ("indicator", "place", "period", "value", "unit")
    if missing := [name for name in needed if values.get(name) in (None, "")]:
        raise LuhengError("field_missing", fields="、".join(missing))
    allowed = (*needed, "kind", "status", "indicator_id", "quote")
    observation = Observation(**{name: values[name] for name in allowed if values.get(name)})
    observation.value = _amount(values["value"])
    observation.clean_fields(exclude=["key", "quote"])
    if not observation.indicator_id:
        known = IndicatorMapping.objects.filter(printed=observation.indicator).first()
        observation.indicator_id = known.indicator_id if known else ""
    return observation


def _amount(value: Any) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise LuhengError("not_a_number", value=value) from error
    if not amount.is_finite():
        raise LuhengError("not_a_number", value=value)
    return amount
