"""What a set-up writes is written once by each worker, and put back for every other test that asks.

Only rows and files that are new are kept, so a set-up that changes what stood there before it, or
that leaves anything in memory, is made each time. PostgreSQL gets every set-up made: its tests are
about the store, and are not in a hurry.
"""

from __future__ import annotations

import io
import pickle
import shutil
import tempfile
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connection

from luheng.workplace.city import City

P = ParamSpec("P")
T = TypeVar("T")
Rows = dict[str, list[tuple[Any, ...]]]  # by table


@dataclass
class _Kept:
    """What a set-up wrote, and what it gave; None of both where it cannot be put back."""

    rows: Rows
    folder: Path
    given: bytes


_KEPT: dict[Hashable, _Kept | None] = {}


def set_up_once(make: Callable[P, T]) -> Callable[P, T]:
    """The set-up, made the first time that it meets a database filled so far; put back after that.

    For fixtures of the city that write records and files, and give records; and for what several
    tests begin with, told apart by the words that are given.
    """

    @wraps(make)
    def made_or_put_back(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.vendor != "sqlite":
            return make(*args, **kwargs)
        words = tuple(one for one in (*args, *kwargs.values()) if isinstance(one, str))
        key = (make.__module__, make.__qualname__, words, _filled_so_far())
        if key not in _KEPT:
            before = _all_rows()
            given = make(*args, **kwargs)
            _KEPT[key] = _kept(before, given)
            return given
        kept = _KEPT[key]
        return make(*args, **kwargs) if kept is None else _put_back(kept)

    return made_or_put_back


def _filled_so_far() -> Hashable:
    """The last number given in each table."""
    connection.ensure_connection()
    return frozenset(connection.connection.execute("SELECT name, seq FROM sqlite_sequence"))


def _all_rows() -> Rows:
    """Every row of every table as it is stored."""
    connection.ensure_connection()
    ask = connection.connection.execute
    found = {}
    for (table,) in ask("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if not table.startswith("sqlite_"):
            names = [row[1] for row in ask(f'PRAGMA table_info("{table}")')]
            stored = ", ".join(f'+"{name}"' for name in names)  # the sign: as stored, unconverted
            found[table] = ask(f'SELECT {stored} FROM "{table}"').fetchall()
    return found


def _kept(before: Rows, given: object) -> _Kept | None:
    """What is new since those rows; None where one of them is no longer as it was."""
    new: Rows = {}
    for table, rows in _all_rows().items():
        old = set(before[table])
        if not old <= set(rows):
            return None
        if added := [row for row in rows if row not in old]:
            new[table] = added
    folder = Path(tempfile.mkdtemp(prefix="set-up-", dir=_folder().parent))  # gone with the run's
    shutil.copytree(_folder(), folder, dirs_exist_ok=True)
    written = io.BytesIO()
    _Pickler(written).dump(given)
    return _Kept(new, folder, written.getvalue())


def _put_back(kept: _Kept) -> Any:
    for table, rows in kept.rows.items():
        places = ", ".join("?" * len(rows[0]))
        connection.connection.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
    shutil.copytree(kept.folder, _folder(), dirs_exist_ok=True)
    return _Unpickler(io.BytesIO(kept.given)).load()


def _folder() -> Path:
    """Where the test keeps its city and the files that it reads."""
    return Path(settings.LUHENG_CITY.folder).parent


class _Pickler(pickle.Pickler):
    """Leaves the city out: every test has its own."""

    def persistent_id(self, one: object) -> str | None:
        return "city" if isinstance(one, City) else None


class _Unpickler(pickle.Unpickler):
    """Puts the city of this test in."""

    def persistent_load(self, name: str) -> City:
        return settings.LUHENG_CITY  # type: ignore[no-any-return]
