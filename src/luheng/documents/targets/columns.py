"""What the head of a table says its columns hold: indicator, unit, base, target of which year, units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from luheng.documents.source import Cell, Table
from luheng.documents.targets.deadlines import FIVE_YEAR_PLANS
from luheng.documents.view import View

ColumnKind = Literal[
    "serial", "indicator", "unit", "base", "target", "binding", "lead", "support", "place",
    "category", "standard", "text", "other", "money",
]  # fmt: skip

_PLACE = (
    r"^各?(?:县|县区|区县|县市区|县（市、区）|区（县、市）|市县|市（州）|地市|市|区|乡镇|镇|乡|街道|镇街|乡镇（街道）|镇（街道）|地区|区域"
    r"|园区|开发区|城市|行政区划?|行政区域|辖区|属地|所属(?:县|区)\S*)(?:名称)?$"
)

# First match wins; the words are looked for in the joined head of a column.
_HEADS: tuple[tuple[str, ColumnKind], ...] = (
    (r"^(?:序号|编号|号|No\.?)$", "serial"),
    (r"投资|资金|建设(?:内容|规模|地点|期限|年限|性质|单位)|项目名称|起止年限|业主", "money"),
    (r"配合|协同|参与|协助", "support"),
    (r"责任|牵头|负责|主管|承担|落实单位|实施单位|部门", "lead"),
    (r"属性|性质|指标类型|类型", "binding"),
    (r"^(?:计量)?单位$|^单位[（(]", "unit"),
    (r"增速|增长率|年均增长|累计(?:增长|变化)|增幅|变化幅度", "target"),
    (_PLACE, "place"),
    (r"现状|基准|基期|基数|基础值|实际|完成情况|完成值|上年|当前值", "base"),
    (r"国家(?:标准|要求|指标值|考核)|省(?:标准|要求|级指标)|参考值|创建标准|指标标准|评价标准|考核标准|标准值|建设标准", "standard"),
    (r"目标|指标值|规划值|任务数|计划数|任务量|考核值|预期值|要求值|任务（|计划值|工作量", "target"),
    (r"领域|类别|一级|分类|大类|方面|任务类|准则|维度|系统|目标层", "category"),
    (r"指标|名称|考核内容|内容及指标", "indicator"),
    (r"备注|说明|来源|依据|解释|适用|权重|分值|得分|时限|进度|时间", "other"),
    (r"任务内容|工作内容|主要任务|重点任务|工作任务|主要内容|工作措施|具体(?:任务|措施|内容)|举措|要求|工作目标", "text"),
)  # fmt: skip
_YEAR = re.compile(r"(20\d\d)年?")
_PLAN = re.compile(rf"({'|'.join(FIVE_YEAR_PLANS)})五")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds and, for values, of which year."""

    index: int
    kind: ColumnKind
    head: str
    year: int | None = None
    year_from: int | None = None
    cumulative: bool = False


def columns_of(table: Table, written_year: int | None = None) -> list[Column]:
    """The columns of a table by its header rows. Years before `written_year` are bases."""
    heads = [_head(table, index) for index in range(len(table.rows[0]))] if table.rows else []
    columns = [_column(index, head) for index, head in enumerate(heads)]
    return _named(table, _years_settled(_standards_apart(columns), written_year))


def _head(table: Table, index: int) -> str:
    """The joined texts of a column's head, a merged cell once."""
    seen: list[Cell] = []
    for row in table.rows[: table.header_rows]:
        if (
            index < len(row)
            and row[index].text
            and all(row[index].span != cell.span for cell in seen)
        ):
            seen.append(row[index])
    return "".join(View.of(cell.text).text for cell in seen)


def _column(index: int, head: str) -> Column:
    kind: ColumnKind = "other"
    for pattern, held in _HEADS:
        if re.search(pattern, head):
            kind = held
            break
    years = [int(year) for year in _YEAR.findall(head)]
    plan = _PLAN.search(head)
    year, first = (years[-1] if years else None), (years[0] if len(years) > 1 else None)
    if plan and not years:
        first = FIVE_YEAR_PLANS[plan[1]]
        year = first + 4
    if kind in ("other", "text") and years and not re.search(r"备注|说明|时限|进度|依据", head):
        kind = "target"
    if kind == "binding" and years:
        kind = "target"
    return Column(index, kind, head, year, first, bool(re.search("累计", head)))


def _standards_apart(columns: list[Column]) -> list[Column]:
    """指标值 beside the city's own 2025年目标值 is the standard it is measured by."""
    own = any(c.kind == "target" and c.year for c in columns)
    for column in columns if own else ():
        if re.fullmatch(r"(?:考核)?指标值|指标要求|考核值|参考值", column.head):
            columns[column.index] = replace(column, kind="standard")
    return columns


def _years_settled(columns: list[Column], written: int | None) -> list[Column]:
    """Columns of bare years: those before the plan was written are bases, so is 2020 beside 2025."""
    bare = [c for c in columns if c.kind == "target" and re.fullmatch(r"20\d\d年?", c.head)]
    if written:
        past = [c for c in bare if c.year and c.year < written]
    elif any(c.kind == "base" for c in columns) or not bare:
        past = []
    else:
        named = [c for c in columns if c.kind == "target" and c not in bare]
        later = [c.year for c in columns if c.kind == "target" and c is not bare[0] and c.year]
        before_named = bool(named) and bare[0].index < named[0].index
        past = bare[:1] if before_named or _is_gap(bare[0].year or 0, later) else []
    for column in past:
        columns[column.index] = replace(column, kind="base")
    return columns


def _named(table: Table, columns: list[Column]) -> list[Column]:
    """A table without a head 指标: the column of words before the first values names them."""
    kinds = {column.kind for column in columns}
    if "indicator" in kinds or "place" in kinds or "money" in kinds:
        return columns
    worded = [
        c for c in columns if c.kind in ("target", "text", "category") and is_worded(table, c)
    ]
    valued = [c for c in columns if c.kind == "target" and not is_worded(table, c)]
    names = [c for c in worded if valued and c.index < valued[0].index]
    if names:
        columns[names[-1].index] = replace(names[-1], kind="indicator")
    return columns


def is_worded(table: Table, column: Column) -> bool:
    """Whether the cells of a column are names: short words, not values."""
    cells = [row[column.index].text for row in table.rows[table.header_rows :]]
    filled = [cell for cell in cells if cell.strip()]
    words = [cell for cell in filled if re.match(r"[^\d≥≤＞＜<>〔\[-]*[一-鿿]{3}", cell)]
    short = all(len(cell) <= 30 for cell in filled)
    return bool(filled) and short and len(words) * 5 >= len(filled) * 4


def _is_gap(first: int, later: list[int]) -> bool:
    """2020 | 2025: the end of one five-year plan beside the end of the next."""
    return first % 5 == 0 and min(later) - first == 5 and len(later) == 1


def of_kind(columns: list[Column], *kinds: ColumnKind) -> Iterator[Column]:
    """The columns of these kinds, in order."""
    return (column for column in columns if column.kind in kinds)
