"""Workbooks: a table for each sheet, every cell with its address and shown as the sheet shows it."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.documents.formats.office_files import zipped

from luheng.documents.formats import Limits, open_bytes
from luheng.documents.source import Source, Table
from luheng.vocabulary.messages import LuhengError


def book(
    *rows: list[object], title: str = "指标", merged: str = ""
) -> tuple[openpyxl.Workbook, Worksheet]:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    return workbook, sheet


def opened(workbook: openpyxl.Workbook) -> Source:
    stream = io.BytesIO()
    workbook.save(stream)
    return open_bytes("报表.xlsx", stream.getvalue())


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_titles_units_and_notes_are_paragraphs_around_the_table() -> None:
    workbook, _ = book(
        ["2026年用水情况"],
        ["单位：亿立方米"],
        ["指标", "2025年"],
        ["用水量", 1.5],
        ["注：初步数。"],
        merged="A1:B1",
    )
    source = opened(workbook)
    (table,) = source.tables()
    lines = [source.text[p.span.start : p.span.end] for p in source.paragraphs()]
    assert lines == ["指标", "2026年用水情况", "单位：亿立方米", "注：初步数。"]
    assert texts(table) == [["指标", "2025年"], ["用水量", "1.5"]]
    assert table.caption == "2026年用水情况 单位：亿立方米"
    assert table.rows[1][1].reference == "指标!B4"


def test_values_are_shown_as_the_sheet_shows_them() -> None:
    workbook, sheet = book(
        ["项", "值"], ["率", 0.965], ["日", datetime.date(2026, 3, 1)], ["数", 44.6]
    )
    sheet["B2"].number_format = "0.0%"
    for row in (
        ["整", 1200],
        ["小", 1e-7],
        ["文", "00123"],
        ["长", "市住建\n局"],
        ["命令", "=cmd|'/c calc'!A0"],
    ):
        sheet.append(row)
    sheet["B9"].data_type = "s"
    (table,) = opened(workbook).tables()
    assert [row[1].text for row in table.rows[1:]] == [
        "96.5%", "2026-03-01", "44.6", "1200", "0.0000001", "00123", "市住建局", "=cmd|'/c calc'!A0",
    ]  # fmt: skip


def test_merged_cells_stand_in_every_place_with_the_address_of_the_first() -> None:
    workbook, _ = book(["领域", "项", "值"], ["水", "甲", 1], [None, "乙", 2], merged="A2:A3")
    (table,) = opened(workbook).tables()
    assert texts(table)[1:] == [["水", "甲", "1"], ["水", "乙", "2"]]
    assert (table.rows[2][0].merged, table.rows[2][0].reference) == (True, "指标!A2")


def test_a_formula_without_a_value_is_found_and_its_cell_named() -> None:
    workbook, _ = book(["项", "值"], ["和", "=1+1"])
    source = opened(workbook)
    assert [str(finding.message.text()) for finding in source.findings] == [
        "指标!B2 是公式，文件中没有它的计算结果"
    ]
    (table,) = source.tables()
    assert texts(table)[1] == ["和", ""]


def test_shifted_tables_and_two_tables_on_a_sheet() -> None:
    workbook, _ = book(
        [None, None, "表一"], [None, None, "项", "值"], [None, None, "甲", 1], [], [None, None, "表二"],
        [None, None, "目", "数"], [None, None, "乙", 2],
    )  # fmt: skip
    tables = list(opened(workbook).tables())
    assert [texts(table) for table in tables] == [
        [["项", "值"], ["甲", "1"]],
        [["目", "数"], ["乙", "2"]],
    ]
    assert [table.caption for table in tables] == ["表一", "表二"]
    assert tables[1].rows[1][1].reference == "指标!D7"


def test_hidden_sheets_are_left_out_and_said_to_be() -> None:
    workbook, _ = book(["项", "值"], ["甲", 1])
    workbook.create_sheet("草稿").append(["旧", "值"])
    workbook["草稿"].sheet_state = "hidden"
    source = opened(workbook)
    assert "旧" not in source.text
    assert [finding.message.code for finding in source.findings] == ["sheet_hidden"]


def test_one_value_in_the_farthest_cell_does_not_fill_the_memory() -> None:
    workbook, sheet = book(["项", "值"])
    sheet["XFD1048576"] = 1
    with pytest.raises(LuhengError) as refused:
        opened(workbook)
    assert refused.value.message.code == "too_many_cells"


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="用水">
<table:table-row><table:table-cell office:value-type="string"><text:p>项</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>值</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="{times}"><table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="1.5"><text:p>1.5</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def opendocument(times: int) -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ODS.replace("\n", "").format(times=times),
            "META-INF/manifest.xml": MANIFEST,
        }
    )


def test_opendocument_sheets_are_read() -> None:
    (table,) = open_bytes("报表.ods", opendocument(1)).tables()
    assert texts(table) == [["项", "值"], ["甲", "1.5"]]


def test_opendocument_cells_repeated_without_end_are_refused() -> None:
    with pytest.raises(LuhengError) as refused:
        open_bytes("报表.ods", opendocument(1_000_000), limits=Limits(max_cells=10_000))
    assert refused.value.message.code == "too_many_cells"


def test_macros_of_a_workbook_are_not_run_and_said_to_be_there() -> None:
    workbook, _ = book(["指标", "2024年"], ["森林覆盖率（%）", 42.5])
    stream = io.BytesIO()
    workbook.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    source = open_bytes("报表.xlsm", stream.getvalue())
    assert [finding.message.code for finding in source.findings] == ["macros_ignored"]
    assert "42.5" in source.text
