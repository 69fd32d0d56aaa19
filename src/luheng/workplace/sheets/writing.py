"""A register as a workbook that can come back: hidden ids and versions, lists to choose from.

Row 1 (hidden) holds the keys of the columns, row 2 what a person reads, the rows follow. Columns A
and B (hidden) hold id and version. Text is always written as text: a cell that begins with ``=`` is
shown, never computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

from luheng.workplace.language import say
from luheng.workplace.permissions import Person
from luheng.workplace.registers import Column, Query, Register, Row

MARK = "luheng"  # cell A1 of a sheet that can come back: luheng:<register>
FIRST_DATA_ROW = 2  # counted from 0: keys, headers, data
HIDDEN_COLUMNS = 2  # id, version
_MOST_CHOICES = 250  # characters a drop-down list may hold in Excel
_WIDTHS = {"amount": 12, "year": 8, "flag": 8, "choice": 12, "units": 28, "names": 20, "moment": 17}


def workbook_of(register: Register, query: Query, person: Person) -> bytes:
    """The view as .xlsx: every importable column and those the view shows, all its rows."""
    columns = exported_columns(register, query)
    file = BytesIO()
    options = {
        "in_memory": True, "constant_memory": False, "strings_to_formulas": False,
        "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": str(register.label), "created": timezone.now()})
        sheet = book.add_worksheet(str(register.label)[:31])
        formats = formats_of(book)
        writable = {column.key for column in register.writable(person)}
        _head(sheet, register, columns, writable, formats)
        last = _body(sheet, columns, register.rows(register.select(query), columns), formats)
        _choices(sheet, columns, writable, last)
        _finish(sheet, columns, last)
    return file.getvalue()


def exported_columns(register: Register, query: Query) -> list[Column]:
    """Columns of the view and all that may be written, as declared; companions of amounts too."""
    shown = {column.key for column in register.shown(query)}
    return [one for one in register.columns if one.key in shown or one.importable]


def formats_of(book: xlsxwriter.Workbook) -> dict[str, Any]:
    """The cell formats of all our workbooks."""
    base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    return {
        "head": book.add_format(base | {"bold": True, "bg_color": "#E8F4EE", "bottom": 1}),
        "locked_head": book.add_format(base | {"bold": True, "bg_color": "#F1F3F5", "bottom": 1}),
        "text": book.add_format(base | {"text_wrap": True, "num_format": "@"}),
        "amount": book.add_format(base | {"num_format": "General"}),
        "year": book.add_format(base | {"num_format": "0"}),
    }


def _head(
    sheet: Worksheet,
    register: Register,
    columns: Sequence[Column],
    writable: set[str],
    formats: Any,
) -> None:
    sheet.write_row(0, 0, [f"{MARK}:{register.key}", "version", *(one.key for one in columns)])
    sheet.write_row(1, 0, ["id", "version"])
    for at, column in enumerate(columns, HIDDEN_COLUMNS):
        style = formats["head" if column.key in writable else "locked_head"]
        sheet.write_string(1, at, column.header, style)
        if column.key in writable:
            sheet.write_comment(1, at, str(say("可填写：", "may be filled: ")) + column.wanted())


def _body(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Row], formats: Any) -> int:
    """Writes the rows; returns the number of the last one."""
    at = FIRST_DATA_ROW - 1
    for at, row in enumerate(rows, FIRST_DATA_ROW):
        sheet.write_number(at, 0, row.id)
        sheet.write_number(at, 1, row.version or 0)
        for place, column in enumerate(columns, HIDDEN_COLUMNS):
            _write(sheet, at, place, column, row[column.key], formats)
    return at


def _write(
    sheet: Worksheet, row: int, place: int, column: Column, value: Any, formats: Any
) -> None:
    if value is None or value == "" or value == []:
        sheet.write_blank(row, place, None, formats["text"])
    elif column.type == "year":
        sheet.write_number(row, place, value, formats["year"])
    elif column.type == "amount" and is_exact(Decimal(value)):
        sheet.write_number(row, place, float(value), formats["amount"])
    else:
        text = column.plain(value) if column.type == "amount" else column.text(value)
        sheet.write_string(row, place, str(text)[:32_767], formats["text"])


def is_exact(value: Decimal) -> bool:
    """Whether Excel's number holds the amount without loss; others are written as text."""
    return Decimal(repr(float(value))) == value


def _choices(sheet: Worksheet, columns: Sequence[Column], writable: set[str], last: int) -> None:
    """Drop-down lists for the columns that have choices."""
    for place, column in enumerate(columns, HIDDEN_COLUMNS):
        labels = [str(label) for label in column.choices.values()]
        fits = labels and len(",".join(labels)) <= _MOST_CHOICES
        if fits and column.key in writable:
            rule = {"validate": "list", "source": labels, "error_type": "warning"}
            sheet.data_validation(FIRST_DATA_ROW, place, last + 200, place, rule)


def _finish(sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_column(0, HIDDEN_COLUMNS - 1, 6, None, {"hidden": True})
    for place, column in enumerate(columns, HIDDEN_COLUMNS):
        sheet.set_column(place, place, _width(column))
    sheet.freeze_panes(FIRST_DATA_ROW, HIDDEN_COLUMNS + 1)
    sheet.autofilter(1, HIDDEN_COLUMNS, max(last, 1), HIDDEN_COLUMNS + len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _width(column: Column) -> int:
    if column.key in ("text", "content", "quote", "reason", "note", "state_note"):
        return 48
    return _WIDTHS.get(column.type, max(14, min(30, 2 * len(column.zh) + 6)))


def file_name(register: Register) -> str:
    """目标清单-2026-11-21.xlsx"""
    return f"{register.label}-{timezone.localdate():%Y-%m-%d}.xlsx"
