"""Word files: what is read is what Word prints."""

import pytest
from tests.documents.formats.office_files import level, listed, p, tc, tr, word_file

from luheng.documents.formats import open_bytes
from luheng.documents.formats.list_numerals import numeral
from luheng.documents.source import Source

OUTLINE = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def opened(body: str, **parts: str) -> Source:
    return open_bytes("方案.docx", word_file(body, **parts))


def paragraphs(source: Source) -> list[str]:
    return [source.text[part.span.start : part.span.end] for part in source.paragraphs()]


def test_numbers_that_word_prints_are_put_before_the_paragraphs() -> None:
    body = (
        listed("总体要求")
        + listed("指导思想", 1)
        + listed("主要目标", 1)
        + listed("重点任务")
        + listed("工业", 1)
        + listed("推动改造。", 2)
        + listed("2026年完成清理。", 2)
        + listed("推进回收。", 2, list_id=2)
    )
    assert paragraphs(opened(body, numbering=OUTLINE)) == [
        "一、总体要求",
        "（一）指导思想",
        "（二）主要目标",
        "二、重点任务",
        "（一）工业",
        "1.推动改造。",
        "2. 2026年完成清理。",
        "5.推进回收。",
    ]


def test_a_level_that_is_told_to_run_on_does() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level(0, "chineseCounting", "%1、")
        + level(1, "decimal", "%2．", '<w:lvlRestart w:val="0"/>')
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = listed("总则") + listed("甲", 1) + listed("分则") + listed("乙", 1)
    assert paragraphs(opened(body, numbering=numbering)) == [
        "一、总则",
        "1．甲",
        "二、分则",
        "2．乙",
    ]


def test_a_list_can_come_with_the_style_and_be_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="章"/><w:basedOn w:val="a1"/></w:style>'
    )
    off = '<w:pStyle w:val="a1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("总则", '<w:pStyle w:val="a1"/>') + p("附则", '<w:pStyle w:val="a2"/>') + p("附件", off)
    )
    source = opened(body, numbering=OUTLINE, styles=styles)
    assert paragraphs(source) == ["一、总则", "二、附则", "附件"]
    assert [part.style for part in source.paragraphs()] == ["Heading 1", "章", "Heading 1"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "japaneseCounting", "二十"),
        (103, "chineseCounting", "一百零三"),
        (21, "ideographDigital", "二一"),
        (3, "ideographTraditional", "丙"),
        (2, "chineseLegalSimplified", "贰"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircle", "③"),
        (25, "decimalEnclosedCircle", "25"),
        (7, "decimalZero", "07"),
        (7, "decimalFullWidth", "７"),
        (7, "someFormOfTheFuture", "7"),
        (7, "bullet", ""),
    ],
)
def test_number_forms(number: int, form: str, printed: str) -> None:
    assert numeral(number, form) == printed


def test_insertions_count_and_deletions_do_not() -> None:
    body = (
        "<w:p><w:r><w:t>到2026年达到</w:t></w:r><w:del><w:r><w:delText>80%</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>85%</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        '<w:commentRangeStart w:id="1"/><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>'
    )
    assert paragraphs(opened(body)) == ["到2026年达到85%"]


def test_raised_figures_stay_raised() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>4</w:t></w:r>'
    assert paragraphs(
        opened(f"<w:p><w:r><w:t>约10</w:t></w:r>{raised}<w:r><w:t>吨</w:t></w:r></w:p>")
    ) == ["约10⁴吨"]


def test_footnotes_stand_after_the_text_and_text_boxes_after_their_paragraph() -> None:
    box = "<w:pict><w:txbxContent>" + p("专栏1 重点工程") + "</w:txbxContent></w:pict>"
    body = f'<w:p><w:r><w:t>目标</w:t><w:footnoteReference w:id="2"/>{box}</w:r></w:p>' + p("任务")
    notes = f'<w:footnote w:id="0">{p("分隔")}</w:footnote><w:footnote w:id="2">{p("按可比口径。")}</w:footnote>'
    assert paragraphs(opened(body, footnotes=notes)) == [
        "目标",
        "专栏1 重点工程",
        "任务",
        "按可比口径。",
    ]


def test_a_table_of_contents_is_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    body = p("一、总则\t1", '<w:pStyle w:val="t1"/>') + p("一、总则")
    assert paragraphs(opened(body, styles=styles)) == ["一、总则"]


def test_tables_with_merged_cells_and_numbered_cells() -> None:
    number = '<w:numPr><w:numId w:val="1"/><w:ilvl w:val="2"/></w:numPr>'
    restart, carried = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    numbered = f"<w:tc>{p('甲', number)}</w:tc>"
    broken = "<w:tc>" + p("市住房和") + p("城乡建设局") + "</w:tc>"
    body = (
        p("附件1")
        + "<w:tbl>"
        + tr(tc("领域", restart), tc("项目"), tc("投资", '<w:gridSpan w:val="2"/>'))
        + tr(tc("", carried), tc("名称"), tc("2025年"), tc("2026年"))
        + tr(tc("能源", restart), numbered, tc("1.5"), broken)
        + tr(tc("", carried), numbered, tc(""), tc("2"))
        + "</w:tbl>"
    )
    source = opened(body, numbering=OUTLINE)
    (table,) = source.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["领域", "项目", "投资", "投资"],
        ["领域", "名称", "2025年", "2026年"],
        ["能源", "1.甲", "1.5", "市住房和城乡建设局"],
        ["能源", "2.甲", "", "2"],
    ]
    assert [row[0].merged for row in table.rows] == [False, True, False, True]
    assert (table.header_rows, table.caption) == (2, "附件1")
    assert all(source.text[c.span.start : c.span.end] == c.text for row in table.rows for c in row)


def test_a_frame_of_one_cell_is_not_a_table() -> None:
    source = opened("<w:tbl>" + tr(tc("某市人民政府文件")) + "</w:tbl>" + p("通知"))
    assert paragraphs(source) == ["某市人民政府文件", "通知"]


def test_the_strict_form_of_word_files_is_read_too() -> None:
    data = word_file(p("一、总则"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert paragraphs(open_bytes("方案.docx", data)) == ["一、总则"]
