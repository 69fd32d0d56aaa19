"""Tables come out the same parsed or kept, and a kept form never outlives its YAML."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from luheng.vocabulary import tables


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(tables, "_ROOM", tmp_path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    tables.table.cache_clear()
    (tmp_path / "colours.yaml").write_text("red: 红\n", encoding="utf-8")
    yield tmp_path
    tables.table.cache_clear()


def _kept(room: Path) -> list[Path]:
    return list((room / "__pycache__").glob("colours.*.json"))


def test_the_parsed_table_is_kept_and_read_back(room: Path) -> None:
    assert tables.table("colours") == {"red": "红"}
    [kept] = _kept(room)
    kept.write_text(json.dumps({"colours": {"red": "read back"}}), encoding="utf-8")
    tables.table.cache_clear()
    assert tables.table("colours") == {"red": "read back"}


def test_a_changed_yaml_is_parsed_again(room: Path) -> None:
    tables.table("colours")
    (room / "colours.yaml").write_text("red: 朱\n", encoding="utf-8")
    tables.table.cache_clear()
    assert tables.table("colours") == {"red": "朱"}
    assert len(_kept(room)) == 1


def test_a_damaged_kept_form_is_ignored(room: Path) -> None:
    tables.table("colours")
    _kept(room)[0].write_text("{", encoding="utf-8")
    tables.table.cache_clear()
    assert tables.table("colours") == {"red": "红"}


def test_a_folder_gives_its_files_by_name(room: Path) -> None:
    (room / "paints").mkdir()
    (room / "paints" / "oil.yaml").write_text("[1, 2]", encoding="utf-8")
    assert tables.table("paints") == {"oil": [1, 2]}
