"""Sixty messy registers: project tables, waste ledgers, targets; nine in ten map without a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from tests.documents.sheets.messy_registers import SPOILING, Messy, Value, workbook

from luheng.documents.sheets import MappedSheet, grids_of, map_workbook

SIXTY = range(60)


@dataclass
class Score:
    """How one register was mapped, record by record in their order."""

    messy: Messy
    mapped: MappedSheet
    wrong: list[tuple[int, str, Value, Value]] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Every record right, and nothing left to settle."""
        return not (self.wrong or self.mapped.stops)

    @property
    def troubles(self) -> list[str]:
        """What stops, as a person reads it."""
        return [trouble.message.text("zh") for trouble in self.mapped.stops]


def scored(messy: Messy) -> Score:
    grids = grids_of("台账.xlsx", messy.data)
    _, mapped = map_workbook(grids, messy.columns)
    rows: dict[int, dict[str, Value]] = {}
    for cell in mapped.cells:
        rows.setdefault(int(cell.row), {})[cell.column] = cell.value
    found = [rows[number] for number in sorted(rows)]
    score = Score(messy, mapped)
    for at, true in enumerate(messy.records):
        read = found[at] if at < len(found) else {}
        for key, value in true.items():
            if (at, key) != messy.spoilt_at and not same(read.get(key), value):
                score.wrong.append((at, key, read.get(key), value))
    if len(found) > len(messy.records):
        score.wrong.append((len(messy.records), "", "a row that is no record", None))
    return score


def same(read: Value, true: Value) -> bool:
    if isinstance(read, Decimal) and isinstance(true, Decimal):
        return read == true
    return (read or None) == (true or None) or (true is None and read in ("—", "/"))


def test_nine_in_ten_registers_map_without_code_and_none_wrongly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    scores = [scored(workbook(seed)) for seed in SIXTY]
    full = [score for score in scores if score.full]
    by_kind = Counter(score.messy.kind for score in full)
    with capsys.disabled():
        print(f"\n60 messy registers: {len(full)} map fully {dict(by_kind)}")
    # a head nobody knows costs its whole column: everything else stays right
    wrong = [s for s in scores if s.wrong and s.messy.spoilt != "head unknown"]
    assert [(s.messy.kind, s.wrong[:3], s.troubles[:3]) for s in wrong] == []
    assert len(full) >= 54
    assert [s.messy.spoilt for s in scores if not s.full and not s.troubles] == []


@pytest.mark.parametrize("spoiling", SPOILING)
@pytest.mark.parametrize("seed", range(6))
def test_what_nobody_may_guess_in_a_register_is_named_by_its_cell(spoiling: str, seed: int) -> None:
    score = scored(workbook(seed, spoiling))
    named = {trouble.address for trouble in score.mapped.stops}
    said = " ".join(score.troubles)
    cell = score.messy.spoilt_cell
    assert cell in named or cell.partition("!")[2] in said, (cell, score.troubles)
