"""GB/T 8170-2008 rules of rounding: to the nearest, halves to the even neighbour, once only."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """The value as a multiple of a step of 1, 0.1, 10 …: 0.25 becomes 0.2 and 0.35 becomes 0.4.

    Clause 3.2. Works on the decimal as printed; a negative value is rounded like its absolute
    value. Raises ValueError for a step that is no power of ten.
    """
    if step.normalize().as_tuple().digits != (1,) or step < 0:
        raise ValueError(f"no power of ten: {step}")
    if step <= 1:
        return value.quantize(step, rounding=ROUND_HALF_EVEN)
    return value.scaleb(-step.adjusted()).quantize(Decimal(1), ROUND_HALF_EVEN) * step


def rounded_to_half(value: Decimal, step: Decimal) -> Decimal:
    """The value as a multiple of half a step (clause 3.4, 0.5 unit): 60.25 by 1 becomes 60.0."""
    return rounded(value * 2, step) / 2


def rounded_to_fifth(value: Decimal, step: Decimal) -> Decimal:
    """The value as a multiple of a fifth of a step (clause 3.4, 0.2 unit): 830 by 100 becomes 840."""
    return rounded(value * 5, step) / 5


def rounded_to_digits(value: Decimal, digits: int) -> Decimal:
    """The value with so many significant digits: 1268 with three is 1.27E+3."""
    if value == 0:
        return value
    return rounded(value, Decimal(1).scaleb(value.adjusted() - digits + 1))


def rounded_up(value: Decimal) -> Decimal:
    """The whole number not below the value, as air quality indices are rounded (HJ 633, 4.2.6)."""
    return value.to_integral_value(rounding=ROUND_CEILING)
