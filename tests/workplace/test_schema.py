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


def test_what_was_said_to_be_saved_survives_a_power_cut() -> None:
    asked = {
        "sqlite": {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2},
        "postgresql": {"SHOW fsync": "on", "SHOW synchronous_commit": "on"},
    }[connection.vendor]
    with connection.cursor() as cursor:
        for question, expected in asked.items():
            cursor.execute(question)
            assert cursor.fetchone()[0] == expected, question
