"""PDF files: paragraphs across lines and pages, without page numbers and running heads."""

import pdfplumber
import pytest
from pdfplumber.utils.exceptions import PdfminerException
from tests.documents.formats.pdf_files import pdf_file, rules, text_at

from luheng.documents.formats import open_bytes
from luheng.documents.source import Source


def paragraphs(source: Source) -> list[str]:
    return [source.text[part.span.start : part.span.end] for part in source.paragraphs()]


def page(number: int, *lines: tuple[float, str]) -> str:
    """A page with a running head, lines at their left edges and a page number."""
    body = "".join(text_at(left, 740 - 24 * at, line) for at, (left, line) in enumerate(lines))
    return text_at(250, 800, "某市人民政府公报") + body + text_at(280, 40, f"—{number}—")


FIRST = "到二〇二六年，全市资源循环利用水平明显提高，绿色产业比重稳步上升，基础设施更加完善，污水处理率达到九成以上，再生水得到利用。"
SECOND = "生产生活方式绿色转型成效明显，节能环保产业发展壮大，再生资源回收网络覆盖城乡，全市共建成绿色园区和循环化改造示范园区１２个以上。"


def wrapped(paragraph: str) -> list[tuple[float, str]]:
    """The lines of a paragraph whose first line is indented by two characters."""
    rest = paragraph[28:]
    return [(96, paragraph[:28]), *((72, rest[at : at + 30]) for at in range(0, len(rest), 30))]


def test_lines_and_pages_are_put_together_into_paragraphs() -> None:
    second = wrapped(SECOND)
    source = open_bytes(
        "方案.pdf",
        pdf_file(
            page(1, (96, "一、总体要求"), *wrapped(FIRST), *wrapped(FIRST)),
            page(2, (96, "（一）主要目标"), *second[:-1]),
            page(3, second[-1], (96, "二、重点任务"), *wrapped(FIRST)),
        ),
    )
    assert paragraphs(source) == [
        "一、总体要求",
        FIRST,
        FIRST,
        "（一）主要目标",
        SECOND,
        "二、重点任务",
        FIRST,
    ]


def test_ruled_tables_go_on_over_pages_and_rows_cut_in_two_are_whole() -> None:
    lefts, first, second = [72, 132, 332, 452], [700, 660, 620], [800, 760, 720, 680]
    head = [(80, "序号"), (140, "项目"), (340, "单位")]
    first_page = text_at(72, 720, "附件1") + rules(lefts, first)
    first_page += "".join(text_at(left, 675, word) for left, word in head)
    first_page += (
        text_at(80, 635, "1") + text_at(140, 635, "热网改") + text_at(340, 635, "市住建局")
    )
    rest = rules(lefts, second) + "".join(text_at(left, 775, word) for left, word in head)
    rest += text_at(140, 735, "造工程") + text_at(80, 695, "2") + text_at(140, 695, "回收站点")
    rest += text_at(340, 695, "市商务局") + text_at(72, 600, "二、保障措施")
    source = open_bytes("附件.pdf", pdf_file(first_page, rest))
    (table,) = source.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["序号", "项目", "单位"],
        ["1", "热网改造工程", "市住建局"],
        ["2", "回收站点", "市商务局"],
    ]
    assert paragraphs(source) == ["附件1", "二、保障措施"]
    assert table.caption == "附件1"
    assert all(source.text[c.span.start : c.span.end] == c.text for row in table.rows for c in row)


def test_the_table_of_contents_is_left_out() -> None:
    source = open_bytes(
        "方案.pdf", pdf_file(text_at(72, 700, "一、总则......3") + text_at(72, 600, "正文"))
    )
    assert paragraphs(source) == ["正文"]


def test_a_page_whose_tables_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_data: object) -> None:
        raise PdfminerException("no /Root object")

    monkeypatch.setattr(pdfplumber, "open", broken)
    data = pdf_file(rules([72, 132, 332], [700, 660, 620]) + text_at(80, 635, "正文"))
    source = open_bytes("附件.pdf", data)
    assert paragraphs(source) == ["正文"]
    (finding,) = source.findings
    assert (finding.message.code, finding.message.values["pages"]) == ("pdf_tables_unread", "1")
