"""A dossier is made: gathered, written, signed, kept by its content hash; the same is not kept twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.dossiers.container import Member
from luheng.workplace.dossiers.gathering import Gathered, gather
from luheng.workplace.dossiers.index_pages import index_pages
from luheng.workplace.dossiers.packing import pack
from luheng.workplace.dossiers.selection import Selection
from luheng.workplace.dossiers.signing import city_key, fingerprint
from luheng.workplace.models import Dossier, User
from luheng.workplace.permissions import Act, require


def make_dossier(
    city: City, selection: Selection, *, by: User | None = None, as_of: date | None = None
) -> Dossier:
    """The dossier of what the city knows now; the one that is there where nothing changed since.

    `by` None: whoever runs the command on the city's own machine. Raises `not_allowed`,
    `nothing_selected`, `evidence_file_lost`, `dossier_too_large`, `cannot_write`; then nothing is kept.
    """
    if by is not None:
        require(by, Act.MAKE_REPORT)
    gathered = gather(selection, as_of or timezone.localdate())
    key = city_key(city)
    mark = fingerprint(key.public_key())
    files = [*index_pages(city, gathered, mark), *_files(city, gathered)]
    begun = city.dossiers / f".new-{os.getpid()}"
    try:
        city.dossiers.mkdir(exist_ok=True)
        with begun.open("wb") as out:
            pack(_about(city, gathered), files, key, out)
            out.flush()
            os.fsync(out.fileno())
        with begun.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = begun.stat().st_size
        begun.replace(file_of(city, sha256))
    except OSError as error:
        problem = error.strerror or str(error)
        raise LuhengError("cannot_write", folder=city.dossiers, problem=problem) from error
    finally:
        begun.unlink(missing_ok=True)
    return _recorded(gathered, by, sha256=sha256, size=size, fingerprint=mark)


def file_of(city: City, sha256: str) -> Path:
    """Where a dossier lies."""
    return city.dossiers / f"{sha256}.zip"


def _about(city: City, gathered: Gathered) -> Mapping[str, Any]:
    selection = gathered.selection
    return {
        "city": city.name,
        "city_en": city.name_en,
        "invented": city.invented,
        "title": selection.title,
        "start": selection.start.isoformat(),
        "end": selection.end.isoformat(),
        "as_of": gathered.as_of.isoformat(),
        "targets": len(gathered.targets),
        "tasks": len(gathered.tasks),
        "pieces": len(gathered.pieces),
        "missing": [str(one.subject) for one in gathered.missing],
    }


def _files(city: City, gathered: Gathered) -> list[Member]:
    """The evidence itself. Raises `evidence_file_lost` where a file is gone or is not what it was."""
    members = []
    for piece in gathered.pieces:
        path = city.files / piece.evidence.source.sha256
        if not path.is_file() or _digest(path) != piece.evidence.source.sha256:
            raise LuhengError("evidence_file_lost", title=piece.evidence.title, file=path.name)
        members.append(Member(piece.path, path))
    return members


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _recorded(
    gathered: Gathered, by: User | None, *, sha256: str, size: int, fingerprint: str
) -> Dossier:
    selection = gathered.selection
    values = {
        "title": selection.title,
        "start": selection.start,
        "end": selection.end,
        "as_of": gathered.as_of,
        "selection": selection.as_plain(),
        "targets": len(gathered.targets),
        "pieces": len(gathered.pieces),
        "missing": len(gathered.missing),
        "size": size,
        "fingerprint": fingerprint,
        "made_by": by,
    }
    made, _ = Dossier._default_manager.get_or_create(sha256=sha256, defaults=values)
    return made
