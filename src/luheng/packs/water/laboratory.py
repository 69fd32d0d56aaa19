"""Columns of a laboratory's sheet as series: numbers, with a mark where they are detection limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from luheng.methods.amounts import BelowLimit, NotDetected, fraction_of, read_text
from luheng.vocabulary.messages import LuhengError


def read_columns(
    columns: Mapping[str, Iterable[Any]],
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Cells by item as `sample` and `below` of the water methods.

    ``0.12`` is a number; ``<0.02`` and ``0.02L`` are 0.02, marked as a detection limit; empty, — and
    缺测 are NaN. All in the declared unit of the item. Raises LuhengError naming item and row:
    `input_not_detected` for ND without a limit, `input_unit_in_series`, `number_unreadable`.
    """
    sample, below = {}, {}
    for item, cells in columns.items():
        read = [_cell(f"{item}[{row}]", given) for row, given in enumerate(cells)]
        sample[item] = np.array([number for number, _ in read], dtype=np.float64)
        below[item] = np.array([flag for _, flag in read], dtype=bool)
    return sample, below


def _cell(name: str, given: Any) -> tuple[float, bool]:
    """The number of a cell and whether it is a detection limit."""
    value, unit = read_text(given) if isinstance(given, str) else (given, "")
    if isinstance(value, NotDetected):
        raise LuhengError("input_not_detected", name=name, label=name)
    if unit == "L" and isinstance(value, Fraction):
        value, unit = BelowLimit(value), ""
    if unit:
        raise LuhengError("input_unit_in_series", name=name, unit=unit)
    if isinstance(value, BelowLimit):
        return float(value.limit), True
    number = None if value is None else fraction_of(value)
    return (float("nan") if number is None else float(number)), False
