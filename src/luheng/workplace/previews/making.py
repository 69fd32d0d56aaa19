"""Which preview a file has, and where its parts are kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.models import SourceFile
from luheng.workplace.previews.office_text import text_of
from luheng.workplace.previews.pages_of_pdf import page_count, page_image
from luheng.workplace.previews.pictures import picture

VERSION = "1"  # another one makes all previews anew
MAX_MB = 50  # of the file: larger ones are only downloaded
MAX_PAGES = 30
_WORDS = "text"


@dataclass(frozen=True)
class Preview:
    """How a file is shown: as pictures, as text in a frame, or not at all (`parts` empty)."""

    parts: tuple[str, ...] = ()  # keys of its parts, for their addresses
    as_text: bool = False
    more: int = 0  # pages that are not shown


def preview_of(city: City, source: SourceFile) -> Preview:
    """What there is to show of a file; nothing for OFD, files over MAX_MB and damaged ones."""
    if source.size > MAX_MB * 1_000_000:
        return Preview()
    if source.media_type.startswith("image/"):
        return Preview(("picture",))
    if source.media_type == "application/pdf":
        try:
            count = page_count(_raw(city, source))
        except LuhengError:
            return Preview()
        parts = tuple(f"page-{number}" for number in range(1, min(count, MAX_PAGES) + 1))
        return Preview(parts, more=max(0, count - MAX_PAGES))
    if source.media_type == "application/ofd":
        return Preview()
    return Preview((_WORDS,), as_text=True)


def preview_part(city: City, source: SourceFile, key: str) -> tuple[bytes, str]:
    """One part of a preview with its media type, made at the first call. Raises `no_preview`."""
    if key not in preview_of(city, source).parts:
        raise LuhengError("no_preview", file=source.name)
    media_type = "text/html; charset=utf-8" if key == _WORDS else "image/jpeg"
    place = city.folder / "previews" / VERSION / source.sha256 / key
    try:
        return place.read_bytes(), media_type
    except FileNotFoundError:
        made = _make(city, source, key)
    _keep(place, made)
    return made, media_type


def _make(city: City, source: SourceFile, key: str) -> bytes:
    path = _raw(city, source)
    kind, _, number = key.partition("-")
    makers: dict[str, Callable[[], bytes]] = {
        "picture": lambda: picture(path.read_bytes(), source.name),
        "page": lambda: page_image(path, int(number), source.name),
        _WORDS: lambda: text_of(path.read_bytes(), source.name, city.limits),
    }
    return makers[kind]()


def _raw(city: City, source: SourceFile) -> Path:
    path = city.files / source.sha256
    if not path.is_file():
        raise LuhengError("file_not_found", file=source.name)
    return path


def _keep(place: Path, made: bytes) -> None:
    """Whole or not at all: two who ask at once write the same."""
    place.parent.mkdir(parents=True, exist_ok=True)
    begun = place.with_name(f".{place.name}-{os.getpid()}")
    begun.write_bytes(made)
    begun.replace(place)
