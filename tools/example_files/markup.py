"""The light markup of the sources.

`# ` and `## ` are headings, `[落款] ` and the like name a paragraph's style, `[换页]` and `[横排]`
begin a page (the second one lying), and lines of `| a | b |` are a table, in which `^` is merged
with the cell above and `<` with the cell to the left. Every other line is a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKED = re.compile(r"\[(\w+)\] ?(.*)")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text and the name of its style."""

    text: str
    style: str = "正文"


@dataclass(frozen=True, slots=True)
class Break:
    """A new page; `landscape` for the wide annex tables."""

    landscape: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as written, the merge marks `^` and `<` included."""

    rows: list[list[str]]

    def owner(self, row: int, column: int) -> tuple[int, int]:
        """The cell that a merged cell belongs to; a plain cell is its own owner."""
        mark = self.rows[row][column]
        if mark == "^":
            return self.owner(row - 1, column)
        if mark == "<":
            return self.owner(row, column - 1)
        return row, column

    def merges(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """First and last cell of each merged area."""
        last: dict[tuple[int, int], tuple[int, int]] = {}
        for row, cells in enumerate(self.rows):
            for column in range(len(cells)):
                last[self.owner(row, column)] = (row, column)
        return [(first, end) for first, end in last.items() if first != end]


Block = Paragraph | Table | Break


def parse(source: str) -> list[Block]:
    """The blocks of a source text, in order."""
    blocks: list[Block] = []
    for line in filter(None, source.splitlines()):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if blocks and isinstance(blocks[-1], Table):
                blocks[-1].rows.append(cells)
            else:
                blocks.append(Table([cells]))
        else:
            blocks.append(_line(line))
    return blocks


def _line(line: str) -> Block:
    if line in ("[换页]", "[横排]"):
        return Break(landscape=line == "[横排]")
    if found := _MARKED.fullmatch(line):
        return Paragraph(found[2], found[1])
    if line.startswith("## "):
        return Paragraph(line[3:], "二级标题")
    if line.startswith("# "):
        return Paragraph(line[2:], "一级标题")
    return Paragraph(line)
