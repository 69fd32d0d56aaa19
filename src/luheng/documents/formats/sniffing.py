"""What a file is, told by its content; its name may say anything."""

from __future__ import annotations

import re
from typing import Literal

from luheng.documents.formats.limits import Limits
from luheng.vocabulary.messages import LuhengError

Format = Literal["text", "html", "mhtml", "docx", "pdf", "workbook", "old_office"]

MEDIA_TYPES: dict[Format, str] = {
    "text": "text/plain",
    "html": "text/html",
    "mhtml": "multipart/related",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "workbook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "old_office": "application/msword",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|br|span|h[1-6])\b", re.IGNORECASE
)
_MHTML = re.compile(rb"\s*(?:from|date|subject|mime-version|content-type)\s*:", re.IGNORECASE)


def format_of(name: str, data: bytes, limits: Limits) -> Format:
    """The format of a file. Raises LuhengError for formats that cannot be read."""
    if data.startswith(_OLE):
        return _ole(name, data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(name, data, limits)
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "old_office"
    if head.startswith(_PICTURES):
        raise LuhengError("picture_file", file=name)
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _MHTML.match(plain) and b"multipart/" in head.lower():
        return "mhtml"
    if plain[:1] == b"<" and _HTML.search(plain):
        return "html"
    return "html" if len(_HTML.findall(plain)) > 3 else "text"


def _ole(name: str, data: bytes) -> Format:
    """Old Word and Excel files, and the wrapping of encrypted new ones."""
    if _stream(data, "EncryptedPackage"):
        raise LuhengError("encrypted", file=name)
    if _stream(data, "Workbook") or _stream(data, "Book"):
        return "workbook"
    if _stream(data, "WordDocument"):
        return "old_office"
    raise LuhengError("format_unknown", file=name, found="OLE")


def _stream(data: bytes, stream: str) -> bool:
    return (stream + "\0").encode("utf-16-le") in data


def _zipped(name: str, data: bytes, limits: Limits) -> Format:
    from luheng.documents.formats.archive import Archive  # a text file needs no XML library

    archive = Archive(name, data, limits)
    if any(part.startswith("word/document") for part in archive.names):
        return "docx"
    if any(part.startswith("xl/workbook") for part in archive.names):
        return "workbook"
    kind = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in archive else ""
    if "spreadsheet" in kind:
        return "workbook"
    if "opendocument.text" in kind:
        return "old_office"
    found = "OFD" if "OFD.xml" in archive else "ZIP"
    raise LuhengError("format_unknown", file=name, found=found)
