"""Tables flattened to text with a cell on each line that begins with a tab.

A lone tab is an empty cell. A row ends with a blank line, but so may a line inside a cell; a row may
also be torn apart by two blank lines. So rows are put together by the number of columns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from luheng.documents.formats.grids import Place, Row, table_of
from luheng.documents.formats.lines import Line, is_caption, opens_a_section
from luheng.documents.source import Table

_FARTHEST = 12  # lines a cell may run on before its table is taken to have ended
_TAIL = 15  # characters of the torn end of a last cell


def tab_table(text: str, lines: list[Line], tabbed: list[int], at: int) -> tuple[Table, int] | None:
    """The table that begins with line `at`, and the line after it; None where there is none.

    `tabbed` are the numbers of all lines that begin with a tab.
    """
    sizes = _group_sizes(lines, tabbed, at)
    if len(sizes) < 2 or sizes[0] < 2:
        return None
    common = Counter(sizes).most_common(1)[0][0]
    width = sizes[0] if sizes[0] in sizes[1:] or common < 2 else max(common, sizes[0])
    reader = _Reader(lines, tabbed, width)
    after = reader.read(at)
    if len(reader.rows) < 2 or any(len(cell) > 40 for cell in _texts(text, reader.rows[0])):
        return None
    return table_of(text, reader.rows, width), after


def _texts(text: str, row: Row) -> list[str]:
    return [text[place.start : place.end] for place in row if place]


def _group_sizes(lines: list[Line], tabbed: list[int], at: int) -> list[int]:
    """How many tabbed lines stand between blank lines, near the head of the table."""
    first = bisect_left(tabbed, at)
    sizes = [0]
    previous = at
    for number in tabbed[first : first + 120]:
        if number - previous > 3 * _FARTHEST:
            break
        if number > previous + 1 and not lines[number - 1].bare and not lines[number - 1].tabbed:
            sizes.append(0)
        sizes[-1] += 1
        previous = number
    return [size for size in sizes if size]


@dataclass(slots=True)
class _Reader:
    lines: list[Line]
    tabbed: list[int]
    width: int
    rows: list[Row] = field(default_factory=list)
    row: list[Place] = field(default_factory=list)

    def read(self, at: int) -> int:
        """Gather the rows from line `at` on; the number of the first line that is not theirs."""
        blanks, number, after = 0, at, at
        while number < len(self.lines):
            line = self.lines[number]
            if line.tabbed:
                if blanks and self._row_ends(number):
                    self._close()
                self.row.append(Place(line.start, line.start + len(line.bare)))
            elif not line.bare:
                blanks += 1
                number += 1
                continue
            elif self._runs_on(number, blanks):
                self.row[-1] = self.row[-1].to(line.start + len(line.bare), line.start)
            else:
                break
            blanks = 0
            number += 1
            after = number
        self._close()
        return after

    def _close(self) -> None:
        if self.row:
            self.rows.append([*self.row])
        self.row = []

    def _row_ends(self, number: int) -> bool:
        """Whether a blank line ends the row; a torn row is made whole where its parts fit."""
        if len(self.row) >= self.width or not self.rows:
            return True
        at = bisect_left(self.tabbed, number)
        following = 1
        while self._goes_on(at + following) and len(self.row) + following <= self.width:
            following += 1
        return len(self.row) + following > self.width

    def _goes_on(self, at: int) -> bool:
        """Whether a tabbed line stands in the row of the one before it."""
        if at >= len(self.tabbed) or self.tabbed[at] - self.tabbed[at - 1] > _FARTHEST:
            return False
        before = self.lines[self.tabbed[at] - 1]
        return before.tabbed or bool(before.bare)

    def _runs_on(self, number: int, blanks: int) -> bool:
        """Whether a line without a tab belongs to the cell above it."""
        bare = self.lines[number].bare
        full = len(self.row) >= self.width
        at = bisect_left(self.tabbed, number)
        last = at == len(self.tabbed) or self.tabbed[at] - number > _FARTHEST
        if not full:
            return not last
        if blanks > 1 or opens_a_section(bare) or is_caption(bare):
            return False
        return not last or (len(bare) <= _TAIL and "。" not in bare)
