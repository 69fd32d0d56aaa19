"""Fifty messy workbooks: nine in ten map without a word, none wrongly, the rest name the cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from tests.documents.sheets.messy_workbooks import SPOILING, Messy, workbook

from luheng.documents.sheets import MappedSheet, grids_of, map_workbook

FIFTY = range(50)


@dataclass
class Score:
    """How one workbook was mapped."""

    messy: Messy
    mapped: MappedSheet
    wrong: dict[str, tuple[Decimal | str | None, Decimal | None]] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)

    @property
    def full(self) -> bool:
        """Every answer right, and nothing left to settle."""
        return not (self.wrong or self.lacking or self.mapped.stops)

    @property
    def troubles(self) -> list[str]:
        """What stops, as a person reads it."""
        return [trouble.message.text("zh") for trouble in self.mapped.stops]


def scored(messy: Messy) -> Score:
    grids = grids_of("返回.xlsx", messy.data)
    _, mapped = map_workbook(grids, messy.asked.columns, messy.asked.rows)
    found = {cell.row: cell for cell in mapped.cells if cell.column == "value"}
    score = Score(messy, mapped)
    for key, true in messy.asked.truth.items():
        cell = found.get(key)
        if cell is None:
            score.lacking.add(key)
        elif cell.value != true:
            score.wrong[key] = (cell.value, true)
    return score


def test_nine_in_ten_map_without_code_and_none_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    scores = [scored(workbook(seed)) for seed in FIFTY]
    full = [score for score in scores if score.full]
    cells = sum(len(score.messy.asked.truth) for score in scores)
    with capsys.disabled():
        print(
            f"\n50 messy workbooks: {len(full)} map fully, {cells} cells asked for, 0 may be wrong"
        )
    assert [score.wrong for score in scores if score.wrong] == []
    assert len(full) >= 45
    rest = [score for score in scores if not score.full]
    assert [score for score in rest if not score.troubles] == []


@pytest.mark.parametrize("spoiling", sorted(SPOILING))
@pytest.mark.parametrize("seed", range(6))
def test_what_nobody_may_guess_is_named_by_its_cell(spoiling: str, seed: int) -> None:
    score = scored(workbook(seed, spoiling))
    named = {trouble.address for trouble in score.mapped.stops}
    assert not score.wrong
    assert named & score.messy.spoilt_cells, score.troubles
    assert score.lacking <= score.messy.spoilt_keys
