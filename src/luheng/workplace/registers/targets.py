"""目标清单: every target with its demand, its latest figure and its verdict."""

from __future__ import annotations

from luheng.workplace.language import say
from luheng.workplace.models import Target, TargetUnit, VerdictCode
from luheng.workplace.models.items import Operator
from luheng.workplace.registers.column import Column, ColumnType
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
    in_force,
    office_column,
    opened,
    units_column,
)
from luheng.workplace.supervision.coverage import COVERAGE, coverage_expression

# What the demand is said with besides the columns: all of it stands in the plan.
NATURES = {"约束性": say("约束性", "binding"), "预期性": say("预期性", "indicative"), "": "—"}
_OF_DEMAND: tuple[tuple[str, str, str, ColumnType], ...] = (
    ("value_min", "下限", "lower bound", "amount"),
    ("value_max", "上限", "upper bound", "amount"),
    ("strict", "不含本数", "strict", "flag"),
    ("approx", "左右", "approximate", "flag"),
    ("bound", "界限方向", "bound", "text"),
    ("assigned_by", "下达单位", "assigned by", "text"),
    ("benchmark", "参照", "benchmark", "text"),
    ("offset", "高于参照", "offset", "amount"),
    ("offset_unit", "差值单位", "unit of the offset", "text"),
    ("rate", "年均", "rate", "text"),
    ("cumulative", "累计", "cumulative", "flag"),
    ("stretch", "力争值", "stretch value", "amount"),
    ("stretch_only", "仅为力争", "stretch only", "flag"),
)

TARGETS = Register(
    key="targets",
    zh="目标清单",
    en="Targets",
    model=Target,
    order=("document_id", "position", "pk"),
    defaults=IN_FORCE,
    public_rows=in_force,
    detail="target",
    save=correcting(Target),
    empty_zh="没有符合条件的目标：放宽筛选，或先导入方案文件",
    empty_en="No target matches: widen the filters, or add a plan first",
    columns=(
        office_column("indicator", "指标", "indicator", searchable=True, public=True),
        office_column("year", "目标年", "year", type="year", public=True),
        office_column(
            "op", "要求", "demand", type="choice", choices=dict(Operator.choices), sortable=False,
            public=True,
        ),
        office_column("value", "目标值", "target", type="amount", unit_column="unit", public=True),
        office_column("unit", "计量单位", "unit", filter="distinct", shown=False, public=True),
        Column(
            key="latest_value", zh="最新值", en="latest value", type="amount",
            path="verdict__latest_value", unit_column="latest_unit", filter="", public=True,
        ),
        Column(
            key="latest_unit", zh="最新值单位", en="unit of latest value",
            path="verdict__latest_unit", shown=False, public=True,
        ),
        Column(
            key="latest_period", zh="最新值时期", en="period", path="verdict__latest_period",
            public=True,
        ),
        Column(
            key="verdict", zh="判定", en="verdict", type="choice", path="verdict__code",
            choices=dict(VerdictCode.choices), public=True,
        ),
        Column(
            key="reason", zh="理由", en="reason", path="verdict__reason_zh",
            path_en="verdict__reason_en", sortable=False, shown=False, public=True,
        ),
        Column(
            key="provisional", zh="初步数", en="provisional", type="flag",
            path="verdict__provisional", shown=False, public=True,
        ),
        Column(
            key="supervision", zh="督办", en="supervision", type="choice",
            expression=coverage_expression, choices=COVERAGE, shown=False, sortable=False,
        ),
        units_column("lead", "牵头单位", "lead unit", TargetUnit, public=True),
        units_column("support", "配合单位", "supporting units", TargetUnit, shown=False, public=True),
        office_column(
            "binding", "属性", "nature", type="choice",
            choices=NATURES, shown=False, public=True,
        ),
        office_column("base_year", "基年", "base year", type="year", shown=False, filter="", public=True),
        office_column("baseline", "基数", "baseline", type="amount", shown=False, filter=""),
        office_column("wording", "措辞", "wording", shown=False),
        office_column("indicator_id", "指标目录编号", "catalogue id", filter="distinct", shown=False),
        office_column("note", "备注", "note", searchable=True, sortable=False, shown=False),
        opened(CHAPTER),
        opened(CLAUSE),
        opened(QUOTE),
        opened(DOCUMENT),
        REVIEW,
        VANISHED,
    ),
    asides=tuple(
        Column(key=key, zh=zh, en=en, type=type_, public=True) for key, zh, en, type_ in _OF_DEMAND
    ),
)  # fmt: skip
