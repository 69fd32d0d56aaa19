"""A worker process beside the web processes, started anew when it dies."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COMMAND = "from luheng.cli import main; main()"
_PATIENCE_S = 15  # for the step it is at, when the site stops


@contextmanager
def worker_beside(folder: Path) -> Iterator[None]:
    """Within, a worker of the city runs. It ends with this process, even if that is killed."""
    watch = _Watch(folder)
    thread = threading.Thread(target=watch.keep_running, name="worker beside", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.end()
        thread.join(_PATIENCE_S)


class _Watch:
    def __init__(self, folder: Path) -> None:
        self._command = [sys.executable, "-c", _COMMAND, "work", str(folder), "--attached"]
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def keep_running(self) -> None:
        while not self._ending.is_set():
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)
            if self._ending.is_set():  # asked in between
                self._process.terminate()
            self._process.wait()
            self._ending.wait(1)

    def end(self) -> None:
        self._ending.set()
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()  # another worker takes the job up again
