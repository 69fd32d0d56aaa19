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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tools.find_browser import INSTALL, find_browser

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
SRC = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True)
class Site:
    """A running site and who may sign in."""

    address: str
    passwords: dict[str, tuple[str, str]]  # role -> name, password
    folder: Path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium. Its absence is a failure in CI and a skip that names the remedy else."""
    path = find_browser()
    if path is None:
        message = f"no Chromium here; install it with: {INSTALL}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example city, served as `luheng demo` serves it."""
    folder = tmp_path_factory.mktemp("browser") / "demo-city"
    port = _free_port()
    environment = os.environ | {"PYTHONPATH": str(SRC), "PYTHONUNBUFFERED": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-c", "from luheng.cli import main; main()", "demo"]
    options = ["--folder", str(folder), "--port", str(port), "--json"]
    server = subprocess.Popen(command + options, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        said = json.loads(_whole_answer(server))
        people = {one["role"]: (one["username"], one["password"]) for one in said["accounts"]}
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/sign-in/", server)
        yield Site(address, people, folder)
    finally:
        server.terminate()
        server.wait(timeout=20)


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


def _wait_for(address: str, server: subprocess.Popen[str], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server stopped"
        try:
            urllib.request.urlopen(address, timeout=2).close()
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
