"""What was written to a database since a moment, by whomever and by whatever way."""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import Any, Protocol

from luheng.workplace.keeping import notes


class Writes(Protocol):
    """Tells what was committed."""

    def since(self, moment: Any) -> tuple[Any, frozenset[str] | None]:
        """The moment of now, and the tables written since the one given; None where it may be any."""


def writes_of(connection: Any) -> Writes:
    """What tells it of the database of a connection."""
    if connection.vendor == "postgresql":
        return _PostgresqlWrites(connection)
    return _SqliteWrites(str(connection.settings_dict["NAME"]))


class _SqliteWrites:
    """A connection that never writes: SQLite tells it whether any other has committed, not what."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._lock = Lock()

    def since(self, moment: Any) -> tuple[Any, frozenset[str] | None]:
        """A number that is another after every commit; no table, or any."""
        with self._lock:
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return version, frozenset() if version == moment else None


class _PostgresqlWrites:
    """Triggers note the tables of every transaction; those that were not over at that moment are new."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection  # each thread has its own behind it

    def since(self, moment: Any) -> tuple[Any, frozenset[str] | None]:
        """A snapshot; the tables noted."""
        with self._connection.cursor() as cursor:
            return notes.written_since(cursor, moment)
