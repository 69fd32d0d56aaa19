"""The pack that docs/methods.md shows is one that works, from its files to its example."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from luheng.methods import Pack, Standards
from luheng.methods.worked_examples import worked_examples

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "methods.md").read_text(encoding="utf-8")


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pack:
    folder = tmp_path / "coal_example"
    for name, text in re.findall(r"^`([\w/.]+)`.*?\n+```\w+\n(.*?)^```", PAGE, re.M | re.S):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "coal_example", raising=False)
    return Pack("coal_example", "", "", "coal_example", folder)


def test_the_documented_pack_loads_and_its_examples_come_out(pack: Pack) -> None:
    standards = Standards()
    pack.add_to(standards)
    standards.check()
    examples = worked_examples(pack)
    assert len(examples) == 2
    assert [one.differs(standards) for one in examples] == ["", ""]


def test_the_documented_call_gives_what_it_should(pack: Pack) -> None:
    standards = Standards()
    pack.add_to(standards)
    result = standards.compute(
        "coal_example.intensity", day="2024-06-01", output="5000 万元",
        burnt={"raw_coal": "120 t", "natural_gas": "3 万立方米"},
    )  # fmt: skip
    assert float(result.value) == pytest.approx(122.145 / 5000)
    assert result.mark == "recalled"
    assert "120000 × 0.7143 + 30000 × 1.2143 = 122145 kgce" in result.explain()
