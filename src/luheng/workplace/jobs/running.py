"""Carrying out jobs. A job belongs to the worker whose name stands on it, while its heart beats.

A worker that was killed leaves its name behind: another one on the same machine sees that the
process is gone, one elsewhere that no heartbeat came for `LEASE`. Whoever lost a job notices at its
next step, because every write asks for its own name first.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import F
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.jobs.kinds import Progress, Result, kind_of
from luheng.workplace.models import OPEN_STATES, Job, JobState
from luheng.workplace.processes import alive

LEASE = timedelta(seconds=120)
_TRIES = 3  # a step that took its worker down so often is not tried again
_log = logging.getLogger("luheng.jobs")


class JobLost(Exception):
    """Another worker has the job, or it was put back."""


def worker_name() -> str:
    """This process, by machine and number."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def claim(only: Job | None = None) -> Job | None:
    """The oldest job that waits or was left behind, now this worker's; None where there is none."""
    open_jobs = Job.objects.filter(state__in=OPEN_STATES, **({"pk": only.pk} if only else {}))
    for job in open_jobs.order_by("pk")[:50]:
        if job.state == JobState.RUNNING and not _left_behind(job):
            continue
        if _take(job):
            job.refresh_from_db()
            if job.attempts <= _TRIES:
                return job
            _end(
                job,
                JobState.FAILED,
                "这一步三次使工作进程中断",
                "this step stopped its worker three times",
            )
    return None


def _take(job: Job) -> bool:
    """Writes this worker's name on the job unless it changed since it was read."""
    unchanged = Job.objects.filter(pk=job.pk, state=job.state, worker=job.worker, heartbeat=job.heartbeat)  # fmt: skip
    now = timezone.now()
    taken = unchanged.update(
        state=JobState.RUNNING,
        worker=worker_name(),
        heartbeat=now,
        started_at=job.started_at or now,
        attempts=F("attempts") + 1,
    )
    return bool(taken)


def _left_behind(job: Job) -> bool:
    machine, _, number = job.worker.rpartition(":")
    if machine == worker_name().rpartition(":")[0]:
        own = int(number) == os.getpid()  # left by this worker when the database went away
        return own or not alive(int(number)) or _silent(job)
    return _silent(job)


def _silent(job: Job) -> bool:
    return job.heartbeat is None or job.heartbeat < timezone.now() - LEASE


def carry_out(job: Job, stopping: Callable[[], bool] = lambda: False) -> None:
    """Does the steps of a claimed job until it ends, is cancelled or the worker stops.

    Failures are written on the job; database failures are raised, and the job is taken up again.
    """
    kind = kind_of(job.kind)
    steps = kind.work(job, **job.arguments)
    try:
        _steps(job, steps, stopping)
    except JobLost:
        return
    finally:
        steps.close()
    if kind.afterwards and job.state in (JobState.DONE, JobState.CANCELLED):
        kind.afterwards(job)


def _steps(job: Job, steps: Any, stopping: Callable[[], bool]) -> None:
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            return _succeed(job, end.value or Result())
        except LuhengError as error:
            return _end(job, JobState.FAILED, *_in_both(error))
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # any defect of any job ends that job, not the worker and all that waits
            _log.exception("job failed", extra={"job": job.pk, "kind": job.kind})
            return _end(
                job, JobState.FAILED, "程序出错，原因记在服务器日志中，可重试",
                "the program failed; the cause stands in the server's log. It may be tried again",
            )  # fmt: skip
        _record(job, progress)
        if job.cancel_asked:
            return _end(
                job,
                JobState.CANCELLED,
                "已按要求停止，已完成的步骤保留",
                "stopped as asked; the steps done stay",
            )
        if stopping():
            _write(job, state=JobState.WAITING, worker="", attempts=0)
            raise JobLost


def _in_both(error: LuhengError) -> tuple[str, str]:
    """The problem with its remedy, in both languages."""
    said = error.message
    return f"{said.text('zh')}。{said.remedy('zh')}", f"{said.text('en')}. {said.remedy('en')}"


def _record(job: Job, progress: Progress) -> None:
    """Keeps a step done; learns whether somebody wants the job to stop."""
    note = progress.note
    changes: dict[str, Any] = {
        "done": progress.done,
        "total": progress.total,
        "message_zh": progress.zh,
        "message_en": progress.en,
        "heartbeat": timezone.now(),
    }
    if progress.done > job.done:  # what is said before a step is no sign that the step can be done
        changes["attempts"] = 0
    if progress.cursor is not None:
        changes["cursor"] = progress.cursor
    if note:
        changes["notes"] = [*job.notes, {"zh": note.zh, "en": note.en, "good": note.good}]
    _write(job, **changes)
    job.cancel_asked = Job.objects.values_list("cancel_asked", flat=True).get(pk=job.pk)


def _succeed(job: Job, result: Result) -> None:
    if job.total is not None:
        job.done = job.total
    _end(
        job, JobState.DONE, result.zh, result.en,
        done=job.done, result_url=result.url, result_file=result.file, result_name=result.name,
    )  # fmt: skip


def _end(job: Job, state: JobState, zh: str, en: str, **changes: Any) -> None:
    _write(job, state=state, finished_at=timezone.now(), message_zh=zh, message_en=en, **changes)
    _log.info("job ended", extra={"job": job.pk, "kind": job.kind, "state": str(state)})


def _write(job: Job, **changes: Any) -> None:
    """Raises JobLost unless the job is still this worker's."""
    own = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker)
    if not own.update(**changes):
        raise JobLost
    for name, value in changes.items():
        setattr(job, name, value)
