"""What a document is: a plan, a bulletin, or neither."""

from __future__ import annotations

import re
from typing import Literal

from luheng.documents.plan.extent import Extent
from luheng.documents.plan.lines import Line, PlacedTable
from luheng.documents.plan.table_heads import column_heads, column_roles, table_kind
from luheng.documents.source import Source

DocumentKind = Literal["plan", "bulletin", "unknown"]

_HEADINGS = re.compile(
    r"总体要求|指导思想|基本原则|工作原则|总体思路|工作思路|(?:主要|总体|工作|发展|创建|建设)目标|目标任务|"
    r"(?:重点|主要|工作)任务|保障措施|组织实施|组织保障|组织领导|工作要求|实施步骤|(?:责任|任务)分工"
)
_RESOLVE = re.compile(
    r"(?:制定|制订|编制|提出)(?:本|如下|以下|了?《?[^。，]{0,30})(?:实施|工作|行动)?(?:方案|规划|计划|意见|措施)"
)
_DUTIES = re.compile(r"(?:责任|牵头|配合)(?:单位|部门)|职责分工负责|牵头，[^。]{2,60}(?:配合|参与)")
_AIMS = re.compile(
    r"(?:到|至)20\d\d年|20\d\d年(?:底|末)前|力争|(?:达到|提高到|控制在|不低于)[\d.]+[%个万亿吨微]"
)
_BULLETIN_TITLE = re.compile(
    r"公报|简报|年报|快报|月报|季报|状况|监测(?:结果|情况)|运行情况|统计|通报|完成情况|年鉴"
)
_RESULTS = re.compile(
    r"同比|比上年|较上年|与上年|比\d{4}年|较\d{4}年|与\d{4}年相比|上升了?[\d.]|下降了?[\d.]|增长[\d.]|"
    r"初步核算|初步统计|年均值|(?:为|达到?)[\d.]+[%万亿微吨]|截至20\d\d年"
)
_ENOUGH = 3


def kind_of(
    source: Source, page: list[Line], tables: list[PlacedTable], extent: Extent
) -> DocumentKind:
    """A plan sets aims and hands out duties; a bulletin says what was."""
    if not page or "sheet" in source.media_type or "excel" in source.media_type:
        return _kind_of_tables(source, tables)
    plan = _plan_signs(source, tables, extent)
    bulletin = _bulletin_signs(page)
    if plan >= _ENOUGH and plan >= bulletin:
        return "plan"
    return "bulletin" if bulletin >= _ENOUGH else "unknown"


def _plan_signs(source: Source, tables: list[PlacedTable], extent: Extent) -> int:
    words = "".join(line.text for line in extent.lines)
    headings = {
        found[0]
        for line in extent.body
        if line.number and (found := _HEADINGS.search(line.rest()[:24]))
    }
    signs = 2 if extent.title else 0
    signs += min(len(headings), 3)
    signs += 2 if _RESOLVE.search(words) else 0
    signs += min(len(_DUTIES.findall(words)), 3)
    signs += 1 if len(_AIMS.findall(words)) > 1 else 0
    kinds = {table_kind(column_roles(source, placed.table)) for placed in tables}
    return signs + 3 * len(kinds & {"tasks", "projects"})


def _bulletin_signs(page: list[Line]) -> int:
    heads = [line.text for line in page[:8] if len(line.text) < 50]
    signs = 3 if any(_BULLETIN_TITLE.search(head) for head in heads) else 0
    words = "".join(line.text for line in page)
    return signs + min(len(_RESULTS.findall(words)), 4)


def _kind_of_tables(source: Source, tables: list[PlacedTable]) -> DocumentKind:
    """A workbook: aims and duties make it a plan's annex, figures a return."""
    for placed in tables:
        kind = table_kind(column_roles(source, placed.table))
        heads = "".join(column_heads(source, placed.table))
        if kind in ("tasks", "projects") or "目标值" in heads:
            return "plan"
    return "bulletin" if tables else "unknown"
