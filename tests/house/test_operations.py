"""What the page on running it says is so, and the units in deploy/ are ones that systemd takes."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from django.urls import URLPattern

from luheng.cli import main
from luheng.workplace import settings
from luheng.workplace.pages.urls import urlpatterns

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
_ARGUMENT = re.compile(r"<[^>]+>")
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def parsed(line: str) -> None:
    """Raises click's own error for a command or an option that there is not."""
    words = shlex.split(line)[1:]
    command: click.Command | None = main
    while isinstance(command, click.Group):
        context = click.Context(command)
        command = command.get_command(context, words.pop(0))
    assert command is not None, line
    command.make_context("luheng", words)


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.S)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("luheng ")]
    in_units = [
        found
        for unit in UNITS
        for found in re.findall(r"/usr/local/luheng/bin/(luheng [^;\n']*)", unit.read_text("utf-8"))
    ]
    image = re.search(r"CMD (\[.*\])", (DEPLOY / "Dockerfile").read_text("utf-8"))
    assert image is not None
    return [*lines, *in_units, shlex.join(yaml.safe_load(image[1]))]


@pytest.mark.parametrize("line", commands())
def test_every_command_that_is_told_is_one_that_there_is(line: str) -> None:
    parsed(line)


def test_the_commands_of_the_page_are_found() -> None:
    assert len(commands()) >= 10
    with pytest.raises(click.UsageError):
        parsed("luheng serve city --no-such-option")


def test_the_page_and_the_settings_name_the_same_variables() -> None:
    told = set(re.findall(r"`((?:LUHENG|DATABASE)_[A-Z_]+)`", PAGE))
    assert settings.__doc__ is not None
    known = set(re.findall(r"^  ((?:LUHENG|DATABASE)_[A-Z_]+) ", settings.__doc__, re.M))
    assert told == known


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_every_unit_is_one_that_systemd_takes(unit: Path, tmp_path: Path) -> None:
    reader = configparser.RawConfigParser(strict=False)
    reader.optionxform = str  # type: ignore[assignment, method-assign]
    reader.read_string(unit.read_text(encoding="utf-8"))
    if unit.suffix == ".service":
        assert reader["Service"]["UMask"] == "0077"
        assert reader["Service"]["NoNewPrivileges"] == "yes"
    if analyze := shutil.which("systemd-analyze"):
        program = tmp_path / "luheng"
        program.symlink_to(sys.executable)
        for one in UNITS:  # a timer names its service
            text = one.read_text(encoding="utf-8").replace(
                "/usr/local/luheng/bin/luheng", str(program)
            )
            (tmp_path / one.name).write_text(text, encoding="utf-8")
        run = subprocess.run(
            [analyze, "verify", str(tmp_path / unit.name)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (run.returncode, run.stderr) == (0, "")


def test_the_compose_file_starts_the_site_after_a_healthy_database() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    site = services["site"]
    assert site["depends_on"]["database"]["condition"] == "service_healthy"
    assert (DEPLOY / site["build"]["context"] / site["build"]["dockerfile"]).is_file()
    assert all(port.startswith("127.0.0.1:") for port in site["ports"])  # TLS stands in front
    named = set(re.findall(r"\b(LUHENG_[A-Z_]+)\b", str(site["environment"])))
    assert named <= set(re.findall(r"LUHENG_[A-Z_]+", settings.__doc__ or ""))


def test_the_proxy_takes_what_the_site_takes_and_hides_the_measures() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert "client_max_body_size 300m;" in text  # three files of the usual limit of 100 MB
    assert "location = /metrics { return 404; }" in text
    assert "X-Forwarded-Proto https" in text


def test_the_proxy_limits_how_often_pages_without_sign_in_are_asked() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    limited = re.search(r"location ~ (\S+) \{\s+limit_req zone=visitors", text)
    assert limited
    addresses = {
        name: "/" + _ARGUMENT.sub("1", str(one.pattern))
        for one in urlpatterns
        if isinstance(one, URLPattern) and (name := one.name or "")
        if name.startswith(("public", "shared", "sign-in", "openid"))
    }
    assert {"public", "public-data", "shared", "sign-in"} <= addresses.keys()
    open_to_all = [*addresses.values(), "/api/v1/public/targets"]
    assert [one for one in open_to_all if not re.match(limited[1], one)] == []
