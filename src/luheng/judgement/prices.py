"""Money and growth: which amounts in yuan give a true growth when one level is set over another.

地区生产总值 and 增加值 are published at current prices while their growth is at constant ones, so
levels never give it. Balances, receipts and outlays are what they are in the year's money, and so is
their growth. Of other amounts in yuan nobody knows: growth is computed and carries a note.
"""

from __future__ import annotations

from typing import Literal

Prices = Literal["constant", "nominal", "unknown"]

_GROWS_AT_CONSTANT_PRICES = ("生产总值", "增加值", "农林牧渔业总产值")
_NOMINAL = (
    "余额", "存款", "贷款", "债券", "基金", "保费", "收入", "支出", "税收", "进出口", "进口", "出口",
    "投资", "交易额", "成交额",
)  # fmt: skip


def growth_of(indicator: str, unit: str) -> Prices | None:
    """In which prices the growth of an indicator is counted; None where its unit is no money."""
    if not unit.partition("/")[0].endswith("元"):
        return None
    if any(word in indicator for word in _GROWS_AT_CONSTANT_PRICES):
        return "constant"
    return "nominal" if any(word in indicator for word in _NOMINAL) else "unknown"
