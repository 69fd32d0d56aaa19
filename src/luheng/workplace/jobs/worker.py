"""A worker: one process that looks for jobs and carries them out, one after the other."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
)
from django.utils import timezone

from luheng.workplace.audit import link_waiting
from luheng.workplace.jobs.kinds import kinds
from luheng.workplace.jobs.running import LEASE, carry_out, claim
from luheng.workplace.jobs.starting import start
from luheng.workplace.keeping import forget_notes
from luheng.workplace.models import Job, JobState

_PAUSE_S = 0.5  # between looks while there is nothing to do
_TIDY_S = 3600  # between tidyings: each has every process drop its answers once
_BEAT_S = LEASE.total_seconds() / 8
_log = logging.getLogger("luheng.jobs")


class Worker:
    """Runs until it is stopped; a job it is at then goes on at the next worker."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._started_on: dict[str, date] = {}
        self._tidied_at = -math.inf

    def stop(self) -> None:
        """Asks the worker to end after the step it is at."""
        self._stopped.set()

    def run(self, *, until_idle: bool = False) -> None:
        """Carries out jobs until stopped, or until none waits."""
        while not self._stopped.is_set():
            close_old_connections()
            try:
                self._start_daily()
                self._tidy()
                busy = self._one()
            except (OperationalError, InterfaceError) as error:  # away for a moment: tried again
                _log.warning("database not reached", extra={"error": type(error).__name__})
                connection.close()
                busy = False
            if not busy and (until_idle or self._stopped.wait(_PAUSE_S)):
                return

    def _one(self) -> bool:
        job = claim()
        if job is None:
            return False
        with _heartbeat(job):
            carry_out(job, self._stopped.is_set)
        return True

    def _tidy(self) -> None:
        """Deletes old notes of writes, and links audit entries that a stopped process left behind."""
        if time.monotonic() - self._tidied_at > _TIDY_S:
            forget_notes(connection)
            link_waiting()
            self._tidied_at = time.monotonic()

    def _start_daily(self) -> None:
        """Starts the work of the day whose hour has come, once a day whatever the number of workers."""
        now = timezone.localtime()
        for kind in kinds().values():
            due = kind.daily is not None and now.time() >= kind.daily
            if due and self._started_on.get(kind.key) != now.date():
                start(kind.key, None, once=f"{kind.key}:{now.date()}")
                self._started_on[kind.key] = now.date()


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Within, the job says every few seconds that its worker lives, however long a step takes."""
    ended = threading.Event()

    def beat() -> None:
        own = Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING)
        while not ended.wait(_BEAT_S):
            try:
                own.update(heartbeat=timezone.now())
            except (OperationalError, InterfaceError):  # busy or away: the next beat tries again
                connection.close()
        connections.close_all()

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
