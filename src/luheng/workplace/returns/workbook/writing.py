"""A return as .xlsx: a sheet a kind of field, grey cells to read, white cells to fill in.

Row 1 (hidden) names the return and the cell each column holds, row 2 and 3 say what it is, row 4 holds
the heads. Columns A and B (hidden) hold the id and the version of the row. Cells to be read are locked,
without a password: the lock spares mistakes, it guards nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

from luheng.workplace.language import say
from luheng.workplace.models import Return, ReturnRow
from luheng.workplace.returns.entering import is_open
from luheng.workplace.returns.workbook.columns import (
    SHEET_NAMES,
    Kind,
    SheetColumn,
    columns_of,
    is_written,
)
from luheng.workplace.sheets.writing import is_exact

MARK = "luheng-return"  # in row 1, above the ids: luheng-return:<id of the return>:<kind>
_HEAD = 3  # row of the heads, from 0
_FIRST = 2  # column of the first that is seen
_UNLOCKED = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}


def workbook_of_return(one: Return, *, fills: bool) -> bytes:
    """The return with what stands in it; where the reader does not fill it in, all cells are locked."""
    rows = one.rows.select_related("asked", "known__document").order_by("asked__kind", "asked__position", "pk")  # fmt: skip
    by_kind: dict[str, list[ReturnRow]] = {}
    for row in rows:
        row.parent = one
        by_kind.setdefault(row.asked.kind, []).append(row)
    file = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": str(one), "created": timezone.now()})
        formats = _formats(book)
        for kind in (kind for kind in Kind.values if kind in by_kind):
            sheet = book.add_worksheet(str(SHEET_NAMES[kind]))
            _write_sheet(sheet, one, kind, by_kind[kind], formats, fills)
    return file.getvalue()


def file_name(one: Return) -> str:
    """进展填报表-2026-10-市林业局.xlsx"""
    name = f"{one.form.title}-{one.period}-{one.unit.name}".replace("/", "至")
    return "".join(sign for sign in name if sign not in '\\:*?"<>|')[:120] + ".xlsx"


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    cell = base | {"border": 1, "border_color": "#C9CED6"}
    read = cell | {"bg_color": "#F1F3F5"}
    return {
        "title": book.add_format(base | {"bold": True, "font_size": 14}),
        "how": book.add_format(base | {"font_color": "#4B5563"}),
        "head": book.add_format(cell | {"bold": True, "bg_color": "#D7EBE0", "text_wrap": True}),
        "read_head": book.add_format(cell | {"bold": True, "bg_color": "#E3E6EA", "text_wrap": True}),
        "text": book.add_format(cell | {"locked": False, "text_wrap": True, "num_format": "@"}),
        "amount": book.add_format(cell | {"locked": False, "num_format": "General", "align": "right"}),
        "read_text": book.add_format(read | {"text_wrap": True}),
        "read_amount": book.add_format(read | {"num_format": "General", "align": "right"}),
    }  # fmt: skip


def _write_sheet(
    sheet: Worksheet, one: Return, kind: str, rows: Sequence[ReturnRow], formats: Any, fills: bool
) -> None:
    columns = columns_of(kind)
    sheet.write_row(0, 0, [f"{MARK}:{one.pk}:{kind}", "version", *(column.key for column in columns)])  # fmt: skip
    sheet.write_string(1, _FIRST, f"{one.form.title} {one.period} {one.unit}", formats["title"])
    sheet.write_string(2, _FIRST, _how(one), formats["how"])
    for at, column in enumerate(columns, _FIRST):
        style = formats["head" if is_written(kind, column) else "read_head"]
        sheet.write_string(_HEAD, at, str(column.label), style)
        sheet.set_column(at, at, column.width)
    for at, row in enumerate(rows, _HEAD + 1):
        sheet.write_number(at, 0, row.pk)
        sheet.write_number(at, 1, row.version)
        for place, column in enumerate(columns, _FIRST):
            free = fills and is_open(row) and is_written(kind, column)
            _write_cell(sheet, at, place, column, column.shows(row), formats, free)
    _finish(sheet, kind, columns, _HEAD + len(rows))


def _how(one: Return) -> str:
    due = str(say(f"限期 {one.due:%Y-%m-%d}。", f"Due {one.due:%Y-%m-%d}. ")) if one.due else ""
    how = say(
        "白色格填写，灰色格只读；没有数据填“—”并写备注；有疑点而数值无误的写备注。填好后在填报表页上传。",
        "Fill in the white cells. Where there is no figure put — and a remark; where a doubtful figure is right, say why in the remark. Upload the file on the page of the return.",
    )
    return due + str(how)


def _write_cell(
    sheet: Worksheet, at: int, place: int, column: SheetColumn, value: Any, formats: Any, free: bool
) -> None:
    numeric = column.key in ("value", "percent", "last_value")
    style = formats[("" if free else "read_") + ("amount" if numeric else "text")]
    if value is None or value == "":
        sheet.write_blank(at, place, None, style)
    elif isinstance(value, Decimal) and is_exact(value):
        sheet.write_number(at, place, float(value), style)
    else:
        text = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
        sheet.write_string(at, place, text[:32_767], style)


def _finish(sheet: Worksheet, kind: str, columns: Sequence[SheetColumn], last: int) -> None:
    for place, column in enumerate(columns, _FIRST):
        if column.words and is_written(kind, column):
            labels = [str(label) for label in column.words.values()]
            rule = {"validate": "list", "source": labels, "error_type": "stop"}
            sheet.data_validation(_HEAD + 1, place, last, place, rule)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_column(0, _FIRST - 1, 6, None, {"hidden": True})
    sheet.freeze_panes(_HEAD + 1, _FIRST + 1)
    sheet.protect("", _UNLOCKED)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.set_footer("&C&P / &N")
