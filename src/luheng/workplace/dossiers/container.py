"""A zip in one fixed form: files stored as they are, dates and rights constant, nothing left open.

The bytes follow from names and contents alone. So the same dossier has the same bytes, every byte of
a dossier is either content or can be worked out, and one changed byte is found and placed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from luheng.vocabulary.messages import LuhengError

END = "（压缩包结尾 end of the archive）"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8_NAMES, _STORED, _DAY_ZERO, _VERSION = 0x800, 0, 0x21, 20
_UNIX_FILE = 0o100644 << 16
_LARGEST = 2**32 - 2**20  # of the whole file: above, zip needs another form
_MOST_FILES = 60_000
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Member:
    """A file to pack: its name and its content, or where the content lies."""

    name: str
    content: bytes | Path

    def chunks(self) -> Iterator[bytes]:
        """The content, piece by piece."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


@dataclass(frozen=True)
class Place:
    """Where the content of a packed file lies, and its checksum as the archive states it."""

    start: int
    size: int
    crc: int


@dataclass
class Layout:
    """What an archive holds; `damaged` names the files at whose place its form is broken."""

    places: dict[str, Place] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)


def write(members: Sequence[Member], out: BinaryIO) -> None:
    """Packs the members in the order given. Raises `dossier_too_large`."""
    if len(members) > _MOST_FILES:
        raise LuhengError("dossier_too_large", size=f"{len(members)} files")
    directory, at = [], 0
    for member in members:
        name = member.name.encode()
        crc, size = _checksum(member)
        if at + size > _LARGEST:
            raise LuhengError("dossier_too_large", size=f"{(at + size) / 1e9:.1f} GB")
        out.write(_local(name, crc, size))
        for chunk in member.chunks():
            out.write(chunk)
        directory.append(_central(name, crc, size, at))
        at += _LOCAL.size + len(name) + size
    packed = b"".join(directory)
    out.write(packed + _end(len(members), len(packed), at))


def layout_of(file: BinaryIO) -> Layout:
    """What the archive holds, as far as its form is sound; reads no content.

    Only the one form that `write` gives is sound: no compression, so nothing can swell; no second
    directory, no gap, no comment in which something could hide.
    """
    found, size = Layout(), file.seek(0, 2)
    file.seek(max(0, size - _END.size))
    last = file.read(_END.size)
    if len(last) < _END.size:
        found.damaged.append(END)
        return found
    count, length, start = _END.unpack(last)[4:7]
    if last != _end(count, length, start) or start + length + _END.size != size:
        found.damaged.append(END)
        return found
    file.seek(start)
    directory = memoryview(file.read(length))
    at = read = 0
    for _ in range(count):
        step = _entry(file, directory[read:], at, start, found)
        if step is None:
            return found
        at, read = at + step[0], read + step[1]
    if at != start or read != length:
        found.damaged.append(END)
    return found


def _entry(
    file: BinaryIO, directory: memoryview, at: int, end: int, found: Layout
) -> tuple[int, int] | None:
    """How far one file takes up the archive and its directory; None where both do not agree."""
    file.seek(at)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or len(directory) < _CENTRAL.size:
        found.damaged.append(END)
        return None
    here = file.read(_LOCAL.unpack(head)[9])
    fields = _CENTRAL.unpack(directory[: _CENTRAL.size])
    crc, size, name_length = fields[7], fields[9], fields[10]
    name = directory[_CENTRAL.size : _CENTRAL.size + name_length].tobytes()
    entry, start = _central(name, crc, size, at), at + _LOCAL.size + len(name)
    sound = directory[: len(entry)] == entry and head + here == _local(name, crc, size)
    if not sound or start + size > end or _text(name) in found.places:
        found.damaged += dict.fromkeys((_text(here), _text(name)))
        return None
    found.places[_text(name)] = Place(start, size, crc)
    return _LOCAL.size + len(name) + size, len(entry)


def content(file: BinaryIO, place: Place) -> Iterator[bytes]:
    """The bytes at a place, piece by piece."""
    file.seek(place.start)
    left = place.size
    while left and (chunk := file.read(min(_CHUNK, left))):
        left -= len(chunk)
        yield chunk


def _checksum(member: Member) -> tuple[int, int]:
    crc = size = 0
    for chunk in member.chunks():
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
    return crc, size


def _local(name: bytes, crc: int, size: int) -> bytes:
    fixed = (_VERSION, _UTF8_NAMES, _STORED, 0, _DAY_ZERO)
    return _LOCAL.pack(b"PK\x03\x04", *fixed, crc, size, size, len(name), 0) + name


def _central(name: bytes, crc: int, size: int, at: int) -> bytes:
    fixed = (3 << 8 | _VERSION, _VERSION, _UTF8_NAMES, _STORED, 0, _DAY_ZERO)
    sizes = (crc, size, size, len(name), 0, 0, 0, 0)
    return _CENTRAL.pack(b"PK\x01\x02", *fixed, *sizes, _UNIX_FILE, at) + name


def _end(count: int, length: int, start: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, length, start, 0)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")
