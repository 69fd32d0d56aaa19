"""A laboratory's sheet is read cell by cell: flags are kept apart from numbers, gaps are no zeros."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from luheng.methods import standards
from luheng.packs.water.laboratory import read_columns
from luheng.vocabulary.messages import LuhengError

SHEET: dict[str, list[Any]] = {
    "ammonia_n": ["0.12", "0.025L", "<0.02", "１．２", "—", None, Decimal("2.5"), float("nan")],
    "mercury": ["0.00004L"] * 7 + ["0.002L"],
}


def test_cells_become_numbers_and_marks() -> None:
    sample, below = read_columns(SHEET)
    found = sample["ammonia_n"]
    assert found[[0, 1, 2, 3, 6]].tolist() == [0.12, 0.025, 0.02, 1.2, 2.5]
    assert np.isnan(found[[4, 5, 7]]).all()
    assert below["ammonia_n"].tolist() == [False, True, True] + [False] * 5
    assert below["mercury"].all()


def test_a_sheet_is_classed_like_its_rows_alone() -> None:
    sample, below = read_columns(SHEET)
    many = standards().compute("water.class", day="2025-06-01", sample=sample, below=below).exact
    for row in range(8):
        one = {item: cells[row] for item, cells in SHEET.items()}
        alone = standards().compute("water.class", day="2025-06-01", sample=one).exact
        assert many[row] == (alone or 0), row


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("ND", "input_not_detected"),
        ("未检出", "input_not_detected"),
        ("0.3 mg/L", "input_unit_in_series"),
        ("达标", "number_unreadable"),
        ("-", ""),
    ],
)
def test_a_cell_that_is_no_number_names_its_row(cell: str, code: str) -> None:
    if not code:
        assert np.isnan(read_columns({"cod": [12, cell]})[0]["cod"][1])
        return
    with pytest.raises(LuhengError) as refused:
        read_columns({"cod": [12, cell]})
    assert refused.value.message.code == code
    if code != "number_unreadable":
        assert refused.value.message.values["name"] == "cod[1]"


def test_a_negative_cell_is_refused_when_it_is_computed() -> None:
    sample, below = read_columns({"cod": ["12", "-3"]})
    with pytest.raises(LuhengError) as refused:
        standards().compute("water.class", day="2025-06-01", sample=sample, below=below)
    assert refused.value.message.code == "input_below_minimum"
