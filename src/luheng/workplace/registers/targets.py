"""目标清单: every target with its demand, its latest figure and its verdict."""

from __future__ import annotations

from luheng.workplace.models import Target, TargetUnit, VerdictCode
from luheng.workplace.models.items import Operator
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.shared_columns import (
    CHAPTER,
    CLAUSE,
    DOCUMENT,
    IN_FORCE,
    QUOTE,
    REVIEW,
    VANISHED,
    correcting,
    office_column,
    units_column,
)
from luheng.workplace.supervision.coverage import COVERAGE, coverage_expression

TARGETS = Register(
    key="targets",
    zh="目标清单",
    en="Targets",
    model=Target,
    order=("document_id", "position", "pk"),
    defaults=IN_FORCE,
    detail="target",
    save=correcting(Target),
    empty_zh="没有符合条件的目标：放宽筛选，或先导入方案文件",
    empty_en="No target matches: widen the filters, or add a plan first",
    columns=(
        office_column("indicator", "指标", "indicator", searchable=True),
        office_column("year", "目标年", "year", type="year"),
        office_column(
            "op", "要求", "demand", type="choice", choices=dict(Operator.choices), sortable=False
        ),
        office_column("value", "目标值", "target", type="amount", unit_column="unit"),
        office_column("unit", "计量单位", "unit", filter="distinct", shown=False),
        Column(
            key="latest_value", zh="最新值", en="latest value", type="amount",
            path="verdict__latest_value", unit_column="latest_unit", filter="",
        ),
        Column(
            key="latest_unit", zh="最新值单位", en="unit of latest value",
            path="verdict__latest_unit", shown=False,
        ),
        Column(
            key="latest_period", zh="最新值时期", en="period", path="verdict__latest_period"
        ),
        Column(
            key="verdict", zh="判定", en="verdict", type="choice", path="verdict__code",
            choices=dict(VerdictCode.choices),
        ),
        Column(
            key="reason", zh="理由", en="reason", path="verdict__reason_zh",
            path_en="verdict__reason_en", sortable=False, shown=False,
        ),
        Column(
            key="provisional", zh="初步数", en="provisional", type="flag",
            path="verdict__provisional", shown=False,
        ),
        Column(
            key="supervision", zh="督办", en="supervision", type="choice",
            expression=coverage_expression, choices=COVERAGE, shown=False, sortable=False,
        ),
        units_column("lead", "牵头单位", "lead unit", TargetUnit),
        units_column("support", "配合单位", "supporting units", TargetUnit, shown=False),
        office_column(
            "binding", "属性", "nature", type="choice",
            choices={"约束性": "约束性", "预期性": "预期性", "": "—"}, shown=False,
        ),
        office_column("base_year", "基年", "base year", type="year", shown=False, filter=""),
        office_column("baseline", "基数", "baseline", type="amount", shown=False, filter=""),
        office_column("wording", "措辞", "wording", shown=False),
        office_column("indicator_id", "指标目录编号", "catalogue id", filter="distinct", shown=False),
        office_column("note", "备注", "note", searchable=True, sortable=False, shown=False),
        CHAPTER,
        CLAUSE,
        QUOTE,
        DOCUMENT,
        REVIEW,
        VANISHED,
    ),
)  # fmt: skip
