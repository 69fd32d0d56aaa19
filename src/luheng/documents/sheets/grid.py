"""A sheet as a grid of cells: text as shown, address, and what only its file tells of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from luheng.documents.formats.workbook import column_letters


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell. A cell covered by a merged one has the text of that one and says so."""

    row: int  # from 0
    column: int
    text: str = ""
    comment: str = ""
    covered_by: tuple[int, int] | None = None  # the cell that covers this one
    rows: int = 1  # a merged cell reaches over so many
    columns: int = 1
    trouble: str = ""  # a code: uncomputed, error, scaled
    lines: str = ""  # the text as stored, where it has several lines or other blanks than `text`

    @property
    def name(self) -> str:
        """D7"""
        return f"{column_letters(self.column)}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """A sheet from A1 on, every row with the same number of cells."""

    name: str
    rows: tuple[tuple[GridCell, ...], ...]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formats_known: bool = True  # False: an old .xls does not tell which cells show a percentage
    hidden: bool = False
    file: str = field(default="", compare=False)

    @classmethod
    def of(cls, name: str, rows: Sequence[Sequence[str]]) -> SheetGrid:
        """A grid of plain texts."""
        width = max(map(len, rows), default=0)
        return cls(
            name,
            tuple(
                tuple(GridCell(at, c, row[c] if c < len(row) else "") for c in range(width))
                for at, row in enumerate(rows)
            ),
        )

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def address(self, cell: GridCell) -> str:
        """表1!D7"""
        return f"{self.name}!{cell.name}"

    def is_hidden(self, cell: GridCell) -> bool:
        """Whether its row or column is hidden."""
        return cell.row in self.hidden_rows or cell.column in self.hidden_columns

    def anchor(self, cell: GridCell) -> GridCell:
        """The cell itself, or the one that covers it."""
        return self.rows[cell.covered_by[0]][cell.covered_by[1]] if cell.covered_by else cell

    def column(self, at: int, first: int, last: int) -> Iterator[GridCell]:
        """The cells of a column in the rows from `first` up to, not including, `last`."""
        return (row[at] for row in self.rows[first:last])


def covered(
    rows: list[list[GridCell]], reach: dict[tuple[int, int], tuple[int, int]]
) -> tuple[tuple[GridCell, ...], ...]:
    """The rows with merged cells spread over what they cover; `reach` is top left → bottom right."""
    for (top, left), (bottom, right) in reach.items():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        anchor = rows[top][left]
        for row in rows[top : bottom + 1]:
            for at in range(left, min(right + 1, len(row))):
                row[at] = replace(row[at], text=anchor.text, covered_by=(top, left))
        rows[top][left] = replace(anchor, rows=bottom - top + 1, columns=right - left + 1)
    return tuple(tuple(row) for row in rows)
