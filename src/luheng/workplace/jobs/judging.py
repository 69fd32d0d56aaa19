"""Judging every target in force, some hundred at a time."""

from __future__ import annotations

from datetime import time

from luheng.workplace.candidates import candidates_for
from luheng.workplace.jobs.kinds import Progress, Result, Steps, job_kind
from luheng.workplace.judging import judge_targets, targets_in_force
from luheng.workplace.models import Job

_AT_A_TIME = 200


@job_kind("judge_all", zh="重新判定全部目标", en="Judge all targets", daily=time(0, 0))
def judge_all_targets(job: Job) -> Steps:
    """Verdicts of today for every target; those whose inputs are the same stay untouched."""
    targets = list(targets_in_force().order_by("pk"))
    figures = candidates_for()
    after, changed = job.cursor.get("after", 0), job.cursor.get("changed", 0)
    left = [target for target in targets if target.pk > after]
    done = len(targets) - len(left)
    for at in range(0, len(left), _AT_A_TIME):
        part = left[at : at + _AT_A_TIME]
        changed += judge_targets(part, figures).changed
        done += len(part)
        yield Progress(
            done, len(targets), f"已判定 {done} 项", f"{done} judged",
            cursor={"after": part[-1].pk, "changed": changed},
        )  # fmt: skip
    return Result(
        f"{len(targets)} 项目标，{changed} 项判定有变化",
        f"{len(targets)} targets, {changed} verdicts changed",
    )
