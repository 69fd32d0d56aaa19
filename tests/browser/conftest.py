"""The example city on a real server, and a real browser to use it with."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tools.find_programs import CHROMIUM, require

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
SRC = Path(__file__).resolve().parents[2] / "src"
LUHENG = [sys.executable, "-c", "from luheng.cli import main; main()"]


@dataclass(frozen=True)
class Site:
    """A running site and who may sign in."""

    address: str
    passwords: dict[str, tuple[str, str]]  # role -> name, password
    folder: Path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium. Its absence is a failure in CI and a skip that names the remedy else.

    One for each file: it runs an event loop in this thread, in which Django refuses to work, so it
    must be gone before a test of another room.
    """
    path = require(CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example city, served as `luheng demo` serves it."""
    with served(tmp_path_factory.mktemp("browser") / "demo-city", "demo", "--folder") as running:
        yield running


@contextmanager
def served(folder: Path, *command: str, database: str = "") -> Iterator[Site]:
    """A site on a free port: `demo --folder FOLDER`, or `serve FOLDER` with accounts read beside it."""
    port = _free_port()
    options = [*command, str(folder), "--port", str(port)]
    if "demo" in command:
        options.append("--json")
    server = subprocess.Popen(
        [*LUHENG, *options], env=environment(database), stdout=subprocess.PIPE, text=True
    )
    try:
        if "demo" in command:
            people = json.loads(_whole_answer(server))["accounts"]
        else:
            people = json.loads((folder / "accounts.json").read_text(encoding="utf-8"))
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/sign-in/", server)
        passwords = {one["role"]: (one["username"], one["password"]) for one in people}
        yield Site(address, passwords, folder)
    finally:
        server.terminate()
        server.wait(timeout=20)


def luheng(*arguments: object, database: str = "") -> Any:
    """What a command answers in JSON."""
    command = [*LUHENG, *map(str, arguments), "--json"]
    run = subprocess.run(
        command, env=environment(database), capture_output=True, text=True, timeout=600, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return json.loads(run.stdout)


def environment(database: str) -> dict[str, str]:
    """That of a command: on the database of the address, else on the SQLite of its folder."""
    made = os.environ | {"PYTHONPATH": str(SRC), "PYTHONUNBUFFERED": "1"}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        made.pop(name, None)
    return made | ({"DATABASE_URL": database} if database else {})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _whole_answer(server: subprocess.Popen[str]) -> str:
    """What the command printed: JSON over one or more lines."""
    assert server.stdout is not None
    text = ""
    for line in server.stdout:
        text += line
        try:
            json.loads(text)
        except ValueError:
            continue
        return text
    raise AssertionError(f"the demo stopped with {server.wait()}: {text}")


def _wait_for(address: str, server: subprocess.Popen[str], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server stopped"
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not answer within {seconds} s")


class Visitor:
    """Somebody with a browser window, signed in with a role."""

    def __init__(self, browser: Any, site: Site, role: str | None, *, width: int = 1400) -> None:
        self.site = site
        self.outside: list[str] = []
        self.problems: list[str] = []
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", accept_downloads=True
        )
        self.page = context.new_page()
        self.page.on("request", self._note_host)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("response", lambda one: one.status >= 500 and self.problems.append(one.url))
        if role:
            self.sign_in(*site.passwords[role])

    def _note_host(self, request: Any) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self.outside.append(request.url)

    def sign_in(self, name: str, password: str) -> None:
        """Through the form, as everyone does."""
        self.go("/sign-in/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", password)
        self.page.click("main button")

    def go(self, path: str) -> Any:
        """Opens a page and waits for what it loads."""
        return self.page.goto(self.site.address + path, wait_until="load")


@pytest.fixture
def visit(chromium: Any, site: Site) -> Iterator[Any]:
    """Makes visitors; none of them may load anything from outside or meet a script error."""
    visitors: list[Visitor] = []

    def make(role: str | None = "plan_office", *, width: int = 1400) -> Visitor:
        visitors.append(Visitor(chromium, site, role, width=width))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.page.context.close()
    assert [one for visitor in visitors for one in visitor.outside] == []
    assert [one for visitor in visitors for one in visitor.problems] == []
