"""From bytes to text, never to garbage.

Every encoding that Chinese offices use is tried; what comes out most like Chinese is taken, and where
nothing does, the file is refused. A page that was already spoilt on its way is repaired and says so.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from dataclasses import dataclass, field

from luheng.documents.formats.familiar import familiarity
from luheng.documents.formats.mojibake import garbled_share, repaired
from luheng.documents.model import Finding, Span
from luheng.vocabulary.messages import LuhengError, Message

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
_SAMPLE = 40_000  # bytes or characters that are enough to tell an encoding
_FAMILIAR = 0.4
_LOST = "\ufffd"
_MOST_GARBLED = 0.2
_MOST_LOST = 0.02  # share of unreadable characters above which a file is refused


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it came in and what was wrong with it."""

    text: str
    encoding: str
    findings: list[Finding] = field(default_factory=list)


def decode(name: str, data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file. `declared` is the encoding that the file itself claims to be in.

    Raises LuhengError where no encoding gives readable text.
    """
    encoding = _marked(data) or _valid_utf8(data) or _best(name, data, declared)
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    text, findings = repaired(text)
    sample = text[:_SAMPLE]
    share, count = familiarity(sample)
    if _control_share(sample) > 0.01 or (count >= 8 and share < _FAMILIAR / 2):
        raise _unknown(name)
    if garbled_share(text) > _MOST_GARBLED:
        raise LuhengError("text_garbled", file=name)
    return Decoded(text, encoding, findings + _lost(name, text))


def _marked(data: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _valid_utf8(data: bytes) -> str | None:
    """UTF-8, if the bytes are; a last character that was cut off does not count against it."""
    if b"\0" in data[:_SAMPLE]:
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(data)
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _best(name: str, data: bytes, declared: str | None) -> str:
    """The candidate whose text looks most like Chinese."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    scored = [(_score(sample, encoding), encoding) for encoding in _with(declared)]
    score, encoding = max(scored, key=lambda pair: pair[0])
    if score < _FAMILIAR:
        raise _unknown(name)
    return encoding


def _with(declared: str | None) -> Iterable[str]:
    """The candidates, the declared one first: of equals the first wins."""
    known = ["utf-8", *_CANDIDATES]
    try:
        claimed = codecs.lookup(declared or "").name
    except LookupError:
        return known
    wider = {"gb2312": "gb18030", "gbk": "gb18030"}.get(claimed, claimed)
    if wider.startswith(("iso8859", "cp125", "ascii", "latin")):
        return known
    return [wider, *(encoding for encoding in known if encoding != wider)]


def _score(sample: bytes, encoding: str) -> float:
    """Familiarity of a decoded sample, less ten times what could not be decoded."""
    text = sample.decode(encoding, errors="replace")[:-1] or " "
    share, count = familiarity(text)
    strange = sum(not mark.isprintable() and not mark.isspace() for mark in text)
    return share * min(1.0, 20 * count / len(text)) - 10 * (text.count(_LOST) + strange) / len(text)


def _control_share(text: str) -> float:
    control = sum(mark < " " and not mark.isspace() for mark in text)
    return control / len(text) if text else 0.0


def _lost(name: str, text: str) -> list[Finding]:
    """A finding that says where characters were lost, and refusal where too many were."""
    count = text.count(_LOST)
    if not count:
        return []
    if count > _MOST_LOST * len(text):
        raise LuhengError("text_lost", file=name, count=count, share=f"{count / len(text):.0%}")
    first = text.index(_LOST)
    message = Message(
        "characters_lost", {"count": count, "line": text.count("\n", 0, first) + 1, "file": name}
    )
    return [Finding(quote=_LOST, span=Span(first, first + 1), message=message)]


def _unknown(name: str) -> LuhengError:
    tried = "、".join(["UTF-8", *(encoding.upper() for encoding in _CANDIDATES)])
    return LuhengError("encoding_unknown", file=name, tried=tried)
