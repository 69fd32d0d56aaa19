"""Composing the one text of a Word, HTML, PDF or Excel file, with the layout it came with.

A paragraph is a line; a table row is a line with a tab between its cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from luheng.documents.formats.captions import with_captions
from luheng.documents.formats.limits import Limits
from luheng.documents.formats.text import blocks_of
from luheng.documents.model import Span
from luheng.documents.source import Block, Cell, Paragraph, Table
from luheng.vocabulary.messages import LuhengError


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell as a file has it; it covers `rows` × `columns` places of the grid."""

    text: str
    columns: int = 1
    rows: int = 1
    reference: str = ""


def one_line(parts: Iterable[str]) -> str:
    """The paragraphs or lines of a cell on one line; a blank stays only between two Latin words."""
    line = ""
    for part in parts:
        words = " ".join(part.split())
        apart = line[-1:].isascii() and words[:1].isascii() and line[-1:].isalnum()
        line += (" " if line and words and apart and words[:1].isalnum() else "") + words
    return line


class Composer:
    """Gathers paragraphs and tables in order, then gives the text and its blocks."""

    def __init__(self, file: str, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._cells = 0
        self._tables: list[Table] = []
        self._styles: dict[int, str] = {}

    def paragraph(self, text: str, style: str = "") -> None:
        """Add a paragraph; line breaks in it stay."""
        text = text.strip(" \n\r\t\u00a0")
        if not text:
            return
        if style:
            self._styles[self._length] = style
        self._add(text + "\n")

    def table(self, rows: list[list[Printed]], header_rows: int = 0) -> None:
        """Add a table. Rows that only repeat the first are left out; `header_rows` 0 is a guess."""
        heads = header_rows or _header_rows(rows)
        first = [cell.text for cell in rows[0]] if rows else []
        kept = [row for at, row in enumerate(rows) if not at or [c.text for c in row] != first]
        start = self._length
        grid = [row for row in self._grid(kept) if any(cell.text for cell in row)]
        if grid:
            heads = min(heads, len(grid))
            self._tables.append(Table(Span(start, self._length - 1), grid, heads))

    def finish(self, *, wraps: bool = False) -> tuple[str, list[Block]]:
        """The text and its blocks in order; `wraps` if its lines may be broken at a fixed width."""
        text = "".join(self._parts)
        blocks: list[Block] = []
        start = 0
        for table in self._tables:
            blocks += [*self._between(text, start, table.span.start, wraps), table]
            start = table.span.end
        blocks += self._between(text, start, len(text), wraps)
        return text, with_captions(text, blocks)

    def _between(self, text: str, start: int, end: int, wraps: bool) -> list[Block]:
        """The blocks between two tables: paragraphs, and tables that are flattened even here."""
        return [
            replace(block, style=self._styles.get(block.span.start, ""))
            if isinstance(block, Paragraph)
            else block
            for block in blocks_of(text, start, end, wraps=wraps)
        ]

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length > self._limits.max_text_characters:
            raise LuhengError(
                "text_too_long", file=self._file, limit=self._limits.max_text_characters
            )

    def _grid(self, rows: list[list[Printed]]) -> list[list[Cell]]:
        """Every row with the same number of cells; a merged cell stands in each of its places."""
        reaching: dict[int, tuple[Cell, int]] = {}  # column: cell of a row above, rows to go
        grid: list[list[Cell]] = []
        for row in rows:
            grid.append(self._row(row, reaching))
        width = max(map(len, grid), default=0)
        for line in grid:
            end = line[-1].span.end if line else self._length
            line.extend([Cell(Span(end, end), "")] * (width - len(line)))
        return grid

    def _row(self, row: list[Printed], reaching: dict[int, tuple[Cell, int]]) -> list[Cell]:
        line: list[Cell] = []
        pending = list(row)
        while pending or len(line) in reaching:
            column = len(line)
            if column in reaching:
                cell, left = reaching.pop(column)
                if left > 1:
                    reaching[column] = (cell, left - 1)
                self._count()
                line.append(cell)
                continue
            printed = pending.pop(0)
            cell = self._cell(printed, first=not line)
            for offset in range(printed.columns):
                self._count()
                shown = replace(cell, merged=True) if offset else cell
                line.append(shown)
                if printed.rows > 1:
                    reaching[column + offset] = (replace(cell, merged=True), printed.rows - 1)
        self._add("\n")
        return line

    def _cell(self, printed: Printed, first: bool) -> Cell:
        if not first:
            self._add("\t")
        start = self._length
        self._add(printed.text)
        return Cell(Span(start, self._length), printed.text, reference=printed.reference)

    def _count(self) -> None:
        self._cells += 1
        if self._cells > self._limits.max_cells:
            raise LuhengError("too_many_cells", file=self._file, limit=self._limits.max_cells)


def _header_rows(rows: list[list[Printed]]) -> int:
    """A head of more than one row has cells that span columns, and others as high as the head."""
    if not rows or not any(cell.columns > 1 for cell in rows[0]):
        return 1
    return min(max(cell.rows for cell in rows[0]), 4)
