"""Upgrades can be taken back: forward, back to the first release with data in it, forward again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
SCRIPT = """
import json
from pathlib import Path
from luheng.workplace.example_city import make_example
make_example(Path("city"))
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from luheng.workplace.backups.rows import digest, kept_models
from luheng.workplace.jobs import start
from luheng.workplace.models import Job
FIRST = ("workplace", "0001_records")

def executor():
    return MigrationExecutor(connection)

def rows():
    first = executor().loader.project_state([FIRST]).apps
    return {model._meta.db_table: digest(model, "default") for model in kept_models(first)
            if model._meta.app_label == "workplace"}

start("judge_all", None)
tables = [sorted(connection.introspection.table_names())]
seen, latest = [rows()], [key for key in executor().loader.graph.leaf_nodes()]
for way in ([FIRST], latest, [FIRST], latest):
    executor().migrate(way)
    seen.append(rows())
    tables.append(sorted(connection.introspection.table_names()))
start("judge_all", None)
print(json.dumps({
    "same": [one == seen[0] for one in seen],
    "rows": sum(count for count, _ in seen[0].values()),
    "tables": [len(one) for one in tables],
    "alike": tables[0] == tables[2] == tables[4] and tables[1] == tables[3],
    "jobs": Job.objects.count(),
}))
"""


def both_ways(folder: Path, database: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DATABASE_URL", None)
    if database:
        environment["DATABASE_URL"] = database
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=folder, env=environment, capture_output=True,
        text=True, timeout=600, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    said = json.loads(run.stdout)
    assert said["rows"] > 500
    assert said["same"] == [True] * 5  # no row of the first release is touched, either way
    assert said["alike"] and said["tables"][1] < said["tables"][0]
    assert said["jobs"] == 1  # what a later release added goes when it is taken back


def test_every_migration_is_taken_back_and_done_again_on_sqlite(tmp_path: Path) -> None:
    both_ways(tmp_path, "")


@pytest.mark.postgres
def test_every_migration_is_taken_back_and_done_again_on_postgresql(
    tmp_path: Path, empty_database: str
) -> None:
    both_ways(tmp_path, empty_database)
