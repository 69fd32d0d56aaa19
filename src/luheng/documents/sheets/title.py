"""What stands above a table and holds for all of it: time, unit, place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luheng.documents.observations.columns import seen, unit_in
from luheng.documents.sheets.asked import Asked
from luheng.documents.sheets.figures import figure_in
from luheng.documents.sheets.grid import SheetGrid
from luheng.documents.sheets.places import Places
from luheng.documents.sheets.times_of_heads import time_in
from luheng.vocabulary.periods import Period

_LOOKED_IN = 12  # rows
_FILLED_IN = re.compile(r"填[报表]|制表|报送|审核|联系|电话|截止|打印")
_UNIT_LINE = re.compile(r"单\s*位\s*[:：]\s*([^）)，,；;。\s]{1,16})")


@dataclass(frozen=True, slots=True)
class Title:
    """The words above the first table."""

    period: Period | None = None
    unit: str = ""
    place: str | None = None
    unit_address: str = ""
    words: str = ""


def title_of(grid: SheetGrid, asked: Asked) -> Title:
    """The time, unit and place that lines of a single text say above the table."""
    lines = _lines(grid)
    periods: dict[Period, None] = {}
    places = Places(asked.places)
    named: set[str] = set()
    unit = address = ""
    for text, where in lines:
        if (stated := _UNIT_LINE.search(text)) and not unit:
            unit, address = unit_in(seen(f"单位：{stated[1]}"))[1] or "", where
        if not _FILLED_IN.search(text):
            period, _ = time_in(re.sub(r"\s+", "", text), None)
            periods |= {period: None} if period else {}
        named |= {place for place in places.asked if place and place in text}
    words = " ".join([grid.name, *(text for text, _ in lines if not _FILLED_IN.search(text))])
    period = next(iter(periods)) if len(periods) == 1 else None
    if not periods:
        period, _ = time_in(grid.name, None)
    return Title(period, unit, named.pop() if len(named) == 1 else None, address, words)


def _lines(grid: SheetGrid) -> list[tuple[str, str]]:
    """Texts of rows with few of them, down to the first row that has figures."""
    found: list[tuple[str, str]] = []
    for row in grid.rows[:_LOOKED_IN]:
        cells = [cell for cell in row if cell.text.strip() and not cell.covered_by]
        if any(figure_in(cell.text).value is not None for cell in cells):
            break
        if len({cell.text for cell in cells}) <= 2 or any(_UNIT_LINE.search(c.text) for c in cells):
            found += [(cell.text, grid.address(cell)) for cell in cells]
    return found
