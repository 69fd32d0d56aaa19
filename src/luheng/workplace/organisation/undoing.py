"""A reorganisation is taken back, while nobody has built on it: every record as it was before."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models, transaction

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.lifecycles import Lifecycle
from luheng.workplace.models import (
    AskedField,
    FormerName,
    Handover,
    Reorganisation,
    ReorganisationState,
    Return,
    SupervisionOrder,
    Unit,
    User,
)
from luheng.workplace.organisation import changing
from luheng.workplace.organisation.carrying_out import digest_now, note_of
from luheng.workplace.organisation.lifecycle import REORGANISATIONS
from luheng.workplace.permissions import Act, require
from luheng.workplace.returns.handing_over import fields_asked
from luheng.workplace.returns.lifecycle import LIFECYCLE as RETURNS
from luheng.workplace.supervision.lifecycle import ORDERS

_SHOWN = 3
_FOLLOWS_ITSELF = ("targetunit", "taskunit", "projectunit", "successor", "handover", "formername")
_LIFECYCLES: dict[type[models.Model], Lifecycle] = {SupervisionOrder: ORDERS, Return: RETURNS}


@transaction.atomic
def undo(one: Reorganisation, by: User, note: str, version: int | None = None) -> int:
    """How many records were given back. Raises `reorganisation_built_on` naming what was built on it."""
    require(by, Act.REORGANISE)
    if built := built_on(one):
        first = "；".join(built[:_SHOWN])
        raise LuhengError("reorganisation_built_on", count=len(built), first=first)
    REORGANISATIONS.advance(one, "undo", by, note=note, version=version)
    reason = f"撤回：{note_of(one)}"
    _put_units_back(one, by, reason)
    rows = list(one.handovers.filter(done=True).order_by("-pk"))
    for row in rows:
        record: Any = row.subject
        changing.put_back(record, row.before, by, reason)
        if row.duty in ("order", "return"):
            _LIFECYCLES[type(record)].note_step(record, "take_back", by, reason)
    _take_back_what_was_made(one, by, reason)
    return len(rows)


def built_on(one: Reorganisation) -> list[str]:
    """What happened since to the records and units concerned; empty: it can be undone."""
    later = Reorganisation.objects.filter(state=ReorganisationState.CARRIED_OUT, pk__gt=one.pk)
    mine = {*one.units.values_list("pk", flat=True), *one.successors.values_list("unit", flat=True)}
    found = [
        str(other)
        for other in later.prefetch_related("units", "successors")
        if mine & {*(unit.pk for unit in other.units.all()), *(s.unit_id for s in other.successors.all())}
    ]  # fmt: skip
    last: dict[tuple[int, int], Handover] = {}
    for row in one.handovers.filter(done=True).order_by("pk"):
        last[row.content_type_id, row.object_id] = row
    found += [row.label for row in last.values() if digest_now(row) != row.digest]
    for pk in _founded(one):
        found += _new_of(Unit.objects.get(pk=pk), one)
    return found


def _founded(one: Reorganisation) -> list[int]:
    return [int(pk) for pk, before in one.before.items() if not before or not before["active"]]


def _new_of(unit: Unit, one: Reorganisation) -> list[str]:
    """What has been bound to a unit since it was founded, besides what it took over."""
    taken = {(row.content_type.model, row.object_id) for row in one.handovers.filter(done=True)}
    taken |= {("unit", pk) for pk in one.units.values_list("pk", flat=True)}
    found = []
    for relation in Unit._meta.related_objects:
        model: Any = relation.related_model
        name = model._meta.model_name
        if name in _FOLLOWS_ITSELF or hasattr(model, "history_object") or relation.many_to_many:
            continue
        rows = model._default_manager.filter(**{relation.field.name: unit})
        found += [str(row) for row in rows if (name, row.pk) not in taken and not _made(row, one)]
    return found


def _made(row: models.Model, one: Reorganisation) -> bool:
    """Whether the reorganisation itself made the record: a field asked anew, a return in parts."""
    note = note_of(one)
    if isinstance(row, Return):
        moves = list(row.steps.values_list("move", "note"))
        return bool(moves) and all(said == note for _, said in moves)
    return row._meta.model_name in ("askedfield", "step")


def _put_units_back(one: Reorganisation, by: User, note: str) -> None:
    for pk, before in one.before.items():
        unit = Unit.objects.get(pk=pk)
        values = before or {"active": False, "founded_on": None, "abolished_on": None}
        for name, value in values.items():
            setattr(unit, name, _day(value) if name.endswith("_on") else value)
        changing.save(unit, by, note)
    for former in FormerName.objects.filter(reorganisation=one, withdrawn=False):
        former.withdrawn = True
        changing.save(former, by, note)


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _take_back_what_was_made(one: Reorganisation, by: User, note: str) -> None:
    """Fields asked of the successors and the empty returns made for them are asked no more."""
    given_back = set(
        one.handovers.filter(duty="field", done=True).values_list("object_id", flat=True)
    )
    originals = AskedField.objects.filter(pk__in=given_back)
    subjects = {(field.form_id, field.subject_key) for field in originals}
    for successor in one.successors.select_related("unit"):
        if successor.unit is None:
            continue
        for field in fields_asked(successor.unit):
            if (field.form_id, field.subject_key) in subjects and not field.rows.exists():
                field.dropped = True
                changing.save(field, by, note)
        for made in Return.objects.filter(unit=successor.unit, rows=None):
            if made.state in ("issued", "returned"):
                RETURNS.advance(made, "withdraw", by, note=note)


def may_be_undone(one: Reorganisation) -> bool:
    """Whether nothing stands in the way."""
    return one.state == ReorganisationState.CARRIED_OUT and not built_on(one)
