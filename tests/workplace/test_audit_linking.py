"""A served site links audit entries a moment after they were written, many by one transaction."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from tests.workplace.test_jobs import one_connection  # noqa: F401  a worker shares the connection

import luheng.workplace
from luheng.workplace.audit import chain, linking, record, verify
from luheng.workplace.audit.linking import Linker
from luheng.workplace.jobs.worker import Worker
from luheng.workplace.models import AuditAct, AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
_PATIENCE_S = 20


@pytest.fixture
def linked(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A served site; how many entries each transaction of its thread linked."""
    settings.LUHENG_BACKGROUND = True
    seen: list[int] = []

    def counted() -> int:
        seen.append(chain.link_waiting())
        connections.close_all()  # else a test's database could not be dropped
        return seen[-1]

    monkeypatch.setattr(linking, "_LINKER", Linker(counted, gathered_s=0.3))
    yield seen
    _wait_until(lambda: not _unlinked())


def test_entries_written_in_the_same_moment_are_linked_by_one_transaction(
    linked: list[int],
) -> None:
    for number in range(5):
        record(AuditAct.CREATE, "thing", number)
    assert _unlinked() == 5  # whoever wrote them did not wait
    _wait_until(lambda: not _unlinked())
    assert sum(linked) == 5 and len(linked) <= 2
    assert verify().entries == 5


def test_whoever_verifies_need_not_wait(linked: list[int]) -> None:
    record(AuditAct.CREATE, "thing", 1)
    assert verify().entries == 1


def test_entries_of_a_transaction_that_went_are_not_waited_for(linked: list[int]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(AuditAct.CREATE, "thing", 1)
        raise RuntimeError
    time.sleep(0.5)
    assert linked == []


def test_the_thread_goes_on_when_the_database_was_away(linked: list[int]) -> None:
    works = linking._LINKER._link
    away = iter([OperationalError("away"), OperationalError("away")])

    def at_first_away() -> object:
        if error := next(away, None):
            raise error
        return works()

    linking._LINKER._link = at_first_away
    record(AuditAct.CREATE, "thing", 1)
    _wait_until(lambda: not _unlinked())
    assert linked == [1]


def test_a_worker_links_what_a_stopped_process_left(settings: Any) -> None:
    settings.LUHENG_BACKGROUND = True
    environment = os.environ | {
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONPATH": str(Path(luheng.workplace.__file__).parents[2]),
        "LUHENG_BACKGROUND": "1",
    }
    connection.close()
    subprocess.run([sys.executable, "-c", _KILLED], env=environment, check=False, timeout=120)
    assert _unlinked() == 1
    Worker().run(until_idle=True)
    assert not _unlinked()


def test_a_fork_has_a_thread_of_its_own() -> None:
    asked: list[int] = []
    linker = Linker(lambda: asked.append(1), gathered_s=0)
    os.register_at_fork(after_in_child=linker.begin_anew)
    linker.ask()
    _wait_until(lambda: asked)
    child = os.fork()
    if not child:
        linker.ask()
        time.sleep(2)
        os._exit(len(asked))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2


_KILLED = """
import os, signal, django
os.environ["DJANGO_SETTINGS_MODULE"] = "luheng.workplace.settings"
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["TEST_DATABASE"]
from luheng.workplace.audit import record
record("create", "thing", 1)
os.kill(os.getpid(), signal.SIGKILL)
"""


def _unlinked() -> int:
    return AuditEntry.objects.filter(sequence=None).count()


def _wait_until(done: Any) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not done():
        assert time.monotonic() < until, "never linked"
        time.sleep(0.05)
