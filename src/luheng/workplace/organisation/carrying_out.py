"""A reorganisation takes effect: one transaction that moves everything or nothing."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import translation

from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.audit.entries import digest_of
from luheng.workplace.models import (
    FormerName,
    Handover,
    ReadItem,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    Successor,
    Unit,
    User,
)
from luheng.workplace.organisation import changing
from luheng.workplace.organisation.deciding import Decision
from luheng.workplace.organisation.duties import Duty
from luheng.workplace.organisation.lifecycle import REORGANISATIONS, is_due
from luheng.workplace.organisation.preview import Assignment, Preview, preview
from luheng.workplace.permissions import Act, require
from luheng.workplace.returns import handing_over as returns
from luheng.workplace.unit_index import index_units

Kind = ReorganisationKind
_KEPT = ("name", "aliases", "kind", "active", "merged_into_id", "parent_id", "founded_on", "abolished_on")  # fmt: skip


@transaction.atomic
def carry_out(one: Reorganisation, by: User, version: int | None = None) -> int:
    """How many records were handed over. All or nothing.

    Raises `not_allowed`, `reorganisation_not_yet`, the first problem of the preview, and
    `moved_meanwhile` where somebody changed the draft.
    """
    require(by, Act.REORGANISE)
    if not is_due(one):
        raise LuhengError("reorganisation_not_yet", day=one.effective_on)
    found = preview(one)
    refuse_first(found.problems)
    REORGANISATIONS.advance(one, "carry_out", by, version=version)
    note = note_of(one)
    units = _found_successors(one, found, by, note)
    if one.kind == Kind.RENAME:
        _rename(one, found, by, note)
    else:
        _move(one, found, units, by, note)
    if one.ends_units:
        _end(one, units, by, note)
    _write_digests(one)
    return one.handovers.filter(done=True).count()


def approve(one: Reorganisation, by: User, version: int | None = None) -> None:
    """Settles a reorganisation that lies ahead. Raises what carrying it out would raise now."""
    require(by, Act.REORGANISE)
    refuse_first(preview(one).problems)
    REORGANISATIONS.advance(one, "approve", by, version=version)


def carry_out_due() -> list[tuple[Reorganisation, Message | None]]:
    """The approved reorganisations whose day has come, each with why it could not be carried out.

    It is done in the name of the person who approved it, as what is open on that day.
    """
    done: list[tuple[Reorganisation, Message | None]] = []
    for one in Reorganisation.objects.filter(state=ReorganisationState.APPROVED).order_by("effective_on", "pk"):  # fmt: skip
        approval = one.steps.filter(move="approve").order_by("-pk").first()
        if not is_due(one) or approval is None or approval.by is None:
            continue
        try:
            carry_out(one, approval.by)
            done.append((one, None))
        except LuhengError as problem:
            done.append((one, problem.message))
    return done


def note_of(one: Reorganisation) -> str:
    """Why records change hands, as their history says it: 市林业局合并（并入），2026-07-01，云办发〔2026〕3号."""
    paper = one.document_no or (one.document.title if one.document else "")
    with translation.override("zh-hans"):  # kept in records: the same whoever reads
        return "，".join(part for part in (str(one), f"{one.effective_on}", paper) if part)


def refuse_first(problems: list[Message]) -> None:
    """Raises the first problem, if there is one."""
    if problems:
        raise LuhengError(problems[0].code, **problems[0].values)


def _found_successors(one: Reorganisation, found: Preview, by: User, note: str) -> dict[str, Unit]:
    """The units that take over, by name; those not there yet are founded on the day."""
    old = list(one.units.order_by("pk"))
    standing = {unit.pk: unit for unit in old}
    known = {}
    for successor in found.successors:
        unit = Unit.objects.filter(name=successor.name).first()
        if unit is not None:
            standing[unit.pk] = unit
        known[successor.name] = unit
    before = {
        str(pk): {name: getattr(unit, name) for name in _KEPT} for pk, unit in standing.items()
    }
    units: dict[str, Unit] = {}
    for successor in found.successors:
        unit = known[successor.name]
        if unit is None or not unit.active:
            unit = _found(unit or Unit(name=successor.name), successor, one, old)
            changing.save(unit, by, note)
            before.setdefault(str(unit.pk), {})
        units[successor.name] = unit
        if successor.unit_id != unit.pk:
            successor.unit = unit
            changing.save(successor, by, note)
    one.before = before
    one.save(update_fields=["before"])
    return units


def _found(unit: Unit, successor: Successor, one: Reorganisation, old: list[Unit]) -> Unit:
    kinds, parents = {each.kind for each in old}, {each.parent_id for each in old}
    unit.active, unit.founded_on, unit.abolished_on = True, one.effective_on, None
    unit.kind = successor.kind or unit.kind or (kinds.pop() if len(kinds) == 1 else "")
    unit.parent_id = unit.parent_id or (parents.pop() if len(parents) == 1 else None)
    return unit


def _move(one: Reorganisation, found: Preview, units: dict[str, Unit], by: User, note: str) -> None:
    successors = {each.name: each for each in found.successors}
    items: list[ReadItem] = []
    for each in found.moving:
        if each.duty.kind != "field":
            before, after = changing.hand_over(each.duty, units[each.decision.name], by, note)
            _kept(one, each.duty.kind, each.duty.record, each.duty.unit, successors[each.decision.name], before, after, each)  # fmt: skip
        if isinstance(each.duty.record, ReadItem):
            items.append(_item(each.duty.record))
    for model in {type(item) for item in items}:
        index_units([item for item in items if type(item) is model])
    for unit in one.units.order_by("pk"):
        _move_returns(one, unit, found, units, by, note)


def _move_returns(
    one: Reorganisation, unit: Unit, found: Preview, units: dict[str, Unit], by: User, note: str
) -> None:
    fields = {
        int(each.duty.record.pk): each
        for each in found.moving
        if each.duty.kind == "field" and each.duty.unit == unit
    }
    takers = {pk: units[each.decision.name] for pk, each in fields.items()}
    by_unit = {units[each.name].pk: each for each in found.successors}
    for moved in returns.hand_over(unit, takers, by, note):
        taker = takers.get(moved.record.pk) if moved.kind == "field" else None
        holder = taker.pk if taker else _holder(moved)
        successor = by_unit.get(holder) if holder else None
        _kept(one, moved.kind, moved.record, unit, successor, moved.before, moved.after, None)


def _holder(moved: returns.Moved) -> int | None:
    record: Any = moved.record
    return record.parent.unit_id if moved.kind == "row" else moved.after.get("unit_id")


def _kept(
    one: Reorganisation,
    kind: str,
    record: models.Model,
    unit: Unit,
    successor: Successor | None,
    before: changing.Fields,
    after: changing.Fields,
    each: Assignment | None,
) -> None:
    """The handover as done; a person's decision beforehand stands in the same row."""
    content_type = ContentType.objects.get_for_model(type(record))
    values: dict[str, Any] = {
        "successor": successor, "done": True, "before": before, "after": after,
        "content_type": content_type, "label": (each.duty.label if each else str(record))[:400],
    }  # fmt: skip
    standing = one.handovers.filter(duty=kind, object_id=record.pk, unit=unit).first()
    row = standing or Handover(reorganisation=one, duty=kind, object_id=record.pk, unit=unit)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def keep_handover(
    one: Reorganisation, duty: Duty, successor: Successor, before: changing.Fields, after: changing.Fields
) -> None:  # fmt: skip
    """What a rule handed over after the day: it counts by day and is undone as the rest."""
    _kept(one, duty.kind, duty.record, duty.unit, successor, before, after, Assignment(duty, Decision(successor.name, "rule")))  # fmt: skip
    row = one.handovers.get(duty=duty.kind, object_id=duty.record.pk, unit=duty.unit)
    row.digest = digest_now(row)
    row.save(update_fields=["digest"])


def _rename(one: Reorganisation, found: Preview, by: User, note: str) -> None:
    unit = one.units.get()
    one.before = {str(unit.pk): {name: getattr(unit, name) for name in _KEPT}}
    one.save(update_fields=["before"])
    items: list[ReadItem] = []
    for each in found.assignments:
        before, after = changing.rename_in_words(each.duty, one.new_name, by, note)
        _kept(one, each.duty.kind, each.duty.record, unit, None, before, after, each)
        items.append(_item(each.duty.record))
    last = unit.former_names.filter(withdrawn=False).order_by("-until").first()
    former = FormerName(
        unit=unit, name=unit.name, since=last.until if last else unit.founded_on,
        until=one.effective_on, document_no=one.document_no, reorganisation=one,
    )  # fmt: skip
    changing.save(former, by, note)
    unit.aliases = list(dict.fromkeys([*unit.aliases, unit.name]))
    unit.name = one.new_name
    changing.save(unit, by, note)
    for model in {type(item) for item in items}:
        index_units([item for item in items if type(item) is model])


def _item(record: Any) -> ReadItem:
    """The item as it stands in the records now."""
    found: ReadItem = type(record)._default_manager.get(pk=record.pk)
    return found


def _end(one: Reorganisation, units: dict[str, Unit], by: User, note: str) -> None:
    only = next(iter(units.values())) if len(units) == 1 else None
    for unit in one.units.order_by("pk"):
        unit.active, unit.abolished_on, unit.merged_into = False, one.effective_on, only
        changing.save(unit, by, note)


def _write_digests(one: Reorganisation) -> None:
    """What each record is now, so that whatever is built on it later shows."""
    for row in one.handovers.filter(done=True):
        row.digest = digest_now(row)
        row.save(update_fields=["digest"])


def digest_now(row: Handover) -> str:
    """What a record holds now; of an account only its unit, which is all that was changed."""
    model = row.content_type.model_class()
    record = model._default_manager.filter(pk=row.object_id).first() if model else None
    if record is None:
        return ""
    if isinstance(record, User):
        return str(record.unit_id)
    return digest_of(record)
