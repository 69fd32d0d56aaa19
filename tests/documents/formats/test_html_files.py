"""Web pages become paragraphs and tables."""

import pytest

from luheng.documents.formats import open_bytes
from luheng.documents.source import Source

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>通知</title>
<style>p {{color: red}}</style><script>var 目标 = "95%";</script></head><body>
<nav>首页 &gt; 政策</nav><div><h1>循环经济<br>实施方案</h1>
<p>到2026年，再生资源回收率<b>达到</b>90%&nbsp;以上，面积2000m<sup>2</sup>。</p><p style="display:none">隐藏</p>
<div>一、总体要求<p>推动绿色发展。</p></div>
<p>附件2</p><p>单位：亿元</p>
<table><tr><th rowspan="2">项目</th><th colspan="2">投资</th></tr><tr><th>2025年</th><th>2026年</th></tr>
<tr><td rowspan="2">热网<br/>改造</td><td>1.5</td><td>2</td></tr><tr><td><p>0.5</p></td><td></td></tr></table>
</div></body></html>"""


def opened(page: str, encoding: str = "utf-8") -> Source:
    return open_bytes("方案.doc", page.encode(encoding))


def paragraphs(source: Source) -> list[str]:
    return [source.text[p.span.start : p.span.end] for p in source.paragraphs()]


def test_a_page_is_read_as_a_browser_shows_it() -> None:
    source = opened(PAGE.format(charset="utf-8"))
    assert paragraphs(source) == [
        "循环经济",
        "实施方案",
        "到2026年，再生资源回收率达到90%\u00a0以上，面积2000m²。",
        "一、总体要求",
        "推动绿色发展。",
        "附件2",
        "单位：亿元",
    ]
    assert source.media_type == "text/html"
    assert next(p.style for p in source.paragraphs()) == "Heading 1"


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    (table,) = opened(PAGE.format(charset="utf-8")).tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", "投资", "投资"],
        ["项目", "2025年", "2026年"],
        ["热网改造", "1.5", "2"],
        ["热网改造", "0.5", ""],
    ]
    assert [cell.merged for cell in table.rows[3]] == [True, False, False]
    assert table.rows[3][0].span == table.rows[2][0].span
    assert (table.header_rows, table.caption) == (2, "附件2 单位：亿元")


def test_every_cell_points_at_its_text() -> None:
    source = opened(PAGE.format(charset="utf-8"))
    for table in source.tables():
        for cell in (cell for row in table.rows for cell in row):
            assert source.text[cell.span.start : cell.span.end] == cell.text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_what_the_page_says_of_its_encoding_is_checked(encoding: str) -> None:
    assert "推动绿色发展。" in paragraphs(opened(PAGE.format(charset="gb2312"), encoding))


def test_tables_that_only_lay_out_the_page_are_no_tables() -> None:
    source = opened(
        "<html><body><table><tr><td><table><tr><td>一、目标</td></tr></table></td></tr></table></body></html>"
    )
    assert paragraphs(source) == ["一、目标"]
    assert not list(source.tables())


def test_numbers_are_not_glued_together_by_a_line_break_in_a_cell() -> None:
    (table,) = opened(
        "<table><tr><td>年</td><td>数</td></tr><tr><td>甲</td><td>1.5<br>2.5</td></tr></table>"
    ).tables()
    assert table.rows[1][1].text == "1.5 2.5"


def test_a_web_archive_named_doc_is_a_page() -> None:
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        + "<html><body><p>推动绿色发展。</p></body></html>".encode()
        + b"\r\n--b--\r\n"
    )
    assert paragraphs(open_bytes("方案.doc", archive)) == ["推动绿色发展。"]
