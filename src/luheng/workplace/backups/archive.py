"""The file of a backup: a zip of tables, files and settings, with a manifest that has all their hashes.

manifest.json             what there is, from when, of which version
tables/<table>.jsonl      one row a line
files/<sha256>            every file as it came
luheng.toml, reports/…    settings without secrets, whatever else lies in the city's folder
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from luheng.vocabulary.messages import LuhengError

MANIFEST = "manifest.json"
FORM = 1  # of the archive; a later form is refused by name
_CHUNK = 1 << 20
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True)
class Table:
    """A table in the backup."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    city: str
    made_at: str
    luheng: str
    database: str  # where the rows came from: sqlite or postgresql
    migrations: dict[str, str]  # app → its last migration
    tables: dict[str, Table]
    files: dict[str, str]  # path in the city's folder → SHA-256
    secrets: bool  # whether it holds the key that signs sessions
    form: int = FORM
    left_out: list[str] = field(default_factory=list)  # settings that are secret

    def as_json(self) -> str:
        """The manifest as it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


class Backup:
    """A backup opened for reading."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.path, self.manifest, self._archive = path, manifest, archive

    def check(self) -> None:
        """Reads everything once. Raises `backup_damaged` with the first member that is not as it was."""
        expected = {
            f"tables/{name}.jsonl": table.sha256 for name, table in self.manifest.tables.items()
        }
        expected |= self.manifest.files
        there = set(self._archive.namelist()) - {MANIFEST}
        for name in sorted(expected.keys() | there):
            if name not in expected or name not in there or self._digest(name) != expected[name]:
                raise LuhengError("backup_damaged", file=self.path, member=name)

    def _digest(self, name: str) -> str:
        hashed = hashlib.sha256()
        with self.member(name) as content:
            for chunk in content:
                hashed.update(chunk)
        return hashed.hexdigest()

    @contextmanager
    def member(self, name: str) -> Iterator[Iterator[bytes]]:
        """The content of a member, in pieces. Raises `backup_damaged` where it cannot be read."""
        try:
            with self._archive.open(name) as file:
                yield iter(lambda: file.read(_CHUNK), b"")
        except (*_UNREADABLE, KeyError) as error:
            raise LuhengError("backup_damaged", file=self.path, member=name) from error

    def rows(self, table: str) -> Iterator[list[Any]]:
        """The rows of a table."""
        name = f"tables/{table}.jsonl"
        try:
            with self._archive.open(name) as file:
                for line in file:
                    yield json.loads(line)
        except _UNREADABLE as error:
            raise LuhengError("backup_damaged", file=self.path, member=name) from error

    def extract(self, name: str, folder: Path) -> None:
        """Writes a file of the city below a folder."""
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with self.member(name) as content, place.open("wb") as file:
            for chunk in content:
                file.write(chunk)


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """A backup for reading. Raises `file_not_found`, `backup_unreadable`, `backup_too_new`."""
    if not path.is_file():
        raise LuhengError("file_not_found", file=path)
    try:
        archive = _whole(zipfile.ZipFile(path))
    except _UNREADABLE as error:
        raise LuhengError("backup_unreadable", file=path, problem=error) from error
    with archive:
        yield Backup(path, archive, _manifest(path, archive))


def _whole(archive: zipfile.ZipFile) -> zipfile.ZipFile:
    """The archive, if it begins where its file does. Raises `BadZipFile`.

    Workbooks and Word files in a backup are zips too: where the end of a backup is cut off, the
    last of those would be opened in its stead.
    """
    if min((member.header_offset for member in archive.infolist()), default=-1) != 0:
        archive.close()
        raise zipfile.BadZipFile("the end of the file is missing")
    return archive


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        said = json.loads(archive.read(MANIFEST))
        if said["form"] > FORM:
            raise LuhengError("backup_too_new", file=path, version=said["luheng"])
        tables = {name: Table(**table) for name, table in said.pop("tables").items()}
        manifest = Manifest(tables=tables, **said)
    except (*_UNREADABLE, KeyError, TypeError) as error:
        raise LuhengError("backup_damaged", file=path, member=MANIFEST) from error
    for name in manifest.files:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise LuhengError("backup_damaged", file=path, member=name)  # it would leave the folder
    return manifest
