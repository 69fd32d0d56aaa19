"""Making a report of a period: what it rests on is frozen first, so a second try writes the same words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from luheng.workplace.jobs.kinds import Progress, Result, Steps, job_kind
from luheng.workplace.jobs.made_files import city_at_work
from luheng.workplace.models import Job, PeriodReport
from luheng.workplace.period_reports.making import make_period_report
from luheng.workplace.reports.making import snapshot_for_report


@job_kind("make_period_report", zh="生成月报、季报、年报", en="Make a report of a period")
def period_report(job: Job, *, asked: dict[str, Any]) -> Steps:
    """The draft with its files; `asked` is kind, period, languages, documents.

    A second try after a crash finds the draft that is there.
    """
    yield Progress(0, 2, "正在留存评估快照", "Freezing the scorecard")
    snapshot = snapshot_for_report(job.cursor.get("snapshot"), by=job.started_by)
    yield Progress(
        1, 2, "正在生成 Word、PDF 和附录", "Writing Word, PDF and appendices",
        cursor={"snapshot": snapshot.pk},
    )  # fmt: skip
    made = _made_before(job, asked) or make_period_report(
        city_at_work(), **asked, by=job.started_by, snapshot=snapshot
    )
    return Result("报告已生成", "The report is made", url=reverse("period-report", args=[made.pk]))


def _made_before(job: Job, asked: dict[str, Any]) -> PeriodReport | None:
    """What this job made before its worker went away."""
    made = PeriodReport.objects.filter(
        kind=asked["kind"], period=asked["period"], snapshot_id=job.cursor.get("snapshot")
    )
    return made.filter(made_by=job.started_by, made_at__gte=job.started_at).first()
