"""Entries of the audit log: written in the transaction of the act that they tell of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.db import connection, models, transaction
from django.utils import timezone

from luheng.workplace.audit.linking import link_after_commit
from luheng.workplace.models import AuditAct, AuditEntry, User

_A_MINUTE = 60  # seconds


def record(
    act: AuditAct,
    subject_kind: str,
    subject_id: Any = "",
    *,
    by: User | None = None,
    before: str = "",
    after: str = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """The entry, linked into the chain after the transaction around it is committed (`linking`).

    `details` hold no personal data: roles, counts, file names, never names of people.
    """
    with transaction.atomic():
        entry = AuditEntry.objects.create(
            at=timezone.now(),
            actor_id=by.pk if by is not None and by.pk else None,
            act=act,
            subject_kind=subject_kind,
            subject_id=str(subject_id)[:64],
            before=before,
            after=after,
            details=dict(details or {}),
        )
        if not any(one[1] is link_after_commit for one in connection.run_on_commit):
            transaction.on_commit(link_after_commit, robust=True)
    return entry


def audited_export(
    kind: str, by: User | None, what: str | int, content: bytes | str, **details: Any
) -> AuditEntry:
    """The entry of something that left the house: what it was, and the SHA-256 of its bytes.

    `kind` names the sort (excel, figures, document, evidence, report, dossier, api, backup …), `what` the thing.
    `content` is the bytes, or their digest where they are too many to hold.
    """
    digest = content if isinstance(content, str) else hashlib.sha256(content).hexdigest()
    said = {"kind": kind, **details}
    return record(AuditAct.EXPORT, kind, what, by=by, after=digest, details=said)


def audited_refusal(by: User | None, where: str) -> AuditEntry | None:
    """The entry of somebody who asked for what their role does not allow.

    Once a minute for the same person and place: a page that asks again and again would else bury
    the log. `where` is an address without its query.
    """
    asked = hashlib.sha256(f"{by.pk if by else ''}|{where}".encode()).hexdigest()
    if not cache.add(f"audited-refusal-{asked}", True, _A_MINUTE):
        return None
    return record(AuditAct.REFUSED, "address", where, by=by)


def audited_wrong_key(digest: str, token: int | None, owner: User | None) -> AuditEntry | None:
    """The entry of a key that opens nothing: revoked, of a closed account, or never made.

    Of a key that once was made, its id; of any other the first letters of its digest, which tell
    one program that tries again from many. Once a minute for the same key.
    """
    if not cache.add(f"audited-key-{digest}", True, _A_MINUTE):
        return None
    details = {"account": owner.pk} if owner else {"digest": digest[:12]}
    return record(AuditAct.SIGN_IN_FAILED, "apitoken", token or "", details=details)


def audited_bulk(
    model: type[models.Model], rows: Iterable[models.Model], by: User | None, reason: str
) -> AuditEntry | None:
    """One entry for many rows written at once, with the digest of all of them; none for no rows."""
    count, digest = 0, hashlib.sha256()
    for row in rows:
        count += 1
        digest.update(canonical(row))
    if not count:
        return None
    details = {"reason": reason, "count": count}
    kind = model._meta.model_name or ""
    return record(AuditAct.BULK, kind, by=by, after=digest.hexdigest(), details=details)


def digest_of(row: models.Model) -> str:
    """SHA-256 of what a row holds now."""
    return hashlib.sha256(canonical(row)).hexdigest()


def canonical(row: models.Model) -> bytes:
    """What a row holds, the same bytes for the same values."""
    values = [[field.attname, row.__dict__.get(field.attname)] for field in row._meta.local_concrete_fields]  # fmt: skip
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str).encode()
