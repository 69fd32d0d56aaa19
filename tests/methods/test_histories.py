"""One history under two editions: the same days, counted by each; what a table of days must hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from luheng.cli import main
from luheng.examples.invented_air import EDITIONS, good_days, invented_days
from luheng.methods.histories import csv_rows, head_of, histories, history, table_of, years_counted
from luheng.vocabulary.messages import LuhengError

HEADS = ["日期", "so2", "no2", "pm10", "co", "o3_8h", "pm2_5"]
DAY = ["2025-01-01", "5", "20", "40", "0.6", "80", "20"]


@pytest.fixture(scope="module")
def air(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented air of docs/air.md as a table of days."""
    days, drawn = invented_days()
    path = tmp_path_factory.mktemp("days") / "days.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["日期", *drawn])
        for place, day in enumerate(days):
            cells = [column[place] for column in drawn.values()]
            writer.writerow([day, *("—" if np.isnan(cell) else f"{cell:g}" for cell in cells)])
    return path


def code_of(rows: list[list[str]]) -> str:
    with pytest.raises(LuhengError) as refused:
        table_of(history("air.good_days"), rows, "days.csv")
    return refused.value.message.code


def test_the_years_are_those_of_the_story_in_the_documentation(air: Path) -> None:
    one = history("air.good_days")
    table = table_of(one, csv_rows(air), air.name)
    told = good_days()
    as_counted = years_counted(one, table)
    assert [(year.year, year.also, year.value) for year in as_counted] == [
        (year.year, year.by_date, year.share) for year in told
    ]
    for edition in EDITIONS:
        under = years_counted(one, table, using=edition)
        assert [(year.also, year.value) for year in under] == [year.under[edition] for year in told]


def test_a_year_in_which_the_edition_changes_names_both_and_its_least_sure_mark(air: Path) -> None:
    one = history("air.good_days")
    years = years_counted(one, table_of(one, csv_rows(air), air.name))
    assert years[-2].editions == ("HJ 633-2012",)
    assert set(years[-1].editions) == set(EDITIONS)
    sure = ("verified", "secondary", "recalled")
    assert sure.index(years[-1].mark) >= sure.index(years[-2].mark)


def test_as_known_before_the_new_edition_was_published_the_old_one_goes_on(air: Path) -> None:
    one = history("air.good_days")
    table = table_of(one, csv_rows(air), air.name)
    then = years_counted(one, table, as_of="2025-12-31")[-1]
    assert then.value == years_counted(one, table, using="HJ 633-2012")[-1].value


def test_missing_days_and_cells_are_never_zero() -> None:
    one = history("air.good_days")
    table = table_of(
        one, [HEADS, DAY, ["2025-01-03", "", "—", "40", "0.6", "80", "20"]], "days.csv"
    )
    year = years_counted(one, table)[0]
    assert np.isnan(table.series["so2"][1])
    assert (year.also, year.value, year.counted, year.of) == (1, 100, 1, 365)


def test_days_may_come_in_any_order_and_heads_in_chinese() -> None:
    one = history("air.good_days")
    heads = ["日期", *(head_of(column) for column in one.columns.values())]
    row = ["2025/1/2", "5", "20", "40", "０.６", "80", "", "20"]
    table = table_of(one, [heads, row, ["2025年1月1日", *row[1:]]], "days.csv")
    assert [str(day) for day in table.days] == ["2025-01-01", "2025-01-02"]
    assert table.series["co"].tolist() == [0.6, 0.6]


@pytest.mark.parametrize(("rows", "code"), [
    ([["日期", "so2"], ["2025-01-01", "5"]], "history_heads"),
    ([HEADS], "history_empty"),
    ([HEADS, ["一月一日", *DAY[1:]]], "history_day"),
    ([HEADS, DAY, DAY], "history_day_twice"),
    ([HEADS, [DAY[0], "-5", *DAY[2:]]], "history_cell"),
    ([HEADS, [DAY[0], "ND", *DAY[2:]]], "history_cell"),
    ([HEADS, [DAY[0], "<3", *DAY[2:]]], "history_cell"),
    ([HEADS, [DAY[0], "5 ppm", *DAY[2:]]], "history_cell"),
])  # fmt: skip
def test_a_bad_table_is_refused_with_its_row(rows: list[list[str]], code: str) -> None:
    assert code_of(rows) == code


def test_every_history_names_methods_and_editions_there_are() -> None:
    for one in histories():
        row = dict.fromkeys(one.columns, "1")
        table = table_of(one, [["日期", *row], ["2025-06-01", *row.values()]], "days.csv")
        for edition in one.editions:
            assert years_counted(one, table, using=edition)[0].year == 2025
    with pytest.raises(LuhengError, match="bad_days"):
        history("air.bad_days")


def test_the_command_puts_the_verdict_of_a_target_beside_each_edition(air: Path) -> None:
    called = ["restate", str(air), "--history", "air.good_days", "--target", "85"]
    said = CliRunner().invoke(main, called).output
    assert "2025  87.6%  达标 met" in said
    assert "2025  79.6%  未达标 missed" in said
    run = CliRunner().invoke(main, [*called, "--using", "HJ 633-2026", "--as-of", "2026-01-31", "--json"])  # fmt: skip
    columns = json.loads(run.output)
    assert list(columns) == ["按当日版本 as counted", "按 2026-01-31 所知 as known then", "HJ 633-2026"]  # fmt: skip
    assert [column[-1]["met"] for column in columns.values()] == [True, True, False]
