"""Checks a dossier with nothing but the file: every byte, every name, the signature over the list.

Nothing is unpacked, and no more of a file is read than the signed list says it has.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.dossiers import container
from luheng.workplace.dossiers.manifest import (
    MANIFEST,
    SIGNATURE,
    Manifest,
    is_safe,
    listed,
    read_manifest,
)
from luheng.workplace.dossiers.signing import fingerprint, known_fingerprint, signer

_LONGEST_LIST = 64_000_000
_MOST_SWELLING = 200  # unpacked size over packed size
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError)  # fmt: skip


@dataclass
class Verification:
    """What was found: no problems, or each with the file it concerns."""

    problems: list[Message] = field(default_factory=list)
    fingerprint: str = ""  # of the key that signed; empty where the signature does not hold
    key_compared: bool = False
    about: Mapping[str, Any] = field(default_factory=dict)
    files: int = 0

    @property
    def sound(self) -> bool:
        """Whether the dossier is as it was signed, and by the key that was named, if one was."""
        return not self.problems

    def add(self, code: str, member: str) -> None:
        """Notes a problem with one file, once."""
        message = Message(code, {"member": member})
        if message not in self.problems:
            self.problems.append(message)


class Contents(Protocol):
    """The files of an archive, sound or not."""

    names: list[str]

    def chunks(self, name: str, most: int) -> Iterator[bytes]:
        """At most `most` + 1 bytes of a file. Raises one of `_BROKEN`."""


def verify(path: Path, key: str = "") -> Verification:
    """What is wrong with a dossier, if anything. Raises `file_not_found`, `key_not_understood`.

    `key` is the fingerprint, or a file with it or the public key, that the signer is to have.
    """
    wanted = known_fingerprint(key) if key else ""
    found = Verification()
    try:
        file = path.open("rb")
    except OSError as error:
        raise LuhengError("file_not_found", file=path) from error
    with file:
        if contents := _contents(file, found):
            _check(contents, found)
    if wanted and found.fingerprint:
        found.key_compared = True
        if wanted != found.fingerprint:
            found.add("dossier_other_key", SIGNATURE)
    return found


def _contents(file: BinaryIO, found: Verification) -> Contents | None:
    """The files; where the archive's form is broken, whatever can still be read of them."""
    layout = container.layout_of(file)
    for member in layout.damaged:
        found.add("dossier_structure", member)
    if not layout.damaged:
        return _Sound(file, layout)
    try:
        return _Repacked(zipfile.ZipFile(file))
    except _BROKEN:
        return None


def _check(contents: Contents, found: Verification) -> None:
    for name in contents.names:
        if not is_safe(name):
            found.add("dossier_name_unsafe", name)
    manifest_bytes = _read(contents, MANIFEST, found)
    signature = _read(contents, SIGNATURE, found)
    if manifest_bytes is None:
        return
    signed_by = signer(signature, manifest_bytes) if signature is not None else None
    if signed_by is not None:
        found.fingerprint = fingerprint(signed_by)
    elif signature is not None:
        found.add("dossier_signature", f"{MANIFEST}、{SIGNATURE}")
    try:
        manifest = read_manifest(manifest_bytes)
    except LuhengError as problem:
        found.add(problem.message.code, MANIFEST)
        return
    found.about, found.files = manifest.about, len(manifest.files)
    _compare(contents, manifest, found)


def _compare(contents: Contents, manifest: Manifest, found: Verification) -> None:
    """Missing, added and changed files, each by its name."""
    named = {one.name for one in manifest.files}
    for name in contents.names:
        if name not in named | {MANIFEST, SIGNATURE}:
            found.add("dossier_added", name)
    for name in _twice(contents.names):
        found.add("dossier_twice", name)
    here = set(contents.names)
    for one in manifest.files:
        if one.name not in here:
            found.add("dossier_missing", one.name)
            continue
        try:
            same = listed(one.name, contents.chunks(one.name, one.size)) == one
        except _BROKEN:
            same = False
        if not same:
            found.add("dossier_changed", one.name)


def _twice(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def _read(contents: Contents, name: str, found: Verification) -> bytes | None:
    """One of the two lists; None, with the problem noted, where it cannot be had."""
    if name not in contents.names:
        found.add("dossier_missing", name)
        return None
    try:
        content = b"".join(contents.chunks(name, _LONGEST_LIST))
    except _BROKEN:
        found.add("dossier_changed", name)
        return None
    if len(content) > _LONGEST_LIST:
        found.add("dossier_changed", name)
        return None
    return content


class _Sound:
    """The files of an archive in its one form; checksums are compared where a file is read."""

    def __init__(self, file: BinaryIO, layout: container.Layout) -> None:
        self._file, self._places = file, layout.places
        self.names = list(layout.places)

    def chunks(self, name: str, most: int) -> Iterator[bytes]:
        """Raises ValueError at the end where the checksum is not that of the content."""
        place, crc = self._places[name], 0
        if place.size > most:
            raise ValueError(name)
        for chunk in container.content(self._file, place):
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if crc != place.crc:
            raise ValueError(name)


class _Repacked:
    """The files of an archive in any other form, as far as they can be read without harm."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.names = [one.filename for one in archive.infolist()]

    def chunks(self, name: str, most: int) -> Iterator[bytes]:
        """Raises ValueError for a file that would swell beyond reason."""
        about, left = self._zip.getinfo(name), most + 1
        if about.file_size > _MOST_SWELLING * max(about.compress_size, 20_000):
            raise ValueError(name)
        with self._zip.open(about) as stream:
            while left and (chunk := stream.read(min(1 << 20, left))):
                left -= len(chunk)
                yield chunk
