"""The items of table 1 of GB 3838-2002: their names, how they are compared, and in which class a value is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from luheng.methods.amounts import BelowLimit, number_text

NAMES = {
    "ph": ("pH值", "pH"),
    "dissolved_oxygen": ("溶解氧", "dissolved oxygen"),
    "permanganate_index": ("高锰酸盐指数", "permanganate index"),
    "cod": ("化学需氧量", "chemical oxygen demand"),
    "bod5": ("五日生化需氧量", "five-day biochemical oxygen demand"),
    "ammonia_n": ("氨氮", "ammonia nitrogen"),
    "total_p": ("总磷", "total phosphorus"),
    "total_n": ("总氮", "total nitrogen"),
    "copper": ("铜", "copper"),
    "zinc": ("锌", "zinc"),
    "fluoride": ("氟化物", "fluoride"),
    "selenium": ("硒", "selenium"),
    "arsenic": ("砷", "arsenic"),
    "mercury": ("汞", "mercury"),
    "cadmium": ("镉", "cadmium"),
    "chromium_6": ("铬（六价）", "hexavalent chromium"),
    "lead": ("铅", "lead"),
    "cyanide": ("氰化物", "cyanide"),
    "volatile_phenol": ("挥发酚", "volatile phenol"),
    "petroleum": ("石油类", "petroleum"),
    "anionic_surfactant": ("阴离子表面活性剂", "anionic surfactant"),
    "sulfide": ("硫化物", "sulfide"),
    "faecal_coliform": ("粪大肠菌群", "faecal coliform"),
}
CLASSES = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")
WORSE = 6
"""The number of a water worse than class Ⅴ; classes Ⅰ to Ⅴ are 1 to 5."""
TARGETS = ("I", "II", "III", "IV", "V")
"""How a target class is given."""
UNJUDGED = "unjudged"
"""Not detected, by a method whose detection limit lies above every limit of the standard."""

_BLOCK = 1 << 15  # elements that stay in the cache of a processor
_NEAR = 1e-12  # a float this near to a limit is that limit: 0.30000000000000004 is 0.3

Value = Any  # a Fraction, a BelowLimit, None, or an array of floats


def named(items: Iterable[str], language: int = 0) -> str:
    """Items in words: 0 for Chinese, 1 for English."""
    return ("、" if language == 0 else ", ").join(NAMES[item][language] for item in items)


def limits_in(limits: Mapping[str, Any], body: str) -> Any:
    """How an item is compared in a river or a lake, and with what; None where it has no limits there.

    ``at_most`` and ``at_least`` stand with the five limits of classes Ⅰ to Ⅴ, ``within`` with a pair.
    """
    if body == "lake" and "at_most_in_lakes" in limits:
        return "at_most", limits["at_most_in_lakes"]
    return next(((way, limits[way]) for way in ("at_most", "at_least", "within") if way in limits), None)  # fmt: skip


def class_of(value: Value, way: str, limits: tuple[Any, ...]) -> Any:
    """The best class whose limit the value keeps, 1 to 5, or 6; a limit that is just met is kept.

    Not detected keeps every limit that is not below the detection limit, and is `UNJUDGED` where the
    detection limit lies above them all.
    """
    if value is None:
        return None
    if isinstance(value, BelowLimit):
        return _class_below(value, way, limits)
    if way == "within":
        return 1 if limits[0] <= value <= limits[1] else WORSE
    exceeded = (value > one if way == "at_most" else value < one for one in limits)
    return 1 + sum(exceeded)


def _class_below(value: BelowLimit, way: str, limits: tuple[Any, ...]) -> int | str:
    if way == "at_least":  # somewhere below: surely too little, once below the last limit
        return WORSE if value.limit <= limits[-1] else UNJUDGED
    if way == "within":
        return WORSE if value.limit <= limits[0] else UNJUDGED
    kept = 1 + sum(value.limit > one for one in limits)
    return UNJUDGED if kept == WORSE else kept


def reason(item: str, value: Value, number: Any, way: str, limits: tuple[Any, ...]) -> tuple[str, str]:  # fmt: skip
    """Why an item is in its class, in Chinese and English: 氨氮 1.2 ≤ 1.5，Ⅳ类."""
    zh, en = NAMES[item]
    if number == UNJUDGED:
        return (
            f"{zh} {number_text(value)}，检出限过高",
            f"{en} {number_text(value)}: limit too high",
        )
    kept = number != WORSE
    if way == "within":
        said = f"{number_text(value)} {'∈' if kept else '∉'} {number_text(limits[0])}–{number_text(limits[1])}"  # fmt: skip
    else:
        sign = ("≤" if kept else ">") if way == "at_most" else ("≥" if kept else "<")
        if isinstance(value, BelowLimit):
            sign = "→" if kept else sign
        said = f"{number_text(value)} {sign} {number_text(limits[min(number, 5) - 1])}"
    word = CLASSES[number - 1]
    return f"{zh} {said} {word}", f"{en} {said} {word if kept else 'worse than Ⅴ'}"


def not_shown(value: Value, number: int | str | None, aim: int) -> bool:
    """Whether an item was not detected by a method too coarse to show that it keeps the class aimed at.

    Of oxygen and pH, below a limit that is itself too low is a failure, not a doubt.
    """
    if number == UNJUDGED:
        return True
    return isinstance(value, BelowLimit) and isinstance(number, int) and aim < number < WORSE


def classes_of_array(values: np.ndarray, way: str, limits: tuple[Any, ...]) -> np.ndarray:
    """The class of each value as int8; 0 where it is missing."""
    flat = np.ascontiguousarray(values, dtype=np.float64).reshape(-1)
    found = np.ones(flat.shape, dtype=np.int8)
    tests = _tests(way, limits)
    for start in range(0, len(flat), _BLOCK):
        part, out = flat[start : start + _BLOCK], found[start : start + _BLOCK]
        for compare, edge, steps in tests:
            over = compare(part, edge).view(np.int8)
            out += over if steps == 1 else over * np.int8(steps)
        missing = np.isnan(part)
        if missing.any():
            out[missing] = 0
    return found.reshape(np.shape(values))


def _tests(way: str, limits: tuple[Any, ...]) -> list[tuple[Any, float, int]]:
    """Comparisons with how many classes each costs; limits that several classes share are one."""
    if way == "within":
        low, high = (float(one) for one in limits)
        return [
            (np.less, low * (1 - _NEAR), WORSE - 1),
            (np.greater, high * (1 + _NEAR), WORSE - 1),
        ]
    edges = [float(one) for one in limits]
    compare, shift = (np.greater, 1 + _NEAR) if way == "at_most" else (np.less, 1 - _NEAR)
    return [(compare, edge * shift, edges.count(edge)) for edge in dict.fromkeys(edges)]


def multiple(value: Any, limit: Any) -> Any:
    """How many times the limit lies between the limit and the value (GB 3838-2002, 5.1)."""
    return (value - limit) / limit
