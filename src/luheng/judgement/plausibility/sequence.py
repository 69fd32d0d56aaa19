"""A value beside other figures of its own series: running totals, preliminary and final."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from luheng.judgement.plausibility.limits import is_change
from luheng.judgement.plausibility.model import Doubt, Entry, Known, amount
from luheng.judgement.quantities import canonical, converted
from luheng.vocabulary.messages import Message
from luheng.vocabulary.periods import Period
from luheng.vocabulary.tables import table
from luheng.vocabulary.units_of_measure import is_unit

_LARGE_REVISION = Decimal("0.1")
_LEVELS = ("%", "‰", "℃", "倍", "分", "分贝", "百分点", "个百分点", "")


def sequence_doubts(entry: Entry) -> Iterator[Doubt]:
    """A running total that fell, a final figure far from its preliminary one, a return to one."""
    if entry.kind not in ("level", "count"):
        return
    yield from _running_total(entry)
    yield from _revision(entry)


def _running_total(entry: Entry) -> Iterator[Doubt]:
    """January to June cannot be less than January to March of the same year, nor the other way."""
    if not adds_up(entry.name, entry.unit):
        return
    time = entry.time
    for known in entry.history:
        other = Period.parse(known.period)
        same_start = other.first == time.first and other.first[1] == 1 and other != time
        value = converted(known.value, known.unit, entry.unit)
        if not same_start or value is None or other.year != time.year:
            continue
        fell = entry.value < value if other < time else entry.value > value
        if fell:
            code = "entry_running_total_fell" if other < time else "entry_running_total_above_later"
            yield _doubt(code, entry, known, value)
            return


def adds_up(name: str, unit: str) -> bool:
    """Whether figures of shorter periods add up to longer ones: amounts do, shares and rates do not."""
    bare = canonical(unit)
    stock = any(
        word in name for word in ("余额", "保有量", "存量", "装机", "人口", "浓度", "累计装机")
    )
    measured = is_unit(unit) and "/" not in bare and bare not in _LEVELS
    return measured and not stock and not is_change(name) and bare not in table("units")["counted"]


def _revision(entry: Entry) -> Iterator[Doubt]:
    """Against figures of the same period: a later one supersedes, and a large change is said."""
    same = [known for known in entry.history if Period.parse(known.period) == entry.time]
    for known in same:
        value = converted(known.value, known.unit, entry.unit)
        if value is None or value == entry.value:
            continue
        if known.status == "final" and entry.status == "preliminary":
            yield _doubt("entry_preliminary_after_final", entry, known, value)
        elif abs(entry.value - value) > _LARGE_REVISION * abs(value):
            code = "entry_far_from_preliminary" if known.status == "preliminary" else "entry_revises_final"  # fmt: skip
            yield _doubt(code, entry, known, value)


def _doubt(code: str, entry: Entry, known: Known, value: Decimal) -> Doubt:
    values = {
        "name": entry.name,
        "amount": amount(entry.value, entry.unit),
        "other": amount(value, entry.unit),
        "other_period": known.period,
    }
    numbers: dict[str, Decimal | str] = {
        "value": entry.value, "other": value, "other_period": known.period,
    }  # fmt: skip
    return Doubt("warn", Message(code, values), numbers=numbers)
