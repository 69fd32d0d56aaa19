"""Numbers of headings are told from amounts, years and words that begin with a numeral."""

import pytest

from luheng.documents.plan.numbering import chinese_value, read_number


@pytest.mark.parametrize(
    ("text", "style", "value", "printed"),
    [
        ("第三章重点任务", "chapter", 3, "第三章"),
        ("第二节生态安全", "part", 2, "第二节"),
        ("一、总体要求", "chinese", 1, "一"),
        ("十二、附则", "chinese", 12, "十二"),
        ("（二十一）完善价格机制", "bracketed", 21, "(二十一)"),
        ("二十一）完善价格机制", "bracketed", 21, "(二十一)"),
        ("（四健全回收体系。推进网点建设。", "bracketed", 4, "(四)"),
        ("3.建设绿色园区", "arabic", 3, "3"),
        ("3、建设绿色园区", "arabic", 3, "3"),
        ("1.2推进清洁生产", "decimal", 2, "1.2"),
        ("（2）推进清洁生产", "round", 2, "(2)"),
        ("2）推进清洁生产", "round", 2, "(2)"),
        ("③推进清洁生产", "circled", 3, "③"),
    ],
)
def test_number_at_the_head_of_a_line_is_read(
    text: str, style: str, value: int, printed: str
) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.style, found.value, found.printed) == (style, value, printed)


@pytest.mark.parametrize(
    "text",
    [
        "2.5亿元投资",
        "1.5万吨污泥",
        "一二三产业融合",
        "2025年底前完成",
        "12.8%以上",
        "一是加强领导",
        "三、四类水体",
    ],
)
def test_amounts_and_words_are_no_numbers_of_headings(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("十五", 15), ("三十", 30), ("一百零三", 103), ("二三", None)]
)
def test_chinese_number_is_counted(text: str, value: int | None) -> None:
    assert chinese_value(text) == value
