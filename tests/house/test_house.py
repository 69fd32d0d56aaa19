"""The house keeps its own rules: short functions, documented doors, clean locks, no city in the code."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for folder in ("src", "bench", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
LONGEST_FUNCTION = 60
UNSPECIFIC = {"utils", "util", "common", "helpers", "helper", "manager", "misc", "generic"}


@cache
def read(path: Path) -> tuple[str | None, list[tuple[str, int, int]]]:
    """What a module says it is for, and its functions: name, first line, number of lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        (node.name, node.lineno, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return ast.get_docstring(tree), functions


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{line} {name}: {length} lines → split it"
        for path in SOURCES
        for name, line, length in read(path)[1]
        if length > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.read_text(encoding="utf-8").strip() and not read(path)[0]
    ]
    assert not silent, silent


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [path for path in SOURCES if path.stem in UNSPECIFIC]


@pytest.mark.parametrize(
    "lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda p: p.name
)
def test_a_lock_pins_hashes_and_names_no_address(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if "==" in line and not line.lstrip().startswith("#")]
    assert pins
    assert all(
        "--hash=sha256:" in "".join(lines[i : i + 2])
        for i, line in enumerate(lines)
        if line in pins
    )
    assert not [
        line for line in lines if "://" in line or "--index" in line or "--find-links" in line
    ]
