"""A value outside what its series lets expect: a slip of unit or magnitude, else a jump."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from math import log10

from luheng.judgement.plausibility.expected import Expected, comparable, expected
from luheng.judgement.plausibility.limits import is_change
from luheng.judgement.plausibility.model import Doubt, Entry, Suggestion, amount, plain, unpadded
from luheng.judgement.quantities import canonical, converted
from luheng.vocabulary.messages import Message

_POWERS = (1, -1, 2, -2, 3, -3, 4, -4, 6, -6, 8, -8)
_CONFUSED = (
    ("吨", "万吨", "亿吨", "千克"),
    ("元", "千元", "万元", "亿元"),
    ("千瓦时", "万千瓦时", "亿千瓦时", "兆瓦时"),
    ("吨标准煤", "万吨标准煤", "亿吨标准煤", "千克标准煤"),
    ("吨二氧化碳", "万吨二氧化碳"),
    ("吨二氧化碳当量", "万吨二氧化碳当量"),
    ("亩", "万亩", "公顷", "万公顷", "平方公里", "平方米", "万平方米"),
    ("mg/m³", "μg/m³"),
    ("mg/L", "μg/L"),
    ("立方米", "万立方米", "亿立方米"),
    ("千瓦", "万千瓦", "兆瓦", "吉瓦"),
    ("人", "万人"),
    ("辆", "万辆"),
    ("吉焦", "万吉焦", "太焦"),
    ("公里", "米"),
    ("%", "‰"),
    ("吨标准煤/万元", "千克标准煤/万元", "吨标准煤/亿元"),
)
_CHANGE_FLOOR = Decimal(10)  # percentage points


def slip_doubts(entry: Entry) -> Iterator[Doubt]:
    """At most one doubt: the likeliest reading of a value that lies outside."""
    if entry.kind not in ("level", "count") or is_change(entry.name):
        yield from _change_doubts(entry)
        return
    bounds = expected(entry)
    if bounds is None or (entry.value > 0 and bounds.holds(entry.value)):
        return
    if entry.value == 0:
        if len(bounds.past) > 1 and bounds.low >= 1:
            yield _doubt("entry_zero_after_figures", entry, bounds)
    elif entry.value > 0:
        yield _slip(entry, bounds) or _jump(entry, bounds)


def _slip(entry: Entry, bounds: Expected) -> Doubt | None:
    """The likeliest value within the bounds, read in another unit or with the point elsewhere.

    Where both explain the same value, the unit does.
    """
    read = [
        (value, "entry_unit_slip", {"other_unit": unit})
        for unit in _confused_with(canonical(entry.unit))
        if (value := converted(entry.value, unit, entry.unit)) is not None
    ]
    moved = [
        (
            entry.value.scaleb(-power),
            "entry_magnitude_above" if power > 0 else "entry_magnitude_below",
            {"factor": f"{10 ** abs(power):,}"},
        )
        for power in _POWERS
    ]
    fitting = [one for one in (*read, *moved) if bounds.holds(one[0])]
    if not fitting:
        return None
    value, code, more = min(fitting, key=lambda one: _likelihood(one[0], bounds))
    return _doubt(code, entry, bounds, value, **more)


@lru_cache(maxsize=256)
def _confused_with(unit: str) -> tuple[str, ...]:
    return tuple(
        other for family in _CONFUSED if unit in family for other in family if other != unit
    )


def _jump(entry: Entry, bounds: Expected) -> Doubt:
    """Outside, and no slip explains it; two digits that changed places are offered."""
    return _doubt("entry_jump", entry, bounds, _swapped_back(entry.value, bounds))


def _swapped_back(value: Decimal, bounds: Expected) -> Decimal | None:
    """The one value that a swap of two neighbouring digits would have come from."""
    text = plain(value)
    swaps = {
        Decimal(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
        for at in range(len(text) - 1)
        if text[at].isdigit() and text[at + 1].isdigit() and text[at] != text[at + 1]
    }
    near = [one for one in swaps if one > 0 and _distance(one, bounds) < log10(1.2)]
    return near[0] if len(near) == 1 else None


def _likelihood(value: Decimal, bounds: Expected) -> tuple[float, float]:
    """Smallest for the likeliest: first what lies among the last figures, then what follows them."""
    known = [log10(float(one.value)) for one in bounds.past[-5:]]
    at = log10(float(value))
    return max(min(known) - at, at - max(known), 0.0), _distance(value, bounds)


def _distance(value: Decimal, bounds: Expected) -> float:
    return abs(log10(float(value)) - log10(bounds.centre))


def _change_doubts(entry: Entry) -> Iterator[Doubt]:
    """Rates of change lie around zero: compared by their absolute size."""
    past = comparable(entry)
    if len(past) < 3:
        return
    largest = max(*(abs(one.value) for one in past), _CHANGE_FLOOR / 2)
    steps = sorted(abs(later.value - earlier.value) for earlier, later in pairwise(past))
    reach = max(3 * largest, 6 * steps[len(steps) // 2], _CHANGE_FLOOR)
    if abs(entry.value) > reach:
        low, high = float(-reach), float(reach)
        yield _doubt("entry_jump", entry, Expected(low, high, 0.0, past, past[-1]))


def _doubt(
    code: str, entry: Entry, bounds: Expected, meant: Decimal | None = None, **more: str
) -> Doubt:
    nearest = bounds.nearest
    values = {
        "name": entry.name,
        "amount": amount(entry.value, entry.unit),
        "last": amount(nearest.value, entry.unit),
        "last_period": str(nearest.time),
        "count": len(bounds.past),
        **more,
    }
    numbers: dict[str, Decimal | str] = {
        "value": entry.value,
        "last": nearest.value,
        "last_period": str(nearest.time),
        "low": _rounded(bounds.low),
        "high": _rounded(bounds.high),
        "figures": Decimal(len(bounds.past)),
    }
    suggestion = None if meant is None else Suggestion(unpadded(meant.normalize()), entry.unit)
    return Doubt("warn", Message(code, values), suggestion, numbers)


def _rounded(bound: float) -> Decimal:
    return Decimal(f"{bound:.4g}")
