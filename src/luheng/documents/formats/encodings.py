"""From bytes to text, never to garbage."""

from __future__ import annotations

from luheng.vocabulary.messages import LuhengError

_TRIED = ("utf-8-sig", "gb18030", "big5")


def decode(name: str, data: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was in. Raises LuhengError where none fits."""
    for encoding in _TRIED:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise LuhengError("encoding_unknown", file=name, tried="、".join(_TRIED))
