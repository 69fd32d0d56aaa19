"""docs/standards.md is what the packs declare, and every pack's numbers load."""

from __future__ import annotations

from pathlib import Path

import pytest

from luheng.methods.catalogue import pack_rows, standards_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_standards_is_what_the_packs_declare() -> None:
    page = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
    assert page == standards_page(), "python tools/write_standards_page.py"


def test_every_pack_has_methods_numbers_and_examples() -> None:
    for row in pack_rows():
        assert row["methods"] and row["parameters"] and row["examples"], row


@pytest.mark.parametrize("kind", ["example", "boundary", "above_range", "wrong_unit", "out_of_date", "missing"])  # fmt: skip
def test_every_pack_has_examples_of_every_kind(kind: str) -> None:
    assert not [row["id"] for row in pack_rows() if not row["kinds"][kind]]
