"""Rounding of exact fractions and of arrays as standards ask for it (GB/T 8170, and upwards)."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np


def rounded(value: Any, step: str | int | Decimal = 1) -> Any:
    """The multiple of a step nearest to the value, halves to the even one (GB/T 8170-2008, 3.2).

    Exact for fractions, decimals and integers. In an array of floats, what lies a hair beside a half
    counts as that half: 0.35, which no float is, is the decimal that was meant.
    """
    exact_step = Fraction(step)
    if isinstance(value, np.ndarray):
        return _rounded_array(value, exact_step)
    if isinstance(value, float):
        if not math.isfinite(value):
            return value
        return float(round(Fraction(repr(value)) / exact_step) * exact_step)
    return round(Fraction(value) / exact_step) * exact_step


def _rounded_array(values: np.ndarray, step: Fraction) -> np.ndarray:
    """Counts steps of 1, 0.1, … by a multiplication with 1, 10, …, the more exact way in floats."""
    inverse = 1 / step
    counted = values * float(inverse) if inverse.denominator == 1 else values / float(step)
    half = np.rint(counted * 2) / 2
    meant_half = np.abs(counted - half) <= np.abs(counted) * 1e-13
    nearest = np.rint(np.where(meant_half, half, counted))
    return nearest / float(inverse) if inverse.denominator == 1 else nearest * float(step)


def rounded_up(value: Fraction | int | Decimal) -> int:
    """The whole number not below the value, as air quality indices are rounded (HJ 633, 4.2.6)."""
    return math.ceil(Fraction(value))
