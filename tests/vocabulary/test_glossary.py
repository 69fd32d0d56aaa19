"""The glossary is consistent, and the code speaks its language."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from luheng.vocabulary.glossary import avoided_words, glossary
from luheng.vocabulary.tables import table

SOURCE = Path(__file__).resolve().parents[2] / "src" / "luheng"


def _identifiers(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


def _words(identifier: str) -> str:
    """`_TargetUnit` and `TARGET_UNIT` as `_target_unit_`."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier).lower()
    return f"_{snake.strip('_')}_"


@pytest.mark.parametrize("field", ["id", "zh", "en"])
def test_terms_are_told_apart_by_id_and_name(field: str) -> None:
    names = Counter(entry[field] for entry in table("glossary")["terms"])
    assert [name for name, count in names.items() if count > 1] == []


def test_no_term_avoids_a_word_that_another_term_is() -> None:
    assert [word for word in avoided_words() if word in glossary()] == []


def test_identifiers_use_no_avoided_word() -> None:
    paths = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    used = {
        f"{path.relative_to(SOURCE)}: {identifier} → say {instead}"
        for path in paths
        for identifier in set(_identifiers(path))
        for words in [_words(identifier)]
        for word, instead in avoided_words().items()
        if f"_{word}_" in words
    }
    assert used == set()


def test_the_interface_uses_no_avoided_wording() -> None:
    avoided = {word: term.zh for term in glossary().values() for word in term.avoid_zh}
    shown = [
        *(SOURCE / "workplace").rglob("*.html"),
        *(SOURCE / "vocabulary" / "message_tables").glob("*.yaml"),
    ]
    used = {
        f"{path.relative_to(SOURCE)}: {word} → {instead}"
        for path in shown
        for word, instead in avoided.items()
        if word in path.read_text(encoding="utf-8")
    }
    assert used == set()


def test_verdicts_are_shown_in_the_words_of_the_glossary() -> None:
    shown = {
        code.removeprefix("verdict_"): (words["zh"], words["en"])
        for code, words in table("message_tables")["judgement"].items()
        if code.startswith("verdict_")
    }
    assert shown
    assert {i: (glossary()[i].zh, glossary()[i].en) for i in shown} == shown


def test_a_search_for_avoided_words_finds_them_in_either_case() -> None:
    assert "_kpi_" in _words("KPI_LIMIT")
    assert "_kpi_" in _words("targetKpi")
    assert "_kpi_" not in _words("kpis")
