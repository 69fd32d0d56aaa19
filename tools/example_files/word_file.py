"""Word files in the usual form of an official paper: typefaces, sizes, margins, page numbers."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from tools.example_files.markup import Block, Paragraph, Table

WRITTEN = dt.datetime(2024, 3, 18)

# typeface, size in points, alignment, first line indented by two characters
STYLES = {
    "标题": ("方正小标宋简体", 22, "CENTER", False),
    "文号": ("仿宋_GB2312", 16, "CENTER", False),
    "主送": ("仿宋_GB2312", 16, "LEFT", False),
    "正文": ("仿宋_GB2312", 16, "JUSTIFY", True),
    "落款": ("仿宋_GB2312", 16, "RIGHT", False),
    "一级标题": ("黑体", 16, "JUSTIFY", True),
    "二级标题": ("楷体_GB2312", 16, "JUSTIFY", True),
    "附件": ("黑体", 16, "LEFT", False),
    "表题": ("方正小标宋简体", 18, "CENTER", False),
    "单位": ("仿宋_GB2312", 12, "RIGHT", False),
    "表格": ("仿宋_GB2312", 10.5, "CENTER", False),
}
# what a machine without these typefaces shows in their place
FALLBACKS = {
    "方正小标宋简体": "华文中宋",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
}


def write(blocks: list[Block], path: Path) -> Path:
    """The blocks as a .docx file; the same blocks give the same bytes."""
    document = docx.Document()
    _set_styles(document)
    _set_fallbacks(document)
    _set_page(document.sections[0])
    for block in blocks:
        _add(document, block)
    document.core_properties.author = "Luheng example"
    document.core_properties.created = document.core_properties.modified = WRITTEN
    unstable = io.BytesIO()
    document.save(unstable)
    path.write_bytes(_with_fixed_dates(unstable))
    return path


def _add(document: Any, block: Block) -> None:
    if isinstance(block, Paragraph) and block.style == "页眉":
        _set_header(document, block.text)
    elif isinstance(block, Paragraph):
        document.add_paragraph(block.text, style=block.style)
    elif isinstance(block, Table):
        _add_table(document, block)
    elif block.landscape:
        _turn(document.add_section(WD_SECTION.NEW_PAGE))
    else:
        document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _add_table(document: Any, block: Table) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    cells = [list(row.cells) for row in table.rows]
    for row, texts in enumerate(block.rows):
        for column, text in enumerate(texts):
            cells[row][column].paragraphs[0].style = document.styles["表格"]
            if block.owner(row, column) == (row, column):
                cells[row][column].paragraphs[0].add_run(text).bold = row == 0
    _set_widths(table, block, document.sections[-1])
    for (top, left), (bottom, right) in block.merges():
        cells[top][left].merge(cells[bottom][right])
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _set_widths(table: Any, block: Table, section: Any) -> None:
    """Shares the width of the page out by the longest text of each column."""
    room = section.page_width - section.left_margin - section.right_margin
    lengths = [
        min(22, max(len(text) for text in column)) + 3 for column in zip(*block.rows, strict=True)
    ]
    for column, length in zip(table.columns, lengths, strict=True):
        column.width = room * length // sum(lengths)
        for cell in column.cells:
            cell.width = column.width


def _set_styles(document: Any) -> None:
    for name, (typeface, size, alignment, indented) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), typeface)
        style.font.size = Pt(size)
        form = style.paragraph_format
        form.alignment = getattr(WD_ALIGN_PARAGRAPH, alignment)
        form.space_before = Pt(0)
        form.space_after = Pt(14 if name in ("标题", "表题") else 0)
        form.line_spacing = Pt(14) if name == "表格" else Pt(28)
        if indented:
            form.first_line_indent = Pt(2 * size)
        if name in ("一级标题", "二级标题"):
            level = "0" if name == "一级标题" else "1"
            outline = parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level}"/>')
            style.element.get_or_add_pPr().append(outline)


def _set_fallbacks(document: Any) -> None:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    footer._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )
    footer.add_run(" —")


def _set_header(document: Any, text: str) -> None:
    document.core_properties.title = text
    header = document.sections[0].header.paragraphs[0]
    header.text = text
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _turn(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(25)
    section.left_margin = section.right_margin = Mm(20)


def _with_fixed_dates(archive: io.BytesIO) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return fixed.getvalue()
