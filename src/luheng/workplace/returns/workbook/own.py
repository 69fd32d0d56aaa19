"""Our own sheets that came back: rows by their hidden ids, columns by their hidden keys.

Columns may be moved, renamed, hidden, rows sorted. A row whose id was lost is found by its name where
only one row of the return has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import Any

from luheng.documents.sheets import GridCell, SheetGrid, Trouble
from luheng.documents.sheets.cells import CellTaker, StatedUnit
from luheng.vocabulary.messages import LuhengError, Message
from luheng.vocabulary.units_of_measure import canonical_unit
from luheng.workplace.models import ReturnRow
from luheng.workplace.returns.cells import CELLS, DIGITS, typed_cell
from luheng.workplace.returns.merging import Entry
from luheng.workplace.returns.workbook.writing import MARK

_MARKED = re.compile(rf"{MARK}:(\d{{1,18}}):(\w+)")
_LOOKED_IN = 15  # rows
_NOISE = Decimal("1e-15")  # what a spreadsheet's arithmetic may be off, as a share
_STORED_PLACES = 6


@dataclass(frozen=True)
class OwnSheet:
    """A sheet with our mark: where it says which return, which kind, and what each column holds."""

    grid: SheetGrid
    return_id: int
    kind: str
    row: int
    id_column: int
    columns: Mapping[str, int]  # key → column


@dataclass
class Gathered:
    """What a file says, and what a person should know of it."""

    entries: dict[int, Entry] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def refuse(self, place: str, code: str, **values: Any) -> None:
        """A cell or row that is not taken."""
        self.troubles.append(Trouble(place, Message(code, {"cell": place, **values})))

    def tell(self, place: str, code: str, **values: Any) -> None:
        """Something that was done and should be known."""
        self.troubles.append(Trouble(place, Message(code, {"cell": place, **values}), stops=False))


def own_sheets(grids: Iterable[SheetGrid]) -> list[OwnSheet]:
    """The sheets that still have their mark."""
    return [found for grid in grids if (found := _own(grid))]


def _own(grid: SheetGrid) -> OwnSheet | None:
    for row in grid.rows[:_LOOKED_IN]:
        for cell in row:
            marked = _MARKED.fullmatch(cell.text.strip())
            if marked and marked[2] in CELLS:
                keys = {other.text.strip(): other.column for other in row if other.text.strip()}
                return OwnSheet(grid, int(marked[1]), marked[2], cell.row, cell.column, keys)
    return None


def gather(sheets: Sequence[OwnSheet], rows: Sequence[ReturnRow]) -> Gathered:
    """What our own sheets say of the rows of the return."""
    found = Gathered()
    for sheet in sheets:
        _Reader(sheet, [row for row in rows if row.asked.kind == sheet.kind], found).read()
    return found


@dataclass
class _Reader:
    sheet: OwnSheet
    rows: Sequence[ReturnRow]
    found: Gathered
    taker: CellTaker = field(init=False)
    by_id: dict[int, ReturnRow] = field(init=False)
    by_name: dict[tuple[str, str], ReturnRow | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.taker = CellTaker(self.sheet.grid)
        self.by_id = {row.pk: row for row in self.rows}
        for row in self.rows:
            key = _bare(row.asked.name), _bare(row.asked.place)
            self.by_name[key] = None if key in self.by_name else row

    def read(self) -> None:
        lines = list(self.sheet.grid.rows[self.sheet.row + 1 :])
        named = {number for line in lines if (number := self._id(line)) is not None}
        for line in lines:
            if row := self._row(line, named):
                self._take(line, row)
        self.found.troubles += self.taker.troubles

    def _cell(self, line: Sequence[GridCell], key: str) -> GridCell | None:
        at = self.sheet.columns.get(key)
        return None if at is None or at >= len(line) else line[at]

    def _text(self, line: Sequence[GridCell], key: str) -> str:
        cell = self._cell(line, key)
        return "" if cell is None else (cell.lines or cell.text).strip()

    def _id(self, line: Sequence[GridCell]) -> int | None:
        text = line[self.sheet.id_column].text.strip()
        return int(text) if text.isdecimal() and len(text) < 19 else None

    def _row(self, line: Sequence[GridCell], named: set[int]) -> ReturnRow | None:
        """The row of the return a line is of; a line of heads or notes is of none."""
        number, place = self._id(line), self._place(line)
        if number in self.by_id:
            return self.by_id[number]
        filled = [key for key in CELLS[self.sheet.kind] if self._text(line, key)]
        if number is not None:
            if filled:
                self.found.refuse(place, "return_row_of_other", row=self._text(line, "name") or number)  # fmt: skip
            return None
        name = self._text(line, "name")
        by_name = self.by_name.get((_bare(name), _bare(self._text(line, "place"))))
        if by_name is not None and by_name.pk not in named:
            self.found.tell(place, "return_row_by_name", row=name)
            return by_name
        if filled and name and not self._is_head(line):
            self.found.refuse(place, "return_row_not_asked", row=name)
        return None

    def _is_head(self, line: Sequence[GridCell]) -> bool:
        """Whether a line holds the heads: nothing in it is a figure or one of the words."""
        return line[0].row <= self.sheet.row + 4 and not any(sign.isdigit() for sign in self._text(line, "value"))  # fmt: skip

    def _place(self, line: Sequence[GridCell]) -> str:
        return f"{self.sheet.grid.name}!{line[0].row + 1}"

    def _take(self, line: Sequence[GridCell], row: ReturnRow) -> None:
        cells: dict[str, Any] = {}
        places: dict[str, str] = {}
        for name in CELLS[self.sheet.kind]:
            cell = self._cell(line, name)
            if cell is None:
                continue
            places[name] = self.sheet.grid.address(cell)
            try:
                value = self._read(cell, name, row, line)
            except LuhengError as problem:
                self.found.troubles.append(Trouble(places[name], problem.message))
                continue
            if value is not _NOT_TAKEN:
                cells[name] = value
        version = self._text(line, "version")
        entry = Entry(row.pk, cells, int(version) if version.isdecimal() and len(version) < 10 else None, places)  # fmt: skip
        self._keep(entry, line, row)

    def _keep(self, entry: Entry, line: Sequence[GridCell], row: ReturnRow) -> None:
        before = self.found.entries.get(row.pk)
        if before is not None and before.cells != entry.cells:
            other = before.place()
            self.found.refuse(self._place(line), "return_row_twice", row=row.asked.name, other=other)  # fmt: skip
            return
        self.found.entries[row.pk] = entry

    def _read(self, cell: GridCell, name: str, row: ReturnRow, line: Sequence[GridCell]) -> Any:
        if name == "value":
            return self._figure(cell, row, line)
        if cell.trouble in ("uncomputed", "error"):
            code = "formula_without_value" if cell.trouble == "uncomputed" else "cell_error"
            raise LuhengError(code, cell=self.sheet.grid.address(cell), error=cell.text)
        return typed_cell(self.sheet.kind, name, (cell.lines or cell.text).strip())

    def _figure(self, cell: GridCell, row: ReturnRow, line: Sequence[GridCell]) -> Any:
        before = len(self.taker.troubles)
        made = self.taker.amount(cell, str(row.pk), "value", row.asked.measure, list(self._stated(row, line)))  # fmt: skip
        if made is None or len(self.taker.troubles) > before:
            return _NOT_TAKEN
        if made.state != "given":
            return "—" if made.state == "missing" else ""
        assert isinstance(made.value, Decimal)
        if made.printed_unit and canonical_unit(row.asked.measure) != made.printed_unit:
            printed = f"{made.printed_value} {made.printed_unit}"
            asked = f"{made.value.normalize():f} {made.unit}"
            self.found.tell(made.address, "sheet_unit_converted", printed=printed, value=asked)
        value = stored(made.value)
        if abs(value - made.value) > abs(made.value) * _NOISE:
            self.found.tell(made.address, "return_value_rounded", value=f"{value.normalize():f}", text=made.raw)  # fmt: skip
        typed_cell(self.sheet.kind, "value", f"{value:f}")
        return f"{value:f}"

    def _stated(self, row: ReturnRow, line: Sequence[GridCell]) -> Iterator[StatedUnit]:
        """The unit of the line, where somebody wrote another one than was asked."""
        cell = self._cell(line, "measure")
        printed = cell.text.strip() if cell is not None else ""
        if cell is not None and printed and printed != row.asked.measure.strip():
            yield StatedUnit(printed, self.sheet.grid.address(cell))


_NOT_TAKEN = object()


def stored(value: Decimal) -> Decimal:
    """The value as a row keeps it: the noise of a spreadsheet's arithmetic is gone."""
    if len(value.normalize().as_tuple().digits) > DIGITS:
        value = +value.normalize(Context(prec=DIGITS))
    places = -int(value.as_tuple().exponent)
    return value.quantize(Decimal(1).scaleb(-_STORED_PLACES)) if places > _STORED_PLACES else value


def _bare(text: str) -> str:
    return "".join(text.split())
