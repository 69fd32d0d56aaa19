"""A report as a Word document, made from the city's own template or the one that ships."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate, RichText
from jinja2 import TemplateError

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.reports.cited import Piece, spans
from luheng.workplace.reports.report import INVENTED, Light, Report
from luheng.workplace.reports.word_template import REFERENCE, default_template

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


def fill_contents(document: Any) -> None:
    """Puts the headings into the table of contents; page numbers come when Word updates the field."""
    paragraphs = list(document.paragraphs)
    start = next((one for one in paragraphs if _opens_contents(one)), None)
    if start is None:
        return
    place = start._p
    for heading in paragraphs:
        name = heading.style.name or ""
        if name in ("Heading 1", "Heading 2"):
            text = "".join(one.text or "" for one in heading._p.iter(qn("w:t")))
            place.addnext(entry := _contents_entry(document, text, name[-1]))
            place = entry


def _opens_contents(paragraph: Any) -> bool:
    codes = paragraph._p.iter(qn("w:instrText"))
    return any((code.text or "").strip().startswith("TOC") for code in codes)


def _contents_entry(document: Any, text: str, level: str) -> Any:
    entry = OxmlElement("w:p")
    style, run, words = OxmlElement("w:pStyle"), OxmlElement("w:r"), OxmlElement("w:t")
    style.set(qn("w:val"), document.styles[f"toc {level}"].style_id)
    properties = OxmlElement("w:pPr")
    properties.append(style)
    words.text = text
    run.append(words)
    entry.extend((properties, run))
    return entry


def _describe(document: Any, report: Report) -> None:
    about = document.core_properties
    about.title, about.author, about.comments = report.title, report.city, ""
    about.subject = f"评估快照{report.snapshot}"
