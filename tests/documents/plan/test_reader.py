"""What a file is, and that nothing is invented where it is no plan."""

from collections.abc import Callable
from importlib.resources import files

import pytest

import luheng
from luheng.documents.model import Reading

Read = Callable[[str], Reading]
Around = Callable[[str], str]


@pytest.mark.parametrize(
    "novel",
    [
        "第一章 雨夜\n他推开门，屋里没有人。“你来了？”她问。\n第二章 归途\n那年冬天很冷，他走了三十里路。\n",
        "重返群山的漫长计划\n第一章 雨夜\n他推开门。\n第二章 归途\n雪很大。\n第三章 天亮\n他到了。\n",
    ],
)
def test_novel_gives_nothing_but_a_finding(read_text: Read, novel: str) -> None:
    reading = read_text(novel)
    assert reading.kind == "unknown"
    assert [found.message.code for found in reading.findings] == ["not_a_plan"]
    assert not reading.targets + reading.tasks + reading.sections


def test_bulletin_is_no_plan(read_text: Read) -> None:
    reading = read_text(
        "霁川市2023年生态环境状况公报\n一、大气环境\n2023年优良天数比例为92.1%，同比上升1.2个百分点。\n"
        "二、水环境\n地表水优良比例为95%，与上年持平。\n"
    )
    assert reading.kind == "bulletin"


def test_second_plan_in_a_file_is_told_and_the_first_is_read(
    read_text: Read, plan_text: Around
) -> None:
    first = plan_text("（三）推进改造。好。")
    second = plan_text("（三）发展农业。好。").replace("霁川市绿色", "青禾县绿色")
    reading = read_text(first + second)
    assert reading.title == "霁川市绿色低碳循环发展实施方案"
    assert [task.title for task in reading.tasks] == ["推进改造"]
    (found,) = [one for one in reading.findings if one.message.code == "plan_second_in_file"]
    assert found.quote.startswith("青禾县绿色")


def test_plan_copied_in_traditional_characters_is_read_the_same(read_text: Read) -> None:
    reading = read_text(
        "霽川市綠色低碳循環發展實施方案\n為落實要求,制定本方案。\n一、總體要求\n(一)主要目標。好。\n"
        "二、重點任務\n(二)推進改造。好。(責任單位:市財政局、水利局)\n"
    )
    assert reading.kind == "plan"
    assert reading.title == "霽川市綠色低碳循環發展實施方案"
    assert reading.tasks[0].lead == ["市财政局", "市水利局"]


def test_bytes_and_files_are_read_alike(plan_text: Around) -> None:
    data = plan_text("（三）推进改造。好。").encode("gb18030")
    reading = luheng.read(data, name="plan.txt")
    assert (reading.file, reading.tasks[0].title) == ("plan.txt", "推进改造")


def test_example_plan_is_read_whole() -> None:
    with (files("luheng.examples") / "invented_city" / "plan.docx").open("rb") as plan:
        reading = luheng.read(plan.read(), name="plan.docx")
    assert reading.kind == "plan"
    assert (len(reading.sections), len(reading.tasks), len(reading.projects)) == (32, 49, 16)
    assert all(task.lead for task in reading.tasks)
    codes = {found.message.code for found in reading.findings}
    assert {"plan_numbering_jump", "plan_builder_missing", "plan_total_differs"} <= codes


def test_returns_in_a_workbook_are_no_plan() -> None:
    with (files("luheng.examples") / "invented_city" / "returns.xlsx").open("rb") as returns:
        reading = luheng.read(returns.read(), name="returns.xlsx")
    assert reading.kind == "bulletin"
    assert not reading.targets


GROWTH_TABLE = """霁川市循环经济发展规划
为落实要求，制定本规划。
一、发展目标
表1 主要指标
| 指标 | 2020年 | 2025年 | 年均增速[累计] | 属性 |
| --- | --- | --- | --- | --- |
| 资源产出率（元/吨） | 5000 | 6100 | [22%] | 预期性 |
| 单位产值能耗降低（%） | — | — | [13.5] | 约束性 |
| 循环利用产业产值（亿元） | 90 | 140 | 9.2% | 预期性 |
二、重点任务
（一）加强利用。推进回收。
"""


def test_a_column_of_growth_gives_no_levels(read_text: Read) -> None:
    targets = read_text(GROWTH_TABLE).targets
    assert [(one.indicator, one.op, float(one.value or 0), one.unit) for one in targets] == [
        ("资源产出率", "=", 6100, "元/吨"),
        ("单位产值能耗", "reduce_by", 13.5, "%"),
        ("循环利用产业产值", "=", 140, "亿元"),
        ("循环利用产业产值", "increase_by", float("9.2"), "%"),
    ]
    rate, fall = targets[0], targets[1]
    assert (rate.change, rate.change_unit, fall.cumulative) == (22, "%", True)
    assert (targets[3].rate, targets[3].year) == ("annual", 2025)
