"""任务清单: every task with its units, its deadline and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import timezone

from luheng.workplace import review
from luheng.workplace.language import say
from luheng.workplace.models import Task, TaskState, TaskUnit, User
from luheng.workplace.progress import report_progress
from luheng.workplace.registers.column import EVERY_WRITER, Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.shared_columns import (
    CLAUSE,
    DOCUMENT,
    IN_FORCE,
    QUOTE,
    REVIEW,
    VANISHED,
    in_force,
    office_column,
    opened,
    units_column,
)

OVERDUE = "overdue"
STANDINGS = {**dict(TaskState.choices), OVERDUE: say("已逾期", "overdue")}


def overdue(of: str = "") -> Q:
    """Tasks whose deadline has passed and that are not done; `of` leads to the task: "item__"."""
    today = timezone.localdate()
    year, month = f"{today:%Y}", f"{today:%Y-%m}"
    before = Q(**{f"{of}due__lt": year})
    this_year = Q(**{f"{of}due__startswith": f"{year}-", f"{of}due__lt": month})
    return (before | this_year) & ~Q(**{f"{of}due": ""}) & ~Q(**{f"{of}state": TaskState.DONE})


def _standing() -> Case:
    return Case(When(overdue(), then=Value(OVERDUE)), default=F("state"), output_field=CharField())


def _save(
    row_id: int | None, version: int | None, values: Mapping[str, Any], by: User
) -> models.Model:
    """Progress goes into the reports of the units, everything else is a correction."""
    task = Task.objects.get(pk=row_id or 0)
    progress = {key: values[key] for key in ("state", "state_note") if key in values}
    fields = {key: value for key, value in values.items() if key not in progress}
    if fields:
        task = review.correct(task, fields, by, task.version if version is None else version)
    if progress:
        state = progress.get("state", task.state)
        report_progress(task, state, progress.get("state_note", task.state_note), by)
    return task


TASKS = Register(
    key="tasks",
    zh="任务清单",
    en="Tasks",
    model=Task,
    order=("document_id", "position", "pk"),
    defaults=IN_FORCE,
    public_rows=in_force,
    detail="task",
    save=_save,
    empty_zh="没有符合条件的任务：放宽筛选，或先导入方案文件",
    empty_en="No task matches: widen the filters, or add a plan first",
    columns=(
        Column(key="no", zh="序号", en="no.", sortable=False, public=True),
        Column(key="chapter", zh="章名", en="chapter", filter="distinct", shown=False, public=True),
        Column(key="section", zh="节名", en="section", filter="distinct", shown=False, public=True),
        office_column("title", "任务", "task", searchable=True, public=True),
        office_column("text", "任务内容", "text", searchable=True, sortable=False, shown=False, public=True),
        units_column("lead", "牵头单位", "lead unit", TaskUnit, public=True),
        units_column("support", "配合单位", "supporting units", TaskUnit, public=True),
        office_column("due", "完成时限", "due", filter="distinct", public=True),
        Column(
            key="standing", zh="状态", en="standing", type="choice",
            expression=_standing, choices=STANDINGS, public=True,
        ),
        Column(
            key="state", zh="进展", en="progress", type="choice", shown=False,
            choices=dict(TaskState.choices), writers=EVERY_WRITER,
        ),
        Column(
            key="state_note", zh="进展说明", en="progress note", searchable=True,
            sortable=False, writers=EVERY_WRITER,
        ),
        Column(
            key="state_at", zh="更新时间", en="updated at", type="moment", filter="", shown=False
        ),
        opened(CLAUSE),
        opened(QUOTE),
        opened(DOCUMENT),
        REVIEW,
        VANISHED,
    ),
)  # fmt: skip
