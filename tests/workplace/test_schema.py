"""The migrations say what the models say, on the database that was asked for."""

from __future__ import annotations

import os

import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_database_is_the_one_of_the_environment() -> None:
    asked = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == asked


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="says how SQLite is set")
def test_a_city_on_sqlite_survives_a_power_cut_and_lets_readers_read() -> None:
    with connection.cursor() as cursor:
        values = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous")
        ]
    assert values == ["wal", 2]
