"""Opening a file as a source, whatever its format."""

from __future__ import annotations

import hashlib
from pathlib import Path

from luheng.documents.formats.encodings import decode
from luheng.documents.formats.limits import Limits
from luheng.documents.formats.sniffing import MEDIA_TYPES, Format, format_of
from luheng.documents.formats.text import text_blocks
from luheng.documents.model import Finding, Span
from luheng.documents.source import Source
from luheng.vocabulary.messages import LuhengError, Message

_MEGABYTE = 1_000_000


def open_source(path: Path, *, limits: Limits = Limits()) -> Source:  # noqa: B008 - frozen
    """The text and layout of a file. Raises LuhengError where it cannot be read."""
    try:
        size = path.stat().st_size
        _check_size(path.name, size, limits)
        data = path.read_bytes()
    except OSError as error:
        raise LuhengError("file_unreadable", file=str(path), reason=error.strerror or "") from error
    return open_bytes(path.name, data, limits=limits)


def open_bytes(name: str, data: bytes, *, limits: Limits = Limits()) -> Source:  # noqa: B008
    """The text and layout of the content of a file; `name` is only used to speak about it.

    Raises LuhengError where it cannot be read.
    """
    _check_size(name, len(data), limits)
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise LuhengError("file_empty", file=name)
    try:
        source = _read(format_of(name, data, limits), name, data, limits)
    except RecursionError as error:  # tables in tables in tables …: no honest file does that
        raise LuhengError("archive_damaged", file=name) from error
    source.sha256 = hashlib.sha256(data).hexdigest()
    if len(source.text) > limits.max_text_characters:
        raise LuhengError("text_too_long", file=name, limit=limits.max_text_characters)
    return source


def _check_size(name: str, size: int, limits: Limits) -> None:
    if size > limits.max_file_mb * _MEGABYTE:
        megabytes = f"{size / _MEGABYTE:.0f}"
        raise LuhengError("document_too_large", file=name, size=megabytes, limit=limits.max_file_mb)


def _read(form: Format, name: str, data: bytes, limits: Limits) -> Source:
    """The source of a file of known format; only that format's library is loaded."""
    source = Source(name, "", MEDIA_TYPES[form], "", [])
    if form == "text":
        decoded = decode(name, data)
        source.text, source.blocks = decoded.text, text_blocks(decoded.text)
        source.encoding, source.findings = decoded.encoding, decoded.findings
    elif form in ("html", "mhtml"):
        from luheng.documents.formats.html import read_html
        from luheng.documents.formats.mhtml import html_part

        page = html_part(name, data) if form == "mhtml" else data
        decoded, source.text, source.blocks = read_html(name, page, limits)
        source.encoding, source.findings = decoded.encoding, decoded.findings
    elif form == "docx":
        from luheng.documents.formats.word import read_word

        read_word(source, data, limits)
    elif form == "workbook":
        from luheng.documents.formats.workbook import read_workbook

        read_workbook(source, data, limits)
    elif form == "pdf":
        from luheng.documents.formats.pdf import read_pdf

        read_pdf(source, data, limits)
    else:
        from luheng.documents.formats.old_office import as_docx
        from luheng.documents.formats.word import read_word

        read_word(source, as_docx(name, data), limits)
    if b"vbaProject.bin" in data[-65_536:] and data.startswith(b"PK"):
        message = Message("macros_ignored", {"file": name})
        source.findings.append(Finding(quote="", span=Span(0, 0), message=message, severity="info"))
    return source
