"""What the label columns of a row say: which indicator, unit, time and place it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luheng.documents.sheets.grid import GridCell, SheetGrid
from luheng.documents.sheets.mapped import Block, Meaning
from luheng.documents.sheets.names import Label, Names, label_of
from luheng.documents.sheets.places import Places
from luheng.documents.sheets.times_of_heads import time_in
from luheng.vocabulary.periods import Period

TOTALS = re.compile(r"(?:合\s*计|小\s*计|总\s*计|共\s*计|total|sum)[:：]?", re.IGNORECASE)
NOTE = re.compile(
    r"\s*(?:[备備]?[注註]|说明|資料|资料来源|数据来源|填[报報表]|审核|联系|单位负责人|制表)"
)

SCOPE = re.compile(
    r"工业|农业|居民|规上|规模以上|市区|城区|建筑业|交通|公共机构|服务业|产业|园区|企业|农村|乡村|城镇|机关|学校"
)
"""Words of a heading that may narrow what the rows below it count."""


@dataclass(slots=True)
class RowLabels:
    """The labels of one row in one band of columns."""

    label: Label
    cell: GridCell | None = None
    name: str | None = None
    unit: str = ""
    unit_cell: GridCell | None = None
    period: Period | None = None
    period_text: str = ""
    time_cell: GridCell | None = None
    place: str | None = None  # "" is the whole city
    place_text: str = ""
    section: str = ""  # the heading the row stands under, and its group


@dataclass(frozen=True, slots=True)
class Band:
    """Columns that belong together: two tables may stand side by side under one head."""

    columns: tuple[tuple[int, Meaning], ...]

    def of(self, role: str) -> list[tuple[int, Meaning]]:
        """The columns of a role."""
        return [(at, meaning) for at, meaning in self.columns if meaning.role == role]


def bands_of(block: Block) -> list[Band]:
    """The columns cut before each column of names that follows a column of figures."""
    parts: list[list[tuple[int, Meaning]]] = [[]]
    for at, meaning in sorted(block.meanings.items()):
        valued = any(one.role == "value" for _, one in parts[-1])
        if meaning.role == "name" and valued and any(one.role == "name" for _, one in parts[-1]):
            parts.append([])
        parts[-1].append((at, meaning))
    return [Band(tuple(part)) for part in parts]


@dataclass(slots=True)
class LabelReader:
    """Reads the labels of rows, one after the other; a blank name goes on from the row above."""

    grid: SheetGrid
    names: Names
    places: Places
    year: int | None
    last: RowLabels | None = None
    section: str = ""

    def read(self, row: int, band: Band) -> RowLabels:
        """The labels of a row."""
        found = self._named(row, band)
        for cell in self._cells(row, band, "unit"):
            found.unit, found.unit_cell = cell.text.strip(), cell
        for cell in self._cells(row, band, "period"):
            found.period_text, found.time_cell = cell.text, cell
            found.period = time_in(cell.text.strip(), self.year)[0]
        for cell in self._cells(row, band, "place"):
            found.place_text = cell.text.strip()
            found.place = self.places.find(found.place_text)
        if found.cell is None and self.last and (found.period_text or found.place_text):
            found.name, found.label, found.cell = self.last.name, self.last.label, self.last.cell
            found.unit = found.unit or self.last.unit
        if found.cell is not None and found.name is None and self._is_heading(row):
            self.section = found.label.words
        found.section += self.section
        self.last = found
        return found

    def _is_heading(self, row: int) -> bool:
        """一、工业: nothing but these words in the whole row."""
        return len({cell.text for cell in self.grid.rows[row] if cell.text.strip()}) == 1

    def _named(self, row: int, band: Band) -> RowLabels:
        """The last label that is a name asked for, alone or behind the group it stands in."""
        cells = list(self._cells(row, band, "name"))
        groups = [label_of(cell.text).words for cell in self._cells(row, band, "group")]
        found = RowLabels(Label(""))
        for cell in reversed(cells):
            label = label_of(cell.text)
            before = [*groups, *(label_of(one.text).words for one in cells if one.column < cell.column)]  # fmt: skip
            tried = [label.words, *(group + label.words for group in reversed(before))]
            name = next((name for words in tried if (name := self.names.find(words))), None)
            if name or found.cell is None:
                found = RowLabels(label, cell, name)
            if name:
                break
        found.section = " ".join(groups)
        return found

    def _cells(self, row: int, band: Band, role: str) -> Iterator[GridCell]:
        for at, _ in band.of(role):
            cell = self.grid.rows[row][at]
            if cell.text.strip():
                yield cell
