"""Units at the door of judgement: convert what can be converted, refuse the rest."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from functools import lru_cache

from luheng.vocabulary.units_of_measure import canonical_unit, convert, convertible


def converted(value: Decimal, from_unit: str, to_unit: str) -> Decimal | None:
    """The value in another unit; None where the two units measure different quantities."""
    if from_unit == to_unit or canonical(from_unit) == canonical(to_unit):
        return value
    return (
        settled(convert(value, from_unit, to_unit)) if _same_quantity(from_unit, to_unit) else None
    )


@lru_cache(maxsize=1024)
def canonical(unit: str) -> str:
    """The one spelling of a unit: 百分点 and 个百分点 are the same."""
    return canonical_unit(unit)


@lru_cache(maxsize=4096)
def _same_quantity(from_unit: str, to_unit: str) -> bool:
    return convertible(from_unit, to_unit)


_SETTLED = Context(prec=20)


def settled(value: Decimal) -> Decimal:
    """A quotient or root to 20 digits, so that three years of exactly 6 % average exactly 6 %."""
    return _SETTLED.plus(value)


_STORED_PLACES = 6


def as_printed(value: Decimal, quote: str) -> Decimal:
    """The value with the digits it was printed with, where a store has padded it with zeros.

    60.000000 is 60.0 again if its quote says 60.0, else 60. A value that is not padded stays.
    """
    if value.as_tuple().exponent != -_STORED_PLACES:
        return value
    numbers = re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", quote))
    found = next((n for n in numbers if Decimal(n) == abs(value)), None)
    if found is not None:
        return Decimal(found).copy_sign(value)
    return Decimal(f"{value.normalize():f}")


def digits_of(value: Decimal) -> Decimal:
    """The last printed place: 0.1 for 98.0, 1 for 98 and for 9.8E+2."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))
