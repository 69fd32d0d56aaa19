"""Files as they came, by content hash: written whole or not at all, never edited."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.processes import alive

_BEGUN = ".incoming-"


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex. Raises `file_not_found`."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise LuhengError("file_not_found", file=path) from error


def keep(city: City, path: Path, sha256: str) -> Path:
    """Where the raw file now lies. Raises `cannot_write`, `file_changed_meanwhile`; a crash leaves the name absent or whole."""
    city.files.mkdir(exist_ok=True)
    place = city.files / sha256
    if place.exists():
        return place
    begun = city.files / f"{_BEGUN}{os.getpid()}-{sha256[:16]}"
    try:
        _copy_durably(path, begun)
        if digest(begun) != sha256:
            raise LuhengError("file_changed_meanwhile", file=path)
        begun.replace(place)
        _sync_folder(city.files)
    except OSError as error:
        raise LuhengError("cannot_write", folder=city.files, problem=error.strerror) from error
    finally:
        begun.unlink(missing_ok=True)
    return place


def let_go(city: City, sha256: str) -> None:
    """Takes a raw file away again that no record came of."""
    (city.files / sha256).unlink(missing_ok=True)


def sweep(city: City) -> int:
    """How many leftovers of interrupted additions were removed; those of live processes stay."""
    leftovers = [
        path
        for path in city.files.glob(f"{_BEGUN}*")
        if not alive(int(path.name.removeprefix(_BEGUN).split("-")[0]))
    ]
    for path in leftovers:
        path.unlink(missing_ok=True)
    return len(leftovers)


def _copy_durably(origin: Path, begun: Path) -> None:
    try:
        source = origin.open("rb")
    except FileNotFoundError as error:
        raise LuhengError("file_changed_meanwhile", file=origin) from error
    with source, begun.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
