"""Starting a job, taking it back, having it tried again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from luheng.workplace.jobs.kinds import kind_of
from luheng.workplace.jobs.running import carry_out, claim
from luheng.workplace.models import Job, JobState, User


def start(kind: str, by: User | None, *, once: str | None = None, **arguments: Any) -> Job:
    """The new job; where no worker is at work it is done when this returns.

    A second start with the same `once` finds the job of the first. Arguments are kept as JSON.
    Raises `job_kind_unknown`.
    """
    kind_of(kind)
    if once and (there := Job.objects.filter(once=once).first()):
        return there
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, started_by=by, once=once, arguments=arguments)
    except IntegrityError:
        if once is None:
            raise
        return Job.objects.get(once=once)  # somebody else was faster
    _at_once_without_worker(job)
    return job


def cancel(job: Job) -> None:
    """A waiting job is cancelled at once, a running one after the step it is at."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    ended = waiting.update(
        state=JobState.CANCELLED,
        finished_at=timezone.now(),
        message_zh="开始前已取消",
        message_en="cancelled before it began",
    )
    if not ended:
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_asked=True)
    elif clear_up := kind_of(job.kind).afterwards:
        clear_up(job)
    job.refresh_from_db()


def again(job: Job) -> None:
    """A failed job waits once more; it goes on where it stopped."""
    failed = Job.objects.filter(pk=job.pk, state=JobState.FAILED)
    if failed.update(state=JobState.WAITING, attempts=0, finished_at=None, cancel_asked=False):
        _at_once_without_worker(job)
    job.refresh_from_db()


def _at_once_without_worker(job: Job) -> None:
    if not settings.LUHENG_BACKGROUND and (claimed := claim(only=job)):
        carry_out(claimed)
        job.refresh_from_db()
