"""The stories of the packs in docs/ run as they are printed, and so do the commands in them."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from luheng.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
STORIES = ("water.md", "ecosystems.md", "carbon.md")
WITH_COMMANDS = ("carbon.md",)


@pytest.mark.parametrize("story", STORIES)
def test_a_story_comes_out_as_printed(story: str) -> None:
    found = doctest.testfile(
        str(DOCS / story), module_relative=False, encoding="utf-8",
        optionflags=doctest.NORMALIZE_WHITESPACE,
    )  # fmt: skip
    assert found.attempted > 5 and not found.failed


def commands(story: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a story with the lines that are printed below it."""
    text = (DOCS / story).read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.S):
        for part in block.split("$ luheng ")[1:]:
            command, *printed = part.strip().splitlines()
            yield command, printed


@pytest.mark.parametrize("story", WITH_COMMANDS)
def test_the_commands_of_a_story_print_what_stands_below_them(
    story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    count = 0
    for command, printed in commands(story):
        result = CliRunner().invoke(main, shlex.split(command))
        assert result.exit_code == 0, f"{command}\n{result.output}"
        for line in printed:
            assert line in result.output.splitlines(), f"{command}\n{result.output}"
        count += 1
    assert count > 3
