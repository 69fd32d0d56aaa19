"""What a table is called: the short lines just above it."""

from __future__ import annotations

import re
from dataclasses import replace

from luheng.documents.formats.lines import is_caption, opens_a_section, without_breaks
from luheng.documents.source import Block, Paragraph, Table

_ANNEX = re.compile(r"附\s*[件表录錄]")


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
    words: list[str] = []
    while len(words) < 3 and at > 0 and isinstance(block := blocks[at - 1], Paragraph):
        line = without_breaks(text[block.span.start : block.span.end])
        annex = len(line) <= 40 and _ANNEX.match(line)
        if not annex and (opens_a_section(line) or not is_caption(line)):
            break
        words.insert(0, line)
        at = 0 if annex else at - 1
    return " ".join(words)
