"""What is kept is never older than the records, whoever wrote them and by whatever way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import translation
from tests.workplace.conftest import person

from luheng.workplace.keeping import kept_until_written
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
