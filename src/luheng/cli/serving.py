"""Processes of a site: its web processes, the worker beside them, what they share."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from luheng.vocabulary.messages import LuhengError


@contextmanager
def served_environment(host: str) -> Iterator[None]:
    """Within, what the processes of a site find in their environment. Before Django is set up:
    web processes are forks of this one and have its settings."""
    os.environ["LUHENG_BACKGROUND"] = "1"
    os.environ["LUHENG_SERVED_BY"] = str(os.getpid())
    if host not in ("127.0.0.1", "localhost", "::1"):
        os.environ.setdefault("LUHENG_ALLOWED_HOSTS", "*")
    measures = tempfile.mkdtemp(prefix="luheng-measures-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = measures
    try:
        yield
    finally:
        shutil.rmtree(measures, ignore_errors=True)


def address_of(host: str, port: int) -> str:
    """Where the site will be. Raises `port_taken` before anything is started."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise LuhengError("port_taken", host=host, port=port, problem=error.strerror) from error
    shown = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def run_site(folder: Path, host: str, port: int, workers: int, *, jobs: bool = True) -> None:
    """Serves until a signal: requests under way are answered, the worker ends the step it is at."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from luheng.workplace.jobs.beside import worker_beside
    from luheng.workplace.processes import LAST_REQUESTS_S

    site = Granian(
        "luheng.workplace.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_enabled=False,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_REQUESTS_S,
    )
    connections.close_all()  # each process opens its own
    if not jobs:
        site.serve()
        return
    with worker_beside(folder):
        site.serve()
