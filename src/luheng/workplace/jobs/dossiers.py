"""Making a dossier: with many files it takes longer than anybody waits for a page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from luheng.workplace.dossiers.making import make_dossier
from luheng.workplace.dossiers.selection import selection_from
from luheng.workplace.jobs.kinds import Progress, Result, Steps, job_kind
from luheng.workplace.jobs.made_files import city_at_work
from luheng.workplace.models import Job


@job_kind("make_dossier", zh="生成资料包", en="Make a dossier")
def dossier(job: Job, *, selection: dict[str, Any]) -> Steps:
    """The dossier of a selection; a second try finds the one that is there."""
    yield Progress(0, 1, "正在汇集材料、签名打包", "Gathering, signing and packing")
    made = make_dossier(city_at_work(), selection_from(selection), by=job.started_by)
    return Result("资料包已生成", "The dossier is made", url=reverse("dossier", args=[made.pk]))
