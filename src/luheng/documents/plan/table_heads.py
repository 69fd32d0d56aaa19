"""What the columns of a plan's tables hold, told from the words in their heads."""

from __future__ import annotations

import re
from typing import Literal

from luheng.documents.plan.outline import TableKind
from luheng.documents.source import Source, Table

Role = Literal[
    "no", "name", "content", "period", "start", "end", "investment", "year_investment", "funding",
    "builder", "place", "task", "group", "lead", "support", "due", "indicator", "value", "unit", "note",
]  # fmt: skip

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("no", re.compile(r"^(?:序号?|编号|项次|项目编号|任务编号|NO\.?|No\.?)$")),
    ("note", re.compile(r"备注|说明$")),
    ("support", re.compile(r"(?:配合|协助|协同|参与|参加|协办|支持|协作)(?:单位|部门|责任单位)")),
    ("year_investment", re.compile(r"^20\d\d年.*(?:投资|资金)|年度(?:计划)?投资|^(?:已完成|累计完成|截至).*投资")),
    ("funding", re.compile(r"资金来源|资金渠道|资金筹措|筹资")),
    ("investment", re.compile(r"投资(?!主体|单位|方|类|性质|方式)|概算|估算|资金(?:规模|需求|总额|预算)?(?:（.*元）)?$")),
    ("indicator", re.compile(r"指标(?:名称|项|内容)?$|^目标(?:名称|项)$|^考核内容$")),
    ("period", re.compile(r"(?:建设|起止|实施|项目|计划)?(?:起止)?(?:年限|周期|工期|期限)|建设(?:起止)?时间|起止(?:时间|年月|日期)|建设期|实施时间|建设性质及年限")),
    ("start", re.compile(r"(?:计划)?开工(?:时间|年月|日期|年份)")),
    ("end", re.compile(r"(?:竣工|完工|建成|投产|投运)(?:时间|年月|日期|年份)")),
    ("due", re.compile(r"(?:完成|办结|推进)?时限|完成(?:时间|期限|年限)|时间(?:节点|要求|安排)|进度(?:要求|安排)|^时间$")),
    ("builder", re.compile(
        r"(?:建设|实施|业主|项目|承建|承担|投资)(?:单位|主体)(?!.*责任)|项目法人|项目业主|^业主|建设业主|责任主体|实施企业"
    )),
    ("lead", re.compile(r"(?:责任|牵头|主管|负责|主办|承办|落实|监管|行业主管)(?:单位|部门|处室|科室)|^责任分工$|^单位$|牵头(?:领导)?单位|分工$")),
    ("place", re.compile(r"(?:建设|项目|实施|所在)(?:地点|地址|区域|位置|地)$|^所在.*(?:县|区|地)|^(?:县区|地点|区域|属地|区县|县（市、区）|行政区域?)$")),
    ("name", re.compile(r"(?:项目|工程)(?:名称)?$|^重点(?:项目|工程)(?:名称)?$|^名称$")),
    ("content", re.compile(r"建设(?:主要|性质及)?(?:内容|规模)|(?:项目|工程)(?:主要|建设)?(?:内容|概况|规模|简介)|主要建设内容|规模及内容")),
    ("value", re.compile(r"目标值?$|现状值?|基[准期年]|^20\d\d年?|完成值|指标值|参考值|约束值")),
    ("unit", re.compile(r"^(?:计量)?单位(?!（)|属性|性质|类型")),
    ("task", re.compile(r"任务|措施|工作(?:内容|要求|举措|事项|重点)|重点(?:工作|内容|举措)|主要内容|^内容$|^事项|举措|^工作$|行动内容|目标要求")),
    ("group", re.compile(r"类别|领域|类型|方面|分类|^章节|板块|体系|专项行动|行动")),
)  # fmt: skip


def column_roles(source: Source, table: Table) -> list[Role | None]:
    """What each column holds; None where its head says nothing known."""
    heads = column_heads(source, table)
    roles: list[Role | None] = []
    for head in heads:
        plain = re.sub(r"（[^（）]*(?:元|年|单位)[^（）]*）", "", head)
        found = next((role for role, pattern in _ROLES if pattern.search(plain)), None)
        roles.append(found or next((r for r, p in _ROLES if p.search(head)), None))
    return _settled(roles, heads)


def column_heads(source: Source, table: Table) -> list[str]:
    """The head of each column as the grammar reads it; heads over several rows joined."""
    width = len(table.rows[0]) if table.rows else 0
    heads = []
    for column in range(width):
        words: list[str] = []
        for row in table.rows[: table.header_rows]:
            word = source.view(row[column].span).text if row[column].text else ""
            if word and word not in words:
                words.append(word)
        heads.append("".join(words))
    return heads


def _settled(roles: list[Role | None], heads: list[str]) -> list[Role | None]:
    """Roles that depend on each other: only one lead column, one task column."""
    if "indicator" in roles:
        return ["unit" if head == "单位" else role for role, head in zip(roles, heads, strict=True)]
    tasks = [place for place, role in enumerate(roles) if role == "task"]
    for place in tasks[:-1]:
        roles[place] = "group"
    names = [place for place, role in enumerate(roles) if role == "name"]
    for place in names[:-1] if "name" in roles and len(names) > 1 else []:
        exact = [other for other in names if heads[other].endswith("名称")]
        if exact and place not in exact:
            roles[place] = "group"
    return roles


def table_kind(roles: list[Role | None]) -> TableKind:
    """Whether a table lists indicators, projects or tasks."""
    has = set(roles)
    if "indicator" in has and has & {"value", "unit"}:
        return "indicators"
    if "name" in has and has & {"investment", "period", "builder", "content", "start", "end"}:
        return "projects"
    if "task" in has and has & {"lead", "support"}:
        return "tasks"
    if "name" in has and has & {"lead", "year_investment"}:
        return "projects"
    return "other"
