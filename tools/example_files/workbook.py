"""The Excel return: a sheet to fill in row by row, and a sheet with a column for each year."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter

WRITTEN = dt.datetime(2026, 7, 10)


def write(figures: dict[str, Any], path: Path) -> Path:
    """The figures of returns.toml as an .xlsx file; the same figures give the same bytes."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": figures["notice"], "created": WRITTEN})
    for part in ("return", "years"):
        _sheet(book, figures[part], figures["notice"])
    book.close()
    return path


def _sheet(book: Any, part: dict[str, Any], notice: str) -> None:
    sheet = book.add_worksheet(part["sheet"])
    head = book.add_format({"bold": True, "align": "center", "border": 1, "bg_color": "#E7EFEA"})
    title = book.add_format({"bold": True, "align": "center", "font_size": 14})
    boxed = book.add_format({"border": 1})
    last = len(part["columns"]) - 1
    sheet.merge_range(0, 0, 0, last, f"{part['title']}（{notice}）", title)
    top = 1
    if "note" in part:
        sheet.merge_range(top, 0, top, last, part["note"], boxed)
        top += 1
    sheet.write_row(top, 0, part["columns"], head)
    for row, values in enumerate(part["rows"], start=top + 1):
        sheet.write_row(row, 0, values, boxed)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, last, 14)
    sheet.freeze_panes(top + 1, 1)
