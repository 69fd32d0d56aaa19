"""Project tables: money in one unit, years from every printed form, totals kept apart."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from luheng.documents.model import Reading
from luheng.documents.plan.projects import Period, read_period

TABLE = """附件
重点项目表

\t序号
\t项目名称
\t建设内容及规模
\t建设起止年限
\t{money}
\t建设单位
\t牵头单位

\t1
\t北岸光伏项目
\t装机10万千瓦。
\t2023.3-2024.12
\t{first}
\t北岸能源有限公司
\t市发改委

\t2
\t南岸污水厂
\t日处理2万吨。
\t2024年—
\t待定
\t
\t市水利局

\t合计
\t
\t
\t
\t{total}
\t
\t
"""


@pytest.fixture
def read_table(
    read_text: Callable[[str], Reading], plan_text: Callable[[str], str]
) -> Callable[..., Reading]:
    def read(money: str, first: str, total: str) -> Reading:
        table = TABLE.format(money=money, first=first, total=total)
        return read_text(plan_text("（三）推进项目建设。抓好重点项目。") + table)

    return read


@pytest.mark.parametrize(
    ("money", "first", "in_yi"),
    [
        ("总投资（亿元）", "4.2", Decimal("4.2")),
        ("总投资（万元）", "42000", Decimal("4.2")),
        ("计划总投资", "4.2亿元", Decimal("4.2")),
        ("投资估算", "42000万元", Decimal("4.2")),
        ("投资额（万元）", "4.2亿元", Decimal("4.2")),
        ("总投资", "4.2", None),
    ],
)
def test_investment_is_in_yi_yuan_whatever_unit_is_printed(
    read_table: Callable[..., Reading], money: str, first: str, in_yi: Decimal | None
) -> None:
    reading = read_table(money, first, first)
    assert reading.projects[0].investment_yi_yuan == in_yi
    assert reading.projects[0].investment_raw == first


def test_columns_are_told_by_their_heads(read_table: Callable[..., Reading]) -> None:
    first, second = read_table("总投资（亿元）", "4.2", "4.2").projects
    assert (first.no, first.name, first.content) == (1, "北岸光伏项目", "装机10万千瓦。")
    assert (first.start, first.end) == (2023, 2024)
    assert (first.start_ym, first.end_ym) == ("2023-03", "2024-12")
    assert (first.builder, first.lead) == ("北岸能源有限公司", "市发改委")
    assert (second.start, second.end) == (2024, None)
    assert (second.investment_yi_yuan, second.investment_raw) == (None, "待定")
    assert second.builder is None


def test_total_is_no_project_but_is_checked(read_table: Callable[..., Reading]) -> None:
    right = read_table("总投资（亿元）", "4.2", "4.2")
    wrong = read_table("总投资（亿元）", "4.2", "5.2")
    assert len(right.projects) == len(wrong.projects) == 2
    assert "plan_total_differs" not in {found.message.code for found in right.findings}
    assert "plan_total_differs" in {found.message.code for found in wrong.findings}


def test_missing_builder_is_told_and_the_row_kept(read_table: Callable[..., Reading]) -> None:
    reading = read_table("总投资（亿元）", "4.2", "4.2")
    (found,) = [one for one in reading.findings if one.message.code == "plan_builder_missing"]
    assert found.quote == "南岸污水厂"


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("2023-2025", Period(2023, 2025)),
        ("2023—2027年", Period(2023, 2027)),
        ("2023年3月—2025年底", Period(2023, 2025, "2023-03", "2025-12")),
        ("2023.03-2024.12", Period(2023, 2024, "2023-03", "2024-12")),
        ("2023/5-2024/6", Period(2023, 2024, "2023-05", "2024-06")),
        ("202303-202412", Period(2023, 2024, "2023-03", "2024-12")),
        ("2023年3-12月", Period(2023, 2023, "2023-03", "2023-12")),
        ("2024", Period(2024, 2024)),
        ("2024年底前", Period(None, 2024, None, "2024-12")),
        ("2022年起", Period(2022, None)),
        ("2023-", Period(2023, None)),
        ("待定", Period()),
        ("12个月", Period()),
    ],
)
def test_period_in_every_printed_form(printed: str, period: Period) -> None:
    assert read_period(printed) == period


def test_projects_of_a_box_are_its_lines_with_money(
    read_text: Callable[[str], Reading], plan_text: Callable[[str], str]
) -> None:
    reading = read_text(plan_text(
        "（一）改造。推进园区改造。\n专栏1 环境重点工程\n"
        "1.污水处理厂扩建工程：扩建5万吨/日，总投资6.6亿元，2023—2025年。\n"
        "2.绿道项目。新建绿道30公里，投资约4500万元，2024年6月建成。\n"
        "3.绿色工厂工程。到2025年，建成绿色工厂50家。\n"
        "（二）治理。到2025年，污水处理率达到95%。"
    ))  # fmt: skip
    assert [
        (p.clause, p.no, p.name, str(p.investment_yi_yuan), p.start, p.end)
        for p in reading.projects
    ] == [
        ("专栏1/1", 1, "污水处理厂扩建工程", "6.6", 2023, 2025),
        ("专栏1/2", 2, "绿道项目", "0.45", None, 2024),
    ]
    assert reading.projects[1].content == "新建绿道30公里，投资约4500万元，2024年6月建成。"
    assert [t.indicator for t in reading.targets] == ["绿色工厂数", "污水处理率"]


def test_a_box_of_aims_holds_no_projects(
    read_text: Callable[[str], Reading], plan_text: Callable[[str], str]
) -> None:
    reading = read_text(plan_text("（一）改造。好。\n专栏1 主要目标\n1.绿化工程。总投资2亿元。"))
    assert reading.projects == []
