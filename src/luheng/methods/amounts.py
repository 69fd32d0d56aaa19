"""What people write into a cell or a call, read as numbers: units, intervals, text flags."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from luheng.vocabulary.messages import LuhengError

_MISSING = {
    "", "—", "——", "-", "--", "–", "/", "\\", "…", "*", "无", "缺", "缺测", "缺失", "未监测", "无数据", "停测",
    "n/a", "na", "nan", "none", "null", "#n/a",
}  # fmt: skip
_NOT_DETECTED = {"nd", "n.d.", "n.d", "未检出", "未检测出", "bdl", "<dl"}
_NUMBER = re.compile(r"([<≤]?)([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d+)?)(.*)", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit and, where known, the id of the record and its interval.

    `value` may be a number, a text such as ``2.2`` or ``<0.02``, or an array. `low` and `high` hold
    the value with `confidence` percent; or `percent` gives them as a share of the value.
    """

    value: Any
    unit: str = ""
    id: str = ""
    low: Any = None
    high: Any = None
    percent: Any = None
    shape: str = "normal"
    confidence: int = 95


@dataclass(frozen=True, slots=True)
class BelowLimit:
    """Not detected: somewhere from nothing up to the detection limit."""

    limit: Fraction

    def __str__(self) -> str:
        return f"<{number_text(self.limit)}"


class NotDetected:
    """Not detected, and the limit is not said."""


MISSING = None
NOT_DETECTED = NotDetected()


@lru_cache(maxsize=65536)
def read_text(text: str) -> tuple[Any, str]:
    """A printed number and the unit behind it: ``2.2 mg/m³``, ``<0.02``, ``ND``, ``—``, ``３．５``.

    Gives (number, unit): the number is a Fraction, a `BelowLimit`, `NOT_DETECTED` or None for
    missing. ``0.004L``, the way laboratories write "below 0.004", has the unit L; whether that is a
    volume, the caller knows. Raises LuhengError `number_unreadable`.
    """
    cleaned = _cleaned(text)
    if cleaned.lower() in _MISSING:
        return MISSING, ""
    if cleaned.lower() in _NOT_DETECTED:
        return NOT_DETECTED, ""
    found = _NUMBER.fullmatch(cleaned)
    if not found or not re.search(r"\d", found[2]):
        raise LuhengError("number_unreadable", text=text)
    number = Fraction(found[2].replace(",", ""))
    return (BelowLimit(number) if found[1] else number), found[3]


def _cleaned(text: str) -> str:
    kept = text.replace("³", "^3^").replace("²", "^2^").replace("⁴", "^4^").replace("⁸", "^8^")
    half_width = unicodedata.normalize("NFKC", kept)
    for mark, sign in (("^3^", "³"), ("^2^", "²"), ("^4^", "⁴"), ("^8^", "⁸"), ("−", "-")):
        half_width = half_width.replace(mark, sign)
    return re.sub(r"\s+", "", half_width)


_MARKS = ("±", "+/-", "+-", "[", "［")
_AROUND = re.compile(r"(?P<value>[^±\[]+?)(?:±|\+/-|\+-)(?P<by>[\d.]+)(?P<unit>.*)")
_BETWEEN = re.compile(r"(?P<value>[^\[]+)\[(?P<low>[-+\d.e]+?)[,;~–—](?P<high>[-+\d.e]+)\]", re.I)


def with_interval(given: Any) -> Any:
    """A text with its interval, ``120 t ±5%``, ``120±6 t``, ``120 t [110, 135]``, as the `Amount` it means.

    Anything else as it is. Raises LuhengError `number_unreadable`, and `interval_backwards` where
    the value does not lie within.
    """
    if not isinstance(given, str) or not any(mark in given for mark in _MARKS):
        return given
    cleaned = _cleaned(given)
    if found := _AROUND.fullmatch(cleaned):
        return _around(found, given)
    if found := _BETWEEN.fullmatch(cleaned):
        value, unit = read_text(found["value"])
        low, high = (_plain_number(found[name], given) for name in ("low", "high"))
        if not isinstance(value, Fraction):
            raise LuhengError("number_unreadable", text=given)
        if not low <= value <= high:
            raise LuhengError("interval_backwards", text=given)
        return Amount(value, unit, low=low, high=high)
    return given


def _around(found: re.Match[str], text: str) -> Amount:
    by = _plain_number(found["by"], text)
    if found["unit"] == "%" and not found["value"].endswith("%"):
        return Amount(found["value"], percent=by)
    value, unit = read_text(found["value"])
    if not isinstance(value, Fraction) or (unit and found["unit"] not in ("", unit)):
        raise LuhengError("number_unreadable", text=text)
    return Amount(value, unit or found["unit"], low=value - by, high=value + by)


def _plain_number(text: str, whole: str) -> Fraction:
    value, unit = read_text(text)
    if not isinstance(value, Fraction) or unit:
        raise LuhengError("number_unreadable", text=whole)
    return value


def fraction_of(value: Any) -> Fraction | None:
    """A number as an exact fraction; a float is the decimal that it prints as, NaN is missing."""
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if math.isinf(value):
            raise LuhengError("number_unreadable", text=str(value))
        return Fraction(repr(value))
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    return Fraction(value)


def number_text(value: Any, digits: int = 10) -> str:
    """A number as a person writes it: exact where that takes no more than some digits."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return "—" if value is None else str(value)
    if isinstance(value, BelowLimit):
        return str(value)
    if isinstance(value, float):
        return "—" if math.isnan(value) else _plain(Decimal(f"{value:.{digits}g}"))
    if isinstance(value, int | Fraction | Decimal):
        return _plain(decimal_of(Fraction(value), digits))
    return str(value)


def decimal_of(value: Fraction, digits: int = 28) -> Decimal:
    """A fraction as a decimal: exact where it ends, else with so many significant digits."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    whole = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(whole) == value and len(whole.as_tuple().digits) <= max(digits, 12):
        return whole
    return Decimal(f"{whole:.{digits}g}")


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
