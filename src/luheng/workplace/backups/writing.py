"""Writing a backup while the site runs: one moment of the database, then the files it speaks of."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

import luheng
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.backups.archive import MANIFEST, Manifest, Table
from luheng.workplace.backups.rows import columns_of, kept_models, lines
from luheng.workplace.city import SETTINGS_FILE, City

_SNAPSHOT = "snapshot"  # a connection of its own
SECRET_FILES = ("secret.key", "signing.key", "accounts.json")
_SECRET_SETTING = re.compile(  # webhook alone says which robot; its address is the secret
    r"^[ \t]*([\w.-]*(?:password|passwd|secret|token|webhook[_.-]|_key)[\w.-]*)[ \t]*=.*$",
    re.I | re.M,
)
_NOT_KEPT = re.compile(
    r"db\.sqlite3(-\w+)?|.*\.lock|\..*"
)  # the rows are kept, not the database's file


@dataclass(frozen=True)
class Written:
    """A backup that was written."""

    path: Path
    manifest: Manifest
    size: int


def back_up(city: City, path: Path, *, secrets: bool = False) -> Written:
    """The city as one file, whole or not at all.

    Rows are of one moment: a transaction that neither waits for writers nor makes them wait. A raw
    file is on the disk before the row that names it, so the files copied afterwards hold them all.
    Raises `cannot_write`, `backup_there_already`.
    """
    if path.exists():
        raise LuhengError("backup_there_already", file=path)
    begun = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(begun, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
            manifest = _fill(archive, city, secrets)
            archive.writestr(MANIFEST, manifest.as_json())
        begun.chmod(0o600)  # it holds accounts and what is not published
        with begun.open("rb") as file:
            os.fsync(file.fileno())
        begun.replace(path)
    except OSError as error:
        raise LuhengError("cannot_write", folder=path.parent, problem=error.strerror) from error
    finally:
        begun.unlink(missing_ok=True)
    return Written(path, manifest, path.stat().st_size)


def _fill(archive: zipfile.ZipFile, city: City, secrets: bool) -> Manifest:
    with one_moment() as database:
        made_at = timezone.now().isoformat(timespec="seconds")
        tables = {
            model._meta.db_table: _write_table(archive, model._meta.db_table, model, database)
            for model in kept_models(apps)
        }
        vendor = connections[database].vendor
        migrations = last_migrations(database)
    left_out: list[str] = []
    files = {name: _write_file(archive, city.folder / name, name, secrets, left_out)
             for name in _names(city, secrets)}  # fmt: skip
    return Manifest(
        city=city.name,
        made_at=made_at,
        luheng=luheng.__version__,
        database=vendor,
        migrations=migrations,
        tables=tables,
        files={name: sha256 for name, sha256 in files.items() if sha256},
        secrets=secrets,
        left_out=left_out,
    )


@contextmanager
def one_moment() -> Iterator[str]:
    """Within, the named connection sees the database as it was at the beginning."""
    settings = deepcopy(connections["default"].settings_dict)
    if connections["default"].vendor == "sqlite":
        settings["OPTIONS"]["transaction_mode"] = "DEFERRED"  # reads without the lock of writers
    settings["ATOMIC_REQUESTS"] = False
    connections.databases[_SNAPSHOT] = settings
    try:
        with transaction.atomic(using=_SNAPSHOT):
            if connections[_SNAPSHOT].vendor == "postgresql":
                with connections[_SNAPSHOT].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield _SNAPSHOT
    finally:
        connections[_SNAPSHOT].close()
        del connections[_SNAPSHOT]
        del connections.databases[_SNAPSHOT]


def last_migrations(database: str) -> dict[str, str]:
    """The last migration of each app that the database has had."""
    executor = MigrationExecutor(connections[database])
    applied = set(executor.loader.applied_migrations)
    last: dict[str, str] = {}
    for app, name in sorted(applied & executor.loader.graph.nodes.keys()):
        last[app] = name
    return last


def _write_table(archive: zipfile.ZipFile, table: str, model: type, database: str) -> Table:
    count, hashed = 0, hashlib.sha256()
    with archive.open(f"tables/{table}.jsonl", "w", force_zip64=True) as member:
        for line in lines(model, database):
            count += 1
            hashed.update(line)
            member.write(line)
    return Table(columns_of(model), count, hashed.hexdigest())


def _names(city: City, secrets: bool) -> list[str]:
    """What lies in the city's folder, as paths in the archive."""
    names = []
    for path in sorted(city.folder.rglob("*")):
        name = path.relative_to(city.folder).as_posix()
        hidden = any(_NOT_KEPT.fullmatch(part) for part in name.split("/"))
        if path.is_file() and not hidden and (secrets or name not in SECRET_FILES):
            names.append(name)
    return names


def _write_file(
    archive: zipfile.ZipFile, path: Path, name: str, secrets: bool, left_out: list[str]
) -> str:
    """The hash of what was written; empty for a file that went away meanwhile."""
    if name == SETTINGS_FILE and not secrets:
        text = path.read_text(encoding="utf-8")
        left_out += [found[1] for found in _SECRET_SETTING.finditer(text)]
        content = _SECRET_SETTING.sub("", text).encode()
        archive.writestr(name, content)
        return hashlib.sha256(content).hexdigest()
    hashed = hashlib.sha256()
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return ""
    with file, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
        while chunk := file.read(1 << 20):
            hashed.update(chunk)
            member.write(chunk)
    return hashed.hexdigest()
