"""Sums and shares across the fields of a return: what must agree, and what does not.

Fields of one unit are checked while it fills them in, those of several units at review
(`agreeing_across`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from luheng.judgement.plausibility import (
    Doubt,
    Identity,
    ShareOf,
    Shares,
    Sum,
    Term,
    check_identities,
)
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import AskedField, FieldIdentity, Return, ReturnForm, ReturnRow, User
from luheng.workplace.permissions import Act, require

K = FieldIdentity.Kind


@transaction.atomic
def agree(
    form: ReturnForm,
    kind: str,
    parts: Sequence[AskedField],
    by: User,
    *,
    first: AskedField | None = None,
    whole: AskedField | None = None,
) -> FieldIdentity:
    """What must agree among fields of one form, of one unit or of several, checked from now on.

    `first` is the total or the share, `whole` what a share is of. Raises `not_allowed`,
    `identity_lacks`, `identity_of_two_forms`.
    """
    require(by, Act.COMPOSE_RETURN)
    needed = {K.SUM: [first], K.SOME: [first], K.SHARES: [], K.SHARE: [first, whole]}
    fields = [field for field in (first, whole, *parts) if field is not None]
    lacking = kind not in needed or None in needed[K(kind)] or not parts
    if lacking or len({field.pk for field in fields}) < len(fields):
        raise LuhengError("identity_lacks")
    if any(field.form_id != form.pk for field in fields):
        raise LuhengError("identity_of_two_forms")
    keeps = needed[K(kind)]
    made = FieldIdentity(form=form, kind=kind, first=first if keeps else None)
    made.whole = whole if len(keeps) == 2 else None
    made._history_user = by  # type: ignore[attr-defined]
    made.save()
    made.parts.set(parts[:1] if kind == K.SHARE else parts)
    return made


@transaction.atomic
def drop_identity(one: FieldIdentity, by: User) -> None:
    """It is not checked any more."""
    require(by, Act.COMPOSE_RETURN)
    one.dropped = True
    one._history_user = by  # type: ignore[attr-defined]
    one.save()


def check_together(one: Return, changed: Iterable[ReturnRow] = ()) -> list[ReturnRow]:
    """Puts what does not agree on the rows concerned; rows in `changed` stand as they are in hand.

    Gives the rows whose doubts are others than before. Nothing is saved.
    """
    identities = list(identities_of(one))
    if not identities:
        return []
    rows = {row.asked_id: row for row in one.rows.select_related("asked")}
    rows |= {row.asked_id: row for row in changed}
    doubts = check_identities(filled(identity, rows) for identity in identities)
    said = _by_field(doubts)
    touched = []
    for row in rows.values():
        own = [warning for warning in row.warnings if not warning.get("together")]
        now = own + said.get(row.asked_id, [])
        if now != row.warnings:
            row.warnings = now
            touched.append(row)
    return touched


def identities_of(one: Return) -> Iterator[FieldIdentity]:
    """What must agree among fields that are all asked of the return's unit."""
    known = FieldIdentity.objects.filter(form=one.form_id, dropped=False)
    if not known.exists():  # as with most forms: a short question at every cell
        return
    for identity in known.select_related("first", "whole").prefetch_related("parts"):
        if {field.unit_id for field in fields_of(identity)} == {one.unit_id}:
            yield identity


def fields_of(identity: FieldIdentity) -> list[AskedField]:
    """The fields that must agree: the total or share first, the whole of a share last."""
    named = (identity.first, *identity.parts.all(), identity.whole)
    return [field for field in named if field is not None]


def is_of_several_units(identity: FieldIdentity) -> bool:
    """Whether more than one unit is asked."""
    return len({field.unit_id for field in fields_of(identity)}) > 1


def filled(
    identity: FieldIdentity, rows: Mapping[int, ReturnRow], *, units: bool = False
) -> Identity:
    """The identity with the values of rows by field; with `units` each is named with its unit."""

    def term(field: Any) -> Term:
        return _term(field, rows, str(field.unit) if units else "")

    parts = tuple(term(part) for part in identity.parts.all())
    if identity.kind == K.SHARES:
        return Shares(parts)
    if identity.kind == K.SHARE:
        return ShareOf(term(identity.first), parts[0], term(identity.whole))
    return Sum(term(identity.first), parts, complete=identity.kind == K.SUM)


def _term(field: AskedField, rows: Mapping[int, ReturnRow], unit: str) -> Term:
    row = rows.get(field.pk)
    name = unit + (f"{field.place}{field.name}" if field.place else field.name)
    return Term(name, row.value if row else None, field.measure, str(field.pk))


def _by_field(doubts: Iterable[Doubt]) -> dict[int, list[dict[str, Any]]]:
    """The words of each doubt at the first field that it is about: the total, or the share."""
    found: dict[int, list[dict[str, Any]]] = {}
    for doubt in doubts:
        words = {"zh": doubt.sentence("zh"), "en": doubt.sentence("en"), "together": True}
        found.setdefault(int(doubt.keys[0]), []).append(words)
    return found
