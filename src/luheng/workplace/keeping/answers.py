"""The answers kept in one process, each with the tables it was read from."""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, wraps
from threading import Lock, local
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import Manager, Model, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from luheng.workplace.keeping.written import Writes, writes_of

_MOST = 512  # answers kept in one process: some 20 MB in a large city
_WORD = re.compile(r"\w+")

P = ParamSpec("P")
T = TypeVar("T")


def kept_until_written(function: Callable[P, T]) -> Callable[P, T]:
    """The function, its answers kept by arguments, language and day while no table it read is written.

    It may depend on nothing else, and nobody may change what it gives: all readers share it.
    It gives words, numbers and HTML, never records: those read more when they are looked at, and
    nobody would know of it (TypeError). Its arguments are hashable. In a transaction nothing is kept.
    """

    @wraps(function)
    def kept(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.in_atomic_block:
            return function(*args, **kwargs)
        asked = (args, tuple(sorted(kwargs.items())))
        key = (function, asked, get_language(), timezone.localdate())
        return _of_this_database().answer(key, lambda: function(*args, **kwargs))

    return kept


@dataclass(frozen=True)
class _Kept:
    """An answer, the tables it was read from, and the write after which it was read."""

    answer: Any
    tables: frozenset[str]
    after: int


class _Answers:
    """The answers read from one database; those asked for longest ago go first."""

    def __init__(self, writes: Writes) -> None:
        self._writes = writes
        self._seen: Any = None
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._count = 0  # writes seen
        self._last: dict[str, int] = {}  # the latest write to each table
        self._all = 0  # the latest that may have been to any
        self._lock = Lock()

    def answer(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under the key if nothing it was read from was written, else what `make` gives."""
        self._look()
        with self._lock:
            found = self._kept.get(key)
            if found and self._stands(found):
                self._kept.move_to_end(key)
                _read(found.tables)
                kept: T = found.answer
                return kept
            after = self._count
        with _reading() as tables:
            made = make()
            _refuse_records(made)
        with self._lock:
            self._kept[key] = _Kept(made, frozenset(tables), after)
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return made

    def _look(self) -> None:
        """Asks what was written, before any record is read: an answer is at least as new as that."""
        if _THREAD.asked:
            return
        now, written = self._writes.since(self._seen)
        _THREAD.asked = _THREAD.within
        with self._lock:  # both at once: who asks next must find these writes counted
            self._seen = now
            if written is not None and not written:
                return
            self._count += 1
            if written is None:
                self._all = self._count
                self._kept.clear()
            else:
                self._last.update(dict.fromkeys(written, self._count))

    def _stands(self, one: _Kept) -> bool:
        """Whether nothing it was read from was written since."""
        written = max((self._last.get(table, 0) for table in one.tables), default=0)
        return one.after >= max(written, self._all)


_ANSWERS: dict[Hashable, _Answers] = {}  # of one database: a process serves one city
_GUARD = Lock()


def _of_this_database() -> _Answers:
    where = connection.settings_dict
    key = (connection.vendor, os.getpid(), *(where.get(part) for part in ("NAME", "HOST", "PORT")))
    found = _ANSWERS.get(key)
    if found is None:
        with _GUARD:
            if key not in _ANSWERS:
                _ANSWERS.clear()
                _ANSWERS[key] = _Answers(writes_of(connection))
            found = _ANSWERS[key]
    return found


class _Thread(local):
    """What this thread is at."""

    def __init__(self) -> None:
        self.open: list[set[str]] = []  # what the answers being made were read from, innermost last
        self.within = False  # a request, in which what was written is asked once
        self.asked = False


_THREAD = _Thread()


@contextmanager
def asked_once() -> Iterator[None]:
    """Within, the database is asked only once what others wrote, and again after a write of one's own.

    What is answered to one request is then as new as its beginning.
    """
    _THREAD.within = True
    try:
        with connection.execute_wrapper(_ask_again_after_writes):
            yield
    finally:
        _THREAD.within = _THREAD.asked = False


def _ask_again_after_writes(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
    if not str(sql).lstrip().startswith("SELECT"):
        _THREAD.asked = False
    return execute(sql, *given)


@contextmanager
def _reading() -> Iterator[set[str]]:
    """Within, every table that a statement names is noted, in the answers around this one, too."""
    tables: set[str] = set()
    _THREAD.open.append(tables)
    try:
        if len(_THREAD.open) > 1:
            yield tables  # the outermost listens already
            return
        with connection.execute_wrapper(_note):
            yield tables
    finally:
        _THREAD.open.pop()


def _note(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
    _read(_tables().intersection(_WORD.findall(str(sql))))
    return execute(sql, *given)


def _read(tables: frozenset[str]) -> None:
    for reading in _THREAD.open:
        reading.update(tables)


def _refuse_records(answer: Any) -> None:
    """Raises TypeError where a record, or what would read some, is part of an answer."""
    if isinstance(answer, str | bytes | int | None):
        return
    if isinstance(answer, Model | QuerySet | Manager | Iterator):
        raise TypeError(f"{type(answer).__name__} cannot be kept: make words of it first")
    parts: Iterable[Any] = ()
    if isinstance(answer, Mapping):
        parts = answer.values()
    elif isinstance(answer, list | tuple | set | frozenset):
        parts = answer
    elif is_dataclass(answer):
        parts = (getattr(answer, one.name) for one in fields(answer))
    for part in parts:
        _refuse_records(part)


@cache
def _tables() -> frozenset[str]:
    """The tables of the site."""
    return frozenset(one._meta.db_table for one in apps.get_models(include_auto_created=True))
