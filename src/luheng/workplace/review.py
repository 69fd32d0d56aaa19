"""People confirm what was read: accept, correct, reject; who and when stays in the history.

Everyone edits the version they saw. Whoever comes second is told and shown both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_bulk
from luheng.workplace.judging import judge_after_change
from luheng.workplace.models import Document, Finding, Observation, ReadItem, Review, User
from luheng.workplace.permissions import Act, require
from luheng.workplace.reading_shapes import SHAPE_OF, SHAPES, in_field, plain
from luheng.workplace.supersession import settle_supersession
from luheng.workplace.unit_index import index_units

Record = TypeVar("Record", bound=ReadItem)


class EditedMeanwhile(LuhengError):
    """Another person changed the item first. `current` is it now; `refused` is what was not saved."""

    def __init__(self, current: ReadItem, refused: Mapping[str, Any]) -> None:
        last = current.history.first()
        super().__init__(
            "edited_meanwhile",
            item=str(current),
            person=str(last.history_user or "—") if last else "—",
            time=f"{timezone.localtime(last.history_date):%Y-%m-%d %H:%M}" if last else "—",
        )
        self.current, self.refused = current, dict(refused)

    @property
    def differences(self) -> dict[str, tuple[Any, Any]]:
        """Field → (what stands now, what this person wanted)."""
        return {
            name: (plain(getattr(self.current, name)), plain(wanted))
            for name, wanted in self.refused.items()
            if plain(getattr(self.current, name)) != plain(wanted)
        }


def accept(item: Record, by: User, version: int | None = None) -> Record:
    """The item, confirmed as it stands; open conflicts are settled for what stands."""

    def change(current: Record) -> None:
        edited = current.review == Review.CORRECTED
        current.review = Review.CORRECTED if edited else Review.ACCEPTED
        current.conflict = {}

    return _change(item, by, version, {}, "accept", change)


def reject(item: Record, by: User, version: int | None = None) -> Record:
    """The item, set aside: it stays visible but is judged and counted no more."""

    def change(current: Record) -> None:
        current.review = Review.REJECTED

    return _change(item, by, version, {}, "reject", change)


def reopen(item: Record, by: User, version: int | None = None) -> Record:
    """The item as a draft again, its values as they are."""

    def change(current: Record) -> None:
        current.review = Review.DRAFT

    return _change(item, by, version, {}, "reopen", change)


def correct(item: Record, changes: Mapping[str, Any], by: User, version: int) -> Record:
    """The item with changed fields. Raises `EditedMeanwhile`, or `value_refused` naming the field."""

    def change(current: Record) -> None:
        _set(current, changes)
        current.review = Review.CORRECTED
        current.conflict = {
            name: value for name, value in current.conflict.items() if name not in changes
        }

    return _change(item, by, version, changes, "correct", change)


def settle_conflict(
    item: Record, name: str, *, take_reading: bool, by: User, version: int
) -> Record:
    """The item with one conflict settled, for the new reading or for what stands."""

    def change(current: Record) -> None:
        conflict = dict(current.conflict)
        if name in conflict and take_reading:
            _set(current, {name: conflict[name]})
        conflict.pop(name, None)
        current.conflict = conflict

    return _change(item, by, version, {}, "settle_conflict", change)


@transaction.atomic
def accept_all(document: Document, by: User) -> int:
    """How many drafts of the document were accepted. Conflicts and findings wait for a person."""
    require(by, Act.REVIEW, document)
    count = 0
    for shape in SHAPES:
        if shape.model is Finding:
            continue
        drafts = shape.model._default_manager.select_for_update().filter(
            document=document, review=Review.DRAFT, conflict={}, vanished=False
        )
        count += _accept_each(shape.model, list(drafts), by)
    return count


def _accept_each(model: type[ReadItem], drafts: list[ReadItem], by: User) -> int:
    from simple_history.utils import bulk_update_with_history

    for item in drafts:
        item.review, item.reviewed_by, item.reviewed_at = Review.ACCEPTED, by, timezone.now()
        item.version += 1
    bulk_update_with_history(
        drafts, model, ["review", "reviewed_by", "reviewed_at", "version"], 500,
        default_user=by, default_change_reason="accept_all",
    )  # fmt: skip
    audited_bulk(model, drafts, by, "accept_all")
    return len(drafts)


@transaction.atomic
def _change(
    item: Record,
    by: User,
    version: int | None,
    wanted: Mapping[str, Any],
    reason: str,
    change: Callable[[Record], None],
) -> Record:
    require(by, Act.REVIEW, item)
    model = type(item)
    current = model._default_manager.select_for_update(of=("self",)).get(pk=item.pk)
    if version is not None and current.version != version:
        raise EditedMeanwhile(current, wanted)
    remember_first_reading(current)
    change(current)
    current.reviewed_by, current.reviewed_at = by, timezone.now()
    current.version += 1
    current._history_user = by  # type: ignore[attr-defined]
    current._change_reason = reason  # type: ignore[attr-defined]
    current.save()
    index_units([current])
    _rejudge(current)
    return current


def remember_first_reading(item: ReadItem) -> None:
    """Items are recorded in bulk without history; the first change notes what stood before it."""
    if item.history.exists():
        return
    manager = item.history
    record = manager.model(
        **{field.attname: getattr(item, field.attname) for field in manager.model.tracked_fields},
        history_date=item.document.read_at if item.document and item.document.read_at
        else timezone.now(),
        history_type="+",
        history_change_reason="reading",
    )  # fmt: skip
    record.save()


def _set(item: ReadItem, changes: Mapping[str, Any]) -> None:
    """Puts checked values into the fields that a reader fills; no others may be changed."""
    allowed = SHAPE_OF[type(item)].fields
    for name, value in changes.items():
        if name not in allowed:
            raise LuhengError("value_refused", field=name, value=value, problem="?")
        try:
            typed = in_field(type(item), name, value)
            field = item._meta.get_field(name)
            setattr(item, name, field.clean(typed, item))  # type: ignore[union-attr]
        except (ValidationError, FieldDoesNotExist, ArithmeticError, ValueError) as error:
            problem = "；".join(getattr(error, "messages", [str(error)]))
            label = getattr(item._meta.get_field(name), "verbose_name", name)
            raise LuhengError(
                "value_refused", field=str(label), value=value, problem=problem
            ) from error


def _rejudge(item: ReadItem) -> None:
    if isinstance(item, Observation):
        settle_supersession(Observation.objects.filter(pk=item.pk))
    judge_after_change(item)


__all__ = [
    "EditedMeanwhile",
    "accept",
    "accept_all",
    "correct",
    "reject",
    "remember_first_reading",
    "reopen",
    "settle_conflict",
]
