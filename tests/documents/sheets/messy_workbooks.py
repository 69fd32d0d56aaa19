"""Workbooks as they come back: shifted, merged, renamed, with notes in cells and rows hidden.

Each is made from a seed, with the truth kept. One in eleven is spoilt in a way that no program may
put right by guessing: there the spoilt cell is kept instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from tests.documents.sheets.messy_tables import LAYOUTS, SIZES, Asking, Cell, Sheet

MISSING = ("—", "…", "-", "无", "", "/", "——")
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
NOT_ASKED = ("城镇新增就业人数", "社会消费品零售总额", "一般公共预算收入")


@dataclass(slots=True)
class Messy:
    """A workbook, what was asked of it, the truth, and what was spoilt."""

    asked: Asking
    data: bytes
    layout: str
    spoilt: str = ""
    spoilt_keys: set[str] = field(default_factory=set)
    spoilt_cells: set[str] = field(default_factory=set)  # addresses a trouble has to name


def workbook(seed: int, spoiling: str = "") -> Messy:
    """The workbook of a seed."""
    random = Random(seed)
    layout = LAYOUTS[seed % len(LAYOUTS)]
    asked, sheet = layout(random)
    _dirt(random, sheet)
    spoilt: list[Cell] = []
    if not spoiling and seed % 11 == 10:
        spoiling = sorted(SPOILING)[(seed // 11) % len(SPOILING)]
    if spoiling:
        spoilt = SPOILING[spoiling](random, sheet)
    places: dict[int, str] = {}
    data = _written(random, sheet, places)
    keys = {cell.key for cell in spoilt if cell.key}
    cells = {places[id(cell)] for cell in spoilt if id(cell) in places}
    return Messy(asked, data, layout.__name__, spoiling, keys, cells)


# --- harmless dirt ---------------------------------------------------------------------------------


def _dirt(random: Random, sheet: Sheet) -> None:
    width = len(sheet.heads[0])
    for cell in sheet.figures():
        _print(random, cell)
    if random.random() < 0.5:
        named = next((at for at, cell in enumerate(sheet.heads[0]) if cell.text and cell.rows), 0)
        extra = [Cell() for _ in range(width)]
        extra[named] = Cell(random.choice(NOT_ASKED))
        extra[-1] = Cell(figure=Decimal("123.4"))
        if len(sheet.heads) == 1 and not any(cell.rows > 1 for row in sheet.body for cell in row):
            sheet.body.insert(random.randrange(len(sheet.body) + 1), extra)
    if random.random() < 0.4:
        sheet.body.insert(random.choice([0, len(sheet.body)]), [Cell() for _ in range(width)])
    if random.random() < 0.5:
        sheet.titles.append("填报单位：某局    填报日期：2026年4月10日")
    if random.random() < 0.6:
        sheet.notes += ["注：1.本表数据为初步核算数。", "2.带*的指标按季统计。"]
    if random.random() < 0.3:
        sheet.notes.append("填表人：            审核人：            联系电话：")


def _print(random: Random, cell: Cell) -> None:
    """The figure as this person typed it."""
    if random.random() < 0.06:
        cell.comment = "与统计局核对过"
    if cell.figure is None:
        cell.text = random.choice(MISSING)
        return
    style = random.choice(["", "", "", "text", "wide", "commas", "percent", "mark", "status"])
    plain = f"{cell.figure:f}"
    if style == "percent" and cell.unit != "%":
        style = ""
    cell.style = style
    cell.text = {
        "": "", "percent": "", "text": plain, "wide": plain.translate(WIDE),
        "commas": f"{cell.figure:,f}", "mark": plain + random.choice("①②*"),
        "status": plain + "（初步数）",
    }[style]  # fmt: skip


# --- what nobody may guess -------------------------------------------------------------------------


def _any(random: Random, sheet: Sheet) -> Cell:
    return random.choice([cell for cell in sheet.figures() if cell.figure is not None])


def _approximate(random: Random, sheet: Sheet) -> list[Cell]:
    cell = _any(random, sheet)
    cell.text = f"约{cell.figure}"
    return [cell]


def _words(random: Random, sheet: Sheet) -> list[Cell]:
    cell = _any(random, sheet)
    cell.text = random.choice(["见附件", "同上", "12.3.4", "1O5.2"])
    return [cell]


def _date(random: Random, sheet: Sheet) -> list[Cell]:
    cell = _any(random, sheet)
    cell.text = "2025-03-12"
    return [cell]


def _strange_unit(random: Random, sheet: Sheet) -> list[Cell]:
    cell = _any(random, sheet)
    cell.text = f"{cell.figure}千标方"
    return [cell]


def _other_quantity(random: Random, sheet: Sheet) -> list[Cell]:
    cell = _any(random, sheet)
    cell.text = f"{cell.figure}℃"
    return [cell]


def _merged(random: Random, sheet: Sheet) -> list[Cell]:
    for above, below in zip(sheet.body, sheet.body[1:], strict=False):
        for at, cell in enumerate(above):
            if cell.key and at < len(below) and below[at].key and cell.figure is not None:
                cell.rows, below[at].covered = 2, True
                cell.text = cell.text or f"{cell.figure}"
                return [cell, below[at]]
    raise AssertionError("every layout has two figures above each other")


def _misprint(random: Random, sheet: Sheet) -> list[Cell]:
    """A name with two neighbouring characters swapped."""
    for row in sheet.heads + sheet.body:
        for at, cell in enumerate(row):
            name = next((name for name in SIZES if name in cell.text and name[0] > "一"), None)
            if name is None:
                continue
            cell.text = cell.text.replace(name, name[0] + name[2] + name[1] + name[3:])
            lines = sheet.body if row in sheet.heads else [row]
            columns = slice(at, at + 1) if row in sheet.heads else slice(at, None)
            return [cell, *(one for line in lines for one in line[columns] if one.key)]
    return _approximate(random, sheet)


def _twice(random: Random, sheet: Sheet) -> list[Cell]:
    """A row that stands twice, with different figures."""
    row = random.choice([row for row in sheet.body if any(c.key and c.figure for c in row)])
    again = [Cell(c.text, c.figure, c.key, c.unit) for c in row]
    for cell in again:
        if cell.key and cell.figure is not None:
            cell.figure, cell.text = cell.figure + 1, ""
    sheet.body.append(again)
    return [cell for cell in again if cell.key and cell.figure is not None]


def _strange_head(random: Random, sheet: Sheet) -> list[Cell]:
    """A head of figures in words no form uses."""
    at = next(at for row in sheet.body for at, cell in enumerate(row) if cell.key)
    head = sheet.heads[-1][at] if sheet.heads[-1][at].text else sheet.heads[0][at]
    head.text = random.choice(["报省口径", "经审核后采用", "省反馈情况汇总表一"])
    return [head, *(row[at] for row in sheet.body if len(row) > at and row[at].key)]


def _contradicting_unit(random: Random, sheet: Sheet) -> list[Cell]:
    """The unit behind the figure is not the one of its row or column."""
    cell = _any(random, sheet)
    cell.text = f"{cell.figure}{'亿元' if cell.unit != '亿元' else '万元'}"
    return [cell]


SPOILING: dict[str, Callable[[Random, Sheet], list[Cell]]] = {
    "approximate": _approximate, "words": _words, "date": _date, "strange unit": _strange_unit,
    "other quantity": _other_quantity, "merged": _merged, "misprint": _misprint, "twice": _twice,
    "strange head": _strange_head, "contradicting unit": _contradicting_unit,
}  # fmt: skip


# --- writing ---------------------------------------------------------------------------------------


def _written(random: Random, sheet: Sheet, places: dict[int, str]) -> bytes:
    book = Workbook()
    page: Any = book.active
    page.title = random.choice(["Sheet1", "报表", "附件1", "主要指标"])
    row, left = random.choice([1, 1, 2, 4]), random.choice([1, 1, 2, 3])
    width = len(sheet.heads[0])
    for title in sheet.titles:
        page.cell(row, left, title)
        if random.random() < 0.7:
            page.merge_cells(start_row=row, start_column=left, end_row=row, end_column=left + width - 1)  # fmt: skip
        row += random.choice([1, 1, 2])
    for line in sheet.heads:
        _line(page, row, left, line, places)
        row += 1
    first = row
    for line in sheet.body:
        _line(page, row, left, line, places)
        row += 1
    row += random.choice([0, 1])
    for note in sheet.notes:
        page.cell(row, left, note)
        row += 1
    _hide(random, page, first, first + len(sheet.body) - 1, left + width - 1)
    if random.random() < 0.3:
        book.create_sheet("填报说明").append(["请于每月10日前报送"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _line(page: Any, row: int, left: int, line: list[Cell], places: dict[int, str]) -> None:
    for at, cell in enumerate(line, left):
        places[id(cell)] = f"{page.title}!{get_column_letter(at)}{row}"
        if cell.covered:
            continue
        target = page.cell(row, at)
        if cell.text:
            target.value = cell.text
        elif cell.figure is not None and cell.style == "percent":
            target.value, target.number_format = float(cell.figure / 100), "0.00%"
        elif cell.figure is not None:
            target.value = float(cell.figure)
        if cell.comment:
            target.comment = Comment(cell.comment, "office")
        if cell.rows > 1 or cell.columns > 1:
            page.merge_cells(start_row=row, start_column=at, end_row=row + cell.rows - 1, end_column=at + cell.columns - 1)  # fmt: skip


def _hide(random: Random, page: Any, first: int, last: int, right: int) -> None:
    if random.random() < 0.4:
        page.row_dimensions[random.randint(first, last)].hidden = True
    if random.random() < 0.15:
        page.column_dimensions[get_column_letter(right)].hidden = True
