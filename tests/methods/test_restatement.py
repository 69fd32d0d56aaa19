"""The same inputs under another edition, another day of knowledge, or mended numbers."""

from __future__ import annotations

import json
from decimal import Decimal

import numpy as np
import pytest

import luheng
from luheng.methods import Standards, standards
from luheng.methods.over_days import compute_over_days
from luheng.methods.restatement import numbers_entry, restate, restate_record
from luheng.packs.air.methods.index import iaqi
from luheng.parameters import book_of
from luheng.vocabulary.messages import LuhengError

PM = {"item": "pm2_5_24h", "concentration": 75}


def test_a_result_is_restated_under_the_other_edition() -> None:
    found = restate(luheng.compute("air.iaqi", day="2025-06-01", **PM), using="HJ 633-2026")
    assert (found.before, found.after.value, found.difference) == (100, 114, 14)
    assert [v.parameter for v in found.changed_numbers] == ["air.iaqi_table.pm2_5_24h"]


def test_a_stored_record_is_restated_from_what_it_holds() -> None:
    record = json.loads(luheng.compute("air.iaqi", day="2026-06-01", **PM).to_bytes())
    assert not restate_record(record).moved
    earlier = restate_record(record, as_of="2026-02-01")
    assert (earlier.moved, earlier.difference) == (True, -14)


def test_a_mended_number_says_which_results_move_and_by_how_much() -> None:
    table = """
- id: air.iaqi_table.x
  zh: 表
  en: table
  unit: μg/m³
  versions:
    - {from: 2020-01-01, value: {points: [0, 100], index: [0, %s], above: 500}, source: {standard: S, mark: verified}}
"""

    def asked(top: int) -> luheng.methods.Result:  # type: ignore[name-defined]
        house = Standards([iaqi], book_of({"b.yaml": table.replace(".x", ".so2_1h") % top}))
        return house.compute("air.iaqi", day="2024-01-01", item="so2_1h", concentration=50)

    mended = Standards([iaqi], book_of({"b.yaml": table.replace(".x", ".so2_1h") % 200}))
    found = restate(asked(100), standards=mended)
    assert (found.before, found.after.value, found.percent) == (50, 100, 100)
    entry = numbers_entry([found, restate(asked(200), standards=mended)], why="top mended")
    assert "1 published results move" in entry and "50 → 100" in entry and "100 %" in entry


def test_a_column_of_days_is_cut_where_the_edition_changes() -> None:
    days = np.array(["2026-03-01", "2026-02-28", "2026-01-01"], dtype="datetime64[D]")
    found = compute_over_days("air.iaqi", days, item="pm2_5_24h", concentration=[75, 75, 35])
    assert found.value.tolist() == [114, 100, 50]
    assert [len(part.lineage.versions) for _, _, part in found.parts] == [1, 1]
    again = compute_over_days(
        "air.iaqi", days, using="HJ 633-2026", item="pm2_5_24h", concentration=[75, 75, 35]
    )
    assert again.value.tolist() == [114, 114, 50]


def test_results_over_arrays_are_not_restated_from_their_record() -> None:
    result = standards().compute("air.iaqi", day="2025-01-01", item="co_24h", concentration=[1.0])
    with pytest.raises(LuhengError, match="只有校验值"):
        restate_record(result.record())
    assert not restate(result).moved
    assert restate(standards().compute("air.iaqi", day="2025-01-01", **PM)).difference == Decimal(0)
