"""The site as a city runs it: real processes, several of them, started, measured and stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from luheng.cli import main; main()"]
pytestmark = pytest.mark.slow


def environment(**more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items()
             if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}  # fmt: skip
    return {**plain, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **more}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city of this module."""
    home = tmp_path_factory.mktemp("serving")
    made = subprocess.run(
        [*COMMAND, "new", "city", "--name", "云川市"], cwd=home, env=environment(), check=False
    )
    assert made.returncode == 0
    return home / "city"


def test_a_site_that_is_not_set_up_does_not_start_and_says_all_that_is_missing(
    folder: Path,
) -> None:
    run = subprocess.run(
        [*COMMAND, "serve", str(folder), "--production", "--json"],
        env=environment(LUHENG_DEBUG="1"), capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    errors = json.loads(run.stdout)["errors"]
    assert [one["code"] for one in errors] == [
        "production_debug", "production_hosts", "production_https", "production_database",
    ]  # fmt: skip
    assert all(one["zh"] and one["en"] and one["remedy_zh"] and one["remedy_en"] for one in errors)


class Running:
    """A site in service with two web processes."""

    def __init__(self, folder: Path, log: Path, **more: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log = log
        options = ["--production", "--port", str(self.port), "--workers", "2"]
        options += [] if "DATABASE_URL" in more else ["--allow-sqlite"]
        self.process = subprocess.Popen(
            [*COMMAND, "serve", str(folder), *options],
            env=environment(LUHENG_ALLOWED_HOSTS="plan.example.gov.cn", LUHENG_HTTPS="1", **more),
            stdout=log.open("w"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        deadline = time.monotonic() + 300
        while self.ask("/ready")[0] != 200:
            assert self.process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.1)

    def ask(self, path: str, *, proxied: bool = False) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers; as a proxy in front asks, or directly."""
        headers = {"Host": "plan.example.gov.cn", "X-Forwarded-Proto": "https"} if proxied else {}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        opener = urllib.request.build_opener(_Stay)
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), dict(error.headers)
        except OSError:
            return 0, "", {}

    def children(self) -> list[int]:
        listing = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        own = [int(one) for one in listing.read_text(encoding="ascii").split()]
        others = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return sorted({*own, *(int(one) for path in others for one in path.read_text().split())})

    def stop(self, number: int = signal.SIGTERM) -> int:
        """How the process ended."""
        self.process.send_signal(number)
        return self.process.wait(40)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """A redirection is an answer."""
        return


@pytest.fixture
def site(folder: Path, tmp_path: Path) -> Iterator[Running]:
    """The city of this module in service."""
    running = Running(folder, tmp_path / "log")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


def test_in_service_plain_http_is_turned_to_https_and_cookies_are_secure(site: Running) -> None:
    status, _, headers = site.ask("/sign-in/", proxied=True)
    assert status == 200
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "Secure" in headers["set-cookie"]
    assert headers["set-cookie"].startswith("__Host-csrftoken=")
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.port}/sign-in/", headers={"Host": "plan.example.gov.cn"}
    )
    with pytest.raises(urllib.error.HTTPError) as turned:
        urllib.request.build_opener(_Stay).open(request, timeout=10)
    assert turned.value.headers["location"] == "https://plan.example.gov.cn/sign-in/"


def test_measures_are_of_all_processes_together(site: Running) -> None:
    for _ in range(40):
        assert site.ask("/sign-in/", proxied=True)[0] == 200
    counts = {
        int(float(re.search(r'view="sign-in"\} ([\d.]+)', line)[1]))  # type: ignore[index]
        for _ in range(10)
        for line in site.ask("/metrics")[1].splitlines()
        if line.startswith("luheng_requests_total") and "sign-in" in line
    }
    assert counts == {40}  # whichever process answers


def test_the_log_in_service_is_lines_of_json(site: Running) -> None:
    site.ask("/targets/?q=secret", proxied=True)
    site.stop()
    lines = site.log.read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert {"request"} <= {one["event"] for one in events}
    assert not [line for line in lines if "secret" in line]


def test_stopping_leaves_no_process_and_answers_what_is_under_way(site: Running) -> None:
    children = site.children()
    assert len(children) >= 3  # two web processes and the worker
    answers: list[int] = []
    asking = [threading.Thread(target=lambda: answers.append(site.ask("/sign-in/", proxied=True)[0]))
              for _ in range(8)]  # fmt: skip
    for one in asking:
        one.start()
    time.sleep(0.02)
    assert site.stop() == 0
    for one in asking:
        one.join()
    assert set(answers) <= {200, 0}  # answered, or not taken any more; never half
    assert not [one for one in children if Path(f"/proc/{one}").exists()]


def test_a_site_that_is_killed_leaves_no_process_behind_and_starts_again(
    site: Running, folder: Path, tmp_path: Path
) -> None:
    children = site.children()
    assert len(children) >= 3  # two web processes and the worker
    site.stop(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while [one for one in children if Path(f"/proc/{one}").exists()]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    again = Running(folder, tmp_path / "again")
    assert again.stop() == 0


def test_a_web_process_that_dies_is_replaced(site: Running) -> None:
    web = [one for one in site.children()
           if b"--attached" not in Path(f"/proc/{one}/cmdline").read_bytes()]  # fmt: skip
    os.kill(web[0], signal.SIGKILL)
    deadline = time.monotonic() + 30
    while len(site.children()) < 3 or web[0] in site.children():
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert site.ask("/sign-in/", proxied=True)[0] == 200


@pytest.mark.postgres
def test_on_postgresql_too(folder: Path, tmp_path: Path, empty_database: str) -> None:
    running = Running(folder, tmp_path / "log", DATABASE_URL=empty_database)
    said = running.ask("/metrics")[1]
    assert 'database="postgresql"' in said
    assert running.stop() == 0
