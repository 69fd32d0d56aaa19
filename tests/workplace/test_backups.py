"""A backup restored into an empty place is the same city, row by row; a damaged one is named."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.backups.archive import open_backup

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "from luheng.cli import main; main()"
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Machine:
    """Where commands run: a folder, and perhaps a PostgreSQL of its own."""

    folder: Path
    database: str = ""

    def luheng(self, *arguments: object, code: int = 0) -> Any:
        """What a command answers as JSON; it must end with the code."""
        run = self.start(COMMAND, *arguments, "--json")
        output, problem = run.communicate(timeout=600)
        assert run.returncode == code, output + problem
        return json.loads(output)

    def start(self, program: str, *arguments: object) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        environment.pop("DATABASE_URL", None)
        if self.database:
            environment["DATABASE_URL"] = self.database
        return subprocess.Popen(
            [sys.executable, "-c", program, *map(str, arguments)], cwd=self.folder, text=True,
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def hashes(self, city: str) -> dict[str, str]:
        """The hash of the rows of each table, as a backup made now has them.

        But for the audit log: a backup leaves an entry in it.
        """
        name = f"hashes-{len(list(self.folder.glob('hashes-*')))}.zip"
        tables: dict[str, str] = self.luheng("backup", city, "-o", name)["tables"]
        return {name: sha256 for name, sha256 in tables.items() if name != "workplace_auditentry"}


Make = Callable[[bool], Machine]


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Makes empty databases in the PostgreSQL of the suite, dropped when the test is over."""
    made: list[str] = []
    server = (
        request.getfixturevalue("postgres_url")
        if request.node.get_closest_marker("postgres")
        else ""
    )

    def statement(text: str) -> None:
        import psycopg

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(text)  # type: ignore[call-overload]

    def make() -> str:
        made.append(f"backups_{os.getpid()}_{len(made)}")
        statement(f"CREATE DATABASE {made[-1]}")
        return urlsplit(server)._replace(path=f"/{made[-1]}").geturl()

    yield make
    for name in made:
        statement(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def machine(
    tmp_path_factory: pytest.TempPathFactory, database: Callable[[], str]
) -> Callable[[bool], Machine]:
    """Makes empty machines, with a PostgreSQL or without."""
    return lambda postgres: Machine(
        tmp_path_factory.mktemp("machine"), database() if postgres else ""
    )


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with the example city, and a backup of it."""
    made = Machine(tmp_path_factory.mktemp("example"))
    made.luheng("demo", "--folder", "city", "--no-serve")
    made.luheng("backup", "city", "-o", "backup.zip")
    return made


def restored(example: Machine, into: Machine) -> Machine:
    shutil.copy(example.folder / "backup.zip", into.folder)
    into.luheng("restore", "backup.zip", "city")
    return into


def files_of(machine: Machine) -> dict[str, bytes]:
    folder = machine.folder / "city" / "files"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_restored_on_an_empty_machine_every_row_and_file_is_the_same(
    example: Machine, machine: Make
) -> None:
    second = restored(example, machine(False))
    head = second.luheng("audit", "head", "city")["head"]
    assert second.luheng("audit", "verify", "city")["entries"] > 0
    example.luheng("audit", "verify", "city", "--since-head", head)  # one log, gone on since
    assert second.hashes("city") == example.hashes("city")
    assert files_of(second) == files_of(example) != {}
    was, now = (one.luheng("status", "city", "--all") for one in (example, second))
    assert was == now


@pytest.mark.postgres
def test_a_city_moves_to_postgresql_and_back_without_a_difference(
    example: Machine, machine: Make
) -> None:
    second = restored(example, machine(True))
    assert second.hashes("city") == example.hashes("city")
    second.luheng("backup", "city", "-o", "moved.zip")
    third, fourth = machine(False), machine(True)
    for one in (third, fourth):
        shutil.copy(second.folder / "moved.zip", one.folder / "backup.zip")
        one.luheng("restore", "backup.zip", "city")
        assert one.hashes("city") == example.hashes("city")
    added = third.folder / "more.txt"
    added.write_text("澜屿市2025年统计公报\n全市森林覆盖率42.1%。\n", encoding="utf-8")
    shutil.copy(added, fourth.folder)
    for one in (third, fourth):  # new rows get keys that are free
        assert one.luheng("add", "city", "more.txt")["files"][0]["document"]


def test_without_secrets_a_backup_has_no_key_and_with_them_it_has(example: Machine) -> None:
    example.luheng("backup", "city", "-o", "secret.zip", "--with-secrets")
    bare, full = (
        set(zipfile.ZipFile(example.folder / name).namelist())
        for name in ("backup.zip", "secret.zip")
    )
    assert full - bare == {"secret.key", "accounts.json"}
    assert (example.folder / "backup.zip").stat().st_mode & 0o077 == 0


def test_secret_settings_are_left_out_and_named(example: Machine) -> None:
    settings = example.folder / "city" / "luheng.toml"
    whole = settings.read_text(encoding="utf-8")
    program = (
        "from pathlib import Path; import sys, zipfile\n"
        "from luheng.workplace.opening import open_site\n"
        "city = open_site('city')\n"
        "Path('city/luheng.toml').write_text(sys.argv[1] + 'smtp_password = \"hush\"\\n')\n"
        "from luheng.workplace.backups import back_up\n"
        "print(back_up(city, Path('hush.zip')).manifest.left_out)\n"
    )
    output, problem = example.start(program, whole).communicate(timeout=600)
    settings.write_text(whole, encoding="utf-8")
    assert output.strip() == "['smtp_password']", problem
    with zipfile.ZipFile(example.folder / "hush.zip") as archive:
        assert b"hush" not in archive.read("luheng.toml")
        assert archive.read("luheng.toml").decode().strip() == whole.strip()


def changed(backup: Path, target: Path, name: str) -> None:
    """The backup with one byte of one member changed, its checksum made to fit."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = bytearray(old.read(member))
            if member == name:
                content[len(content) // 2] ^= 1
            new.writestr(member, bytes(content))


@pytest.mark.parametrize("member", ["tables/workplace_target.jsonl", "files/", "luheng.toml"])
def test_a_changed_byte_is_found_and_named_and_nothing_is_restored(
    example: Machine, member: str, tmp_path: Path
) -> None:
    backup = example.folder / "backup.zip"
    with zipfile.ZipFile(backup) as archive:
        name = next(one for one in archive.namelist() if one.startswith(member))
    changed(backup, tmp_path / "changed.zip", name)
    there = Machine(tmp_path)
    for arguments in (["--check"], ["city"]):
        error = there.luheng("restore", "changed.zip", *arguments, code=1)["error"]
        assert error["code"] == "backup_damaged"
        assert name in error["zh"]
    assert [path.name for path in tmp_path.iterdir()] == ["changed.zip"]


@pytest.mark.parametrize("eighths", range(1, 8))
def test_a_part_of_a_file_is_no_backup(example: Machine, tmp_path: Path, eighths: int) -> None:
    content = (example.folder / "backup.zip").read_bytes()
    part = tmp_path / "part.zip"
    part.write_bytes(content[: len(content) * eighths // 8])
    with pytest.raises(LuhengError) as refused, open_backup(part):
        pass
    assert refused.value.message.code == "backup_unreadable"


def test_a_backup_cut_off_behind_a_workbook_in_it_is_not_taken_for_the_workbook(
    tmp_path: Path,
) -> None:
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as inner:
        inner.writestr("[Content_Types].xml", "<Types/>")
    backup = tmp_path / "backup.zip"
    with zipfile.ZipFile(backup, "w") as whole:
        whole.writestr("files/workbook", workbook.getvalue())
        whole.writestr("manifest.json", "{}")
    end = backup.read_bytes().index(workbook.getvalue()) + len(workbook.getvalue())
    backup.write_bytes(backup.read_bytes()[:end])
    with pytest.raises(LuhengError) as refused, open_backup(backup):
        pass
    assert refused.value.message.code == "backup_unreadable"


def test_a_city_that_is_there_is_never_written_over(example: Machine, tmp_path: Path) -> None:
    there = Machine(tmp_path)
    shutil.copy(example.folder / "backup.zip", tmp_path)
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "note.txt").write_text("mine", encoding="ascii")
    assert there.luheng("restore", "backup.zip", "city", code=1)["error"]["code"] == "folder_not_empty"  # fmt: skip
    again = example.luheng("restore", "backup.zip", "city", code=1)["error"]
    assert again["code"] == "city_exists"
    assert example.luheng("backup", "city", "-o", "backup.zip", code=1)["error"]["code"] == "backup_there_already"  # fmt: skip


@pytest.mark.postgres
def test_a_postgresql_with_tables_is_never_written_over(example: Machine, machine: Make) -> None:
    second = restored(example, machine(True))
    other = second.luheng("restore", "backup.zip", "elsewhere", code=1)
    assert other["error"]["code"] == "database_not_empty"
    assert not (second.folder / "elsewhere").exists()


STOPS_HALF_WAY = """
import sys, time
from pathlib import Path
from luheng.workplace.backups import open_backup, restore, restoring
insert = restoring._insert
def slow(backup, model):
    if model._meta.db_table == "workplace_task":
        print("here", flush=True)
        time.sleep(600)
    insert(backup, model)
restoring._insert = slow
with open_backup(Path("backup.zip")) as backup:
    restore(backup, Path("city"))
"""


@pytest.mark.postgres
@pytest.mark.parametrize("postgres", [False, True])
def test_a_restore_that_was_killed_leaves_nothing_half_and_can_be_done_again(
    example: Machine, machine: Make, postgres: bool
) -> None:
    there = machine(postgres)
    shutil.copy(example.folder / "backup.zip", there.folder)
    process = there.start(STOPS_HALF_WAY)
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (there.folder / "city").exists()
    there.luheng("restore", "backup.zip", "city")
    assert there.hashes("city") == example.hashes("city")


WRITES = """
import sys
from luheng.workplace.opening import open_site
open_site("city")
from django.db import transaction
from luheng.workplace.models import Observation, Unit
print("ready", flush=True)
number = 0
while True:
    number += 1
    with transaction.atomic():  # two tables that must always agree
        unit = Unit.objects.create(name=f"甲单位{number}")
        Observation.objects.create(key=f"k{number}", indicator=f"甲单位{number}", value=unit.pk, period="2024")
"""


@pytest.mark.postgres
@pytest.mark.parametrize("postgres", [False, True])
def test_a_backup_while_people_write_is_of_one_moment(
    example: Machine, machine: Make, postgres: bool
) -> None:
    there = restored(example, machine(postgres))
    writer = there.start(WRITES)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    there.luheng("backup", "city", "-o", "busy.zip")
    assert writer.poll() is None, writer.communicate()[1]  # it wrote all the while
    writer.kill()
    writer.communicate()
    with zipfile.ZipFile(there.folder / "busy.zip") as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
        units, seen = (
            {row[tables[name]["columns"].index(column)]
             for row in map(json.loads, archive.read(f"tables/{name}.jsonl").splitlines())}
            for name, column in (("workplace_unit", "name"), ("workplace_observation", "indicator"))
        )  # fmt: skip
    numbered = {name for name in units if name.startswith("甲单位")}
    assert numbered == {name for name in seen if name.startswith("甲单位")} != set()


OLDER = """
import sys
from pathlib import Path
from luheng.workplace.opening import open_site
city = open_site("city")
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
from luheng.workplace.backups import writing
writing.apps = executor.migrate([("workplace", "0001_records")]).apps
print(writing.back_up(city, Path("older.zip")).manifest.migrations["workplace"])
"""


def test_a_backup_of_an_earlier_version_is_brought_up_to_this_one(
    example: Machine, machine: Make
) -> None:
    old, new = restored(example, machine(False)), machine(False)
    output, problem = old.start(OLDER).communicate(timeout=600)
    assert output.strip() == "0001_records", problem
    shutil.copy(old.folder / "older.zip", new.folder / "backup.zip")
    new.luheng("restore", "backup.zip", "city")
    assert new.hashes("city") == old.hashes("city")  # which opening has brought up, too
