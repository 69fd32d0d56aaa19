"""The stories of the packs in docs/ run as they are printed."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
STORIES = ("water.md", "ecosystems.md")


@pytest.mark.parametrize("story", STORIES)
def test_a_story_comes_out_as_printed(story: str) -> None:
    found = doctest.testfile(
        str(DOCS / story), module_relative=False, encoding="utf-8",
        optionflags=doctest.NORMALIZE_WHITESPACE,
    )  # fmt: skip
    assert found.attempted > 5 and not found.failed
