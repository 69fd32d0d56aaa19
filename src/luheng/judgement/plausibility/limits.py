"""Values that cannot be, by the unit and the name of what is counted.

Refused are only values no figure can have: a negative amount, a true share outside 0–100 %. A rate
that may pass 100 % by its definition (产销率, 完成率), part of a counted thing and more days than
the period has are strong doubts on which a person may insist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from luheng.judgement.per_unit import completed
from luheng.judgement.plausibility.model import Doubt, Entry, Severity, amount, plain
from luheng.judgement.quantities import canonical
from luheng.vocabulary.messages import Message
from luheng.vocabulary.tables import table
from luheng.vocabulary.units_of_measure import convertible, is_unit

_CHANGE = re.compile(r"增速|涨幅|降幅|增幅|增长|下降|降低|提高|变化|同比|环比|自然增长率|幅度")
_TRUE_SHARE = re.compile(
    r"比重|占比|比例|占有率|覆盖率|覆盖度|盖度|普及率|达标率|合格率|优良率|保有率|保护率|保持率|城镇化率"
    r"|处理率|处置率|收集率|回收率|治理率|利用率|漏损率|公开率|备案率|联网率|绿地率|绿化率|分担率|失业率"
    r"|满意度|参与度|可靠率|供热率|供水率|取暖率|机械化率|规模化率|配套率"
)
_MAY_PASS_WHOLE = re.compile(r"完成率|产销率|自给率|负荷率|达产率|入住率|产能利用率")
_MAY_BE_NEGATIVE = re.compile(
    r"净|余额变|盈亏|利润|差额|盈余|赤字|结余|顺差|逆差|增减|碳汇|吸收量|调出|气温|温度|水位|海拔"
)
_COUNTED_DAYS = re.compile(r"天数|日数")
_WHOLE = Decimal(100)


def limit_doubts(entry: Entry) -> Iterator[Doubt]:
    """What is impossible about a value by itself."""
    unit = canonical(entry.unit)
    yield from _unit_doubts(entry)
    if entry.kind in ("change_pct", "change_pp", "cumulative_change_pct"):
        return
    if unit == "%":
        yield from _share_doubts(entry)
    elif entry.value < 0 and not _may_be_negative(entry, unit):
        yield _doubt("entry_negative", "refused", entry)
    elif _is_counted(unit) and entry.value != entry.value.to_integral_value():
        yield _doubt("entry_counted_in_parts", "impossible", entry)
    elif unit == "天" and _COUNTED_DAYS.search(entry.name) and entry.value > _days(entry):
        yield _doubt("entry_days_beyond_period", "impossible", entry, limit=_days(entry))
    elif unit == "pH" and not 0 <= entry.value <= 14:
        yield _doubt("entry_ph_beyond_scale", "refused", entry)


def is_share(name: str) -> bool:
    """Whether a figure in percent by its name is a part of a whole, never above 100 %."""
    return bool(_TRUE_SHARE.search(name)) and not (
        _CHANGE.search(name) or _MAY_PASS_WHOLE.search(name)
    )


def is_change(name: str) -> bool:
    """Whether a figure in percent by its name says how much something changed."""
    return bool(_CHANGE.search(name))


def _share_doubts(entry: Entry) -> Iterator[Doubt]:
    if is_change(entry.name):
        return
    if entry.value < 0:
        severity: Severity = "refused" if is_share(entry.name) else "impossible"
        yield _doubt("entry_share_negative", severity, entry)
    elif entry.value > _WHOLE and not _MAY_PASS_WHOLE.search(entry.name):
        severity = "refused" if is_share(entry.name) else "impossible"
        yield _doubt("entry_share_above_whole", severity, entry)


def _unit_doubts(entry: Entry) -> Iterator[Doubt]:
    """A unit that measures something else than the catalogue's."""
    if entry.indicator is None or not entry.unit or entry.kind not in ("level", "count"):
        return
    wanted = entry.indicator.unit
    known = is_unit(entry.unit) and is_unit(wanted)
    if not known or (_is_counted(canonical(entry.unit)) and _is_counted(canonical(wanted))):
        return
    whole = completed(entry.unit, entry.name) or entry.unit
    if not (convertible(entry.unit, wanted) or convertible(whole, wanted)):
        yield _doubt("entry_unit_of_other_quantity", "impossible", entry, wanted=wanted)


def _may_be_negative(entry: Entry, unit: str) -> bool:
    if unit in ("℃", "", "百分点", "个百分点", "倍") or not is_unit(unit):
        return True
    if any(known.value < 0 for known in entry.history):
        return True
    return bool(_MAY_BE_NEGATIVE.search(entry.name) or is_change(entry.name))


def _is_counted(unit: str) -> bool:
    return unit in table("units")["counted"]


def _days(entry: Entry) -> Decimal:
    """The days of the period; a leap day is allowed in any year."""
    return Decimal(min(31 * entry.time.length_months, 366 * entry.time.length_months // 12))


def _doubt(code: str, severity: Severity, entry: Entry, **more: Decimal | str) -> Doubt:
    shown = {key: plain(one) if isinstance(one, Decimal) else one for key, one in more.items()}
    values = {
        "name": entry.name,
        "amount": amount(entry.value, entry.unit),
        "unit": entry.unit,
        "period": entry.period,
    }
    numbers: dict[str, Decimal | str] = {"value": entry.value, "unit": entry.unit, **more}
    return Doubt(severity, Message(code, values | shown), numbers=numbers)
