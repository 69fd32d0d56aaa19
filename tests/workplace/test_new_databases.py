"""Tables made at once are those that all migrations give, to the last constraint, index and trigger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, os, sys
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "luheng.workplace.settings"
from luheng.workplace.city import create_city
os.environ["LUHENG_CITY"] = str(create_city(Path("city"), name="云川市", invented=True).folder)
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from luheng.workplace.schema import bring_up_to_date

def parts(statement):
    "What stands between the outer brackets of CREATE TABLE, divided at its commas."
    found, depth, begun = [], 0, statement.index("(") + 1
    for at in range(begun, len(statement)):
        depth += {"(": 1, ")": -1}.get(statement[at], 0)
        if depth < 0 or (not depth and statement[at] == ","):
            found.append(" ".join(statement[begun:at].split()))
            begun = at + 1
        if depth < 0:
            break
    return sorted(found)

def rows(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()

def sqlite():
    return {
        f"{kind} {name}": parts(sql) if kind == "table" else " ".join(sql.split())
        for kind, name, sql in rows("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        if not name.startswith("sqlite_")
    }

def postgresql():
    here = "connamespace = 'public'::regnamespace"
    return {
        "columns": sorted(rows(
            "SELECT table_name, column_name, data_type, character_maximum_length,"
            " numeric_precision, numeric_scale, is_nullable, column_default, is_identity"
            " FROM information_schema.columns WHERE table_schema = 'public'"), key=str),
        "constraints": sorted(rows(
            f"SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE {here}")),
        "indexes": sorted(rows("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")),
        "triggers": sorted(rows(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal")),
    }

bring_up_to_date() if sys.argv[1] == "at once" else call_command("migrate", verbosity=0)
said = sqlite() if connection.vendor == "sqlite" else postgresql()
migrations = sorted(rows("SELECT app, name FROM django_migrations"))
kinds = sorted(rows("SELECT app_label, model FROM django_content_type"))
rights = len(rows("SELECT 1 FROM auth_permission"))
print(json.dumps({"schema": said, "migrations": migrations, "kinds": kinds, "rights": rights}))
"""


def made(folder: Path, way: str, database: str) -> dict[str, Any]:
    """What a database holds that was made that way."""
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, way], cwd=folder, env=environment, capture_output=True,
        text=True, timeout=600, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    said: dict[str, Any] = json.loads(run.stdout)
    return said


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What only one of them has."""
    found = []
    for part in one["schema"].keys() | other["schema"].keys():
        here, there = ({json.dumps(each) for each in made["schema"].get(part, ())} for made in (one, other))  # fmt: skip
        found += [f"{part}: {each}" for each in sorted(here ^ there)]
    return found


@pytest.mark.slow
def test_tables_made_at_once_are_those_of_the_migrations_on_sqlite(tmp_path: Path) -> None:
    at_once = made(tmp_path / "a", "at once", "")
    step_by_step = made(tmp_path / "b", "step by step", "")
    assert differences(at_once, step_by_step) == []
    assert at_once == step_by_step


@pytest.mark.slow
@pytest.mark.postgres
def test_tables_made_at_once_are_those_of_the_migrations_on_postgresql(
    tmp_path: Path, empty_database: str
) -> None:
    at_once = made(tmp_path / "a", "at once", empty_database)
    import psycopg

    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    step_by_step = made(tmp_path / "b", "step by step", empty_database)
    assert differences(at_once, step_by_step) == []
    assert at_once == step_by_step
