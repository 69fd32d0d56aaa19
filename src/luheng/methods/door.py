"""The door of a method: text becomes numbers, units are checked, nothing missing becomes zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from luheng.methods.amounts import (
    Amount,
    BelowLimit,
    NotDetected,
    fraction_of,
    number_text,
    read_text,
    with_interval,
)
from luheng.methods.model import Input
from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.units_of_measure import conversion_factor, convertible, is_unit

_MOLAR_VOLUME_25_C = Decimal("24.465")  # L/mol at 298.15 K and 101.325 kPa


@dataclass(frozen=True, slots=True)
class Entered:
    """An input behind the door: in the unit of the function, and as it was written."""

    value: Any
    unit: str
    given: Any
    given_unit: str
    id: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    shape: str = "normal"
    confidence: int = 95

    @property
    def printed(self) -> str:
        """As it was written: the text, or the number with its unit; empty where nothing was given."""
        if self.given is None:
            return ""
        if isinstance(self.given, str):
            known = self.given_unit and self.given_unit not in self.given
            return f"{self.given} {self.given_unit}" if known else self.given
        if isinstance(self.given, int | Decimal | Fraction):
            return f"{number_text(self.given)} {self.given_unit}".strip()
        return f"{self.given} {self.given_unit}".strip()


def enter(name: str, given: Any, declared: Input, unit: str) -> Entered:
    """A given number or array in the unit the function wants.

    Raises LuhengError `input_missing`, `input_unit_refused`, `input_ppm_refused`,
    `input_below_minimum`, `input_above_maximum`, `input_below_limit`, `input_not_detected`,
    `number_unreadable`.
    """
    written = given.value if isinstance(given, Amount) else given
    given = with_interval(given)
    amount = given if isinstance(given, Amount) else Amount(given)
    value, own_unit = amount.value, amount.unit
    if not isinstance(value, _SINGLE) and hasattr(value, "magnitude"):  # a quantity of pint
        value, own_unit = value.magnitude, f"{value.units:~P}".replace(" ", "")
    if is_series(value):
        return _array(name, np.asarray(value), own_unit, declared, unit, amount)
    if isinstance(value, str):
        value, text_unit = read_text(value)
        if text_unit == "L" and isinstance(value, Fraction) and not convertible("L", unit or "1"):
            value, text_unit = BelowLimit(value), ""  # 0.004L: below 0.004
        own_unit = text_unit or own_unit
    number = _number(name, value, declared)
    if number is None:
        if not declared.optional:
            raise LuhengError("input_missing", name=name, label=_label(name, declared))
        return Entered(None, unit, written, own_unit, amount.id)
    factor = _factor(name, own_unit, unit, declared, number)
    number = _scaled(number, factor)
    _check_bounds(name, number, declared, unit)
    low, high = _interval(amount, number, factor)
    return Entered(
        number, unit, written, amount.unit or own_unit or unit, amount.id, low, high,
        amount.shape, amount.confidence,
    )  # fmt: skip


_SINGLE = (str, int, float, Fraction, Decimal, bytes)  # asked first: it is nearly always one


def is_series(value: Any) -> bool:
    """Whether it is an array or a list of numbers rather than one number."""
    if isinstance(value, _SINGLE) or value is None or isinstance(value, Mapping):
        return False
    return isinstance(value, list | tuple) or (hasattr(value, "__array__") and np.ndim(value) > 0)


def _number(name: str, value: Any, declared: Input) -> Fraction | BelowLimit | None:
    if value is None:
        return None
    if isinstance(value, NotDetected):
        raise LuhengError("input_not_detected", name=name, label=_label(name, declared))
    if isinstance(value, BelowLimit):
        return _below(name, value, declared)
    if isinstance(value, bool):
        raise LuhengError("number_unreadable", text=str(value))
    return fraction_of(value)


def _below(name: str, value: BelowLimit, declared: Input) -> Fraction | BelowLimit:
    if declared.below == "keep":
        return value
    if declared.below == "half":
        return value.limit / 2
    if declared.below == "limit":
        return value.limit
    raise LuhengError(
        "input_below_limit", name=name, label=_label(name, declared), value=str(value)
    )


def _scaled(number: Fraction | BelowLimit, factor: Fraction) -> Fraction | BelowLimit:
    if factor == 1:
        return number
    return BelowLimit(number.limit * factor) if isinstance(number, BelowLimit) else number * factor


def _factor(name: str, own: str, unit: str, declared: Input, number: Any) -> Fraction:
    """What the number is multiplied by. An empty unit is the unit the function wants."""
    if own in ("", "1", unit):
        return Fraction(1)
    if unit and convertible(own, unit):
        return conversion_factor(own, unit)
    if own.lower() in ("ppm", "ppb", "ppmv", "ppbv"):
        raise _ppm(name, own, unit, declared, number)
    raise LuhengError(
        "input_unit_refused" if is_unit(own) else "input_unit_unknown",
        name=name, label=_label(name, declared), unit=own, wanted=unit or "1",
    )  # fmt: skip


def _ppm(name: str, own: str, unit: str, declared: Input, number: Any) -> LuhengError:
    """Refuses a volume share, and says what it would be as a mass concentration."""
    label = _label(name, declared)
    if (
        not isinstance(declared.molar_mass, str)
        or not declared.molar_mass
        or not isinstance(number, Fraction)
    ):
        return LuhengError("input_ppm_refused", name=name, label=label, unit=own, wanted=unit)
    ppm = number / (1000 if own.lower().startswith("ppb") else 1)
    mg = ppm * Fraction(declared.molar_mass) / Fraction(_MOLAR_VOLUME_25_C)
    offered = mg * conversion_factor("mg/m³", unit)
    return LuhengError(
        "input_ppm_offered", name=name, label=label, unit=own, wanted=unit,
        given=number_text(number), molar_mass=declared.molar_mass,
        offered=number_text(offered, 4), volume=_MOLAR_VOLUME_25_C,
    )  # fmt: skip


def _check_bounds(name: str, number: Any, declared: Input, unit: str) -> None:
    if declared.minimum is None and declared.maximum is None:
        return
    value = number.limit if isinstance(number, BelowLimit) else number
    for code, bound, wrong in (
        ("input_below_minimum", declared.minimum, declared.minimum is not None and value < declared.minimum),
        ("input_above_maximum", declared.maximum, declared.maximum is not None and value > declared.maximum),
    ):  # fmt: skip
        if wrong:
            raise LuhengError(
                code, name=name, label=_label(name, declared), value=number_text(value),
                bound=bound, unit=unit,
            )  # fmt: skip


def _interval(
    amount: Amount, number: Any, factor: Fraction
) -> tuple[Fraction | None, Fraction | None]:
    if not isinstance(number, Fraction):
        return None, None
    if amount.percent is not None:
        part = abs(number) * Fraction(str(amount.percent)) / 100
        return number - part, number + part
    if amount.low is None or amount.high is None:
        return None, None
    return Fraction(str(amount.low)) * factor, Fraction(str(amount.high)) * factor


def _label(name: str, declared: Input) -> str:
    return f"{declared.zh}（{name}）" if declared.zh else name


def _array(
    name: str, values: np.ndarray, own: str, declared: Input, unit: str, amount: Amount
) -> Entered:
    """An array of floats in the unit of the function; what is missing is NaN."""
    numbers = values if values.dtype.kind in "fiu" else _from_objects(name, values, declared)
    factor = _factor(name, own, unit, declared, None)
    if factor.numerator == 1 and factor.denominator != 1:
        numbers = numbers / factor.denominator  # 21/10 is 2.1; 21*0.1 is not
    elif factor != 1:
        numbers = numbers * float(factor)
    else:
        numbers = numbers.astype(np.float64, copy=False)
    _check_array(name, numbers, declared, unit)
    return Entered(numbers, unit, values, own or unit, amount.id)


def _check_array(name: str, numbers: np.ndarray, declared: Input, unit: str) -> None:
    lowest, highest = _range(numbers)
    if np.isinf(lowest) or np.isinf(highest):
        raise LuhengError("number_unreadable", text=f"{name}[{np.isinf(numbers).argmax()}] = ∞")
    for code, bound, found, wrong in (
        ("input_below_minimum", declared.minimum, lowest, np.less),
        ("input_above_maximum", declared.maximum, highest, np.greater),
    ):
        if bound is not None and wrong(found, float(bound)):
            place = int(wrong(numbers, float(bound)).argmax())
            raise LuhengError(
                code, name=f"{name}[{place}]", label=_label(f"{name}[{place}]", declared),
                value=number_text(float(numbers.flat[place])), bound=bound, unit=unit,
            )  # fmt: skip


def _range(numbers: np.ndarray) -> tuple[float, float]:
    """The least and the greatest number there is; NaN twice where there is none."""
    if not numbers.size:
        return np.nan, np.nan
    lowest, highest = numbers.min(), numbers.max()  # several times as fast as those that pass NaN
    if np.isnan(lowest):
        lowest, highest = np.fmin.reduce(numbers, axis=None), np.fmax.reduce(numbers, axis=None)
    return float(lowest), float(highest)


def _from_objects(name: str, values: np.ndarray, declared: Input) -> np.ndarray:
    """Texts, decimals and None of a column as floats: flags are read as a single number's are."""
    numbers = np.empty(values.shape, dtype=np.float64)
    for place, given in enumerate(values.flat):
        value, text_unit = read_text(given) if isinstance(given, str) else (given, "")
        if text_unit == "L" and isinstance(value, Fraction):
            value, text_unit = BelowLimit(value), ""
        if text_unit:
            raise LuhengError("input_unit_in_series", name=f"{name}[{place}]", unit=text_unit)
        number = _number(f"{name}[{place}]", value, declared)
        if isinstance(number, BelowLimit):
            raise LuhengError(
                "input_below_limit", name=f"{name}[{place}]", label=name, value=str(number)
            )
        numbers.flat[place] = np.nan if number is None else float(number)
    return numbers
