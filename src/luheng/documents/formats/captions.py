"""What a table is called: the short lines just above it."""

from __future__ import annotations

import re
from dataclasses import replace

from luheng.documents.formats.lines import without_breaks
from luheng.documents.source import Block, Paragraph, Table

_ANNEX = re.compile(r"附\s*[件表录錄]")
_UNIT = re.compile(r"[(（]?\s*(?:计量)?[单單]\s*位\s*[:：].{1,30}")
_LONGEST = 40


def with_captions(text: str, blocks: list[Block]) -> list[Block]:
    """The same blocks; a table has the title, annex and unit lines above it as its caption.

    The lines stay paragraphs too: the outline needs them.
    """
    return [
        replace(block, caption=_caption(text, blocks, at))
        if isinstance(block, Table) and not block.caption
        else block
        for at, block in enumerate(blocks)
    ]


def _caption(text: str, blocks: list[Block], at: int) -> str:
    """Unit lines, the title above them and the annex line above that."""
    words: list[str] = []
    titled = False
    while at > 0 and isinstance(block := blocks[at - 1], Paragraph) and len(words) < 4:
        line = without_breaks(text[block.span.start : block.span.end])
        annex = _ANNEX.match(line) is not None
        if len(line) > _LONGEST or re.search("[。；，,;]", line) or (titled and not annex):
            break
        words.insert(0, line)
        titled = titled or _UNIT.fullmatch(line) is None
        at = 0 if annex else at - 1
    return " ".join(words)
