"""Bulk work in the background: started by a page, carried out by a worker, step by step.

A kind of work is a generator. What it yields is kept, so that after a crash another worker calls it
again with a job whose `done` and `cursor` say where to go on. Its last step may run twice: each step
must leave the same behind however often it runs.

    @job_kind("count_sheep", zh="数羊", en="Count sheep")
    def count_sheep(job: Job, *, fields: list[str]) -> Steps:
        for number, field in enumerate(fields[job.done:], job.done + 1):
            count(field)
            yield Progress(number, len(fields), f"已数 {field}", f"{field} counted")
        return Result(url=reverse("sheep"))

    job = start("count_sheep", request.user, fields=["north", "south"])
    return follow(job)                    # pages.jobs: the job's page, which goes on to the result
"""

from luheng.workplace.jobs.kinds import Kind, Note, Progress, Result, Steps, job_kind, kind_of
from luheng.workplace.jobs.starting import again, cancel, start

__all__ = [
    "Kind",
    "Note",
    "Progress",
    "Result",
    "Steps",
    "again",
    "cancel",
    "job_kind",
    "kind_of",
    "start",
]
