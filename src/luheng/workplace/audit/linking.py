"""When committed entries are linked: at once, or in a served site together, by a thread of the process.

Somebody who saves a figure need not wait for a second transaction, and twenty that save in the same
second share one. Until then an entry is kept like any other, only not yet in the chain: whoever asks
for the head or verifies links first, and what a stopped process left is linked by any other.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from threading import Event, Lock, Thread

from django.conf import settings
from django.db import Error, close_old_connections, connection

from luheng.workplace.audit.chain import link_waiting

_GATHERED_S = 1.0  # for which entries wait for others
_log = logging.getLogger("luheng.audit")


def link_after_commit() -> None:
    """Links what was committed; in a served site about a second later."""
    if settings.LUHENG_BACKGROUND:
        _LINKER.ask()
    else:
        link_waiting()


class Linker:
    """A thread of this process that links, begun when it is first asked."""

    def __init__(
        self, link: Callable[[], object] = link_waiting, gathered_s: float = _GATHERED_S
    ) -> None:
        self._link, self._gathered_s = link, gathered_s
        self.begin_anew()

    def begin_anew(self) -> None:
        """As if never asked: a fork of the process has no thread, and locks as they stood."""
        self._asked = Event()
        self._thread: Thread | None = None
        self._lock = Lock()

    def ask(self) -> None:
        """Has what is committed by now linked soon."""
        self._asked.set()
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name="audit links", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while self._asked.wait():
            time.sleep(self._gathered_s)
            self._asked.clear()  # before linking: who asks meanwhile is linked the next time
            try:
                close_old_connections()
                self._link()
            except Error as error:  # away or busy for a moment: tried again
                _log.warning("not linked yet", extra={"error": type(error).__name__})
                connection.close()
                self._asked.set()


_LINKER = Linker()
os.register_at_fork(after_in_child=_LINKER.begin_anew)
