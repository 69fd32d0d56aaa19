"""The commands of a city, run as a person runs them: each in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from tests.workplace.reading_of import PLAN

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "from luheng.cli import main; main()"
pytestmark = pytest.mark.slow


def luheng(*arguments: object, where: Path, code: int = 0, given: str = "") -> str:
    """What the command prints; it must end with the code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    environment.pop("DATABASE_URL", None)
    run = subprocess.run(  # noqa: PLW1510 the code is asserted below
        [sys.executable, "-c", COMMAND, *map(str, arguments)],
        cwd=where, env=environment, capture_output=True, text=True, input=given, timeout=600,
    )  # fmt: skip
    assert run.returncode == code, run.stdout + run.stderr
    return run.stdout if code == 0 or run.stdout else run.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan and a city made from it."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    made = json.loads(luheng("new", "mycity", "--plan", "plan.txt", "--json", where=folder))
    assert (made["name"], made["username"]) == ("云川市", "admin")
    assert len(made["password"]) == 14
    return folder


def test_a_city_is_a_folder_with_the_plan_in_it(home: Path) -> None:
    names = {path.name for path in (home / "mycity").iterdir()}
    assert {"luheng.toml", "db.sqlite3", "files", "reports", "secret.key"} <= names
    assert len(list((home / "mycity" / "files").iterdir())) == 1


def test_the_same_file_again_changes_nothing_and_says_so(home: Path) -> None:
    said = json.loads(luheng("add", "mycity", "plan.txt", "--json", where=home))
    assert said["files"][0]["already_there"] is True
    assert said["verdicts_changed"] == 0
    assert "未作改动" in luheng("add", "mycity", "plan.txt", where=home)


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_added(home: Path) -> None:
    (home / "empty.txt").write_bytes(b"")
    (home / "more.txt").write_text(
        "云川市2024年统计公报\n全市森林覆盖率42.1%。\n", encoding="utf-8"
    )
    said = json.loads(
        luheng("add", "mycity", "empty.txt", "more.txt", "--json", where=home, code=1)
    )
    assert "error" in said["files"][0]
    assert said["files"][1]["document"]


def test_the_scorecard_says_in_words_what_it_says_in_json(home: Path) -> None:
    card = json.loads(luheng("status", "mycity", "--json", where=home))
    assert sum(card["verdicts"].values()) == len(card["targets"])
    assert card["sentence"] in luheng("status", "mycity", "--all", where=home)


def test_accounts_are_made_listed_and_given_new_passwords(home: Path) -> None:
    made = json.loads(
        luheng("user", "add", "mycity", "office", "--role", "plan_office", "--json", where=home)
    )
    assert len(made["password"]) == 14
    refused = json.loads(luheng("user", "add", "mycity", "office", "--json", where=home, code=1))
    assert refused["error"]["code"] == "user_exists"
    weak = luheng("user", "password", "mycity", "office", "--password-stdin", "--json",
                  where=home, code=1, given="12345678\n")  # fmt: skip
    assert json.loads(weak)["error"]["code"] == "password_weak"
    people = json.loads(luheng("user", "list", "mycity", "--json", where=home))
    assert {one["username"]: one["roles"] for one in people} == {
        "admin": ["administrator"],
        "office": ["plan_office"],
    }


def test_unmapped_names_are_listed_and_an_unknown_entry_is_refused(home: Path) -> None:
    names = json.loads(luheng("map", "mycity", "--json", where=home))
    assert all({"printed", "targets", "suggestions"} <= set(one) for one in names)
    refused = luheng("map", "mycity", "林木多少", "no_such_entry", "--json", where=home, code=1)
    assert json.loads(refused)["error"]["code"] == "indicator_unknown"


def test_reading_a_file_needs_no_city(home: Path) -> None:
    reading = json.loads(luheng("read", "plan.txt", "--json", where=home))
    for name in ("title", "issuer", "sections", "targets", "tasks", "projects", "findings"):
        assert name in reading
    assert "云川市绿色低碳循环发展实施方案" in luheng("read", "plan.txt", where=home)


def test_a_city_that_cannot_be_founded_leaves_no_folder(home: Path) -> None:
    (home / "novel.txt").write_text("从前有一座山，山上有一座庙。\n" * 50, encoding="utf-8")
    refused = luheng("new", "other", "--plan", "novel.txt", "--json", where=home, code=1)
    assert json.loads(refused)["error"]["code"] == "city_without_name"
    assert not (home / "other").exists()
    again = luheng("new", "mycity", "--name", "云川市", "--json", where=home, code=1)
    assert json.loads(again)["error"]["code"] == "city_exists"
    assert (home / "mycity" / "db.sqlite3").exists()


@pytest.mark.parametrize("command", ["new", "add", "status", "serve", "map", "read", "demo"])
def test_help_reads_like_a_manual_page_with_examples(home: Path, command: str) -> None:
    page = luheng(command, "--help", where=home)
    assert "示例 Examples:" in page
    assert "--json" in page
    assert f"luheng {command}" in page


def test_the_example_city_is_made_once_and_opened_again(tmp_path: Path) -> None:
    first = json.loads(luheng("demo", "--no-serve", "--json", "--port", 0, where=tmp_path))
    assert [one["role"] for one in first["accounts"]] == [
        "administrator", "plan_office", "unit_lead", "unit_member", "leader", "reader",
    ]  # fmt: skip
    again = json.loads(luheng("demo", "--no-serve", "--json", "--port", 0, where=tmp_path))
    assert again["accounts"] == first["accounts"]
    card = json.loads(luheng("status", "demo-city", "--json", where=tmp_path))
    assert len(card["targets"]) >= 15
    assert card["verdicts"].keys() >= {"met", "on_track", "behind", "missed", "insufficient_data"}


def test_an_example_city_that_was_interrupted_is_made_anew(tmp_path: Path) -> None:
    luheng("new", "demo-city", "--name", "某某市", "--invented", where=tmp_path)
    made = json.loads(luheng("demo", "--no-serve", "--json", "--port", 0, where=tmp_path))
    assert made["city"] != "某某市"
    assert len(made["accounts"]) == 6


def test_a_real_city_is_never_taken_for_an_interrupted_example(tmp_path: Path) -> None:
    luheng("new", "demo-city", "--name", "某某市", where=tmp_path)
    refused = luheng("demo", "--no-serve", "--json", where=tmp_path, code=1)
    assert json.loads(refused)["error"]["code"] == "city_exists"
    assert (tmp_path / "demo-city" / "db.sqlite3").exists()


def test_the_site_is_served_until_it_is_told_to_stop(home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    server = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "mycity", "--port", str(port), "--json"],
        cwd=home, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert "云川市" in answered(f"http://127.0.0.1:{port}/sign-in/")
        refused = luheng("serve", "mycity", "--port", port, "--json", where=home, code=1)
        assert json.loads(refused)["error"]["code"] == "port_taken"
    finally:
        server.terminate()
        assert server.wait(timeout=30) is not None


def answered(address: str, patience_s: float = 30) -> str:
    """The page, as soon as the server answers."""
    end = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(address) as page:
                text: str = page.read().decode()
                return text
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
