"""Excel and OpenDocument workbooks: a table for each sheet, every cell with its address."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from luheng.documents.formats.composing import Composer, Printed, one_line
from luheng.documents.formats.limits import Limits
from luheng.documents.formats.sheet_marks import Marks, marks_of
from luheng.documents.model import Finding, Span
from luheng.documents.source import Source
from luheng.vocabulary.messages import LuhengError, Message

_DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
_NOTE = re.compile(r"\s*(?:[备備]?[注註]|说明|說明|填[报報表]人|审核人|联系电话)")

Grid = list[list[Printed | None]]  # None: covered by a merged cell


def read_workbook(source: Source, data: bytes, limits: Limits) -> None:
    """Fill a source from a workbook. Raises LuhengError for a damaged or encrypted one."""
    marks = marks_of(source.file, data, limits)
    composer = Composer(source.file, limits)
    missing: list[Message] = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.visible != SheetVisibleEnum.Visible:
                missing.append(Message("sheet_hidden", {"sheet": sheet.name}))
            elif sheet.typ == SheetTypeEnum.WorkSheet:
                own = marks.get(sheet.name, Marks())
                _Sheet(workbook.get_sheet_by_name(sheet.name), own).compose(composer)
                missing += own.messages(sheet.name)
    except PasswordError as error:
        raise LuhengError("encrypted", file=source.file) from error
    except (CalamineError, ValueError, OSError) as error:
        raise LuhengError("archive_damaged", file=source.file) from error
    source.text, source.blocks = composer.finish()
    source.findings += [Finding(quote="", span=Span(0, 0), message=message) for message in missing]


@dataclass(slots=True)
class _Sheet:
    """One sheet, cut into the tables on it."""

    sheet: CalamineSheet
    marks: Marks

    def compose(self, composer: Composer) -> None:
        """Hand title lines, tables and notes to the composer."""
        if not _DEFAULT_NAME.fullmatch(self.sheet.name):
            composer.paragraph(self.sheet.name, "Sheet")
        for rows in _parts(self._grid()):
            first = next((at for at, row in enumerate(rows) if _filled(row) > 1), len(rows))
            last = len(rows)
            while last > first and _filled(rows[last - 1]) == 1 and _is_note(rows[last - 1]):
                last -= 1
            self._lines(composer, rows[:first])
            composer.table([[cell for cell in row if cell] for row in _trimmed(rows[first:last])])
            self._lines(composer, rows[last:])

    def _lines(self, composer: Composer, rows: Grid) -> None:
        for row in rows:
            composer.paragraph("".join(cell.text for cell in row if cell))

    def _grid(self) -> Grid:
        """The cells from A1 on; merged cells know how far they reach."""
        values = self.sheet.to_python(skip_empty_area=False)
        reach = dict(self.sheet.merged_cell_ranges or ())
        grid: Grid = [
            [self._cell(row, column, value, reach) for column, value in enumerate(line)]
            for row, line in enumerate(values)
        ]
        for (top, left), (bottom, right) in reach.items():
            for row in range(top, min(bottom + 1, len(grid))):
                for column in range(left, min(right + 1, len(grid[row]))):
                    if (row, column) != (top, left):
                        grid[row][column] = None
        return grid

    def _cell(
        self, row: int, column: int, value: Any, reach: dict[tuple[int, int], tuple[int, int]]
    ) -> Printed:
        end = reach.get((row, column), (row, column))
        text = shown_text(value, (row, column) in self.marks.percent)
        address = f"{self.sheet.name}!{column_letters(column)}{row + 1}"
        return Printed(text, end[1] - column + 1, end[0] - row + 1, address)


def _parts(grid: Grid) -> list[Grid]:
    """A sheet cut where empty rows part one table from the title of the next."""
    parts: list[Grid] = [[]]
    blank = False
    for row in grid:
        filled = _filled(row)
        if not filled:
            blank = True
            continue
        if blank and filled == 1 and not _is_note(row):
            parts.append([])
        blank = False
        parts[-1].append(row)
    return [part for part in parts if part]


def _trimmed(rows: Grid) -> Grid:
    """Rows without the empty columns at the left and right of them."""
    used = [column for row in rows for column, cell in enumerate(row) if cell and cell.text]
    if not used:
        return []
    first, last = min(used), max(used)
    return [row[first : last + 1] for row in rows]


def _filled(row: Sequence[Printed | None]) -> int:
    return sum(bool(cell and cell.text) for cell in row)


def _is_note(row: Sequence[Printed | None]) -> bool:
    return _NOTE.match("".join(cell.text for cell in row if cell)) is not None


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A … Z, AA …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def shown_text(value: Any, percent: bool = False) -> str:
    """A value as the sheet shows it: dates in ISO form, percentages with their sign."""
    if value is None or value == "":
        return ""
    for kinds, shown in _SHOWN:
        if isinstance(value, kinds):
            return shown(value, percent)
    return one_line(str(value).splitlines())


def _number(value: float, percent: bool) -> str:
    exact = Decimal(repr(value)) * (100 if percent else 1)
    if exact == exact.to_integral_value():
        return f"{exact:.0f}" + ("%" if percent else "")
    return format(exact.normalize(), "f") + ("%" if percent else "")


def _moment(value: datetime.datetime, _percent: bool) -> str:
    if value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat(" ", "minutes")


_SHOWN: tuple[tuple[type | tuple[type, ...], Callable[[Any, bool], str]], ...] = (
    (bool, lambda value, _: str(value).upper()),
    ((int, float), _number),
    (datetime.datetime, _moment),
    ((datetime.date, datetime.time), lambda value, _: value.isoformat()),
    (datetime.timedelta, lambda value, _: str(value)),
)
