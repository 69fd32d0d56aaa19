"""The figures behind a chart as a small workbook: what was drawn, nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from luheng.workplace.sheets.writing import formats_of, is_exact

Cell = str | int | Decimal | None


def workbook_of_figures(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """One sheet: the finding on top, headers with their units, the rows. A gap is an empty cell."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, formats = book.add_worksheet(), formats_of(book)
        sheet.write_string(0, 0, title)
        for place, header in enumerate(headers):
            sheet.write_string(2, place, header, formats["head"])
            sheet.set_column(place, place, max(12, 2 * len(header)))
        for at, row in enumerate(rows, 3):
            for place, value in enumerate(row):
                _write(sheet, at, place, value, formats)
        sheet.freeze_panes(3, 1)
    return file.getvalue()


def _write(sheet: Any, row: int, place: int, value: Cell, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int):
        sheet.write_number(row, place, value, formats["year"])
    elif isinstance(value, Decimal) and is_exact(value):
        sheet.write_number(row, place, float(value), formats["amount"])
    else:
        sheet.write_string(row, place, str(value), formats["text"])
