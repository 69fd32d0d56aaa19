"""Tables flattened to text with a cell on each line and nothing to tell cells from paragraphs.

They are found by their column of running numbers: a line 序号 in the head, then lines 1, 2, 3 …
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from luheng.documents.formats.alignment import Column, align
from luheng.documents.formats.grids import Place, Row, table_of
from luheng.documents.formats.lines import Line, is_caption, opens_a_section
from luheng.documents.source import Table

_NUMBER_HEADS = frozenset(["序号", "序號", "编号", "編號"])
_WIDEST = 14  # columns
_LONGEST = 60  # lines of one row


@dataclass(frozen=True, slots=True)
class Found:
    """A table and the lines it stands on, from `first` up to `after`."""

    table: Table
    first: int
    after: int


def numbered_tables(text: str, lines: list[Line]) -> dict[int, Found]:
    """The tables of a text by their first line."""
    content = [number for number, line in enumerate(lines) if line.bare]
    found: dict[int, Found] = {}
    free = 0
    for at, number in enumerate(content):
        bare = lines[number].bare
        if number < free or len(bare) > 4 or "".join(bare.split()) not in _NUMBER_HEADS:
            continue
        table = _Run(text, lines, content, at).table()
        if table is not None and table.first >= free:
            found[table.first] = table
            free = table.after
    return found


@dataclass(slots=True)
class _Run:
    text: str
    lines: list[Line]
    content: list[int]  # numbers of the lines that are not blank
    head_at: int  # where in `content` the head of the number column stands

    def table(self) -> Found | None:
        """The table around the head, if running numbers follow it."""
        marks = self._marks()
        if len(marks) < 2:
            return None
        gaps = [after - before - 1 for before, after in pairwise(marks)]
        beside = marks[0] - self.head_at - 1  # columns beside that of the numbers
        often = [gap for gap, count in Counter(gaps).items() if count * 5 >= len(gaps)]
        right = max(1, min([beside, *often]))
        left = beside - right
        if not 1 <= beside < _WIDEST or left > self.head_at or max(gaps) > _LONGEST:
            return None
        return self._found(marks, left, right)

    def _marks(self) -> list[int]:
        """Places in `content` of the head's lines 1, 2, 3 … as far as they go."""
        first = self._find(1, self.head_at + 1, _WIDEST)
        if first is None:
            return []
        marks = [first]
        row = first - self.head_at
        while (at := self._next(len(marks) + 1, marks[-1], row)) is not None:
            marks.append(at)
        return marks

    def _next(self, number: int, mark: int, row: int) -> int | None:
        """The line with the next number: a row further on if it is there, else wherever it is."""
        exact = mark + row
        if exact < len(self.content) and self._bare(exact) == str(number):
            return exact
        return self._find(number, mark + 1, _LONGEST)

    def _find(self, number: int, start: int, most: int) -> int | None:
        reach = range(start, min(start + most, len(self.content)))
        return next((at for at in reach if self._bare(at) == str(number)), None)

    def _bare(self, at: int) -> str:
        return self.lines[self.content[at]].bare

    def _found(self, marks: list[int], left: int, right: int) -> Found | None:
        first = self.head_at - left
        width = left + 1 + right
        head = list(range(first, first + width))
        if any(self.lines[self.content[at]].tabbed or len(self._bare(at)) > 20 for at in head):
            return None
        rows = self._pieces(marks, head, left, right)
        after = self.content[max(at for row in rows for at in row)] + 1
        places = self._rows(rows, head, marks, left)
        return Found(table_of(self.text, places, width), self.content[first], after)

    def _pieces(self, marks: list[int], head: list[int], left: int, right: int) -> list[list[int]]:
        """The lines of each row, numbers included, heads repeated by page breaks left out."""
        words = [self._bare(at) for at in head]
        before = list(range(head[-1] + 1, marks[0]))
        rows = []
        for mark, end in zip(marks, [*marks[1:], self._end(marks[-1], right)], strict=True):
            body = self._without_head(list(range(mark + 1, end)), words)
            surplus = len(body) - right if mark != marks[-1] else 0
            own = len(body) - min(left, max(0, surplus))
            rows.append([*before, mark, *body[:own]])
            before = body[own:]
        return rows

    def _end(self, mark: int, right: int) -> int:
        """The end of the last row: as many lines as a row has, or the next heading."""
        at = mark + 1
        while at < min(mark + 1 + right, len(self.content)):
            bare = self._bare(at)
            blank_lines = self.content[at] - self.content[at - 1] - 1
            if opens_a_section(bare) and (blank_lines > 1 or is_caption(bare)):
                break
            at += 1
        return at

    def _without_head(self, row: list[int], words: list[str]) -> list[int]:
        """A row without the head that a page break put into it."""
        for at in range(len(row) - len(words) + 1):
            if [self._bare(place) for place in row[at : at + len(words)]] == words:
                return row[:at] + row[at + len(words) :]
        return row

    def _rows(
        self, pieces: list[list[int]], head: list[int], marks: list[int], left: int
    ) -> list[Row]:
        width = len(head)
        whole = [[self._bare(at) for at in row] for row in pieces if len(row) == width]
        columns = [Column.of([row[j] for row in whole[:50]]) for j in range(width)] if whole else []
        rows: list[Row] = [[self._place([at]) for at in head]]
        for row, mark in zip(pieces, marks, strict=True):
            rows.append(self._row(row, bisect_left(row, mark), columns, left, width))
        return rows

    def _row(
        self, row: list[int], number: int, columns: list[Column], left: int, width: int
    ) -> Row:
        """One row: the number stands in its column, what is beside it is fitted to the rest."""
        before, after = row[:number], row[number + 1 :]
        return [
            *self._fitted(before, columns[:left], left),
            self._place([row[number]]),
            *self._fitted(after, columns[left + 1 :], width - left - 1),
        ]

    def _fitted(self, row: list[int], columns: list[Column], width: int) -> Row:
        if len(row) == width or not columns:
            kept = [self._place([at]) for at in row[:width]]
            if len(row) > width > 0:
                kept[-1] = self._place(row[width - 1 :])
            return [*kept, *[self._blank(row)] * (width - len(kept))]
        ranges = align([self._bare(at) for at in row], columns)
        return [
            self._place([row[k] for k in part]) if part else self._blank(row) for part in ranges
        ]

    def _place(self, row: list[int]) -> Place:
        first, last = self.lines[self.content[row[0]]], self.lines[self.content[row[-1]]]
        return Place(first.span.start, last.span.end)

    def _blank(self, row: list[int]) -> Place:
        end = self._place([row[-1]]).end if row else 0
        return Place(end, end)
