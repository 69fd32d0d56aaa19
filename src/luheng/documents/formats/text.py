"""Plain text: a line is a paragraph, lines broken inside a sentence are one, tables are found."""

from __future__ import annotations

from luheng.documents.formats.captions import with_captions
from luheng.documents.formats.lines import Line, split_lines
from luheng.documents.formats.paragraphs import Wrapping, paragraph_ends
from luheng.documents.formats.tab_tables import tab_table
from luheng.documents.model import Span
from luheng.documents.source import Block, Paragraph


def blocks_of(text: str) -> list[Block]:
    """The paragraphs and tables of a text in order; their spans point into it."""
    lines = split_lines(text)
    tabbed = [number for number, line in enumerate(lines) if line.tabbed]
    wrapping = Wrapping.of(lines)
    blocks: list[Block] = []
    number = 0
    while number < len(lines):
        if lines[number].tabbed and (found := tab_table(text, lines, tabbed, number)):
            blocks.append(found[0])
            number = found[1]
        elif not lines[number].bare:
            number += 1
        else:
            after = paragraph_ends(lines, number, wrapping)
            blocks.append(Paragraph(_span(lines, number, after)))
            number = after
    return with_captions(text, blocks)


def _span(lines: list[Line], first: int, after: int) -> Span:
    return Span(lines[first].span.start, lines[after - 1].span.end)
