"""What is kept is never older than the records, whoever wrote them and by whatever way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.workplace.conftest import person

from luheng.workplace.keeping import (
    asked_once,
    cover_new_tables,
    forget_notes,
    kept_until_written,
)
from luheng.workplace.language import current_language
from luheng.workplace.models import Unit
from luheng.workplace.permissions import RoleName
from luheng.workplace.registers import REGISTERS

_OTHER_PROCESS = {
    "sqlite": """
import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=20) as database:
    database.execute("UPDATE workplace_unit SET name = 'second'")
""",
    "postgresql": """
import psycopg, sys
with psycopg.connect(sys.argv[1]) as database:
    database.execute("UPDATE workplace_unit SET name = 'second'")
""",
}


class Asked:
    """A kept function over the units, and how often it was really asked."""

    def __init__(self) -> None:
        self.times = 0

        @kept_until_written
        def names() -> tuple[str, ...]:
            self.times += 1
            return (current_language(), *Unit.objects.values_list("name", flat=True))

        self.names = names


def write_elsewhere() -> None:
    """Renames every unit from another process, past Django."""
    where = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        from psycopg.conninfo import make_conninfo

        given = connection.get_connection_params()
        names = ("dbname", "host", "port", "user", "password")
        where = make_conninfo("", **{name: given[name] for name in names if given.get(name)})
    script = _OTHER_PROCESS[connection.vendor]
    subprocess.run([sys.executable, "-c", script, where], check=True, timeout=600)


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_kept_while_nothing_is_written() -> None:
    Unit.objects.create(name="first")
    asked = Asked()
    assert [asked.names() for _ in range(3)] == [("zh", "first")] * 3
    assert asked.times == 1


@pytest.mark.django_db(transaction=True)
def test_a_write_of_another_process_is_seen_at_once() -> None:
    Unit.objects.create(name="first")
    asked = Asked()
    assert asked.names() == ("zh", "first")
    write_elsewhere()
    assert asked.names() == ("zh", "second")


@pytest.mark.django_db(transaction=True)
def test_a_write_without_signals_is_seen_at_once() -> None:
    Unit.objects.create(name="first")
    asked = Asked()
    asked.names()
    Unit.objects.update(name="second")
    assert asked.names() == ("zh", "second")


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_its_own_writes_are_seen_and_nothing_is_kept() -> None:
    Unit.objects.create(name="first")
    asked = Asked()
    asked.names()
    with transaction.atomic():
        Unit.objects.update(name="second")
        assert asked.names() == ("zh", "second")
        transaction.set_rollback(True)
    assert asked.names() == ("zh", "first")


@pytest.mark.django_db(transaction=True)
def test_each_language_has_its_own_answer() -> None:
    asked = Asked()
    assert asked.names() == ("zh",)
    with translation.override("en"):
        assert asked.names() == ("en",)


@pytest.mark.django_db(transaction=True)
def test_a_list_and_the_options_of_its_filters_follow_a_write(client: object, city: object) -> None:
    client.force_login(person("office", RoleName.PLAN_OFFICE))  # type: ignore[attr-defined]
    Unit.objects.create(name="first", kind="bureau")
    assert "first" in client.get("/api/v1/units").content.decode()  # type: ignore[attr-defined]
    assert REGISTERS["units"].options(REGISTERS["units"].column("kind")) == [("bureau", "bureau")]
    Unit.objects.update(kind="district")
    write_elsewhere()
    assert "second" in client.get("/api/v1/units").content.decode()  # type: ignore[attr-defined]
    assert REGISTERS["units"].options(REGISTERS["units"].column("kind")) == [
        ("district", "district")
    ]


@pytest.mark.django_db(transaction=True)
def test_two_functions_of_one_name_do_not_share_their_answers() -> None:
    def said(word: str) -> Callable[[], str]:
        @kept_until_written
        def say() -> str:
            return word

        return say

    assert [said("目标")(), said("任务")()] == ["目标", "任务"]


class Nested:
    """Two kept functions, the second over the first and another table; what was really asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

        @kept_until_written
        def units() -> int:
            self.asked.append("units")
            return Unit.objects.count()

        @kept_until_written
        def both() -> int:
            self.asked.append("both")
            return units() + Group.objects.filter(name__startswith="more").count()

        self.units, self.both = units, both

    def asked_by_both(self) -> list[str]:
        """What is asked when both are wanted now."""
        self.asked.clear()
        self.both()
        return self.asked


def on_postgresql(*names: str) -> list[str]:
    """What is asked again there. SQLite tells of every commit, not of its tables: both are."""
    return list(names) if connection.vendor == "postgresql" else ["both", "units"]


@pytest.mark.django_db(transaction=True)
def test_a_write_drops_only_what_was_read_from_its_table() -> None:
    nested = Nested()
    nested.both()
    Group.objects.create(name="more")
    assert nested.asked_by_both() == on_postgresql("both")
    assert nested.both() == 1
    ContentType.objects.create(app_label="some", model="thing")
    assert nested.asked_by_both() == on_postgresql()


@pytest.mark.django_db(transaction=True)
def test_an_answer_follows_the_tables_of_the_kept_answers_within_it() -> None:
    nested = Nested()
    nested.units()
    assert nested.both() == 0  # the inner answer was there already, and told its tables
    Unit.objects.create(name="first")
    assert nested.both() == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_written_but_not_yet_committed_is_seen_when_it_is() -> None:
    Unit.objects.create(name="first")
    asked = Asked()
    with other_connection() as other:
        other.execute("BEGIN")
        other.execute("UPDATE workplace_unit SET name = 'second'")
        assert asked.names() == ("zh", "first")
        other.execute("COMMIT")
        assert asked.names() == ("zh", "second")


@pytest.mark.django_db(transaction=True)
def test_within_a_request_others_are_asked_of_once_and_own_writes_are_seen() -> None:
    Unit.objects.create(name="first")
    asked = Asked()
    with asked_once(), CaptureQueriesContext(connection) as said:
        asked.names()
        asked.names()
        asked.names()
        questions = [one for one in said.captured_queries if "written_note" in one["sql"] or "snapshot" in one["sql"]]  # fmt: skip
        assert len(questions) == (connection.vendor == "postgresql")
        Unit.objects.update(name="second")
        assert asked.names() == ("zh", "second")
        with transaction.atomic():
            Unit.objects.update(name="third")
        assert asked.names() == ("zh", "third")
    write_elsewhere()
    with asked_once():
        assert asked.names() == ("zh", "second")


@contextmanager
def other_connection() -> Iterator[Any]:
    """A connection past Django."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        with closing(sqlite3.connect(name, isolation_level=None, timeout=20)) as made:
            yield made
    else:
        import psycopg

        given = connection.get_connection_params()
        names = ("dbname", "host", "port", "user", "password")
        with psycopg.connect(
            **{one: given[one] for one in names if given.get(one)}, autocommit=True
        ) as made:
            yield made


@pytest.mark.django_db(transaction=True)
def test_many_readers_never_see_less_than_was_committed_before_they_asked() -> None:
    Unit.objects.create(name="0")

    @kept_until_written
    def number() -> int:
        return int(Unit.objects.values_list("name", flat=True).get())

    committed, behind, stopped = [0], list[tuple[int, int]](), threading.Event()

    def read() -> None:
        while not stopped.is_set():
            at_least = committed[0]
            if (seen := number()) < at_least:
                behind.append((seen, at_least))
        connections.close_all()

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    with other_connection() as other:
        for count in range(1, 101):
            other.execute(f"UPDATE workplace_unit SET name = '{count}'")
            committed[0] = count
            time.sleep(0.005)
    stopped.set()
    for reader in readers:
        reader.join()
    assert behind == []
    assert number() == 100


@pytest.mark.django_db(transaction=True)
def test_a_write_whose_note_was_forgotten_is_seen() -> None:
    nested = Nested()
    nested.both()
    Group.objects.create(name="more")
    forget_notes(connection)
    assert nested.both() == 1
    forget_notes(connection)
    assert nested.asked_by_both() == []  # nothing was written meanwhile


@pytest.mark.django_db(transaction=True)
def test_notes_that_came_from_another_server_are_forgotten_too() -> None:
    nested = Nested()
    nested.both()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO written_note VALUES ('9000000000', 'workplace_unit')")
            cursor.execute("UPDATE written_note_forgotten SET before = '9000000000'")
        assert nested.asked_by_both() == ["both", "units"]
        assert nested.asked_by_both() == ["both", "units"]  # nothing is known, so nothing is kept
    forget_notes(connection)
    nested.both()
    assert nested.asked_by_both() == []


@pytest.mark.django_db(transaction=True)
def test_the_notes_of_every_table_are_taken_those_of_new_tables_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE extra_of_a_pack (id integer)")
        try:
            cover_new_tables(connection)
            tables = set(connection.introspection.table_names(cursor)) - {"written_note", "written_note_forgotten"}  # fmt: skip
            assert noting(cursor) == (tables if connection.vendor == "postgresql" else set())
        finally:
            cursor.execute("DROP TABLE extra_of_a_pack")


def noting(cursor: Any) -> set[str]:
    """The tables with the trigger that notes."""
    if connection.vendor == "sqlite":
        return set()
    cursor.execute(
        "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_written' AND NOT tgisinternal"
    )
    return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_records_and_whatever_would_read_some_cannot_be_kept() -> None:
    Unit.objects.create(name="first")
    for lazy in (Unit.objects.all, Unit.objects.get, lambda: {"rows": [Unit.objects.get()]}):
        with pytest.raises(TypeError, match="cannot be kept"):
            kept_until_written(lazy)()  # type: ignore[type-var]
