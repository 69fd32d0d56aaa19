"""年度工作清单: what is done this year and what meetings decided, with units and days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When

from luheng.workplace.accounts import unit_named
from luheng.workplace.language import say
from luheng.workplace.models import TaskState, User, WorkItem
from luheng.workplace.registers.column import EVERY_WRITER, OFFICE, Column
from luheng.workplace.registers.register import Register
from luheng.workplace.yearly_work import change_item, overdue, report_work

OVERDUE = "overdue"
_REPORTED = ("state", "percent", "note")


def _standing() -> Case:
    return Case(When(overdue(), then=Value(OVERDUE)), default=F("state"), output_field=CharField())


def _of_flag(values: list[str]) -> Q:
    return Q(cancelled=values[-1].lower() in ("true", "1", "是"))


def _save(
    row_id: int | None, version: int | None, values: Mapping[str, Any], by: User
) -> models.Model:
    """Progress goes into the reports, everything else changes the item."""
    item = WorkItem.objects.get(pk=row_id or 0)
    changes = {key: value for key, value in values.items() if key not in _REPORTED}
    if "lead" in changes:
        changes["lead"] = unit_named(changes["lead"]) if changes["lead"] else None
    if changes:
        item = change_item(item, changes, by, item.version if version is None else version)
    if any(key in values for key in _REPORTED):
        state = values.get("state", item.state)
        percent = values.get("percent", item.percent)
        report_work(item, state, by, percent=percent, note=values.get("note", item.note))
    return item


WORK = Register(
    key="work",
    zh="年度工作清单",
    en="Yearly work",
    model=WorkItem,
    order=("-worklist__year", "-meeting__held_on", "position", "pk"),
    defaults={"cancelled": Q(cancelled=False)},
    detail="work-item",
    save=_save,
    empty_zh="没有符合条件的工作：放宽筛选，或在“年度工作”中从方案生成本年安排",
    empty_en="No work matches: widen the filters, or derive a year's work from the plans",
    columns=(
        Column(key="no", zh="序号", en="no.", sortable=False, writers=OFFICE),
        Column(key="text", zh="工作内容", en="work", searchable=True, sortable=False, writers=OFFICE),
        Column(key="year", zh="年度", en="year", type="year", path="worklist__year", shown=False),
        Column(key="meeting", zh="会议", en="meeting", path="meeting__title", filter="distinct", shown=False),
        Column(key="kind", zh="类别", en="kind", type="choice", choices=dict(WorkItem.Kind.choices)),
        Column(key="lead", zh="牵头单位", en="lead unit", path="lead__name", filter="distinct", searchable=True, writers=OFFICE),
        Column(key="due", zh="完成时限", en="due", type="date", writers=OFFICE),
        Column(
            key="standing", zh="状态", en="standing", type="choice", expression=_standing,
            choices={**dict(TaskState.choices), OVERDUE: say("已逾期", "overdue")},
        ),
        Column(
            key="state", zh="进展", en="progress", type="choice", shown=False,
            choices=dict(TaskState.choices), writers=EVERY_WRITER,
        ),
        Column(key="percent", zh="完成比例", en="share done", type="amount", unit="%", writers=EVERY_WRITER),
        Column(key="note", zh="进展说明", en="progress note", searchable=True, sortable=False, writers=EVERY_WRITER),
        Column(key="reported_at", zh="更新时间", en="updated at", type="moment", filter="", shown=False),
        Column(key="task", zh="方案任务", en="task of the plan", path="task__no", shown=False, sortable=False),
        Column(key="cancelled", zh="已取消", en="cancelled", type="flag", condition=_of_flag, shown=False, sortable=False),
    ),
)  # fmt: skip
