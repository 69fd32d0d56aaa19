"""Writing the report: what it rests on is frozen first, so a second try writes the same words."""

from __future__ import annotations

from datetime import time

from luheng.workplace.jobs.kinds import Progress, Result, Steps, job_kind
from luheng.workplace.jobs.made_files import city_at_work, clear_old, keep_made
from luheng.workplace.models import Job
from luheng.workplace.reports.making import make_report, snapshot_for_report


@job_kind("make_report", zh="生成报告", en="Make a report")
def report(job: Job, *, form: str) -> Steps:
    """A report of now as Word or PDF."""
    yield Progress(0, 2, "正在留存评估快照", "Freezing the scorecard")
    snapshot = snapshot_for_report(job.cursor.get("snapshot"), by=job.started_by)
    yield Progress(1, 2, "正在生成文件", "Writing the file", cursor={"snapshot": snapshot.pk})
    city = city_at_work()
    made = keep_made(job, make_report(snapshot, form, city), form)
    name = f"{city.name}评估报告-{snapshot.as_of}-{snapshot.pk}.{form}"
    return Result("报告已生成", "The report is made", file=made, name=name)


@job_kind("clear_made_files", zh="清理过期文件", en="Clear old files away", daily=time(3, 30))
def clear_made_files(job: Job) -> Steps:
    """Takes away files that jobs made more than 30 days ago; reports can be made again."""
    yield Progress(0, 1)
    removed = clear_old()
    return Result(f"清理 {removed} 个文件", f"{removed} files cleared away")
