"""What the columns of a table of figures hold, told from their heads.

``指标 | 单位 | 2023年 | 2024年``, ``地区 | 优良天数比率（%） | PM2.5``, ``指标 | 地区 | 时期 | 数值 | 状态`` and
what lies between. Columns of targets, limits and ranks hold no observations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from luheng.documents.observations.changes import SINCE, base_of
from luheng.documents.observations.times import UNKNOWN, times
from luheng.documents.source import Cell, Table
from luheng.documents.view import View
from luheng.vocabulary.units_of_measure import canonical_unit, is_unit

Role = Literal["indicator", "place", "period", "unit", "status", "value", "none"]

_ROLES: list[tuple[Role, re.Pattern[str]]] = [
    ("none", re.compile(r"^(?:合计|小计|总计|累计)$|目标|限值|标准(?!煤|值?差)|计划|预期|预计|任务|规划|排名|位次|名次|序号|编号|来源|单位名称|责任|备注|说明|口径|进度|完成率|填报人|代码")),
    ("unit", re.compile(r"^(?:计量|统计)?单位$")),
    ("status", re.compile(r"状态|数据性质|初步|是否最终|数据类型|版本|数据状态")),
    ("indicator", re.compile(r"^(?:主要|统计|监测|考核|评价)?(?:指标|项目|内容|名称|类别|污染物|要素|因子)(?:名称|项目)?$")),
    ("place", re.compile(r"^(?:所在|行政|统计)?(?:地区|区域|区划|行政区|县区|区县|县市区|城市|市县|县（市、区）|各县（市、区）|市（县、区）|地市|镇街|街镇|乡镇|市州|地方|范围)(?:名称)?$")),
    ("period", re.compile(r"^(?:统计|数据|报告|所属)?(?:年份|年度|时期|时间|期间|日期|月份|报告期|所属期|年|月|季度|年/月)$")),
    ("value", re.compile(r"^(?:指标)?(?:数值|数据|数量|实际值|实绩|实际|本期|本期值|本年|绝对数|绝对值|绝对量|总量|现状值?|完成值|完成情况|完成数|实际完成|指标值|统计值|监测值|监测结果|浓度值?|结果|值|比例)$")),
]  # fmt: skip
CHANGE_HEAD = re.compile(
    r"同比|增长|增减|增速|增幅|升降|变化|±|比上年|较上年|比20\d\d年|环比|下降|提高"
)
_CHANGE_WORDS = re.compile(r"[%‰（）()±/、：]|百分点|个|幅度|情况|率|速度|幅|（%）|百分比")
_BRACKETED = re.compile(r"（([^（）]*)）")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role, and what its head says of the figures below it."""

    role: Role
    head: str  # in the view's form, unit and time taken out
    unit: str | None = None
    period: str | None = None
    change: bool = False
    points: bool = False
    since: int | None = None  # the year a change is against; None: the year before


def seen(text: str) -> str:
    """A cell as the grammar reads it."""
    return View.of(text).text.strip()


def unit_in(text: str) -> tuple[str, str | None]:
    """A head or label without its unit, and the unit: 地区生产总值（亿元）, 单位：亿元, PM2.5/（μg/m³）."""
    for found in _BRACKETED.finditer(text):
        inner = re.sub(r"^(?:计量)?单位[：]?", "", found[1])
        inner = re.sub(r"^[^：]*：", "", inner)
        if is_unit(inner) or inner in ("百分点", "个百分点"):
            return text[: found.start()] + text[found.end() :], _canonical(inner)
    if stated := re.search(r"单位：([^，；。（）\s]{1,16})", text):
        unit = _canonical(stated[1]) if is_unit(stated[1]) else None
        return text.replace(stated[0], ""), unit
    if behind := re.search(r"(?<=[一-鿿\d])/(（?[^/]{1,12})$|[，、]([^，、]{1,12})$", text):
        inner = (behind[1] or behind[2]).strip("（）")
        if is_unit(inner):
            return text[: behind.start()], _canonical(inner)
    return text, None


def _canonical(unit: str) -> str:
    return "百分点" if unit.endswith("百分点") else canonical_unit(unit)


def header_height(table: Table) -> int:
    """How many rows stand above the figures; 0 where no row looks like a head."""
    for place, row in enumerate(table.rows[:12]):
        if _looks_like_head(row):
            height = place + 1
            while height < min(len(table.rows), place + 3) and _continues_head(table.rows[height]):
                height += 1
            return height
    return 0


def head_start(table: Table) -> int:
    """The first row of the head: rows above it are titles and notes."""
    return next((i for i, row in enumerate(table.rows[:12]) if _looks_like_head(row)), 0)


def _looks_like_head(row: list[Cell]) -> bool:
    words = [seen(cell.text) for cell in row]
    distinct = {word for word in words if word}
    if len(distinct) < 2:
        return False
    roles = [_role_of(unit_in(word)[0]) for word in distinct]
    dated = [word for word in distinct if _is_time(word)]
    named = [r for r in roles if r in ("indicator", "place", "period", "value", "unit", "status")]
    return len(named) + len(dated) >= 2 or (bool(named) and not any(map(_is_figure, distinct)))


def _continues_head(row: list[Cell]) -> bool:
    """A second head row: the first cell is merged or empty and nothing is a figure."""
    words = [seen(cell.text) for cell in row]
    begins = row[0].merged or not words[0]
    return begins and any(words) and not any(_is_figure(w) and not _is_time(w) for w in words)


def _is_figure(word: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?%?", word)) and not _is_time(word)


def _is_time(word: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d(?:\.0)?年?", word)) or any(
        w.period and w.end - w.start >= len(word) - 4 for w in times(word, None)
    )


def _role_of(word: str) -> Role | None:
    return next((role for role, pattern in _ROLES if pattern.search(word)), None)


def columns(table: Table, start: int, height: int, around: str | None) -> list[Column]:
    """The columns of a table whose head stands in the rows from `start` to `height`."""
    return [
        _column(_head(table, start, height, place), around) for place in range(len(table.rows[0]))
    ]


def _head(table: Table, start: int, height: int, place: int) -> str:
    words = dict.fromkeys(seen(row[place].text) for row in table.rows[start:height])
    return "".join(words)


def _column(head: str, around: str | None) -> Column:
    name, unit = unit_in(head)
    base = SINCE.search(name)
    name = SINCE.sub("增减", name)
    period, rest = _time_of(name, around)
    if CHANGE_HEAD.search(name):
        points = unit == "百分点" or "百分点" in head
        name = _CHANGE_WORDS.sub("", CHANGE_HEAD.sub("", rest))
        since = base_of(base).year if base else None
        return Column("value", name, unit or "%", period, True, points, since)
    role = _role_of(rest) or (_role_of(name) if not period else None)
    if role in ("none", "unit", "status", "indicator", "place", "period"):
        return Column(role, rest, unit, period)
    return Column("value", "" if role == "value" else rest, unit, period)


def _time_of(name: str, around: str | None) -> tuple[str | None, str]:
    if found := re.fullmatch(r"((?:19|20)\d\d)(?:\.0)?", name):
        return found[1], ""
    for when in times(name, around):
        if when.period and when.period != UNKNOWN:
            return when.period, name[: when.start] + name[when.end :]
        if when.period == UNKNOWN and around and re.match("[上去]年", name[when.start :]):
            earlier = str(int(around[:4]) - 1) + around[4:]
            return earlier, name[: when.start] + name[when.end :]
    return None, name
