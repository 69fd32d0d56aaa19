"""后台任务清单: apart from the lists of the city, since it is about the site and not about the plan."""

from __future__ import annotations

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from luheng.workplace.jobs.kinds import kinds
from luheng.workplace.models import Job, JobState
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register

JOBS = Register(
    key="jobs",
    zh="后台任务",
    en="Background jobs",
    model=Job,
    order=("-pk",),
    detail="job",
    empty_zh="没有后台任务：加入文件、生成报告时会出现在这里",
    empty_en="No job yet: adding documents or making a report starts one",
    columns=(
        Column(
            key="kind", zh="工作", en="work", type="choice",
            choices={key: kind.label for key, kind in kinds().items()},
        ),
        Column(key="state", zh="状态", en="state", type="choice", choices=dict(JobState.choices)),
        Column(key="done", zh="已完成步数", en="steps done", type="amount", filter=""),
        Column(key="total", zh="总步数", en="steps in all", type="amount", filter=""),
        Column(
            key="message", zh="说明", en="message", path="message_zh", path_en="message_en",
            sortable=False,
        ),
        Column(
            key="started_by", zh="发起人", en="started by", filter="",
            expression=lambda: Coalesce(
                NullIf("started_by__name", Value("")), "started_by__username"
            ),
        ),
        Column(key="asked_at", zh="发起时间", en="asked at", type="moment", filter=""),
        Column(key="finished_at", zh="结束时间", en="finished at", type="moment", filter=""),
    ),
)  # fmt: skip
