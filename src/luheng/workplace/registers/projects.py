"""项目清单: the projects of the annexes with their money and their years."""

from __future__ import annotations

from luheng.workplace.models import Project
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.shared_columns import (
    DOCUMENT,
    IN_FORCE,
    QUOTE,
    REVIEW,
    VANISHED,
    correcting,
    in_force,
    office_column,
    opened,
)

PROJECTS = Register(
    key="projects",
    zh="项目清单",
    en="Projects",
    model=Project,
    order=("document_id", "position", "pk"),
    defaults=IN_FORCE,
    public_rows=in_force,
    detail="project",
    save=correcting(Project),
    empty_zh="没有符合条件的项目：放宽筛选，或先导入带项目附表的方案",
    empty_en="No project matches: widen the filters, or add a plan with a project annex",
    columns=(
        office_column("no", "序号", "no.", sortable=False, public=True),
        office_column("name", "项目名称", "project", searchable=True, public=True),
        office_column(
            "content", "建设内容", "content", searchable=True, sortable=False, shown=False, public=True
        ),
        office_column(
            "investment_yi_yuan", "总投资", "investment", type="amount", unit="亿元", public=True
        ),
        office_column("start", "开工年", "start", type="year", public=True),
        office_column("end", "完工年", "end", type="year", public=True),
        office_column("builder", "建设单位", "builder", searchable=True, filter="distinct"),
        office_column("lead", "责任单位", "lead unit", searchable=True, filter="distinct", public=True),
        office_column("place", "建设地点", "place", searchable=True, filter="distinct", shown=False, public=True),
        QUOTE,
        opened(DOCUMENT),
        REVIEW,
        VANISHED,
    ),
)  # fmt: skip
