"""Opening a workbook as grids, hidden sheets and all: a mapper says what it left out."""

from __future__ import annotations

import io

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from luheng.documents.formats.limits import Limits
from luheng.documents.formats.sheet_marks import Marks, marks_of
from luheng.documents.formats.workbook import shown_text
from luheng.documents.sheets.grid import GridCell, SheetGrid, covered
from luheng.vocabulary.messages import LuhengError

_OLD_BINARY = b"\xd0\xcf\x11\xe0"


def grids_of(file: str, data: bytes, limits: Limits = Limits()) -> list[SheetGrid]:  # noqa: B008
    """The sheets of a workbook (.xlsx, .xls, .ods) in order; sheets without cells are left out.

    Raises LuhengError for a damaged, encrypted or overlarge one.
    """
    marks = marks_of(file, data, limits)
    known = not data.startswith(_OLD_BINARY)
    grids: list[SheetGrid] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            hidden = sheet.visible != SheetVisibleEnum.Visible
            own = marks.get(sheet.name, Marks())
            opened = book.get_sheet_by_name(sheet.name)
            grids.append(_grid(opened, own, file, formats_known=known, hidden=hidden))
    except PasswordError as error:
        raise LuhengError("encrypted", file=file) from error
    except (CalamineError, ValueError, OSError) as error:
        raise LuhengError("archive_damaged", file=file) from error
    return [grid for grid in grids if grid.rows]


def _grid(
    sheet: CalamineSheet, marks: Marks, file: str, *, formats_known: bool, hidden: bool
) -> SheetGrid:
    values = sheet.to_python(skip_empty_area=False)
    troubles = dict.fromkeys(marks.scaled, "scaled")
    rows: list[list[GridCell]] = []
    for at, line in enumerate(values):
        cells = []
        for column, value in enumerate(line):
            text = shown_text(value, (at, column) in marks.percent)
            cells.append(GridCell(
                at, column, text, marks.comments.get((at, column), ""),
                trouble=troubles.get((at, column), ""),
                lines=value if isinstance(value, str) and value != text else "",
            ))  # fmt: skip
        rows.append(cells)
    _marked(rows, marks)
    return SheetGrid(
        sheet.name, covered(rows, dict(sheet.merged_cell_ranges or ())),
        frozenset(marks.hidden_rows), frozenset(marks.hidden_columns), formats_known, hidden, file,
    )  # fmt: skip


def _marked(rows: list[list[GridCell]], marks: Marks) -> None:
    """Cells whose formula has no value, or gives an error, know it."""
    wanted = dict.fromkeys(marks.uncomputed, "uncomputed") | {
        cell: "error" for cell, _ in marks.errors
    }
    if not wanted:
        return
    for row in rows:
        for at, cell in enumerate(row):
            if trouble := wanted.get(cell.name):
                text = dict(marks.errors).get(cell.name, "")
                row[at] = GridCell(cell.row, at, text, cell.comment, trouble=trouble)
