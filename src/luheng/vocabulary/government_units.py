"""Names of government units: which duty a name stands for, and what kind of name it is.

The table holds names without their level: 市发改委 is the level 市 and the name 发改委.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from luheng.vocabulary.tables import table

ENDING = re.compile(
    r"(?:局|委|办|厅|部|院|处|室|站|队|所|社|会|署|馆|校|公司|集团|银行|支行|分行|中心|政府|联社|海关|妇联|"
    r"残联|工商联|科协|纪委|监委|办公室|委员会|管委会|街道|乡镇|企业|单位|部门|机构|机关|县区|区县|大学|学院)"
    r"(?:（[^（）]*）)?$"
)
_NO_LEVEL = ("市场", "市政公用", "市政园林", "市政管理", "市政工程", "市民服务", "区域", "县域")
_LEVEL = re.compile(r"省|自治区|自治州|自治县|市|州|盟|地区|县|区|旗|镇|兵团|师")


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit name taken apart: 市 + 发改委; `level` is empty where none is printed."""

    level: str
    name: str
    duty: str | None  # id of the table; None: a name the table does not hold
    party: bool = False


@cache
def spellings() -> dict[str, tuple[str, bool]]:
    """Every name and spelling with its duty and whether it is of the party committee."""
    return {
        name: (duty, bool(row.get("party")))
        for duty, row in table("government_units").items()
        for name in [*row["names"], *row["spellings"]]
    }


@cache
def split_name(printed: str) -> UnitName:
    """Level, name and duty of a unit. 市场监管局 has no level: 市 belongs to its name."""
    known = spellings()
    if printed in known:
        return UnitName("", printed, *known[printed])
    if found := re.match(r"((?:省|市|州|盟|县|区|旗)委)(?=[一-鿿]{2})", printed):
        name = printed[found.end() :]
        duty, _ = known.get(name, (None, False))
        return UnitName(found[1], name, duty, True)
    if found := _LEVEL.match(printed):
        name = printed[found.end() :]
        if name in known:
            return UnitName(found[0], name, *known[name])
        if not printed.startswith(_NO_LEVEL) and len(name) > 1:
            return UnitName(found[0], name, None)
    return UnitName("", printed, None)


def completed(cut: str) -> list[str]:
    """Names that a cut one may have been: 发展和改革 → 发展和改革局, 发展和改革委员会."""
    return [
        name
        for name in spellings()
        if name != cut and re.fullmatch(cut + "(?:局|委|委员会|办|办公室)", name)
    ]
