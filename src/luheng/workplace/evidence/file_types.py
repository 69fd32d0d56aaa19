"""What a piece of evidence may be, told by its content; its name may say anything."""

from __future__ import annotations

from luheng.documents.formats.limits import Limits
from luheng.documents.formats.sniffing import MEDIA_TYPES, Format, format_of
from luheng.vocabulary.messages import LuhengError

PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
    b"BM": "image/bmp",
}
OFD = "application/ofd"  # GB/T 33190
_TAKEN: frozenset[Format] = frozenset({"text", "docx", "pdf", "workbook", "old_office"})
ACCEPTED = ".pdf,.ofd,.docx,.doc,.wps,.xlsx,.xls,.ods,.et,.csv,.txt,.png,.jpg,.jpeg,.gif,.tif,.tiff,.bmp,.webp"


def media_type_of(name: str, data: bytes, limits: Limits) -> str:
    """The media type of the content. Raises `evidence_type_refused`, `file_empty` and what damaged files raise."""
    if not data:
        raise LuhengError("file_empty", file=name)
    for start, media_type in PICTURES.items():
        if data.startswith(start):
            return media_type
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    form = _office_form(name, data, limits)
    if form == OFD:
        return OFD
    if form not in _TAKEN or (form == "text" and b"\0" in data[:4096].rstrip(b"\0")):
        raise _refused(name)
    return MEDIA_TYPES[form]


def _office_form(name: str, data: bytes, limits: Limits) -> Format | str:
    try:
        return format_of(name, data, limits)
    except LuhengError as problem:
        if problem.message.values.get("found") == "OFD":
            return OFD
        if problem.message.code in ("format_unknown", "picture_file"):
            raise _refused(name) from problem
        raise


def _refused(name: str) -> LuhengError:
    return LuhengError("evidence_type_refused", file=name)
