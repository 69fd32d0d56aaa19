"""A thousand answers go out as Excel and come back without loss, re-saved by another program too."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from random import Random

import pytest
import xlsxwriter
from openpyxl import load_workbook

from luheng.documents.sheets import WantedColumn, WantedRow, grids_of, map_sheet

COLUMNS = [
    WantedColumn("value", "数值", role="value", type="amount"),
    WantedColumn("note", "备注"),
]
UNITS = ("万吨标准煤", "亿元", "%", "μg/m³", "家", "亿千瓦时", "公顷", "")


def amount(random: Random) -> Decimal | None:
    """None now and then, zero at times, up to six places and eleven digits."""
    if random.random() < 0.05:
        return None
    if random.random() < 0.05:
        return Decimal(0)
    places = random.randint(0, 6)
    return Decimal(random.randint(-(10**9), 10 ** (5 + places))).scaleb(-places)


def filled() -> tuple[list[WantedRow], dict[str, Decimal | None], dict[str, str]]:
    random = Random(8170)
    rows = [
        WantedRow(f"{at}", f"第{at}号企业综合能耗", unit=random.choice(UNITS), period="2025")
        for at in range(1, 1001)
    ]
    values = {row.key: amount(random) for row in rows}
    notes = {
        row.key: random.choice(["", "", "=1+1", "说明：+3%", "第一行；第二行"]) for row in rows
    }
    return rows, values, notes


def written(
    rows: list[WantedRow], values: dict[str, Decimal | None], notes: dict[str, str]
) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("填报")
        sheet.write_row(0, 0, ["指标", "计量单位", "2025年", "备注"])
        for at, row in enumerate(rows, 1):
            sheet.write_row(at, 0, [row.zh, row.unit])
            value = values[row.key]
            if value is not None:
                sheet.write_number(at, 2, float(value))
            sheet.write_string(at, 3, notes[row.key])
    return file.getvalue()


def as_it_was(data: bytes) -> bytes:
    return data


def re_saved(data: bytes) -> bytes:
    book = load_workbook(BytesIO(data))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_figures_as_text(data: bytes) -> bytes:
    book = load_workbook(BytesIO(data))
    for row in book["填报"].iter_rows(min_row=2):
        if row[2].value is not None:
            row[2].value = format(Decimal(repr(row[2].value)), "f")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("way", [as_it_was, re_saved, with_figures_as_text])
def test_a_thousand_rows_come_back_as_they_went(way: Callable[[bytes], bytes]) -> None:
    rows, values, notes = filled()
    data = way(written(rows, values, notes))
    found = map_sheet(grids_of("填报.xlsx", data)[0], COLUMNS, rows)
    assert found.stops == []
    came = found.rows()
    assert {key: cells["value"].value for key, cells in came.items()} == values
    assert {k: c["note"].value if "note" in c else "" for k, c in came.items()} == notes
