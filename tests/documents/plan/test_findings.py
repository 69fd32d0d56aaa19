"""Findings: what a careful reader notices; no row is dropped or changed by them."""

from collections.abc import Callable

import pytest

from luheng.documents.model import Finding, Reading

Read = Callable[[str], Reading]
Around = Callable[[str], str]


def of(reading: Reading, code: str) -> list[Finding]:
    return [found for found in reading.findings if found.message.code == code]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("推广光伏组建回收。", "光伏组件"),
        ("提高非石化能源比重。", "非化石能源"),
        ("建设5000顿级泊位。", "吨"),
        ("建设2台600米W机组。", "MW"),
        ("处置危险废3万吨。", "危险废物"),
        ("加强生态环镜保护。", "生态环境"),
    ],
)
def test_probable_misprint_is_offered_a_correction(
    read_text: Read, plan_text: Around, printed: str, meant: str
) -> None:
    reading = read_text(plan_text(f"（三）推进改造。{printed}"))
    assert [found.suggestion for found in of(reading, "plan_probable_misprint")] == [meant]
    assert printed in reading.tasks[-1].text


@pytest.mark.parametrize(
    "right",
    [
        "发展石化产业和能源产业。",
        "停顿片刻。",
        "推广用水计量。",
        "开展技术设施改造。",
        "节约用水。",
    ],
)
def test_right_words_are_left_alone(read_text: Read, plan_text: Around, right: str) -> None:
    assert not of(read_text(plan_text(f"（三）推进改造。{right}")), "plan_probable_misprint")


def test_lost_range_mark(read_text: Read, plan_text: Around) -> None:
    reading = read_text(plan_text("（三）推进改造。选择2? 3家企业开展试点。"))
    assert [found.suggestion for found in of(reading, "plan_range_mark_lost")] == ["2~3"]


@pytest.mark.parametrize(
    ("parts", "told"), [("12亩、B区8亩", 0), ("12亩、B区9亩", 1), ("2亩、B区3亩", 0)]
)
def test_parts_are_added_up_where_they_come_near_the_total(
    read_text: Read, plan_text: Around, parts: str, told: int
) -> None:
    reading = read_text(plan_text(f"（三）推进建设。园区面积20亩，其中A区{parts}。"))
    assert len(of(reading, "plan_sum_differs")) == told


BODY = (
    "（三）推进工业绿色升级。加快钢铁改造，推广节能装备。推进清洁生产审核。建设绿色园区和绿色工厂。"
)
TABLE = """附件1
任务分工表

\t主要任务
\t序号
\t任务内容
\t责任单位

\t推进工业绿色升级
\t1
\t{first}
\t市工信局

\t
\t2
\t{second}
\t市生态环境局
"""


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("加快钢铁改造，推广节能装备。", "推进清洁生产审核。", "plan_sentence_not_in_annex"),
        ("加快钢铁改造，推广节能环保装备。", "推进清洁生产审核。建设绿色园区和绿色工厂。", "plan_annex_words_differ"),
        ("加快钢铁改造，推广节能装备。推进清洁生产审核。", "建设绿色园区和绿色工厂。落实排污许可证制度。", "plan_sentence_only_in_annex"),
    ],
)  # fmt: skip
def test_text_and_table_that_differ_are_compared_sentence_by_sentence(
    read_text: Read, plan_text: Around, first: str, second: str, code: str
) -> None:
    reading = read_text(plan_text(BODY) + TABLE.format(first=first, second=second))
    assert [found.message.code for found in reading.findings] == [code]
    assert len(reading.tasks) == 2


def test_table_that_only_sums_up_the_text_is_not_compared(
    read_text: Read, plan_text: Around
) -> None:
    table = TABLE.format(first="实施钢铁改造专项。", second="抓好清洁生产。")
    assert not read_text(plan_text(BODY) + table).findings


@pytest.mark.parametrize(
    "end", ["加快推进重点行业节能降碳改造，推动园区", "（市工信局牵头，市财政局、市"]
)
def test_text_that_breaks_off_is_read_as_far_as_it_goes(
    read_text: Read, plan_text: Around, end: str
) -> None:
    reading = read_text(plan_text(f"（三）推进改造。好。{end}"))
    assert of(reading, "plan_cut_off")
    assert reading.tasks[-1].title == "推进改造"


@pytest.mark.parametrize(
    "end",
    [
        "完成时限：2024年12月",
        "完成时间：长期坚持",
        "牵头单位：市工信局；配合单位：市财政局、各镇（街道）",
    ],
)
def test_a_last_line_of_units_or_time_needs_no_full_stop(
    read_text: Read, plan_text: Around, end: str
) -> None:
    reading = read_text(plan_text(f"（三）推进改造。好。\n{end}"))
    assert not of(reading, "plan_cut_off")


@pytest.mark.parametrize(
    "end", ["责任单位：市工信局、市水利局、市财", "（责任单位：市工信局、市财政局"]
)
def test_names_and_deadlines_that_break_off_are_noticed(
    read_text: Read, plan_text: Around, end: str
) -> None:
    assert of(read_text(plan_text(f"（三）推进改造。好。\n{end}")), "plan_cut_off")


def test_annexes_that_are_named_but_missing(read_text: Read, plan_text: Around) -> None:
    assert of(
        read_text(plan_text("（三）推进改造。好。\n附件：1.任务分工表\n2.项目表")),
        "plan_annex_missing",
    )
