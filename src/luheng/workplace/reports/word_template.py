"""The Word template of a report, laid out as GB/T 9704 lays out official documents.

Made here, so that it can be read and changed as text. A city that wants its own takes a copy,
edits it in Word and keeps it as templates/report.docx in its folder; `{{ }}` and `{% %}` are the
places that are filled in.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TITLE_FACE, HEAD_FACE, CLAUSE_FACE, BODY_FACE = "方正小标宋简体", "黑体", "楷体", "仿宋"
REFERENCE, FIRST_LINE = "LuhengReference", Pt(32)
_FALLBACKS = {
    TITLE_FACE: "方正小标宋_GBK,华文中宋,SimSun,Noto Serif CJK SC",
    HEAD_FACE: "SimHei,Noto Sans CJK SC",
    CLAUSE_FACE: "KaiTi,楷体_GB2312,AR PL UKai CN,Noto Serif CJK SC",
    BODY_FACE: "FangSong,仿宋_GB2312,Noto Serif CJK SC",
}


@cache
def default_template() -> bytes:
    """The template as a .docx file."""
    document = official_sheet()
    _front(document)
    for chapter in _CHAPTERS:
        chapter(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def official_sheet() -> Any:
    """An empty A4 document with the type area, styles, header, page numbers and faces of GB/T 9704."""
    document = Document()
    _page(document)
    _styles(document)
    _header_and_footer(document)
    _fonts(document)
    return document


# The sheet: A4, type area 156 mm by 225 mm


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    document.settings.odd_and_even_pages_header_footer = True


def _header_and_footer(document: Any) -> None:
    """The header says where the city is invented; page numbers stand outside: — 1 —."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].add_run("{{ header }}")
        header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    sides = ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, None))
    for footer, side in sides:
        line = footer.paragraphs[0]
        line.alignment = side
        line.add_run("　— ")
        _field(line, "PAGE", "1")
        line.add_run(" —　")


def _styles(document: Any) -> None:
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _style(styles["Normal"], BODY_FACE, 16, line=28, indent=FIRST_LINE)
    _style(styles["Title"], TITLE_FACE, 22, line=34, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(styles["Subtitle"], CLAUSE_FACE, 16, line=28, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(styles["Heading 1"], HEAD_FACE, 16, line=28, indent=FIRST_LINE)
    _style(styles["Heading 2"], CLAUSE_FACE, 16, line=28, indent=FIRST_LINE)
    _style(styles["Header"], CLAUSE_FACE, 12, line=16)
    _style(styles["Footer"], "宋体", 14, line=16)
    for name, size, face in (("Contents Head", 16, HEAD_FACE), ("Contents 1", 14, BODY_FACE),
                             ("Contents 2", 12, BODY_FACE), ("Table Text", 10.5, BODY_FACE),
                             ("Table Head", 10.5, HEAD_FACE), ("Source Text", 9, BODY_FACE),
                             ("Item Head", 16, BODY_FACE), ("Table Gap", 6, BODY_FACE)):  # fmt: skip
        built_in = name.replace("Contents ", "toc ") if name[-1].isdigit() else name
        _style(styles.add_style(built_in, WD_STYLE_TYPE.PARAGRAPH), face, size, line=size * 1.4)
    styles["Contents Head"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Item Head"].font.bold = True
    styles["Item Head"].paragraph_format.first_line_indent = FIRST_LINE
    styles["Item Head"].paragraph_format.keep_with_next = True
    styles["toc 2"].paragraph_format.left_indent = Pt(24)
    styles["Source Text"].paragraph_format.left_indent = Pt(32)
    styles["Source Text"].paragraph_format.first_line_indent = Pt(-32)
    reference = styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    reference.font.color.rgb = RGBColor(0x4B, 0x55, 0x63)


def _style(
    style: Any, face: str, size: float, *, line: float, indent: Any = 0, align: Any = None
) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for region in ("eastAsia", "ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{region}"), face if region == "eastAsia" else "Times New Roman")
    shape = style.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    shape.space_before = shape.space_after = Pt(0)
    shape.first_line_indent, shape.alignment = indent, align
    for ornament in ("w:pPr/w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):
        for one in style.element.findall(ornament, style.element.nsmap):
            one.getparent().remove(one)


def _fonts(document: Any) -> None:
    """Which face stands in where one of the official ones is not installed."""
    parts = document.part.package.iter_parts()
    table = next(part for part in parts if part.partname.endswith("fontTable.xml"))
    entries = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for face, others in _FALLBACKS.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


# What a page is made of


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown),
                       ("end", "")):  # fmt: skip
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            field_mark(run, kind)
        elif not kind:
            field_code(run, text)


def field_mark(run: Any, kind: str) -> None:
    """The begin, separate or end of a field."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)


def field_code(run: Any, text: str) -> None:
    """What a field does: PAGE, TOC …"""
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {text} "
    run._r.append(code)


def put(document: Any, text: str, style: str = "Normal") -> Any:
    """A paragraph at the end of the document."""
    paragraph = document.add_paragraph(text)
    _set_style(paragraph, style)
    return paragraph


def _set_style(paragraph: Any, style: str) -> None:
    """As `paragraph.style = style`, which goes through all styles to find the usual one each time."""
    usual = style == "Normal"
    paragraph._p.style = None if usual else paragraph.part.styles[style].style_id


def _heading(document: Any, number: str, title: str) -> None:
    put(document, f"{number}、{title}", "Heading 1")


def looped_table(
    document: Any,
    rows: str,
    columns: list[tuple[str, float, str]],
    *,
    right: frozenset[int] = frozenset(),
) -> None:
    """A table with a row for each of `rows`; columns are header, width in mm, and what is in it.

    `right` are the columns of figures to be compared: set to the right.
    """
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _margins(table)
    _cell(table.cell(1, 0), f"{{%tr for row in {rows} %}}", "Table Text")
    _cell(table.cell(3, 0), "{%tr endfor %}", "Table Text")
    for number, (header, width, inside) in enumerate(columns):
        table.columns[number].width = Mm(width)
        for row in table.rows:
            row.cells[number].width = Mm(width)
        _cell(table.cell(0, number), header, "Table Head", centred=True)
        _cell(table.cell(2, number), inside, "Table Text", centred=width <= 24)
        if number in right:
            table.cell(2, number).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _keep(table.rows[0], "w:tblHeader")
    for row in table.rows:
        _keep(row, "w:cantSplit")
    put(document, "", "Table Gap")


def _margins(table: Any) -> None:
    """One millimetre at the sides of every cell, a third of one above and below (in twips)."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "20"), ("left", "57"), ("bottom", "20"), ("right", "57")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)


def _cell(cell: Any, text: str, style: str, *, centred: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    _set_style(paragraph, style)
    paragraph.text = text
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _keep(row: Any, what: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(what))


def _either(document: Any, condition: str, otherwise: str) -> None:
    """Ends a part opened with `{%p if %}`: what is said where there is nothing to show."""
    put(document, "{%p else %}")
    put(document, otherwise)
    put(document, "{%p endif %}")


# The report


def _front(document: Any) -> None:
    put(document, "{{ title }}", "Title")
    put(document, "（判定日：{{ as_of }}）", "Subtitle")
    put(document, "", "Subtitle")
    put(document, "目　　录", "Contents Head")
    begin = put(document, "", "toc 1")
    field_mark(begin.add_run(), "begin")
    field_code(begin.add_run(), r'TOC \o "1-2" \h \z \u')
    field_mark(begin.add_run(), "separate")
    end = put(document, "", "toc 1")
    field_mark(end.add_run(), "end")
    end.add_run().add_break(WD_BREAK.PAGE)


def _overall(document: Any) -> None:
    _heading(document, "一", "总体情况")
    put(document, "截至{{ as_of }}，{{r summary }}")
    put(document, "{%p if counts %}")
    looped_table(document, "counts", [
        ("判定", 34, "{{r row.light }}"), ("项数", 24, "{{r row.count }}"),
        ("其中：初步数", 24, "{{r row.preliminary }}"), ("含义", 74, "{{ row.meaning }}"),
    ])  # fmt: skip
    _either(document, "counts", "还没有可以判定的目标。请先加入方案文件和公报，再生成报告。")


def _changes(document: Any) -> None:
    _heading(document, "二", "自上期以来的变化")
    put(document, "{{r change_summary }}")
    put(document, "{%p if changes %}")
    looped_table(document, "changes", [
        ("指标", 50, "{{r row.indicator }}"), ("目标年", 22, "{{ row.year }}"),
        ("上期", 42, "{{r row.before }}"), ("本期", 42, "{{r row.now }}"),
    ])  # fmt: skip
    put(document, "{%p endif %}")


def _chapters(document: Any) -> None:
    _heading(document, "三", "各章目标进展")
    put(document, "{%p if chapters %}")
    put(document, "{%p for chapter in chapters %}")
    put(document, "（{{ chapter.no }}）{{ chapter.title }}", "Heading 2")
    put(document, "{{r chapter.summary }}")
    looped_table(document, "chapter.targets", [
        ("序号", 10, "{{ row.no }}"), ("指标", 36, "{{r row.indicator }}"),
        ("目标", 34, "{{r row.demand }}"), ("最新数据", 28, "{{r row.latest }}"),
        ("判定", 26, "{{r row.light }}"), ("牵头单位", 22, "{{ row.lead }}"),
    ])  # fmt: skip
    put(document, "{%p endfor %}")
    _either(document, "chapters", "还没有读到目标。")


def _troubles(document: Any) -> None:
    _heading(document, "四", "滞后和未达标目标")
    put(document, "{{r trouble_summary }}")
    put(document, "{%p for row in troubles %}")
    put(document, "{{ row.no }}．{{r row.name }}　{{r row.light }}", "Item Head")
    put(document, "{{r row.reason }}{{r row.remedy }}")
    put(document, "牵头单位：{{ row.lead }}。原文：{{r row.quote }}")
    put(document, "{%p endfor %}")


def _open(document: Any) -> None:
    _heading(document, "五", "数据不足和待下达目标")
    parts = (("一", "数据不足", "unknown", "没有数据不足的目标。"),
             ("二", "待录入下达值或参照值", "unassigned", "没有等待下达值或参照值的目标。"))  # fmt: skip
    for number, title, rows, nothing in parts:
        put(document, f"（{number}）{title}", "Heading 2")
        put(document, f"{{%p if {rows} %}}")
        looped_table(document, rows, [
            ("指标", 40, "{{r row.indicator }}"), ("目标年", 22, "{{ row.year }}"),
            ("原因", 70, "{{r row.reason }}"), ("牵头单位", 24, "{{ row.lead }}"),
        ])  # fmt: skip
        _either(document, rows, nothing)


def _tasks(document: Any) -> None:
    _heading(document, "六", "任务进展")
    put(document, "{{r task_summary }}")
    put(document, "{%p if unit_tasks %}")
    looped_table(document, "unit_tasks", [
        ("单位", 50, "{{ row.unit }}"), ("牵头", 17, "{{r row.lead }}"),
        ("已完成", 17, "{{r row.done }}"), ("在办", 17, "{{r row.under_way }}"),
        ("已逾期", 17, "{{r row.overdue }}"), ("未填报", 19, "{{r row.not_reported }}"),
        ("配合", 19, "{{r row.support }}"),
    ])  # fmt: skip
    put(document, "{%p endif %}")
    put(document, "{%p if reported_tasks %}")
    put(document, "已填报进展和已逾期的任务如下。")
    looped_table(document, "reported_tasks", [
        ("任务", 56, "{{r row.title }}"), ("牵头单位", 34, "{{ row.lead }}"),
        ("状态", 20, "{{ row.standing }}"), ("说明", 46, "{{r row.note }}"),
    ])  # fmt: skip
    put(document, "{%p endif %}")


def _projects(document: Any) -> None:
    _heading(document, "七", "项目")
    put(document, "{{r project_summary }}")
    put(document, "{%p if projects %}")
    looped_table(document, "unit_money", [
        ("责任单位", 80, "{{ row.unit }}"), ("项目数", 34, "{{r row.count }}"),
        ("总投资（亿元）", 42, "{{r row.money }}"),
    ])  # fmt: skip
    looped_table(document, "projects", [
        ("序号", 12, "{{ row.no }}"), ("项目名称", 60, "{{r row.name }}"),
        ("总投资（亿元）", 22, "{{r row.money }}"), ("建设年限", 28, "{{ row.years }}"),
        ("责任单位", 34, "{{ row.lead }}"),
    ])  # fmt: skip
    put(document, "{%p endif %}")


def _findings(document: Any) -> None:
    _heading(document, "八", "文件疑点")
    put(document, "{%p if findings %}")
    put(document, "识读文件时发现下列疑点，请发文单位核对；系统保留原文，未作改动。")
    looped_table(document, "findings", [
        ("位置", 38, "{{ row.place }}"), ("问题", 66, "{{r row.problem }}"),
        ("建议", 52, "{{ row.remedy }}"),
    ])  # fmt: skip
    _either(document, "findings", "没有发现疑点。")


def _sources(document: Any) -> None:
    _heading(document, "九", "数据来源")
    put(document, "本报告依据评估快照{{ snapshot }}生成，此后数据的变动不影响本报告。正文和表格中的每个数字，"
         "其后方括号内的编号对应下列来源。")  # fmt: skip
    put(document, "{%p for source in sources %}")
    put(document, "[{{ source.number }}]　{{ source.text }}", "Source Text")
    put(document, "{%p endfor %}")


_CHAPTERS = (
    _overall, _changes, _chapters, _troubles, _open, _tasks, _projects, _findings, _sources,
)  # fmt: skip
