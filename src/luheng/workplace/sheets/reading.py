"""A workbook that came back: which rows change, which are new, and which cells are wrong where.

Nothing is written here. Columns are found by their hidden keys, or by what stands in their heads
where somebody deleted or moved the hidden ones; blank rows and notes between rows do no harm. A sheet
with heads of its own is read by `foreign`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from luheng.documents.formats.archive import Archive
from luheng.documents.formats.limits import Limits
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.permissions import Person
from luheng.workplace.registers import Column, Query, Register
from luheng.workplace.sheets.foreign import read_foreign
from luheng.workplace.sheets.writing import MARK

_LOOKED_FOR_HEADS_IN = 15  # rows
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class WrongCell:
    """A cell that cannot be taken, and why."""

    place: str  # 目标清单!D7
    message: Message


@dataclass(frozen=True)
class ChangedRow:
    """A row that differs from the record, field by field: what stands and what comes."""

    place: str
    row_id: int | None  # None: a new row
    version: int | None
    name: str
    changes: Mapping[str, tuple[Any, Any]]

    @property
    def values(self) -> dict[str, Any]:
        """The new values by column key."""
        return {key: new for key, (_, new) in self.changes.items()}


@dataclass
class Preview:
    """What a workbook would do."""

    register: Register
    changed: list[ChangedRow] = field(default_factory=list)
    new: list[ChangedRow] = field(default_factory=list)
    wrong: list[WrongCell] = field(default_factory=list)
    same: int = 0
    left_out: list[str] = field(default_factory=list)  # heads of columns nobody may write
    not_understood: list[str] = field(default_factory=list)  # heads of a sheet of one's own
    remarks: list[Message] = field(default_factory=list)  # how cells were understood

    @property
    def rows(self) -> list[ChangedRow]:
        """All rows that would be written."""
        return [*self.changed, *self.new]


@dataclass(frozen=True)
class _Layout:
    head_row: int
    columns: dict[int, Column]  # by the number of the sheet's column
    id_column: int | None
    version_column: int | None
    unknown: tuple[str, ...] = ()  # heads that are not those of the register


def preview(register: Register, content: bytes, person: Person) -> Preview:
    """What the workbook would change. Raises `sheet_not_readable`, `sheet_not_ours`."""
    found = Preview(register)
    writable = {column.key for column in register.writable(person)}
    sheet = _sheet(register, content)
    try:
        layout = _layout(register, sheet)
    except LuhengError:
        if not register.creates:
            raise
        return _preview_foreign(found, content, writable)
    if register.creates and layout.unknown and layout.id_column is None:
        return _preview_foreign(found, content, writable)
    found.left_out = [c.header for c in layout.columns.values() if c.importable and c.key not in writable]  # fmt: skip
    written = {at: column for at, column in layout.columns.items() if column.key in writable}
    records = _records(register, sheet, layout, list(written.values()))
    seen: dict[int, str] = {}
    for number, cells in _rows(sheet, layout):
        _take_row(found, sheet, layout, written, records, seen, number, cells)
    return found


def opened(name: str, content: bytes) -> Workbook:
    """A workbook within the limits of uploads. Raises `sheet_not_readable` and as `Archive`."""
    archive = Archive(name, content, Limits.from_environment())
    if "xl/workbook.xml" not in archive:
        raise LuhengError("sheet_not_readable", problem="xl/workbook.xml")
    try:
        return load_workbook(BytesIO(content), data_only=False, keep_vba=False, keep_links=False)
    except (InvalidFileException, KeyError, OSError, ValueError, TypeError, SyntaxError) as error:
        raise LuhengError("sheet_not_readable", problem=error) from error


def _sheet(register: Register, content: bytes) -> Worksheet:
    book = opened(str(register.label), content)
    sheets = [one for one in book.worksheets if one.max_row]
    marked = [one for one in sheets if one["A1"].value == f"{MARK}:{register.key}"]
    other = [one for one in sheets if str(one["A1"].value).startswith(f"{MARK}:")]
    if not marked and other:
        raise LuhengError("sheet_not_ours", register=str(register.label), found=other[0].title)
    if not sheets:
        raise LuhengError("sheet_not_ours", register=str(register.label), found="—")
    return (marked or sheets)[0]


def _layout(register: Register, sheet: Worksheet) -> _Layout:
    """Columns by hidden keys; else by the row of heads that names the most of them."""
    keys = {cell.column: str(cell.value) for cell in sheet[1] if cell.value}
    known = {at: register.column(key) for at, key in keys.items() if register.has(key)}
    if keys.get(1, "").startswith(f"{MARK}:") and known:
        return _Layout(
            2, known, 1, next((at for at, key in keys.items() if key == "version"), None)
        )
    heads = {_bare(head): column for column in register.columns for head in (column.header, column.zh, column.en)}  # fmt: skip
    best: dict[int, Column] = {}
    at_row = 0
    for row in sheet.iter_rows(min_row=1, max_row=min(sheet.max_row, _LOOKED_FOR_HEADS_IN)):
        named = {
            at: heads[_bare(c.value)] for at, c in enumerate(row, 1) if _bare(c.value) in heads
        }
        if len(named) > len(best):
            best, at_row = named, row[0].row or 0
    required = [column for column in register.columns if column.required]
    missing = [column.header for column in required if column not in best.values()]
    if len(best) < 2 or (missing and register.creates):
        raise LuhengError("sheet_without_heads", missing="、".join(missing) or str(register.label))
    ids = {_bare(cell.value): cell.column for cell in sheet[at_row]}
    return _Layout(at_row, best, ids.get("id"), ids.get("version"), _unknown(sheet[at_row], heads))


_NO_COLUMN = frozenset({"", "id", "version", "序号", "no."})  # heads of no record's value


def _unknown(row: Sequence[Any], heads: Mapping[str, Column]) -> tuple[str, ...]:
    bare = {_bare(cell.value): str(cell.value) for cell in row}
    return tuple(text for key, text in bare.items() if key not in heads and key not in _NO_COLUMN)


def _preview_foreign(found: Preview, content: bytes, writable: set[str]) -> Preview:
    """The preview of a sheet of somebody's own making: new rows, or what is wrong with its cells."""
    register = found.register
    columns = [column for column in register.columns if column.key in writable]
    read = read_foreign(register, columns, content)
    found.wrong += [WrongCell(place, message) for place, message in read.wrong]
    found.remarks, found.not_understood = read.remarks, read.unknown
    named = {re.sub(r"![A-Z]+(\d+)$", r"!\1", place) for place, _ in read.wrong}
    for row in read.rows:
        if row.place not in named:  # its cells were told already
            _compare(found, row.place, None, None, None, row.values)
    return found


def _bare(value: Any) -> str:
    return "".join(str(value or "").split()).lower().translate(str.maketrans("（）", "()"))


def _rows(sheet: Worksheet, layout: _Layout) -> Iterator[tuple[int, dict[int, Any]]]:
    last = min(sheet.max_row, layout.head_row + _MOST_ROWS)
    rows = sheet.iter_rows(min_row=layout.head_row + 1, max_row=last)
    for number, row in enumerate(rows, layout.head_row + 1):
        cells: dict[int, Any] = dict(enumerate(row, 1))
        if any(cells[at].value not in (None, "") for at in layout.columns if at in cells):
            yield number, cells


def _records(
    register: Register, sheet: Worksheet, layout: _Layout, columns: Sequence[Column]
) -> dict[int, Any]:
    """The records that the sheet names by id, in one query."""
    if layout.id_column is None:
        return {}
    ids = {_whole(sheet.cell(number, layout.id_column).value) for number, _ in _rows(sheet, layout)}
    wanted = [one for one in ids if one]
    computed = {c.source: c.worked_out(Query()) for c in register.columns if c.computed}
    records: dict[int, Any] = {}
    for start in range(0, len(wanted), 500):
        part = register.model._default_manager.annotate(**computed)
        selected = part.filter(pk__in=wanted[start : start + 500])
        named = [*columns, register.columns[0]]
        records |= {row.id: row for row in register.rows(selected, named)}
    return records


def _whole(value: Any) -> int | None:
    try:
        return int(str(value).split(".")[0]) if value not in (None, "") else None
    except ValueError:
        return None


def _take_row(
    found: Preview, sheet: Worksheet, layout: _Layout, written: dict[int, Column],
    records: dict[int, Any], seen: dict[int, str], number: int, cells: dict[int, Any],
) -> None:  # fmt: skip
    place = f"{sheet.title}!{number}"
    row_id = _whole(cells[layout.id_column].value) if layout.id_column in cells else None
    if row_id is not None:
        if row_id not in records:
            found.wrong.append(WrongCell(f"{sheet.title}!A{number}", Message("row_id_unknown", {"id": row_id})))  # fmt: skip
            return
        if row_id in seen:
            found.wrong.append(WrongCell(place, Message("row_twice", {"first": seen[row_id]})))
            return
        seen[row_id] = place
    elif not found.register.creates:
        found.wrong.append(WrongCell(place, Message("row_without_id", {"register": str(found.register.label)})))  # fmt: skip
        return
    values, wrong = _values(sheet, written, cells)
    found.wrong += wrong
    if not wrong:
        _compare(found, place, row_id, _version(layout, cells), records.get(row_id or 0), values)


def _version(layout: _Layout, cells: dict[int, Any]) -> int | None:
    if layout.version_column is None or layout.version_column not in cells:
        return None
    return _whole(cells[layout.version_column].value) or None


def _values(
    sheet: Worksheet, written: dict[int, Column], cells: dict[int, Any]
) -> tuple[dict[str, Any], list[WrongCell]]:
    values: dict[str, Any] = {}
    wrong: list[WrongCell] = []
    for at, column in written.items():
        cell = cells.get(at)
        if cell is None:
            continue
        try:
            values[column.key] = _value(sheet, cell, column)
        except LuhengError as problem:
            place = f"{sheet.title}!{get_column_letter(at)}{cell.row}"
            wrong.append(WrongCell(place, problem.message))
    return values, wrong


def _value(sheet: Worksheet, cell: Any, column: Column) -> Any:
    if isinstance(cell, MergedCell):
        area = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
        cell = sheet.cell(area.min_row, area.min_col)
    value = cell.value
    if cell.data_type == "f":
        raise LuhengError("cell_is_formula", column=column.header, value=value)
    if cell.data_type == "e":
        raise LuhengError("cell_refused", column=column.header, value=value, wanted=column.wanted())
    if isinstance(value, datetime.datetime | datetime.date):
        if column.type == "amount" or column.type == "year":
            raise LuhengError("cell_is_date", column=column.header, value=f"{value:%Y-%m-%d}")
        value = f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        value = repr(int(value)) if value.is_integer() else repr(value)
    return column.parse(value)


def _compare(
    found: Preview, place: str, row_id: int | None, version: int | None, record: Any,
    values: dict[str, Any],
) -> None:  # fmt: skip
    if record is None:
        changes = {
            key: (None, value) for key, value in values.items() if value not in (None, "", [])
        }
        name = next((str(new) for _, new in changes.values()), "")
        missing = [c for c in found.register.columns if c.required and c.key not in changes]
        if missing:
            labels = "、".join(column.header for column in missing)
            found.wrong.append(WrongCell(place, Message("row_lacks", {"columns": labels})))
        else:
            found.new.append(ChangedRow(place, None, None, name, changes))
        return
    changes = {
        key: (record[key], value) for key, value in values.items() if not _equal(record[key], value)
    }
    if not changes:
        found.same += 1
        return
    name = str(record[found.register.columns[0].key] or row_id)
    found.changed.append(ChangedRow(place, row_id, version, name, changes))


def _equal(stands: Any, comes: Any) -> bool:
    if isinstance(stands, Decimal) and isinstance(comes, Decimal):
        return stands == comes
    empty: tuple[Any, ...] = (None, "", [])
    return stands == comes or (stands in empty and comes in empty)
