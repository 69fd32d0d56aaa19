"""Tables printed with a bar between cells, and those with a tab between cells.

A row with too few bars lacks the cells that a merged cell above covers.
"""

from __future__ import annotations

import re
from collections import Counter

from luheng.documents.formats.alignment import Column, align
from luheng.documents.formats.grids import Place, Row, table_of
from luheng.documents.formats.lines import Line
from luheng.documents.source import Table

_NUMBERING = re.compile(r"[(（]?[\d一二三四五六七八九十]+[)）.、．:：]{1,2}|[•●·◆▪-]")


class DividedRun:
    """Lines with a divider that follow each other; a table may begin with any of them.

    A list whose numbers are set off by tabs is such a run and no table, so each of its lines is
    tried as a head: what that needs to know is counted once for the run and kept up to date.
    """

    def __init__(self, text: str, lines: list[Line], at: int, divider: str) -> None:
        self._text = text
        self._rows, self._numbers, self._after = _gather(lines, at, divider)
        self._first = 0  # rows before it have been tried as heads
        self._widths = Counter(len(row) for row in self._rows)
        self._listed = sum(map(self._is_listed, self._rows))
        self.ends = max(self._after, at + 1)  # the first line that is not of the run

    def table_at(self, number: int) -> tuple[Table, int] | None:
        """The table whose head is line `number`, and the line after it; None where there is none.

        Numbers are asked for in rising order.
        """
        while self._first < len(self._rows) and self._numbers[self._first] < number:
            gone = self._rows[self._first]
            self._widths[len(gone)] -= 1
            self._listed -= self._is_listed(gone)
            self._first += 1
        if not self._is_table():
            return None
        rows = self._rows[self._first :]
        width = max(Counter(len(row) for row in rows).most_common(1)[0][0], len(rows[0]))
        return table_of(self._text, _aligned(self._text, rows, width), width), self._after

    def _is_table(self) -> bool:
        """At least two rows, most of them equal, and a head that is no list number."""
        count = len(self._rows) - self._first
        if count < 2:
            return False
        head, most = self._rows[self._first], max(self._widths.values())
        if most * 2 < count and self._widths[len(head)] != most:
            return False
        words = [self._text[place.start : place.end] for place in head if place]
        return all(len(cell) <= 60 for cell in words) and self._listed * 2 < count and any(words)

    def _is_listed(self, row: Row) -> bool:
        first = row[0]
        return bool(first and _NUMBERING.fullmatch(self._text[first.start : first.end]))


def _gather(lines: list[Line], at: int, divider: str) -> tuple[list[Row], list[int], int]:
    """The rows from line `at` on, the numbers of their lines, and the line after them."""
    rows: list[Row] = []
    numbers: list[int] = []
    number = after = at
    while number < len(lines) and number - after <= (1 if divider == "|" else 0):
        line = lines[number]
        number += 1
        if not line.bare and not line.ruled:
            continue
        if not line.ruled:
            row = _places(line, divider)
            if len(row) < 2:
                break
            rows.append(row)
            numbers.append(number - 1)
        after = number
    return rows, numbers, after


def _places(line: Line, divider: str) -> Row:
    """Where the cells of a line stand."""
    start, bare = line.start, line.bare
    if divider == "|":
        inner = bare.removeprefix("|")
        start += len(bare) - len(inner)
        parts = inner.removesuffix("|").split("|") if "|" in bare else []
    else:
        start -= line.tabs
        parts = ("\t" * line.tabs + bare).split("\t")
    row: Row = []
    for part in parts:
        bare_part = part.strip()
        begin = start + (part.index(bare_part) if bare_part else 0)
        row.append(Place(begin, begin + len(bare_part)))
        start += len(part) + 1
    return row


def _aligned(text: str, rows: list[Row], width: int) -> list[Row]:
    """The rows; one with too few cells gets None where a merged cell reaches down."""
    full = [[text[p.start : p.end] for p in row if p] for row in rows[1:] if len(row) == width]
    if not full:
        return rows
    columns = [Column.of([row[j] for row in full[:50]]) for j in range(width)]
    return [
        _spread(text, row, columns) if number and 1 < len(row) < width else row
        for number, row in enumerate(rows)
    ]


def _spread(text: str, row: Row, columns: list[Column]) -> Row:
    pieces = [text[place.start : place.end] or " " for place in row if place]
    ranges = align(pieces, columns)
    if any(len(part) > 1 for part in ranges):
        return row
    return [row[part.start] if part else None for part in ranges]
