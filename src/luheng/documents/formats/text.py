"""Plain text: a line is a paragraph, lines broken inside a sentence are one, tables are found."""

from __future__ import annotations

from luheng.documents.formats.captions import with_captions
from luheng.documents.formats.lines import Line, split_lines
from luheng.documents.formats.numbered_runs import numbered_tables
from luheng.documents.formats.paragraphs import Wrapping, paragraph_ends
from luheng.documents.formats.pipe_tables import DividedRun
from luheng.documents.formats.spaced_tables import spaced_table
from luheng.documents.formats.tab_tables import tab_table
from luheng.documents.model import Span
from luheng.documents.source import Block, Paragraph, Table


def text_blocks(text: str) -> list[Block]:
    """The paragraphs and tables of a text in order, tables with their captions."""
    return with_captions(text, blocks_of(text))


def blocks_of(
    text: str, start: int = 0, end: int | None = None, *, wraps: bool = True
) -> list[Block]:
    """The paragraphs and tables of a stretch of text in order; their spans point into the text.

    `wraps`: lines may have been broken at a fixed width, and are then put together.
    """
    lines = split_lines(text, start, end)
    tables = _Tables(text, lines)
    wrapping = Wrapping.of(lines) if wraps else Wrapping(None)
    blocks: list[Block] = []
    number = 0
    while number < len(lines):
        if found := tables.at(number):
            blocks.append(found[0])
            number = found[1]
        elif not lines[number].bare:
            number += 1
        else:
            after = paragraph_ends(lines, number, wrapping)
            blocks.append(Paragraph(_span(lines, number, after)))
            number = after
    return blocks


class _Tables:
    """The tables of a text, however they were flattened."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines
        self.tabbed = [number for number, line in enumerate(lines) if line.tabbed]
        self.numbered = numbered_tables(text, lines)
        self.no_table_before = 0  # lines that were tried as tabbed ones and are none
        self.runs: dict[str, DividedRun] = {}  # divider: the run of lines last looked at

    def at(self, number: int) -> tuple[Table, int] | None:
        """The table that begins with a line, and the line after it."""
        line = self.lines[number]
        if found := self.numbered.get(number):
            return found.table, found.after
        if line.tabbed and number >= self.no_table_before:
            if table := tab_table(self.text, self.lines, self.tabbed, number):
                return table
            self.no_table_before = self._group_end(number)
        if not line.bare or not line.short:
            return None
        for divider in "|\t":
            if divider in line.bare:
                return self._divided(number, divider)
        return spaced_table(self.text, self.lines, number)

    def _divided(self, number: int, divider: str) -> tuple[Table, int] | None:
        run = self.runs.get(divider)
        if run is None or run.ends <= number:
            run = self.runs[divider] = DividedRun(self.text, self.lines, number, divider)
        return run.table_at(number)

    def _group_end(self, number: int) -> int:
        while number < len(self.lines) and self.lines[number].tabbed:
            number += 1
        return number


def _span(lines: list[Line], first: int, after: int) -> Span:
    return Span(lines[first].span.start, lines[after - 1].span.end)
