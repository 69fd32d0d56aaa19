"""Tables and workbooks: every number of a row belongs to its indicator, place and time."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from tests.documents.observations.forms import read, reading_of, short

from luheng.documents.formats import open_bytes
from luheng.documents.observations import BulletinReading, read_observations

TABLES = {
    "years as columns, in a text": (
        "附表  全市地区生产总值（亿元）\n年份 2021 2022 2023\nGDP 1138.90 1190.21 1254.38",
        "地区生产总值=1138.90亿元 2021 | 地区生产总值=1190.21亿元 2022 | 地区生产总值=1254.38亿元",
    ),
    "a row of growth below its indicator": (
        "年份\t2021\t2022\t2023\n地区生产总值（亿元）\t1138.90\t1190.21\t1254.38\n增长速度（%）\t8.0\t3.3\t5.8",
        "地区生产总值=1138.90亿元 2021 | 地区生产总值=1190.21亿元 2022 | 地区生产总值=1254.38亿元"
        " | 地区生产总值增速=8.0% % 2021 | 地区生产总值增速=3.3% % 2022 | 地区生产总值增速=5.8% %",
    ),
    "a unit column and a column of change": (
        "指标名称\t计量单位\t2023年\t2022年\t同比±%\n全社会用电量\t亿千瓦时\t132.6\t124.2\t6.8\n原煤消费量\t万吨\t512\t—\t-1.5",
        "全社会用电量=132.6亿千瓦时 | 全社会用电量=124.2亿千瓦时 2022 | 全社会用电量=6.8% %"
        " | 原煤消费量=512万吨 | 原煤消费量=-1.5% %",
    ),
    "places as rows, limits left out": (
        "表1 2023年各县（市、区）环境空气质量\n地区\t优良天数比率（%）\tPM2.5（μg/m³）\n海棠区\t94.2\t25\n"
        "全市\t95.6\t22\n二级标准限值\t—\t35",
        "空气质量优良天数比例=94.2% 海棠区 | PM2.5年均浓度=25μg/m³ 海棠区"
        " | 空气质量优良天数比例=95.6% | PM2.5年均浓度=22μg/m³",
    ),
    "kinds of one measure as columns": (
        "表3 2023年各县（市、区）用水量 单位：亿m3\n县（市、区）\t农业\t工业\t合计\n岚浦县\t3.61\t0.52\t4.13\n溪山县\t3.69\t0.52\t4.21",
        "农业用水量=3.61亿立方米 岚浦县 | 工业用水量=0.52亿立方米 岚浦县"
        " | 农业用水量=3.69亿立方米 溪山县 | 工业用水量=0.52亿立方米 溪山县",
    ),
    "targets beside what was reached": (
        "指标\t2025年目标\t2023年实际\t比2020年增减\n非化石能源消费占比（%）\t20\t18.1\t3.1个百分点",
        "非化石能源消费比重=18.1% | 非化石能源消费比重=3.1百分点 pp 2021/2023",
    ),
    "years as rows": (
        "年份\t优良天数比例（%）\tPM2.5年均浓度（微克/立方米）\n2022年\t95.1\t24\n2023年\t95.6\t22",
        "空气质量优良天数比例=95.1% 2022 | PM2.5年均浓度=24μg/m³ 2022"
        " | 空气质量优良天数比例=95.6% | PM2.5年均浓度=22μg/m³",
    ),
    "sections of rivers are no places of a city": (
        "断面名称\t水质类别\t达标率（%）\n云江大桥\tⅡ\t100\n溪口\tⅢ\t91.7",
        "",
    ),
    "no unit, no figure": ("指标\t2022年\t2023年\n全社会用电量\t124.2\t132.6", ""),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_a_figure_for_each_of_its_numbers(name: str) -> None:
    text, expected = TABLES[name]
    assert " | ".join(read(text)) == expected


def test_a_row_is_quoted_whole() -> None:
    text = "年份 2021 2022 2023\nGDP（亿元） 1138.90 1190.21 1254.38"
    assert {o.quote for o in reading_of(text).observations} == {text.splitlines()[1]}


def test_a_missing_unit_is_told() -> None:
    (found, *_) = reading_of("指标\t2022年\t2023年\n全社会用电量\t124.2\t132.6").findings
    assert found.message.code == "observation_unit_missing"


# --- workbooks ------------------------------------------------------------------------------------


def workbook(rows: Sequence[Sequence[Any]], *, merge: str = "", sheet: str = "填报") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if merge:
        page.merge_cells(merge)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def of(rows: Sequence[Sequence[Any]], **options: str) -> BulletinReading:
    return read_observations(open_bytes("returns.xlsx", workbook(rows, **options)))


LONG = ["指标", "地区", "年份", "数值", "单位", "初步/最终"]


def test_a_return_gives_its_rows_with_the_address_of_the_number() -> None:
    reading = of(
        [
            LONG,
            ["农村生活污水治理率", "云汐市", 2023, 47.1, "%", "最终"],
            ["全社会用电量", "岚浦县", 2023, 12.6, "亿千瓦时", "初步"],
        ]
    )
    assert [(short(o), o.status, o.cell) for o in reading.observations] == [
        ("农村生活污水治理率=47.1%", "final", "填报!D2"),
        ("全社会用电量=12.6亿千瓦时 岚浦县", "preliminary", "填报!D3"),
    ]


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        (2023, "2023"),
        ("2023年", "2023"),
        ("2023-06", "2023-06"),
        ("2023年上半年", "2023-01/2023-06"),
        ("2023年1-8月", "2023-01/2023-08"),
        ("2023Q3", "2023-07/2023-09"),
        (datetime.date(2023, 12, 31), "2023"),
        (datetime.date(2023, 6, 30), "2023-06"),
        (45291, "2023"),  # 2023-12-31 as a spreadsheet counts days
    ],
)
def test_a_period_may_be_a_year_a_month_a_date_or_a_date_as_a_number(
    printed: Any, period: str
) -> None:
    reading = of([LONG, ["森林覆盖率", "云汐市", printed, 58.5, "%", ""]])
    assert [o.period for o in reading.observations] == [period]


def test_titles_above_a_shifted_head_and_columns_in_another_order_do_not_matter() -> None:
    reading = of(
        [
            ["云汐市绿色发展指标报表"],
            ["填报单位：市统计局"],
            [],
            ["序号", "所属期", "指标名称", "计量单位", "行政区划", "实际值", "责任单位"],
            [1, "2023年", "森林覆盖率", "%", "云汐市", 58.5, "市林业局"],
            [2, "2023年", "全社会用电量", "亿千瓦时", "云汐市", "132.6", "市发展改革局"],
        ]
    )
    assert [short(o) for o in reading.observations] == [
        "森林覆盖率=58.5%",
        "全社会用电量=132.6亿千瓦时",
    ]


def test_years_as_columns_of_a_sheet_and_empty_cells_are_no_observations() -> None:
    reading = of(
        [
            ["云汐市主要指标历年数据"],
            ["指标", "单位", 2021, 2022, 2023],
            ["森林覆盖率", "%", 58.3, None, 58.5],
            ["湿地保护率", "%", "—", 52.4, "/"],
        ]
    )
    assert [(short(o), o.cell) for o in reading.observations] == [
        ("森林覆盖率=58.3% 2021", "填报!C3"),
        ("森林覆盖率=58.5%", "填报!E3"),
        ("湿地保护率=52.4% 2022", "填报!D4"),
    ]


def test_a_merged_indicator_holds_for_all_the_rows_it_covers() -> None:
    reading = of(
        [
            LONG[:5],
            ["森林覆盖率", "云汐市", 2022, 58.4, "%"],
            [None, "云汐市", 2023, 58.5, "%"],
        ],
        merge="A2:A3",
    )
    assert [short(o) for o in reading.observations] == ["森林覆盖率=58.4% 2022", "森林覆盖率=58.5%"]


def test_text_in_a_number_cell_is_a_finding_that_names_the_cell() -> None:
    reading = of(
        [
            LONG,
            ["绿色出行比例", "云汐市", 2023, "约七成", "%", "初步"],
            ["森林覆盖率", "云汐市", 2023, 58.5, "%", "最终"],
        ]
    )
    assert [short(o) for o in reading.observations] == ["森林覆盖率=58.5%"]
    (finding,) = reading.findings
    assert "填报!D2" in finding.message.text("zh")
    assert "约七成" in finding.message.text("en")
