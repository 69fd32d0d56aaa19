"""A sheet mapped to what was asked: one thing of it at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from luheng.documents.sheets import (
    MappedSheet,
    Mapping,
    Meaning,
    SheetGrid,
    WantedColumn,
    WantedRow,
    grids_of,
    map_sheet,
    map_workbook,
)

VALUE = WantedColumn("value", "数值", role="value", type="amount")
NOTE = WantedColumn("note", "备注", synonyms=("说明",))
ENERGY = WantedRow("energy", "能源消费总量", unit="万吨标准煤", period="2025")
POWER = WantedRow("power", "全社会用电量", unit="亿千瓦时", period="2025")
HEAD = ["指标", "单位", "2025年"]


def mapped(
    *rows: Sequence[str], asked: Sequence[WantedRow] = (ENERGY,), memory: Mapping | None = None
) -> MappedSheet:
    return map_sheet(SheetGrid.of("表", rows), [VALUE, NOTE], asked, memory)


def values(found: MappedSheet) -> dict[str, str]:
    return {cell.row: str(cell.value) for cell in found.cells if cell.column == "value"}


def stops(found: MappedSheet) -> list[tuple[str, str]]:
    return [(trouble.address, trouble.message.code) for trouble in found.stops]


def of_workbook(change: Any, asked: Sequence[WantedRow] = (ENERGY,)) -> MappedSheet:
    book = Workbook()
    book.active.title = "表"
    for row in (HEAD, ["能源消费总量", "万吨标准煤", 841.8]):
        book.active.append(row)
    change(book.active)
    file = BytesIO()
    book.save(file)
    return map_sheet(grids_of("表.xlsx", file.getvalue())[0], [VALUE, NOTE], asked)


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("841.8", "841.8", "given"), ("８４１．８", "841.8", "given"), ("1,841.8", "1841.8", "given"),
        ("1，841.8", "1841.8", "given"), ("1 841.8", "1841.8", "given"), ("841.8①", "841.8", "given"),
        ("841.8[2]", "841.8", "given"), ("841.8万吨标准煤", "841.8", "given"),
        ("8418000tce", "841.8", "given"), ("0", "0", "given"), ("0.0", "0.0", "given"),
        ("—", "None", "missing"), ("…", "None", "missing"), ("无", "None", "missing"),
        ("N/A", "None", "missing"), ("", "None", "blank"),
    ],
)  # fmt: skip
def test_a_figure_as_people_type_it(text: str, value: str, state: str) -> None:
    found = mapped(HEAD, ["能源消费总量", "", text])
    assert [(str(c.value), c.state) for c in found.cells] == [(value, state)]
    assert found.stops == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("约840", "sheet_cell_not_exact"), ("840左右", "sheet_cell_not_exact"),
        ("840-850", "sheet_cell_not_exact"), (">840", "sheet_cell_not_exact"),
        ("2025-03-12", "sheet_cell_is_date"), ("8418.0.1", "sheet_cell_no_number"),
        ("1.841,8", "sheet_cell_no_number"), ("84,18", "sheet_cell_no_number"),
        ("(841.8)", "sheet_cell_no_number"), ("84l.8", "sheet_cell_no_number"),
        ("841.8亿元", "sheet_units_contradict"), ("TRUE", "sheet_cell_no_number"),
        ("841.8万", "sheet_cell_no_number"),
    ],
)  # fmt: skip
def test_a_figure_nobody_may_guess_is_refused_by_its_cell(text: str, code: str) -> None:
    found = mapped(HEAD, ["能源消费总量", "万吨标准煤", text])
    assert (values(found), stops(found)) == ({}, [("表!C2", code)])


def test_a_footnotes_mark_is_kept_and_is_no_digit() -> None:
    found = mapped(HEAD, ["能源消费总量*", "万吨标准煤", "841.8②"])
    assert [(str(c.value), c.note) for c in found.cells] == [("841.8", "* ②")]


def test_units_are_converted_and_the_printed_one_is_kept() -> None:
    found = mapped(HEAD, ["能源消费总量（吨标准煤）", "", "8418000"])
    [cell] = found.cells
    assert (cell.value, cell.unit, cell.printed_unit) == (
        Decimal("841.8"),
        "万吨标准煤",
        "吨标准煤",
    )
    assert [note.message.code for note in found.notes] == ["sheet_unit_converted"]


def test_a_unit_line_above_the_table_holds_where_rows_are_silent() -> None:
    caption = ["单位：吨标准煤", "", ""]
    found = mapped(caption, ["指标", "", "2025年"], ["能源消费总量", "", "8418000"])
    assert values(found) == {"energy": "841.8"}
    found = mapped(caption, HEAD, ["能源消费总量", "万吨标准煤", "841.8"])
    assert values(found) == {"energy": "841.8"}


def test_units_that_contradict_each_other_name_both_cells() -> None:
    found = mapped(["指标", "单位", "2025年（吨标准煤）"], ["能源消费总量", "万吨标准煤", "841.8"])
    assert stops(found) == [("表!C2", "sheet_units_contradict")]
    assert "表!B2" in found.stops[0].message.text() and "表!C1" in found.stops[0].message.text()


def test_a_unit_of_another_quantity_is_refused() -> None:
    found = mapped(HEAD, ["能源消费总量", "亿元", "841.8"])
    assert stops(found) == [("表!C2", "sheet_unit_other_quantity")]


def test_where_no_unit_is_printed_the_one_asked_for_is_taken_and_said() -> None:
    found = mapped(["指标", "2025年"], ["能源消费总量", "841.8"])
    assert values(found) == {"energy": "841.8"}
    assert [note.message.code for note in found.notes] == ["sheet_unit_assumed"]


def test_columns_of_targets_changes_and_other_times_are_left_alone() -> None:
    heads = ["指标", "单位", "2024年", "2025年目标", "2025年", "比上年增长（%）", "全省2025年"]
    found = mapped(heads, ["能源消费总量", "万吨标准煤", "1", "2", "841.8", "4", "5"])
    assert (values(found), found.stops) == ({"energy": "841.8"}, [])


def test_a_form_of_last_year_is_not_taken_for_this_one() -> None:
    found = mapped(
        ["2024年报表", "", ""], ["指标", "单位", "数值"], ["能源消费总量", "万吨标准煤", "830"]
    )
    assert (values(found), stops(found)) == ({}, [("表!C3", "sheet_row_of_other_time")])


def test_month_and_running_total_are_told_apart() -> None:
    asked = [
        WantedRow("month", "全社会用电量", unit="亿千瓦时", period="2025-03"),
        WantedRow("total", "全社会用电量", unit="亿千瓦时", period="2025-01/2025-03"),
    ]
    rows = [
        ["2025年3月", "", "", "", ""],
        ["指标", "单位", "本月", "本年累计", "上年同期累计"],
        ["全社会用电量", "亿千瓦时", "9.1", "27.4", "26.0"],
    ]
    assert values(mapped(*rows, asked=asked)) == {"month": "9.1", "total": "27.4"}


def test_years_across_and_months_down_are_one_time_together() -> None:
    asked = [
        WantedRow(f"{year}", "全社会用电量", unit="亿千瓦时", period=f"{year}-02")
        for year in (2024, 2025)
    ]
    rows = [["月份", "2024年用电量", "2025年用电量"], ["1月", "8", "9"], ["2月", "8.2", "9.3"]]
    assert values(mapped(*rows, asked=asked)) == {"2024": "8.2", "2025": "9.3"}


def test_a_head_and_a_row_of_different_times_answer_nothing() -> None:
    rows = [["指标", "时期", "2024年"], ["能源消费总量", "2025年", "841.8"]]
    assert ("表!C2", "sheet_times_contradict") in stops(mapped(*rows))
    assert values(mapped(*rows)) == {}


def test_an_answer_given_twice_and_differently_is_none() -> None:
    row = ["能源消费总量", "万吨标准煤", "841.8"]
    assert values(mapped(HEAD, row, row)) == {"energy": "841.8"}
    found = mapped(HEAD, row, ["能源消费总量", "万吨标准煤", "842.0"])
    assert (values(found), stops(found)) == ({}, [("表!C3", "sheet_answered_twice")])


def test_a_name_that_is_only_near_is_asked_about_and_remembered_once_confirmed() -> None:
    rows = [HEAD, ["能源消总费量", "万吨标准煤", "841.8"]]
    found = mapped(*rows)
    assert (values(found), stops(found)) == ({}, [("表!A2", "sheet_row_unclear")])
    kept = json.dumps(found.mapping.with_name("能源消总费量", "能源消费总量").to_json())
    again = mapped(*rows, memory=Mapping.from_json(json.loads(kept)))
    assert (values(again), again.stops) == ({"energy": "841.8"}, [])


@pytest.mark.parametrize("heading", [["一、工业", "", ""], ["规模以上工业企业报表", "", ""]])
def test_a_short_name_under_a_narrower_heading_is_asked_about(heading: list[str]) -> None:
    above, below = ([heading], []) if "报表" in heading[0] else ([], [heading])
    rows = [*above, HEAD, *below, ["用电量", "亿千瓦时", "112.6"]]
    found = mapped(*rows, asked=[POWER])
    assert (values(found), stops(found)) == ({}, [("表!A3", "sheet_row_narrowed")])
    confirmed = found.mapping.with_name("用电量", POWER.zh)
    assert values(mapped(*rows, asked=[POWER], memory=confirmed)) == {"power": "112.6"}


def test_a_name_in_full_or_a_heading_of_another_kind_is_taken() -> None:
    rows = [HEAD, ["一、工业", "", ""], ["全社会用电量", "亿千瓦时", "112.6"]]
    assert values(mapped(*rows, asked=[POWER])) == {"power": "112.6"}
    rows = [HEAD, ["一、能源", "", ""], ["用电量", "亿千瓦时", "112.6"]]
    assert values(mapped(*rows, asked=[POWER])) == {"power": "112.6"}


def test_a_column_that_a_person_named_is_known_the_next_year() -> None:
    def rows(year: str, value: str) -> list[list[str]]:
        return [[f"{year}年报表", "", ""], ["指标", "单位", "本局口径"], ["能源消费总量", "万吨标准煤", value]]  # fmt: skip

    found = mapped(*rows("2025", "841.8"))
    assert values(found) == {}
    assert "本局口径（表!C2）" in found.stops[0].message.text()
    kept = found.mapping.with_meaning(2, Meaning(role="value", key="value", relative="asked"))
    memory = Mapping.from_json(json.loads(json.dumps(kept.to_json())))
    assert values(mapped(*rows("2025", "841.8"), memory=memory)) == {"energy": "841.8"}
    later = WantedRow("energy", "能源消费总量", unit="万吨标准煤", period="2026")
    assert values(mapped(*rows("2026", "850"), asked=[later], memory=memory)) == {"energy": "850"}
    assert values(mapped(*rows("2026", "850"), memory=memory)) == {}  # 2025 was asked for


def test_what_was_remembered_of_another_shape_is_not_used() -> None:
    memory = Mapping("another", (), {2: Meaning(role="none")})
    found = mapped(HEAD, ["能源消费总量", "万吨标准煤", "841.8"], memory=memory)
    assert values(found) == {"energy": "841.8"}


def test_percent_cells_comments_and_hidden_rows_of_a_workbook() -> None:
    def change(sheet: Any) -> None:
        sheet.append(["森林覆盖率", "%", 0.586])
        sheet["C3"].number_format = "0.0%"
        sheet["C3"].comment = Comment("以变更调查为准", "office")
        sheet.row_dimensions[3].hidden = True

    asked = [ENERGY, WantedRow("forest", "森林覆盖率", unit="%", period="2025")]
    found = of_workbook(change, asked)
    forest = next(cell for cell in found.cells if cell.row == "forest")
    assert (forest.value, forest.note, forest.hidden) == (Decimal("58.6"), "以变更调查为准", True)
    assert [(t.address, t.message.code) for t in found.notes] == [("表!C3", "sheet_hidden_read")]


@pytest.mark.parametrize(
    ("value", "number_format", "code"),
    [
        ("=1+1", "General", "formula_without_value"),
        (8418000, '0!.0,"万吨"', "sheet_cell_scaled"),
        (8418000, "#,##0,", "sheet_cell_scaled"),
    ],
)
def test_what_a_cell_shows_but_does_not_hold_is_refused(
    value: object, number_format: str, code: str
) -> None:
    def change(sheet: Any) -> None:
        sheet["C2"].value, sheet["C2"].number_format = value, number_format

    assert stops(of_workbook(change)) == [("表!C2", code)]


def test_a_number_with_thousands_marks_is_not_scaled() -> None:
    def change(sheet: Any) -> None:
        sheet["C2"].value, sheet["C2"].number_format = 1841.8, "#,##0.00"

    assert values(of_workbook(change)) == {"energy": "1841.8"}


def test_the_sheet_that_answers_most_is_chosen() -> None:
    cover = SheetGrid.of("说明", [["请按时报送"]])
    form = SheetGrid.of("表", [HEAD, ["能源消费总量", "万吨标准煤", "841.8"]])
    grid, found = map_workbook([cover, form], [VALUE], [ENERGY])
    assert (grid.name, values(found)) == ("表", {"energy": "841.8"})


REGISTER = [
    WantedColumn("name", "项目名称", synonyms=("项目",), required=True),
    WantedColumn("money", "总投资", synonyms=("投资额",), type="amount", unit="亿元"),
    WantedColumn("begins", "开工年份", type="year"),
]


def register(*rows: Sequence[str]) -> MappedSheet:
    return map_sheet(SheetGrid.of("项目", rows), REGISTER)


def test_a_register_is_read_row_by_row_without_totals_headings_and_notes() -> None:
    found = register(
        ["重点项目表", "重点项目表", "重点项目表"],
        ["投资额（万元）", "项目", "开工年份"],
        ["12000", "风电场", "2025年"],
        ["", "", ""],
        ["8000", "污水厂", "—"],
        ["20000", "合计", ""],
        ["注：数据截至年底", "", ""],
    )
    rows = found.rows()
    assert {key: str(row["money"].value) for key, row in rows.items()} == {"3": "1.2", "5": "0.8"}
    assert rows["3"]["begins"].value == Decimal(2025)
    assert stops(found) == [("项目!C5", "sheet_cell_no_year")]


def test_a_required_column_that_is_missing_or_twice_stops_the_register() -> None:
    assert stops(register(["总投资", "开工年份"], ["1", "2025"])) == [
        ("项目!A1", "sheet_column_missing")
    ]
    assert stops(register(["项目", "项目名称", "总投资"], ["a", "b", "1"])) == [
        ("项目!B1", "sheet_two_columns")
    ]


def test_a_sheet_without_heads_says_so() -> None:
    assert stops(mapped(["能源消费总量", "841.8"])) == [("表", "sheet_head_not_found")]
