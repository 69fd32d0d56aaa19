"""Processes of this machine."""

from __future__ import annotations

import os
import signal
import time
from threading import Thread

_LOOK_S = 1.0  # between looks whether the parent is there
LAST_REQUESTS_S = 30  # that requests under way have when a site stops


def end_with_parent(parent: int) -> None:
    """Has this process end soon after its parent, however that ended; requests under way are answered.

    Nothing in a process that is no child of it.
    """
    if os.getppid() == parent:
        Thread(target=_end_after, args=(parent,), name="parent", daemon=True).start()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_REQUESTS_S)
    os._exit(1)


def alive(process: int) -> bool:
    """Whether a process of that number runs, whoever owns it."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
