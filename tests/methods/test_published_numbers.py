"""No published result moves untold: a changed number or method needs a `numbers` entry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tools import write_numbers

from luheng.methods.published import entry, moved_since, published_now, untold

NOW = published_now()


def test_every_published_result_that_moved_is_told_in_the_changelog() -> None:
    left = untold(moved_since(write_numbers.settled(), NOW), write_numbers.fragments().values())
    assert not left, 'make numbers TOPIC=… WHY="…" writes the entry of what moved:\n' + entry(
        left, why="untold"
    )


def test_every_entry_is_named_after_a_topic_and_a_kind() -> None:
    assert [name for name in write_numbers.fragments() if not write_numbers.well_named(name)] == []


def one_of(method: str) -> str:
    return next(key for key, one in NOW.items() if one["method"] == method and "unit" in one)


@pytest.fixture
def before() -> dict[str, dict[str, Any]]:
    """The settled state of a house whose AQI of one example was another."""
    return {key: dict(one) for key, one in NOW.items()}


def test_a_moved_result_is_untold_until_an_entry_names_that_very_movement(
    before: dict[str, dict[str, Any]],
) -> None:
    key = one_of("energy.comprehensive")
    before[key]["result"] = "100"
    moved = moved_since(before, NOW)
    assert [one.key for one in moved] == [key]
    assert moved[0].parameters
    text = entry(moved, why="a coefficient was corrected")
    assert f"100 → {NOW[key]['result']}" in text
    assert untold(moved, []) == moved
    assert untold(moved, [text]) == []
    before[key]["result"] = "101"
    assert untold(moved_since(before, NOW), [text])  # it moved again: another movement


def test_an_example_that_is_gone_is_told_and_a_new_one_is_not(
    before: dict[str, dict[str, Any]],
) -> None:
    key = one_of("air.aqi")
    gone = {name: one for name, one in NOW.items() if name != key}
    assert [(one.key, one.after) for one in moved_since(before, gone)] == [(key, None)]
    del before[key]
    assert moved_since(before, NOW) == []


def test_a_refusal_that_becomes_a_number_is_a_movement(before: dict[str, dict[str, Any]]) -> None:
    key = next(key for key, one in NOW.items() if "unit" in one)
    before[key]["result"] = {"refused": "parameter_unknown"}
    assert [one.before for one in moved_since(before, NOW)] == [{"refused": "parameter_unknown"}]


def test_the_tool_writes_the_entry_and_settling_takes_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_numbers, "FOLDER", tmp_path)
    monkeypatch.setattr(write_numbers, "SETTLED", tmp_path / "results.json")
    write_numbers.settle()
    assert write_numbers.write("coal-factor", "why") is None
    text = (tmp_path / "results.json").read_text(encoding="utf-8")
    key = one_of("energy.comprehensive")
    result = NOW[key]["result"]
    monkeypatch.setattr(
        write_numbers, "settled", lambda: {**NOW, key: {**NOW[key], "result": f"{result}1"}}
    )
    path = write_numbers.write("coal-factor", "raw coal corrected")
    assert path == tmp_path / "coal-factor.numbers.md"
    assert key in path.read_text(encoding="utf-8")
    assert "raw coal corrected" in write_numbers.settle()
    assert not path.exists()
    assert (tmp_path / "results.json").read_text(encoding="utf-8") == text
