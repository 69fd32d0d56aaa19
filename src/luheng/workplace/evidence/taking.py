"""A file becomes evidence: looked at, kept by its content hash, bound to what it proves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.db import models, transaction
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace import raw_files
from luheng.workplace.city import City
from luheng.workplace.evidence.binding import bind, checked
from luheng.workplace.evidence.file_types import media_type_of
from luheng.workplace.intake import check_size
from luheng.workplace.models import Evidence, SourceFile, User
from luheng.workplace.permissions import Act, require


@dataclass(frozen=True)
class Taken:
    """What became of a file."""

    evidence: Evidence
    already_there: bool  # the same content was evidence before: nothing was stored, nothing bound


def take_evidence(
    city: City,
    path: Path,
    *,
    name: str,
    by: User,
    subject: models.Model | None = None,
    note: str = "",
    **about: Any,
) -> Taken:
    """The evidence that came of a file, bound to `subject` where one is given.

    `about` holds fields of Evidence: kind, title, document_no, issuer, valid_from, valid_until,
    visibility. The same content as standing evidence is not stored again: a person may bind what
    is there. Raises `not_allowed`, `file_too_large`, `evidence_type_refused`,
    `validity_backwards`; then nothing is kept. Uploads were scanned when they were read (`uploads`).
    """
    require(by, Act.ADD_EVIDENCE, subject)
    name = _base_name(name)
    values = checked(about)
    check_size(city, name, path.stat().st_size)
    content = path.read_bytes()
    media_type = media_type_of(name, content, city.limits)
    sha256 = hashlib.sha256(content).hexdigest()
    if same := _standing(sha256):
        return Taken(same, already_there=True)
    raw_files.keep(city, path, sha256)
    with transaction.atomic():
        source = _source(name, media_type, sha256, len(content), by)
        if same := _standing(sha256):
            return Taken(same, already_there=True)  # somebody else was faster
        evidence = _recorded(source, Path(name).stem, sm3_of(content), by, values)
        if subject is not None:
            bind(evidence, subject, by, note=note)
    return Taken(evidence, already_there=False)


def sm3_of(content: bytes) -> str:
    """The SM3 digest (GB/T 32905), in hex."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


def _standing(sha256: str) -> Evidence | None:
    same = Evidence.objects.filter(source__sha256=sha256, withdrawn=False)
    return same.order_by("pk").first()


def _source(name: str, media_type: str, sha256: str, size: int, by: User) -> SourceFile:
    """The file's record, locked until the transaction ends: of two at once the second one waits."""
    about = {"name": name[-255:], "media_type": media_type, "size": size, "added_by": by}
    SourceFile.objects.get_or_create(sha256=sha256, defaults=about)
    return SourceFile.objects.select_for_update().get(sha256=sha256)


def _recorded(
    source: SourceFile, title: str, sm3: str, by: User, values: Mapping[str, Any]
) -> Evidence:
    evidence = Evidence(
        **{"title": title[:200], "kind": Evidence.Kind.STATEMENT, **values},
        source=source,
        sm3=sm3,
        unit=by.unit,
        uploaded_by=by,
        uploaded_at=timezone.now(),
    )
    evidence._history_user = by  # type: ignore[attr-defined]
    evidence.save()
    return evidence


def _base_name(name: str) -> str:
    """The last part of the name the browser sent, without what is no letter."""
    last = PureWindowsPath(name).name
    cleaned = "".join(letter for letter in last if letter.isprintable())
    if not cleaned:
        raise LuhengError("evidence_type_refused", file=name)
    return cleaned
