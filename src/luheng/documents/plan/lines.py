"""The lines of a document as the plan grammar reads them: a view, its number, its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from luheng.documents.model import Span
from luheng.documents.plan.numbering import HeadingNumber, read_number
from luheng.documents.source import Paragraph, Source, Table
from luheng.documents.view import View

# Where a heading begins inside a paragraph whose line breaks were lost: a number after the end of
# a sentence, then a title that is a sentence of its own, or a title that leads to its first section.
_BREAK = re.compile(
    r"(?<=[。！”）])(?=（[一二三四五六七八九十]{1,3}）[^，。；：、（）]{2,30}。)"
    r"|(?<=[。！）])(?=\d{1,2}\.[^\d，。；：、（）][^，。；：、（）]{2,30}。)"
    r"|(?<=[。！）])(?=[一二三四五六七八九十]{1,3}、[^，。；：]{2,30}（一）)"
    r"|(?<=[一-鿿])(?=（一）[^，。；：、（）]{2,24}。)"
)

# Marks that stand before and after a line and say nothing: bullets, # and ** of marked-up copies,
# question marks where blanks were lost.
_ORNAMENT_BEFORE = re.compile(r"[？#*·•●■▲★◆◇○\s＞|_=]+")
_ORNAMENT_AFTER = re.compile(r"(?:\*\*|[#|\s_=])+$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or the part of one that a lost line break would have set apart."""

    view: View
    span: Span
    number: HeadingNumber | None
    block: int  # its place among the blocks of the source
    style: str = ""

    @property
    def text(self) -> str:
        """The words as the grammar reads them."""
        return self.view.text

    def rest(self) -> str:
        """The words after the number."""
        return self.text[self.number.length :] if self.number else self.text

    def part(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the source."""
        return self.view.span(start, end)


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table and its place among the blocks."""

    table: Table
    block: int


def read_lines(source: Source) -> tuple[list[Line], list[PlacedTable]]:
    """Every paragraph that holds a character, and every table, each in order."""
    lines: list[Line] = []
    tables: list[PlacedTable] = []
    for place, block in enumerate(source.blocks):
        if isinstance(block, Table):
            tables.append(PlacedTable(block, place))
        else:
            lines += _lines_of(source, block, place)
    return lines, tables


def _lines_of(source: Source, paragraph: Paragraph, place: int) -> list[Line]:
    view = source.view(paragraph.span)
    first, last = _ORNAMENT_BEFORE.match(view.text), _ORNAMENT_AFTER.search(view.text)
    start, end = first.end() if first else 0, last.start() if last else len(view.text)
    if start >= end:
        return []
    view = View(view.text[start:end], view.origin[start:end])
    cuts = [0, *(found.start() for found in _BREAK.finditer(view.text)), len(view.text)]
    parts = []
    for start, end in pairwise(cuts):
        if end > start:
            part = View(view.text[start:end], view.origin[start:end])
            number = read_number(part.text)
            parts.append(Line(part, view.span(start, end), number, place, paragraph.style))
    return parts
