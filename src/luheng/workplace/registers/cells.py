"""Cells of a list for pages without doors: the text of each with its unit, a verdict with its light."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from luheng.workplace.lights import light_of_code
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Row
from luheng.workplace.wording import legible


def cells_of(columns: Sequence[Column], row: Row) -> list[dict[str, Any]]:
    """What stands in each column: `text` and `unit`, or `light` and `provisional`."""
    return [_cell(column, row, columns) for column in columns]


def _cell(column: Column, row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    value = row[column.key]
    if column.key == "verdict" and value:
        lit = light_of_code(value, timezone.localdate(), row.values.get("year"))
        return {"column": column, "light": lit, "provisional": row.values.get("provisional")}
    if column.type == "amount" and value is not None:
        value = legible(Decimal(value))
    unit_shown = any(one.key == column.unit_column for one in columns)
    unit = "" if unit_shown or value is None else row.values.get(column.unit_column, "")
    return {"column": column, "text": column.text(value), "unit": unit}
