"""A city from its backup, in an empty place: on SQLite or PostgreSQL, whichever it came from.

The tables are made as they were when the backup was written, filled, compared row by row with the
manifest, and only then brought up to the software of today.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.backups.archive import Backup
from luheng.workplace.backups.writing import SECRET_FILES
from luheng.workplace.city import City, open_city

_AT_A_TIME = 500


def restore(backup: Backup, folder: Path) -> City:
    """The city, in a folder that was not there or was empty; its database must be empty too.

    All of it or nothing: files wait under another name, rows in one transaction, until every hash
    was compared. Raises `backup_damaged`, `backup_too_new`, `city_exists`, `folder_not_empty`,
    `database_not_empty`, `restore_differs`.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()):
        code = "city_exists" if (folder / "luheng.toml").exists() else "folder_not_empty"
        raise LuhengError(code, folder=folder)
    backup.check()
    begun = folder.with_name(f".{folder.name}.restoring")
    shutil.rmtree(begun, ignore_errors=True)  # of an attempt that was interrupted
    try:
        begun.mkdir(parents=True)
        for name in backup.manifest.files:
            backup.extract(name, begun)
            if name in SECRET_FILES:
                (begun / name).chmod(0o600)
        city = open_city(begun)
        city.secret_key()
        for place in (city.files, city.reports):
            place.mkdir(exist_ok=True)
        _fill_database(backup, begun)
        if folder.exists():
            folder.rmdir()
        begun.rename(folder)
    except OSError as error:
        raise LuhengError("cannot_write", folder=folder, problem=error.strerror) from error
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return open_city(folder)


def _fill_database(backup: Backup, begun: Path) -> None:
    os.environ["LUHENG_CITY"] = str(begun)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luheng.workplace.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import OperationalError, connection

    try:
        if connection.introspection.table_names():
            raise LuhengError("database_not_empty", database=connection.settings_dict["NAME"])
        with _all_or_nothing():
            load(backup)
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise LuhengError("database_unreachable", problem=error) from error
    finally:
        connection.close()


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """PostgreSQL changes tables in transactions; a SQLite file that is not finished is thrown away."""
    from django.db import connection, transaction

    if connection.vendor == "postgresql":
        with transaction.atomic():
            yield
    else:
        yield


def load(backup: Backup) -> None:
    """Tables as they were when the backup was written, with its rows, compared with its hashes."""
    from django.core.management.color import no_style
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    from luheng.workplace.backups.rows import digest, kept_models
    from luheng.workplace.schema import make_tables

    executor = MigrationExecutor(connection)
    targets = list(backup.manifest.migrations.items())
    if unknown := [name for name in targets if name not in executor.loader.graph.nodes]:
        raise LuhengError(
            "backup_too_new", file=backup.path, version=f"{unknown[0][0]} {unknown[0][1]}"
        )
    models = kept_models(make_tables(targets))
    by_table = {model._meta.db_table: model for model in models}
    if backup.manifest.tables.keys() - by_table.keys():
        raise LuhengError("backup_too_new", file=backup.path, version=backup.manifest.luheng)
    with transaction.atomic():
        _let_rows_come_in_any_order()
        for model in models:
            _empty(model)  # migrations may have put rows of their own
        for name in backup.manifest.tables:
            _insert(backup, by_table[name])
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        connection.check_constraints()
        for name, table in backup.manifest.tables.items():
            if digest(by_table[name], "default") != (table.rows, table.sha256):
                raise LuhengError("restore_differs", table=name)


def _let_rows_come_in_any_order() -> None:
    """Making tables leaves PostgreSQL checking every row at once; references are checked at the end."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _empty(model: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _insert(backup: Backup, model: Any) -> None:
    """Writes rows as they are: no defaults, no times of now, no signals."""
    from django.db import connection

    from luheng.workplace.backups.rows import fields_of, value_in

    quote, table = connection.ops.quote_name, model._meta.db_table
    columns = backup.manifest.tables[table].columns
    try:
        fields = fields_of(model, columns)
    except KeyError as error:
        raise LuhengError(
            "backup_damaged", file=backup.path, member=f"tables/{table}.jsonl"
        ) from error
    names = ", ".join(quote(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(table)} ({names}) VALUES ({places})"
    rows = backup.rows(table)
    with connection.cursor() as cursor:
        while part := list(islice(rows, _AT_A_TIME)):
            cursor.executemany(statement, [
                [field.get_db_prep_save(value_in(field, said), connection)
                 for field, said in zip(fields, row, strict=True)]
                for row in part
            ])  # fmt: skip
