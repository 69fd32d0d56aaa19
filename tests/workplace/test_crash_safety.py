"""Killed or out of disk half-way: the city opens again and nothing is half-written."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from luheng.workplace.city import City, create_city, open_city

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, sys, time
from pathlib import Path
from luheng.workplace.opening import open_site
city = open_site(sys.argv[1])
from django.db import DatabaseError, connection
from luheng.vocabulary.messages import LuhengError
from luheng.workplace import intake, raw_files, recording
from luheng.workplace.models import Document, SourceFile, Target, Task, Unit
from tests.workplace.reading_of import PLAN, plan_reading

def stop(*args, **kwargs):
    print("here", flush=True)
    time.sleep(600)

reading = lambda content, *, name: plan_reading()
path = Path(sys.argv[2])
{act}
print(json.dumps({{
    "files": sorted(one.name for one in city.files.iterdir()),
    "records": [one.objects.count() for one in (SourceFile, Document, Target, Task, Unit)],
    "check": connection.cursor().execute("PRAGMA integrity_check").fetchone()[0]
    if connection.vendor == "sqlite" else "ok",
}}))
"""
ADD = "intake.add_file(city, path, reader=reading)"
WHOLE = [1, 1, 2, 2, 4]


def start(city: City, path: Path, act: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(act=act), str(city.folder), str(path)],
        stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip


def outcome(city: City, path: Path, act: str) -> dict[str, object]:
    output, _ = start(city, path, act).communicate(timeout=600)
    result: dict[str, object] = json.loads(output)
    return result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text("方案" * 1000, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty city with its database made, to be copied."""
    city = create_city(tmp_path_factory.mktemp("prepared") / "city", name="云川市")
    outcome(city, city.folder, "connection.close()")
    return city.folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> City:
    return open_city(shutil.copytree(prepared, tmp_path / "crash"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "where",
    [
        "raw_files.os.fsync = stop",  # the raw file is half on the disk
        "raw_files._sync_folder = stop",  # it is there, nothing is recorded
        "recording._write = stop",  # in the middle of the records
        "intake.judge_all = stop",  # just before the end
    ],
)
def test_a_city_killed_while_adding_opens_again_and_takes_the_file_whole(
    folder: City, file: Path, where: str
) -> None:
    process = start(folder, file, f"{where}; {ADD}")
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    after = outcome(folder, file, "")
    assert (after["records"], after["check"]) == ([0] * 5, "ok")
    assert not [name for name in after["files"] if name.startswith(".")]  # type: ignore[attr-defined]
    again = outcome(folder, file, ADD)
    assert (again["records"], len(again["files"])) == (WHOLE, 1)  # type: ignore[arg-type]


REFUSED = """
try:
    {act}
    raise SystemExit("nothing was refused")
except LuhengError as error:
    assert error.message.code == "cannot_write", error
"""
FULL_DATABASE = """
reading = lambda content, *, name: plan_reading(PLAN + "。" * 4_000_000)
pages = connection.cursor().execute("PRAGMA page_count").fetchone()[0]
connection.cursor().execute(f"PRAGMA max_page_count = {pages}")
"""
FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
"""


@pytest.mark.slow
@pytest.mark.parametrize("full", [FULL_DATABASE, FULL_DISK])
def test_a_full_disk_is_said_and_leaves_nothing_behind(folder: City, file: Path, full: str) -> None:
    refused = REFUSED.format(act=ADD)
    process = start(folder, file, full + refused)
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    result = json.loads(output)
    assert (result["records"], result["files"], result["check"]) == ([0] * 5, [], "ok")
    assert outcome(folder, file, ADD)["records"] == WHOLE
