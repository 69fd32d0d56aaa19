"""How the demand of a target is said in a few words, in the language of the reader."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from luheng.documents import wording
from luheng.documents.wording import plain_amount
from luheng.workplace.language import current_language


def demand(target: Any) -> str:
    """`≥ 98%`, `较2020年下降 14%`, `完成省下达任务` of a target record."""
    return wording.demand(target, current_language())


def legible(number: Decimal) -> Decimal:
    """A quotient with more than four decimals, to two; what was printed or entered has fewer."""
    exponent = number.normalize().as_tuple().exponent
    fine = isinstance(exponent, int) and exponent < -4 and abs(number) >= 1
    return number.quantize(Decimal("0.01")) if fine else number


__all__ = ["demand", "legible", "plain_amount"]
