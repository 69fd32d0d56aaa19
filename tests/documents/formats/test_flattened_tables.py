"""Tables that were flattened to text in other ways than one tabbed line a cell."""

from luheng.documents.formats import open_bytes
from luheng.documents.source import Source, Table


def opened(text: str) -> Source:
    return open_bytes("附件.txt", text.encode())


def only_table(text: str) -> Table:
    (table,) = opened(text).tables()
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_a_cell_a_line_is_a_table_when_its_rows_are_numbered() -> None:
    text = "三、分工\n\n序号\n\n任务\n\n责任单位\n\n1\n\n推广共同配送\n\n市商务局\n\n2\n\n建设回收站点\n\n市供销社\n\n四、保障措施\n"
    source = opened(text)
    (table,) = source.tables()
    assert texts(table) == [
        ["序号", "任务", "责任单位"],
        ["1", "推广共同配送", "市商务局"],
        ["2", "建设回收站点", "市供销社"],
    ]
    assert [source.text[p.span.start : p.span.end] for p in source.paragraphs()] == [
        "三、分工",
        "四、保障措施",
    ]


def test_a_merged_cell_left_of_the_numbers_is_carried_down() -> None:
    rows = [
        "工作",
        "序号",
        "任务",
        "单位",
        "流通",
        "1",
        "共同配送",
        "市商务局",
        "2",
        "冷链物流",
        "市商务局",
    ]
    table = only_table("\n".join([*rows, "消费", "3", "绿色采购", "市财政局"]))
    assert [row[0].text for row in table.rows] == ["工作", "流通", "流通", "消费"]
    assert [row[0].merged for row in table.rows] == [False, False, True, False]


def test_a_cell_broken_over_two_lines_is_put_where_it_fits() -> None:
    table = only_table(
        "序号\n项目\n投资\n牵头单位\n1\n热网改造项目\n3.5\n市住建局\n2\n再生资源\n分拣中心项目\n12.8\n市商务局\n"
        "3\n污泥处置项目\n0.9\n市水务局\n"
    )
    assert texts(table)[2] == ["2", "再生资源分拣中心项目", "12.8", "市商务局"]


def test_a_bar_stands_between_cells() -> None:
    table = only_table(
        "| 指标 | 2026年 |\n|---|---|\n| 污水处理率（%） | 96 |\n| 森林覆盖率（%） | 41.5 |\n"
    )
    assert texts(table) == [
        ["指标", "2026年"],
        ["污水处理率（%）", "96"],
        ["森林覆盖率（%）", "41.5"],
    ]


def test_cells_that_a_merged_cell_covers_are_missing_between_the_bars() -> None:
    table = only_table(
        "| 领域 | 指标 | 单位 | 2026年 | 责任单位 |\n| 水 | 污水处理率 | % | 96 | 市水务局 |\n"
        "| 再生水利用率 | % | 30 | 市水务局 |\n| 空气 | 优良天数比率 | % | 92 | 市生态环境局 |\n"
    )
    second = table.rows[2]
    assert [cell.text for cell in second] == ["水", "再生水利用率", "%", "30", "市水务局"]
    assert [cell.merged for cell in second] == [True, False, False, False, False]


def test_thousands_of_empty_bars_are_nothing() -> None:
    source = opened("| | |\n" * 5000 + "一、总体要求\n" + "|\n" * 5000)
    assert [source.text[p.span.start : p.span.end] for p in source.blocks] == ["一、总体要求"]


def test_a_line_of_links_is_no_table() -> None:
    assert not list(opened("门户网站 | 繁体版 | 移动版\n某市统计公报\n").tables())


def test_numbers_under_years_are_a_table_with_its_unit_line() -> None:
    table = only_table(
        "附表 用水情况\n单位：亿立方米\n年份 2021 2022 2023\n用水量 1.50 1.46 —\n其中 农业 0.8 0.7 0.6\n全市用水下降。\n"
    )
    assert table.caption == "附表 用水情况 单位：亿立方米"
    assert texts(table) == [
        ["年份", "2021", "2022", "2023"],
        ["用水量", "1.50", "1.46", "—"],
        ["其中 农业", "0.8", "0.7", "0.6"],
    ]


def test_a_tab_stands_between_cells() -> None:
    assert texts(only_table("项目\t投资\t年限\n热网\t3.5\t2026\n管网\t\t2027\n")) == [
        ["项目", "投资", "年限"],
        ["热网", "3.5", "2026"],
        ["管网", "", "2027"],
    ]


def test_a_list_with_tabs_after_its_numbers_is_no_table() -> None:
    source = opened("1.\t建设回收站点。\n2.\t推广共同配送。\n3.\t发展冷链。\n")
    assert len(list(source.paragraphs())) == 3


def test_sentences_with_blanks_and_numbers_are_no_table() -> None:
    text = "到 2025 年 达到 30\n较 2020 年 提高 5\n一、 目标 任务\n"
    assert not list(opened(text).tables())
