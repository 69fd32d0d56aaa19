"""Once a day: reorganisations that were approved and whose day has come."""

from __future__ import annotations

from datetime import time

from luheng.workplace.jobs.kinds import Progress, Result, Steps, job_kind
from luheng.workplace.models import Job
from luheng.workplace.organisation.carrying_out import carry_out_due


@job_kind(
    "reorganise",
    zh="实施到期的机构改革",
    en="Carry out reorganisations that are due",
    daily=time(0, 5),
)
def reorganise(job: Job) -> Steps:
    """Carries out what is due; what cannot be is named with its reason and waits for a person."""
    yield Progress(0, 1, "正在核对到期的机构改革", "Looking for what is due")
    results = carry_out_due()
    done = [one for one, problem in results if problem is None]
    left = [(one, problem) for one, problem in results if problem is not None]
    zh, en = f"实施 {len(done)} 项", f"{len(done)} carried out"
    if left:
        zh += "；未实施：" + "；".join(f"{one}：{problem.text('zh')}" for one, problem in left)
        en += "; not carried out: " + "; ".join(
            f"{one}: {problem.text('en')}" for one, problem in left
        )
    return Result(zh, en)
