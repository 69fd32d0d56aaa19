"""项目资金清单: planned, arranged and spent by project, year and source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import FundingSource, Project, ProjectFunding, Review, User
from luheng.workplace.project_money import enter_funding
from luheng.workplace.registers.column import EVERY_WRITER, Column
from luheng.workplace.registers.register import Register


def _save(
    row_id: int | None, version: int | None, values: Mapping[str, Any], by: User
) -> models.Model:
    if row_id is None:
        return enter_funding(_project(str(values.get("project", ""))), values, by)
    row = ProjectFunding.objects.select_related("project").get(pk=row_id)
    kept = {"year": row.year, "source": row.source}
    return enter_funding(row.project, {**values, **kept}, by, version)


def _project(name: str) -> Project:
    in_force = Project.objects.filter(name=name, document__current=True)
    found = list(in_force.exclude(review=Review.REJECTED)[:2])
    if len(found) != 1:
        raise LuhengError("project_unknown", name=name)
    return found[0]


def _entered(key: str, zh: str, en: str, **options: Any) -> Column:
    return Column(key=key, zh=zh, en=en, writers=EVERY_WRITER, **options)


def _amount(key: str, zh: str, en: str, *synonyms: str) -> Column:
    return _entered(key, zh, en, type="amount", unit="万元", synonyms=synonyms)


FUNDING = Register(
    key="funding",
    zh="项目资金清单",
    en="Project funding",
    model=ProjectFunding,
    order=("project__position", "year", "source", "pk"),
    detail="project-of-funding",
    save=_save,
    creates=True,
    empty_zh="还没有资金数据：在项目页填报，或导出本表填好后导入",
    empty_en="No funding yet: report it on a project's page, or export this list and bring it back",
    columns=(
        _entered("project", "项目", "project", path="project__name", searchable=True, filter="distinct", required=True, synonyms=("项目名称", "工程名称", "工程")),
        _entered("year", "年度", "year", type="year", required=True, synonyms=("年份", "资金年度")),
        _entered("source", "资金来源", "source", type="choice", choices=dict(FundingSource.choices), required=True, synonyms=("资金渠道", "来源", "来源渠道")),
        _amount("planned_wan_yuan", "计划", "planned", "计划投资", "计划资金", "年度计划投资", "下达计划"),
        _amount("arranged_wan_yuan", "到位", "arranged", "到位资金", "资金到位", "已到位"),
        _amount("spent_wan_yuan", "完成", "spent", "完成投资", "实际完成投资", "已完成"),
        _entered("note", "备注", "note", sortable=False),
        Column(key="entered_at", zh="填报时间", en="entered at", type="moment", filter="", shown=False),
    ),
)  # fmt: skip
