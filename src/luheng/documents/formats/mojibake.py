"""Text that was spoilt before it reached us: its bytes were once read in a wrong encoding.

UTF-8 read as Latin-1 prints 市 as ``å¸‚``, read as GBK as ``甯?``. Where the way back exists, it is gone.
"""

from __future__ import annotations

import re

from luheng.documents.formats.familiar import familiarity
from luheng.documents.model import Finding, Span
from luheng.vocabulary.messages import Message

_SAMPLE = 40_000
_WINDOWS = {
    bytes([byte]).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_LATIN = re.compile("[\x80-\xff" + "".join(_WINDOWS) + "\ufffd]{2,}")
_LEAD = re.compile("[\xc2-\xf4]")  # Latin letters; dashes and quotation marks are no garbage
_OTHER = re.compile("[^\x00-\xff" + "".join(_WINDOWS) + "]")


def repaired(text: str) -> tuple[str, list[Finding]]:
    """The text as its writer meant it, with a finding if it had to be repaired."""
    for repair, way in (
        (_from_latin, "Latin-1"),
        (_from_latin_runs, "Latin-1"),
        (_from_gbk, "GBK"),
    ):
        mended = repair(text)
        if mended is not None:
            message = Message("mojibake_repaired", {"encoding": way})
            return mended, [Finding(quote="", span=Span(0, 0), message=message, severity="info")]
    return text, []


def garbled_share(text: str) -> float:
    """Share of a text that stands in runs of accented letters, as garbled Chinese does."""
    sample = text[:_SAMPLE]
    runs = (run[0] for run in _LATIN.finditer(sample) if _LEAD.search(run[0]))
    return sum(map(len, runs)) / max(1, len(sample))


def _from_latin(text: str) -> str | None:
    """The text, all of it Latin-1 or Windows-1252, read again; None if it is not Chinese then."""
    if not _LATIN.search(text, 0, _SAMPLE) or _OTHER.search(text):
        return None
    data = _bytes(text)
    return _chinese(data, "utf-8") or _chinese(data, "gb18030") or _chinese(data, "big5")


def _from_latin_runs(text: str) -> str | None:
    """The text with its Latin-1 runs read again as UTF-8; None if none of them is Chinese."""
    runs = _LATIN.finditer(text, 0, _SAMPLE)
    if not any(_chinese(_bytes(run[0]), "utf-8") for run in runs):
        return None
    return _LATIN.sub(lambda run: _original(run[0]), text)


def _original(run: str) -> str:
    data = _bytes(run)
    return _chinese(data, "utf-8") or (data.decode("utf-8") if _only_marks(data) else run)


def _bytes(text: str) -> bytes:
    return bytes(_WINDOWS.get(mark, min(ord(mark), 0xFF)) for mark in text)


def _chinese(data: bytes, encoding: str) -> str | None:
    """The text of the bytes if it is Chinese and hardly a character of it is lost."""
    read = data.decode(encoding, errors="replace")
    share, count = familiarity(read[:_SAMPLE])
    readable = count > 0 and share > 0.4 and read.count("\ufffd") <= len(read) // 50
    return read if readable else None


def _only_marks(data: bytes) -> bool:
    """Whether the bytes are UTF-8 of Chinese punctuation only, such as ，or 。"""
    try:
        read = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all("\u2010" <= mark <= "\u303f" or "\uff00" <= mark <= "\uffef" for mark in read)


def _from_gbk(text: str) -> str | None:
    """The text read as UTF-8 again; None if any of it would be lost, for digits get lost so."""
    share, count = familiarity(text[:_SAMPLE])
    if count < 5 or share > 0.35:
        return None
    try:
        read = text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return None
    better, found = familiarity(read[:_SAMPLE])
    return read if better > 0.6 and found > 2 else None
