"""The index of the air by exact fractions, written anew and slowly, to compare everything with."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from luheng.methods import standards


def table_of(item: str, edition: str) -> dict[str, Any]:
    """The official breakpoints of an item in an edition."""
    standards().editions_of("air.iaqi")
    found: dict[str, Any] = (
        standards().book.resolve(f"air.iaqi_table.{item}", date(2026, 6, 1), using=(edition,)).value
    )
    return found


def by_fractions(concentration: Fraction, table: dict[str, Any]) -> int | None:
    """Formula (1) of HJ 633 written anew and slowly: the ceiling of an exact line."""
    points, index = table["points"], table["index"]
    for i in range(1, len(points)):
        if concentration <= points[i]:
            slope = (index[i] - index[i - 1]) / (points[i] - points[i - 1])
            exact = index[i - 1] + slope * (concentration - points[i - 1])
            return -(-exact.numerator // exact.denominator)
    return None if table["above"] == "not_reported" else int(table["above"])


def reportable(item: str, table: dict[str, Any]) -> list[Fraction]:
    """Whole μg/m³, of CO tenths of mg/m³, from 0 to a fifth above the last point."""
    step = Fraction(1, 10) if item.startswith("co") else Fraction(1)
    return [step * n for n in range(int(table["points"][-1] * Fraction(12, 10) / step) + 1)]
