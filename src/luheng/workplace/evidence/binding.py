"""What evidence proves: bound and unbound by those who answer for the subject; corrected, withdrawn.

A withdrawn piece stays with its reason and its file; an ended proof stays in the history.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.evidence.subjects import clause_of, content_type_of
from luheng.workplace.models import Clause, Evidence, Proof, User
from luheng.workplace.permissions import Act, require

EDITABLE = (
    "kind",
    "title",
    "document_no",
    "issuer",
    "valid_from",
    "valid_until",
    "visibility",
)


@transaction.atomic
def bind(
    evidence: Evidence,
    subject: models.Model,
    by: User,
    *,
    clause: Clause | None = None,
    note: str = "",
) -> Proof:
    """The proof; the one that stands where the evidence is bound to the subject already.

    Without a clause the one that asks for the subject is meant. Raises `not_allowed` where the
    person's unit neither leads nor supports the subject, `evidence_withdrawn`.
    """
    require(by, Act.ADD_EVIDENCE, subject)
    if evidence.withdrawn:
        raise LuhengError("evidence_withdrawn", title=evidence.title, why=evidence.withdrawn_why)
    proof = Proof.objects.filter(
        evidence=evidence, content_type=content_type_of(subject), object_id=subject.pk
    ).first()
    if proof is not None:
        return proof
    proof = Proof(
        evidence=evidence,
        content_type=content_type_of(subject),
        object_id=subject.pk,
        clause=clause or clause_of(subject),
        note=note.strip()[:400],
        bound_by=by,
        bound_at=timezone.now(),
    )
    proof._history_user = by  # type: ignore[attr-defined]
    proof.save()
    return proof


@transaction.atomic
def unbind(proof: Proof, by: User, why: str) -> None:
    """Ends a proof; who, when and why stays in its history. Raises `not_allowed`, `reason_needed`."""
    require(by, Act.ADD_EVIDENCE, proof.subject)
    proof._history_user = by  # type: ignore[attr-defined]
    proof._change_reason = _reason(why)[:100]  # type: ignore[attr-defined]
    proof.delete()


@transaction.atomic
def withdraw(evidence: Evidence, by: User, why: str) -> Evidence:
    """The evidence, withdrawn: it proves nothing more, and stays with the reason.

    Raises `not_allowed` for people of another unit than the one that handed it in, `reason_needed`.
    """
    require(by, Act.ADD_EVIDENCE, evidence)
    reason = _reason(why)
    current = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if current.withdrawn:
        return current
    current.withdrawn, current.withdrawn_why = True, reason
    return _saved(current, by)


@transaction.atomic
def correct(evidence: Evidence, changes: Mapping[str, Any], by: User, version: int) -> Evidence:
    """The evidence with what is said of it corrected; the file itself never changes.

    Raises `not_allowed`, `evidence_edited_meanwhile`, `validity_backwards`, `value_refused`.
    """
    require(by, Act.ADD_EVIDENCE, evidence)
    current = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if current.version != version:
        raise LuhengError("evidence_edited_meanwhile", title=current.title)
    stands = {name: getattr(current, name) for name in EDITABLE}
    for name, value in checked(stands | dict(changes)).items():
        setattr(current, name, value)
    return _saved(current, by)


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of Evidence as given. Raises `validity_backwards`, `value_refused` naming the field."""
    start, end = values.get("valid_from"), values.get("valid_until")
    if start and end and end < start:
        raise LuhengError("validity_backwards", start=start, end=end)
    for name, value in values.items():
        field = Evidence._meta.get_field(name)
        try:
            field.clean(value, None)  # type: ignore[union-attr]
        except ValidationError as error:
            raise LuhengError(
                "value_refused",
                field=str(getattr(field, "verbose_name", name)),
                value=value,
                problem="；".join(error.messages),
            ) from error
    return dict(values)


def _reason(why: str) -> str:
    if not why.strip():
        raise LuhengError("reason_needed")
    return why.strip()


def _saved(evidence: Evidence, by: User) -> Evidence:
    evidence.version += 1
    evidence._history_user = by  # type: ignore[attr-defined]
    evidence.save()
    return evidence
