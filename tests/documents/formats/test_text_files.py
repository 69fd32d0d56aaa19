"""Plain text: paragraphs, and tables with a cell on each line that begins with a tab."""

import pytest

from luheng.documents.formats import open_bytes
from luheng.documents.source import Source, Table

DUTIES = """附 件1

任务分工表

\t工作
\t序号
\t内容
\t责任
单位

\t健全流通体系
\t1
\t推广共同配送，到2026年
\t市商务局

以下各项均需各县（区）落实。

\t
\t2
\t发展冷链

物流。
\t市农业和

农村局

\t工作
\t序号
\t内容
\t责任单位

\t健全流通体系
\t3
\t建设回收站点


\t市供销社

\t
\t4
\t推广循环箱
\t


附 件2

建设项目表

单位：亿元

\t序号
\t名称
\t年限
\t投资

\t1
\t热网改造
\t2024-

2026
\t3.5

\t2
\t
\t2025
\t

一、保障措施

各有关部门要抓好落实。
"""


def opened(text: str) -> Source:
    return open_bytes("方案.txt", text.encode())


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def paragraphs(source: Source) -> list[str]:
    return [source.text[p.span.start : p.span.end] for p in source.paragraphs()]


def test_rows_are_whole_although_blank_lines_stand_inside_cells_and_rows() -> None:
    duties = next(opened(DUTIES).tables())
    assert texts(duties) == [
        ["工作", "序号", "内容", "责任单位"],
        ["健全流通体系", "1", "推广共同配送，到2026年", "市商务局以下各项均需各县（区）落实。"],
        ["健全流通体系", "2", "发展冷链物流。", "市农业和农村局"],
        ["健全流通体系", "3", "建设回收站点", "市供销社"],
        ["健全流通体系", "4", "推广循环箱", ""],
    ]


def test_a_cell_carried_down_says_so_and_points_to_where_it_was_printed() -> None:
    source = opened(DUTIES)
    first, second = next(source.tables()).rows[1:3]
    assert (first[0].merged, second[0].merged) == (False, True)
    assert second[0].span == first[0].span


def test_an_empty_cell_that_is_not_at_the_left_stays_empty() -> None:
    projects = list(opened(DUTIES).tables())[1]
    assert texts(projects)[1:] == [
        ["1", "热网改造", "2024-2026", "3.5"],
        ["2", "热网改造", "2025", ""],
    ]


def test_a_table_knows_the_title_annex_and_unit_lines_above_it() -> None:
    assert [table.caption for table in opened(DUTIES).tables()] == [
        "附 件1 任务分工表",
        "附 件2 建设项目表 单位：亿元",
    ]


def test_what_follows_a_table_is_a_paragraph_again() -> None:
    assert paragraphs(opened(DUTIES))[-2:] == ["一、保障措施", "各有关部门要抓好落实。"]


def test_paragraphs_indented_by_a_tab_are_no_table() -> None:
    source = opened("\t一、总体要求\n\n\t到2026年，基本建成体系。\n\n\t（一）指导思想\n")
    assert not list(source.tables())
    assert len(paragraphs(source)) == 3


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_lines_broken_inside_a_sentence_are_one_paragraph(line_end: str) -> None:
    lines = ["一、总体要求", "为落实要求，", "制定本方案。", "到2026年，基本建成。"]
    assert [p.replace(line_end, "") for p in paragraphs(opened(line_end.join(lines)))] == [
        "一、总体要求",
        "为落实要求，制定本方案。",
        "到2026年，基本建成。",
    ]


def test_a_hard_wrapped_text_is_put_together_up_to_each_indented_line() -> None:
    first = "　　到二〇二六年，全市资源循环利用水平明显提高，绿色产业比重稳步上升，基础设施绿色化取得进展。"
    second = "　　到二〇三五年，绿色低碳循环发展的生产体系、流通体系和消费体系全面建成，生态环境根本好转。"
    wrapped = [
        p[at : at + 12] for p in (first, second, first, second) for at in range(0, len(p), 12)
    ]
    joined = [p.replace("\n", "") for p in paragraphs(opened("\n".join(["总体目标", *wrapped])))]
    assert joined == ["总体目标", *(p.strip() for p in (first, second, first, second))]


def test_short_lines_without_an_end_mark_stay_apart() -> None:
    lines = ["某市人民政府文件", "关于印发方案的通知", "各县区人民政府：", "现印发给你们。"]
    assert paragraphs(opened("\n".join(lines))) == lines
