"""A report as a Word document, made from the city's own template or the one that ships."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu
from docxtpl import DocxTemplate, RichText
from jinja2 import TemplateError

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.reports.cited import Piece, spans
from luheng.workplace.reports.page_numbers import OPEN
from luheng.workplace.reports.report import INVENTED, Light, Report
from luheng.workplace.reports.word_template import REFERENCE, default_template

_FIRST_BOOKMARK = 200_000  # beyond those that a template may have and those of numbers
_DIGITS = "零一二三四五六七八九"


def word_of(report: Report, template: Path | None = None) -> bytes:
    """The report as a .docx file. Raises `report_template_wrong` for a template that cannot be filled.

    The same report gives the same text; `template` is a city's own .docx, None for the default.
    """
    try:
        filled = DocxTemplate(template or io.BytesIO(default_template()))
        filled.render(_values(report), autoescape=True)
    except (TemplateError, OSError, KeyError, ValueError) as error:
        raise LuhengError("report_template_wrong", file=template or "-", problem=error) from error
    fill_contents(filled.docx)
    _describe(filled.docx, report)
    file = io.BytesIO()
    filled.docx.save(file)
    return file.getvalue()


def _values(report: Report) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: _shown(getattr(report, name)) for name in report.__dataclass_fields__
    }
    for number, chapter in enumerate(values["chapters"], 1):
        chapter["no"] = chinese_number(number)
    return values | {"header": INVENTED if report.invented else report.city}


def _shown(value: Any) -> Any:
    """Cited text as rich text, dataclasses as what Jinja can look into."""
    if isinstance(value, tuple):
        return _rich(value)
    if isinstance(value, list):
        return [_shown(one) for one in value]
    if isinstance(value, Light):
        return RichText(f"{value.shape} {value.word}".strip(), color=value.hex)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if hasattr(value, "__dataclass_fields__"):
        return {name: _shown(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def _rich(words: tuple[Piece, ...]) -> RichText:
    rich = RichText()
    for piece in words:
        rich.add(piece.text)
        if piece.refs:
            rich.add(spans(piece.refs), style=REFERENCE)
    return rich


def chinese_number(number: int) -> str:
    """1 to 99 as chapters are numbered: 一, 十二, 三十."""
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else _DIGITS[tens])
        + ("十" if tens else "")
        + (_DIGITS[ones] if ones or not tens else "")
    )


def fill_contents(document: Any, *, numbered: bool = False) -> None:
    """Puts the headings into the table of contents, each a link to its place.

    `numbered`: with a field for its page, which `with_page_numbers` or Word itself fills.
    """
    paragraphs = list(document.paragraphs)
    start = next((one for one in paragraphs if _opens_contents(one)), None)
    if start is None:
        return
    place = start._p
    headings = [one for one in paragraphs if one.style.name in ("Heading 1", "Heading 2")]
    for number, heading in enumerate(headings, 1):
        text = "".join(one.text or "" for one in heading._p.iter(qn("w:t")))
        anchor = _marked(heading, number)
        entry = _contents_entry(document, text, heading.style.name[-1], anchor, numbered)
        place.addnext(entry)
        place = entry


def _opens_contents(paragraph: Any) -> bool:
    codes = paragraph._p.iter(qn("w:instrText"))
    return any((code.text or "").strip().startswith("TOC") for code in codes)


def _marked(heading: Any, number: int) -> str:
    """Puts a bookmark around a heading, named as Word names those of contents; its name."""
    name, known = f"_Toc{number:09}", str(_FIRST_BOOKMARK + number)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), known)
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), known)
    properties = heading._p.get_or_add_pPr()
    properties.addnext(start)
    heading._p.append(end)
    return name


def _contents_entry(document: Any, text: str, level: str, anchor: str, numbered: bool) -> Any:
    style = document.styles[f"toc {level}"].style_id
    section = document.sections[0]
    width = Emu(section.page_width - section.left_margin - section.right_margin).twips
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    page = (
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {anchor} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{OPEN}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/>{tab if numbered else ""}</w:pPr>'
        f'<w:hyperlink w:anchor="{anchor}" w:history="1"><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        f"{page if numbered else ''}</w:hyperlink></w:p>"
    )


def _describe(document: Any, report: Report) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = report.title, report.city, ""
    about.subject = f"评估快照{report.snapshot}"
