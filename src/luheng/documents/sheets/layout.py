"""Where the tables of a sheet are: head rows of up to three levels, and what their columns mean."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from luheng.documents.sheets.figures import figure_in
from luheng.documents.sheets.grid import GridCell, SheetGrid
from luheng.documents.sheets.heads import Reader, score
from luheng.documents.sheets.mapped import Block, Meaning
from luheng.documents.sheets.names import is_measure, label_of
from luheng.documents.sheets.times_of_heads import time_in

_LEAST_SCORE = 4
_MOST_LEVELS = 3
_LOOKED_FOR_HEAD_IN = 60  # rows
_CAPTION = re.compile(r"[:：]")
_NUMBERED = re.compile(r"[甲乙丙丁戊]|[A-Z]|[（(]?\d{1,2}[)）]?")


@dataclass(slots=True)
class Layout:
    """Finds the blocks of one sheet."""

    grid: SheetGrid
    reader: Reader

    def blocks(self) -> list[Block]:
        """The tables from top to bottom; none where no row looks like a head."""
        heads = self._heads()
        ends = [*(first for first, _ in heads), len(self.grid.rows)][1:]
        found = [
            Block(first, last, end, self._meanings(first, last, end))
            for (first, last), end in zip(heads, ends, strict=True)
        ]
        return [block for block in found if block.last + 1 < block.end or len(found) == 1]

    def _heads(self) -> list[tuple[int, int]]:
        """First and last row of each head."""
        rows = range(len(self.grid.rows))
        scores = [self._score(at) for at in rows]
        best = max(scores[:_LOOKED_FOR_HEAD_IN], default=0)
        if best < _LEAST_SCORE:
            return []
        heads: list[tuple[int, int]] = []
        at = scores.index(best)
        while at < len(rows):
            heads.append((self._up(at), self._down(at)))
            at = next((row for row in rows[heads[-1][1] + 1 :] if self._begins(row, scores[row], best)), len(rows))  # fmt: skip
        return heads

    def _begins(self, row: int, own: int, best: int) -> bool:
        """Whether a later row is the head of another table, or the same head printed again."""
        if own * 10 < best * 6 or own < _LEAST_SCORE:
            return False
        roles = {self._alone(cell).role for cell in self.grid.rows[row]}
        return bool(roles & {"name", "period", "place", "field"})

    def _score(self, row: int) -> int:
        own = {cell.text: cell for cell in self.grid.rows[row] if cell.text.strip()}
        if len(own) < 2:
            return 0
        if any(_is_number(text) for text in own):
            return 0
        meant = [score(self._alone(cell)) for cell in own.values()]
        return sum(meant) if sum(one > 1 for one in meant) > 1 else 0

    def _alone(self, cell: GridCell) -> Meaning:
        return self.reader.meaning([cell.text])

    def _up(self, at: int) -> int:
        """The first row of a head whose last level, or only one, stands in a row."""
        first = at
        while first > 0 and at - first + 1 < _MOST_LEVELS and self._is_level(first - 1, first):
            first -= 1
        return first

    def _is_level(self, row: int, below: int) -> bool:
        cells = [cell for cell in self.grid.rows[row] if cell.text.strip()]
        texts = {cell.text for cell in cells}
        if not texts or any(_is_number(text) or _CAPTION.search(text) for text in texts):
            return False
        if any(cell.covered_by and cell.covered_by[0] == row for cell in self._across(row, below)):
            return True
        if len(texts) > 1:
            return True
        only = cells[0]
        spans = only.columns > 1 and only.column > self._first_column()
        return spans and (
            self._alone(only).role == "value" or is_measure(label_of(only.text).words)
        )

    def _across(self, row: int, below: int) -> list[GridCell]:
        """Cells of the row below that a cell of this row covers."""
        return [c for c in self.grid.rows[below] if c.covered_by and c.covered_by[0] <= row]

    def _first_column(self) -> int:
        return min((c.column for row in self.grid.rows for c in row if c.text.strip()), default=0)

    def _down(self, at: int) -> int:
        """The last row of a head: further levels, a row of units, a row that numbers the columns."""
        last = at
        while last + 1 < len(self.grid.rows) and last - at + 1 < _MOST_LEVELS:
            if not (self._is_numbering(last + 1) or self._goes_on(last + 1, at)):
                break
            last += 1
        return last

    def _is_numbering(self, row: int) -> bool:
        texts = [cell.text.strip() for cell in self.grid.rows[row] if cell.text.strip()]
        digits = [int(found[0]) for text in texts if (found := re.search(r"\d+", text))]
        plain = all(_NUMBERED.fullmatch(text) for text in texts)
        return plain and len(texts) > 2 and len(digits) > 1 and digits == list(range(digits[0], digits[0] + len(digits)))  # fmt: skip

    def _goes_on(self, row: int, head: int) -> bool:
        cells = self.grid.rows[row]
        if any(_is_number(cell.text) for cell in cells):
            return False
        reaching = [c for c in cells if c.covered_by and c.covered_by[0] == head and c.rows == 1]
        down = [c for c in reaching if self.grid.anchor(c).rows > 1]
        own = [c for c in cells if c.text.strip() and not c.covered_by]
        lead = next((c for c in self.grid.rows[head] if c.text.strip()), None)
        under_lead = cells[lead.column] if lead else None
        free = under_lead is not None and (bool(under_lead.covered_by) or not under_lead.text)
        meant = [c for c in own if self._alone(c).known or is_measure(label_of(c.text).words) or is_measure(c.text)]  # fmt: skip
        return bool(down and own) or (free and len(meant) > 0 and len(meant) * 2 > len(own))

    # --- columns ----------------------------------------------------------------------------------

    def _meanings(self, first: int, last: int, end: int) -> dict[int, Meaning]:
        rows = [at for at in range(first, last + 1) if not self._is_numbering(at)]
        levels = [[self.grid.rows[at][c].text for at in rows] for c in range(self.grid.width)]
        _carry_groups(levels)
        found: dict[int, Meaning] = {}
        for column, texts in enumerate(levels):
            found[column] = self.reader.meaning(texts, self._address(rows, column))
        if not self.reader.asked.is_register:
            self._from_contents(found, last + 1, end)
        return found

    def _address(self, rows: list[int], column: int) -> str:
        """The cell of the head's last level that is more than a unit."""
        cells = [row[column] for row in self.grid.rows[rows[0] : rows[-1] + 1] if row[column].text]
        telling = [cell for cell in cells if not is_measure(cell.text.strip("（）()"))]
        chosen = (telling or cells)[-1:]
        return self.grid.address(self.grid.anchor(chosen[0])) if chosen else ""

    def _from_contents(self, found: dict[int, Meaning], first: int, end: int) -> None:
        """Columns of labels whose head says nothing known: told from the cells below."""
        tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
            ("name", lambda text: self.reader.names.find(label_of(text).words) is not None),
            ("unit", is_measure),
            ("place", lambda text: self.reader.places.find(text) is not None),
            ("period", lambda text: time_in(text, self.reader.year)[0] is not None and not _is_number(text)),
        )  # fmt: skip
        for role, holds in tests:
            if any(meaning.role == role for meaning in found.values()):
                continue
            for column, meaning in found.items():
                texts = [c.text for c in self.grid.column(column, first, end) if c.text.strip()]
                told = sum(map(holds, texts))
                if meaning.role == "none" and not meaning.known and told * 2 >= max(len(texts), 1):
                    found[column] = replace(meaning, role=role, known=True)  # type: ignore[arg-type]
                    break


def _carry_groups(levels: list[list[str]]) -> None:
    """A group's head that stands only over its first column goes on over the next ones."""
    for before, here in itertools.pairwise(levels):
        for at in range(len(here) - 1):
            lower = here[at + 1], before[at + 1]
            if not here[at] and before[at] and all(lower) and before[at] != before[at + 1]:
                here[at] = before[at]


def _is_number(text: str) -> bool:
    """A figure; 2025, 2023 年 and 2025.03 in a head are times."""
    return figure_in(text).value is not None and time_in(text.strip(), None)[0] is None


def signature(grid: SheetGrid, blocks: list[Block]) -> str:
    """The shape of a sheet: its heads in order, years and months left out."""
    heads = [
        re.sub(r"\d+|[一二三四五六七八九十]+(?=[月季])", "#", re.sub(r"\s+", "", meaning.head))
        for block in blocks
        for meaning in block.meanings.values()
    ]
    return hashlib.sha256("\n".join(heads).encode()).hexdigest()[:20]
