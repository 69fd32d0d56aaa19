"""Answers that follow from the records alone are kept until anything is written.

Nobody who writes has to know of it, in this process or another, by whatever way: the database
itself says whether anything was committed since. Every commit drops all that was kept, so an
answer may be late by nothing, and a busy hour of writing costs no more than keeping nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

_MOST = 256  # answers kept in one process: some 20 MB in a large city

P = ParamSpec("P")
T = TypeVar("T")


def kept_until_written(function: Callable[P, T]) -> Callable[P, T]:
    """The function, its answers kept by arguments, language and day while no record changes.

    It may depend on nothing else, and nobody may change what it gives: all readers share it.
    The arguments must be hashable. Within a transaction nothing is kept.
    """

    @wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> T:
        state = state_of_records()
        if state is None:
            return function(*args, **kwargs)
        asked = (args, tuple(sorted(kwargs.items())))
        key = (
            function,
            asked,
            get_language(),
            timezone.localdate(),
        )
        return _ANSWERS.answer(state, key, lambda: function(*args, **kwargs))

    return kept


def state_of_records() -> Hashable | None:
    """Something that is another after every commit, by anyone; None within a transaction.

    Read before the records, never after: an answer is then at least as new as the state it is kept by.
    """
    if connection.in_atomic_block:
        return None
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor
        ):  # which transactions are over: equal snapshots see the same rows
            cursor.execute("SELECT pg_current_snapshot()::text")
            return (connection.settings_dict["NAME"], cursor.fetchone()[0])
    return _watch(str(connection.settings_dict["NAME"]), os.getpid()).state()


class _SqliteWatch:
    """A connection that never writes: SQLite tells it whether any other has committed."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._lock = Lock()

    def state(self) -> Hashable:
        """The file and a number that is another after every commit."""
        with self._lock:
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return (self._path, version)


@cache
def _watch(path: str, process: int) -> _SqliteWatch:
    """One a process: a connection to SQLite must not be carried over a fork."""
    return _SqliteWatch(path)


class _Answers:
    """The answers given in one state of the records; those asked for longest ago go first."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def answer(self, state: Hashable, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept of that state under the key, else what `make` gives."""
        with self._lock:
            if state != self._state:
                self._answers.clear()
                self._state = state
            elif key in self._answers:
                self._answers.move_to_end(key)
                found: T = self._answers[key]
                return found
        made = make()
        with self._lock:
            if state == self._state:
                self._answers[key] = made
                while len(self._answers) > _MOST:
                    self._answers.popitem(last=False)
        return made


_ANSWERS = _Answers()
