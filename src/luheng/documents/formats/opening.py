"""Opening a file as a source, whatever its format."""

from __future__ import annotations

import hashlib
from pathlib import Path

from luheng.documents.formats.encodings import decode
from luheng.documents.formats.limits import Limits
from luheng.documents.formats.text import blocks_of
from luheng.documents.source import Source


def open_source(path: Path, *, limits: Limits = Limits()) -> Source:  # noqa: B008 - frozen
    """The text and layout of a file. Raises LuhengError where it cannot be read."""
    return open_bytes(path.name, path.read_bytes(), limits=limits)


def open_bytes(name: str, data: bytes, *, limits: Limits = Limits()) -> Source:  # noqa: B008
    """The text and layout of the content of a file; `name` is only used to speak about it.

    Raises LuhengError where it cannot be read.
    """
    decoded = decode(name, data)
    return Source(
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        text=decoded.text,
        blocks=blocks_of(decoded.text),
        encoding=decoded.encoding,
        findings=decoded.findings,
    )
