"""Packs are found by what they declare, in this house and behind an entry point."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import pytest

from luheng.methods import find_packs, packs
from luheng.vocabulary.messages import LuhengError

METHODS = """
from luheng.methods import Clause, Input, method


@method(id="ID.double", zh="加倍", en="double", source=Clause("S", "1"), unit="t",
        given={"a": Input(unit="t", zh="甲", en="a")})
def double(a):
    return a * 2
"""


def pack_at(folder: Path, name: str, id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("")
    (folder / name / "pack.yaml").write_text(f"{{id: {name}, zh: 外来, en: from outside}}")
    (folder / name / "methods.py").write_text(METHODS.replace("ID", id))
    monkeypatch.syspath_prepend(folder)
    entry = metadata.EntryPoint(name, name, "luheng.packs")
    monkeypatch.setattr(packs.metadata, "entry_points", lambda group: [entry])
    for module in (name, f"{name}.methods"):
        monkeypatch.delitem(sys.modules, module, raising=False)


def test_a_pack_of_another_distribution_is_found_and_computes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_at(tmp_path, "outside_pack", "outside_pack", monkeypatch)
    assert {"air", "outside_pack"} <= {pack.id for pack in find_packs()}
    loader = packs._Loader()
    result = loader.standards.compute("outside_pack.double", day="2024-01-01", a="500 kg")
    assert (result.value, result.unit) == (1, "t")


def test_a_method_must_be_named_after_its_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_at(tmp_path, "outside_other", "air", monkeypatch)
    loader = packs._Loader()
    for _ in range(2):  # a pack that was refused stays refused, with its reason
        with pytest.raises(LuhengError, match=r"应以 outside_other\. 开头"):
            loader.standards.compute("outside_other.double", day="2024-01-01", a=1)


def test_a_pack_that_does_not_say_what_it_is_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_at(tmp_path, "outside_third", "outside_third", monkeypatch)
    (tmp_path / "outside_third" / "pack.yaml").write_text("{id: outside_third, zh: 外来}")
    with pytest.raises(LuhengError, match="缺少“en”"):
        find_packs()
