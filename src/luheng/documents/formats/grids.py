"""From places of cells in a text to a table: equal rows, merged cells filled, page heads taken out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from luheng.documents.formats.lines import without_breaks
from luheng.documents.model import Span
from luheng.documents.source import Cell, Table


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands; an empty cell has no length."""

    start: int
    end: int

    def to(self, end: int, start: int) -> Place:
        """The same cell going on to `end`, where its next line begins at `start`."""
        return Place(self.start if self.end > self.start else start, end)


Row = list[Place | None]  # None: the place is covered by the merged cell above it


def table_of(text: str, rows: list[Row], width: int) -> Table:
    """The table of rows of `width` columns.

    Short rows are filled with empty cells; what a long row has too much stays in its last cell.
    """
    cells: list[list[Cell]] = []
    for row in rows:
        cells.append(_cells(text, row, width, cells[-1] if cells else []))
    head = _words(cells[0])
    kept = [cells[0]] + [row for row in cells[1:] if _words(row) != head]
    _carry_down(kept)
    places = [place for row in (rows[0], rows[-1]) for place in row if place]
    return Table(Span(places[0].start, max(place.end for place in places)), kept)


def _cells(text: str, row: Row, width: int, above: list[Cell]) -> list[Cell]:
    places = [place for place in row if place]
    last = places[-1].end
    if len(row) > width:
        row = [*row[: width - 1], Place(places[-len(row) + width - 1].start, last)]
    row = row + [Place(last, last)] * (width - len(row))
    return [
        _cell(text, place) if place else replace(above[column], merged=True)
        for column, place in enumerate(row)
    ]


def _cell(text: str, place: Place) -> Cell:
    return Cell(Span(place.start, place.end), without_breaks(text[place.start : place.end]))


def _words(row: list[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def _carry_down(rows: list[list[Cell]]) -> None:
    """Fill the empty cells at the left of a row, where a merged cell reaches down.

    An empty cell further right is empty: nobody can tell it from a merged one, and to guess a value
    is worse than to miss it. A column of running numbers does not end the left part.
    """
    number_column = _number_column(rows)
    for above, row in pairwise(rows[1:]):
        for column, cell in enumerate(row):
            if cell.text:
                if column == number_column:
                    continue
                break
            if above[column].text and any(part.text for part in row):
                row[column] = Cell(above[column].span, above[column].text, merged=True)


def _number_column(rows: list[list[Cell]]) -> int | None:
    """The leftmost column that counts 1, 2, 3 …"""
    for column in range(len(rows[0])):
        if [row[column].text for row in rows[1:3]] == ["1", "2"]:
            return column
    return None
