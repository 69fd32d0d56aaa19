"""A register's sheet read row by row: one record a row, its cells by the columns asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from luheng.documents.sheets.asked import Asked, WantedColumn
from luheng.documents.sheets.cells import CellTaker, StatedUnit
from luheng.documents.sheets.grid import GridCell, SheetGrid
from luheng.documents.sheets.labels import NOTE, TOTALS
from luheng.documents.sheets.mapped import Block, MappedCell, MappedSheet, Meaning, Trouble
from luheng.vocabulary.messages import Message

_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_DATE = re.compile(r"((?:19|20)\d\d)[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?(?: 00:00)?")


@dataclass(slots=True)
class Records:
    """Fills `found` with the rows of a register; the key of a row is its number in the sheet."""

    grid: SheetGrid
    asked: Asked
    found: MappedSheet
    taker: CellTaker = field(init=False)

    def __post_init__(self) -> None:
        self.taker = CellTaker(self.grid)

    def read(self) -> None:
        """Read every block whose head names each required column once."""
        for block in self.found.mapping.blocks:
            columns = self._columns(block)
            if columns is None:
                continue
            for row in range(block.last + 1, block.end):
                if self._is_record(row, block, columns):
                    self._record(row, columns)
        self.found.troubles += self.taker.troubles
        for unit, address in self.taker.assumed.items():
            message = Message("sheet_unit_assumed", {"cell": address, "unit": unit})
            self.found.troubles.append(Trouble(address, message, stops=False))

    def _columns(self, block: Block) -> dict[str, tuple[int, Meaning]] | None:
        """Where each wanted column is; None where one is there twice or a required one is not."""
        found: dict[str, tuple[int, Meaning]] = {}
        ready = True
        for at, meaning in sorted(block.meanings.items()):
            if meaning.role != "field":
                continue
            if meaning.key in found:
                first = found[meaning.key][1].address
                self.taker.refuse(meaning.address, "sheet_two_columns", name=self._of(meaning.key).zh, other=first)  # fmt: skip
                ready = False
            found.setdefault(meaning.key, (at, meaning))
        heads = [(m.address, m.head) for m in block.meanings.values() if m.head]
        for column in self.asked.columns:
            if column.required and column.key not in found:
                listed = "、".join(f"{head}（{address}）" for address, head in heads)
                self.taker.refuse(heads[0][0] if heads else self.grid.name, "sheet_column_missing", name=column.zh, heads=listed)  # fmt: skip
                ready = False
        return found if ready else None

    def _of(self, key: str) -> WantedColumn:
        return next(column for column in self.asked.columns if column.key == key)

    def _is_record(self, row: int, block: Block, columns: dict[str, tuple[int, Meaning]]) -> bool:
        cells = self.grid.rows[row]
        texts = [cell.text.strip() for cell in cells if cell.text.strip()]
        if not any(cells[at].text.strip() for at, _ in columns.values()):
            return False
        if len(set(texts)) == 1 and (NOTE.match(texts[0]) or (len(texts) > 1 and len(columns) > 1)):
            return False  # a note, or a heading across the table
        heads = [block.meanings[at].head for at, _ in columns.values()]
        if [cells[at].text.strip() for at, _ in columns.values()] == heads:
            return False
        if any(TOTALS.fullmatch(text) for text in texts[:2]):
            self.taker.tell(self.grid.address(cells[0]), "sheet_totals_left_out", text=texts[0])
            return False
        return True

    def _record(self, row: int, columns: dict[str, tuple[int, Meaning]]) -> None:
        key = str(row + 1)
        for column in self.asked.columns:
            if column.key not in columns:
                continue
            at, meaning = columns[column.key]
            cell = self.grid.rows[row][at]
            made = self._cell(cell, key, column, meaning)
            if made is None:
                continue
            if column.required and made.state == "blank":
                self.taker.refuse(made.address, "sheet_required_blank", name=column.zh)
            self.found.cells.append(made)
            self.found.troubles += self._remarks(made)

    def _remarks(self, made: MappedCell) -> Iterator[Trouble]:
        if made.hidden and made.state == "given":
            message = Message("sheet_hidden_read", {"cell": made.address})
            yield Trouble(made.address, message, stops=False)

    def _cell(
        self, cell: GridCell, key: str, column: WantedColumn, meaning: Meaning
    ) -> MappedCell | None:
        if column.type == "amount":
            stated = [StatedUnit(meaning.unit, meaning.address)] if meaning.unit else []
            return self.taker.amount(cell, key, column.key, column.unit, stated)
        made = self.taker.text(cell, key, column.key)
        if cell.trouble in ("uncomputed", "error"):
            self.taker.refuse(made.address, "formula_without_value" if cell.trouble == "uncomputed" else "cell_error", error=cell.text)  # fmt: skip
            return None
        if column.type == "text" or made.state == "blank":
            return made
        return self._year(made) if column.type == "year" else self._date(made)

    def _year(self, made: MappedCell) -> MappedCell | None:
        found = _YEAR.fullmatch(made.raw.strip())
        if found is None:
            self.taker.refuse(made.address, "sheet_cell_no_year", text=made.raw)
            return None
        return replace(made, value=Decimal(found[1]))

    def _date(self, made: MappedCell) -> MappedCell | None:
        found = _DATE.fullmatch(made.raw.strip())
        if found is None or not 1 <= int(found[2]) <= 12 or int(found[3] or 1) > 31:
            self.taker.refuse(made.address, "sheet_cell_no_date", text=made.raw)
            return None
        parts = [found[1], f"{int(found[2]):02}", *([f"{int(found[3]):02}"] if found[3] else [])]
        return replace(made, value="-".join(parts))
