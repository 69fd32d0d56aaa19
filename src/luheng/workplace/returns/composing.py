"""The plan office composes a form: by default all that each unit leads, each thing asked once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from simple_history.utils import bulk_create_with_history

from luheng.vocabulary.indicators import catalogue, find
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit.entries import audited_bulk
from luheng.workplace.models import (
    AskedField,
    Frequency,
    Project,
    ProjectUnit,
    ReturnForm,
    Review,
    Role,
    Target,
    TargetUnit,
    Task,
    TaskState,
    TaskUnit,
    Unit,
    User,
)
from luheng.workplace.permissions import Act, require
from luheng.workplace.returns.periods import checked_period, due_day

Kind = AskedField.Kind
PROJECT_MEASURE = "万元"


@transaction.atomic
def compose(
    title: str,
    frequency: str,
    units: Iterable[Unit],
    by: User,
    *,
    due_workdays: int = 5,
    kinds: Iterable[str] = (Kind.INDICATOR, Kind.TASK),
    note: str = "",
) -> ReturnForm:
    """A form that asks each unit for everything it leads. Raises `not_allowed`, `field_missing`."""
    require(by, Act.COMPOSE_RETURN)
    if not title.strip() or frequency not in Frequency.values:
        raise LuhengError("field_missing", fields="title、frequency")
    form = ReturnForm(
        title=title.strip()[:120],
        frequency=frequency,
        due_workdays=due_workdays,
        note=note,
        composed_by=by,
    )
    form._history_user = by  # type: ignore[attr-defined]
    form.save()
    fields = [one for unit in units for one in proposed(unit, set(kinds))]
    for position, one in enumerate(fields):
        one.form, one.position = form, position
    made = bulk_create_with_history(fields, AskedField, batch_size=500, default_user=by)
    audited_bulk(AskedField, made, by, "return: composed")
    return form


def proposed(unit: Unit, kinds: set[str]) -> list[AskedField]:
    """What the unit leads, each thing once; tasks that are done are not asked again."""
    found: dict[str, AskedField] = {}
    for one in _led(unit, kinds):
        found.setdefault(one.subject_key, one)
    return list(found.values())


def _led(unit: Unit, kinds: set[str]) -> Iterator[AskedField]:
    if Kind.INDICATOR in kinds:
        for target in _items(Target, TargetUnit, unit).select_related("document", "verdict"):
            yield from _of_target(unit, target)
    if Kind.TASK in kinds:
        for task in _items(Task, TaskUnit, unit).exclude(state=TaskState.DONE):
            yield of_task(unit, task)
    if Kind.PROJECT in kinds:
        for project in _items(Project, ProjectUnit, unit):
            yield of_project(unit, project)


def _items(model: Any, index: Any, unit: Unit) -> Any:
    rows = index.objects.filter(unit=unit, role=Role.LEAD).values("item")
    items = model.objects.filter(pk__in=rows, document__current=True)
    return items.exclude(review=Review.REJECTED).order_by("document", "position")


def _of_target(unit: Unit, target: Target) -> Iterator[AskedField]:
    own = target.document.place or _city_place()
    for place in target.places or [own]:
        yield of_indicator(unit, target.indicator, place, target.unit, target.indicator_id)


def of_indicator(
    unit: Unit, name: str, place: str, measure: str, indicator_id: str = ""
) -> AskedField:
    """A field for an indicator; one of the catalogue is asked in the catalogue's unit of measure."""
    entry = catalogue().get(indicator_id) or find(name)
    identity = entry.id if entry else name
    return AskedField(
        unit=unit,
        kind=Kind.INDICATOR,
        subject_key=f"indicator:{identity}|{place}"[:400],
        name=(entry.zh if entry else name)[:400],
        indicator_id=entry.id if entry else "",
        place=place,
        measure=entry.unit if entry else measure,
    )


def of_task(unit: Unit, task: Task) -> AskedField:
    """A field for the progress of a task."""
    name = f"{task.no} {task.title or task.text}"[:400]
    return AskedField(
        unit=unit, kind=Kind.TASK, subject_key=f"task:{task.pk}", name=name, task=task
    )


def of_project(unit: Unit, project: Project) -> AskedField:
    """A field for the investment completed on a project this year so far, its progress and stage."""
    return AskedField(
        unit=unit,
        kind=Kind.PROJECT,
        subject_key=f"project:{project.pk}",
        name=project.name[:400],
        project=project,
        place=project.place[:120],
        measure=PROJECT_MEASURE,
    )


@transaction.atomic
def add_field(form: ReturnForm, one: AskedField, by: User) -> AskedField:
    """The field, asked from the next issue on; one dropped earlier is asked again."""
    require(by, Act.COMPOSE_RETURN)
    standing = form.fields.filter(unit=one.unit, subject_key=one.subject_key).first()
    if standing:
        standing.dropped = False
        one = standing
    one.form, one.position = form, one.position or form.fields.count()
    one._history_user = by  # type: ignore[attr-defined]
    one.save()
    return one


@transaction.atomic
def drop_field(one: AskedField, by: User) -> None:
    """The field is not asked any more; what was answered stays."""
    require(by, Act.COMPOSE_RETURN)
    one.dropped = True
    one._history_user = by  # type: ignore[attr-defined]
    one.save()


def proposed_due(form: ReturnForm, period: str) -> date:
    """The day a return of the period is due. Raises `holidays_unknown`: then the office says it."""
    return due_day(checked_period(period, form.frequency), form.due_workdays)


def _city_place() -> str:
    city = settings.LUHENG_CITY
    return (city.place or city.name) if city else ""
