"""PDF files with a text layer: paragraphs from the lines of their pages, and ruled tables."""

from __future__ import annotations

from typing import Any

import pypdfium2

from luheng.documents.formats.composing import Composer
from luheng.documents.formats.limits import Limits
from luheng.documents.formats.pdf_lines import PdfLine, joined, page_lines, without_chrome
from luheng.documents.formats.pdf_tables import PdfTable, RuledTables, continued
from luheng.documents.model import Finding, Span
from luheng.documents.source import Source
from luheng.vocabulary.messages import LuhengError, Message

Part = PdfLine | PdfTable


def read_pdf(source: Source, data: bytes, limits: Limits) -> None:
    """Fill a source from a PDF. Raises LuhengError for encrypted, damaged and picture-only ones."""
    document = _opened(source.file, data)
    tables = RuledTables(data)
    try:
        if len(document) > limits.max_pages:
            raise LuhengError("too_many_pages", file=source.file, limit=limits.max_pages)
        lines, ruled = [], []
        for number in range(len(document)):
            page_text, page_tables = _page(document, number, tables)
            lines.append(page_text)
            ruled.append(page_tables)
    except pypdfium2.PdfiumError as error:
        raise LuhengError("archive_damaged", file=source.file) from error
    finally:
        tables.close()
        document.close()
    if not any(lines):
        raise LuhengError("picture_only_pdf", file=source.file, pages=len(lines))
    composer = Composer(source.file, limits)
    _compose(composer, _in_order(without_chrome(lines), ruled))
    source.text, source.blocks = composer.finish()
    if tables.unread:
        pages = "、".join(map(str, tables.unread))
        message = Message("pdf_tables_unread", {"file": source.file, "pages": pages})
        source.findings.append(Finding(quote="", span=Span(0, 0), message=message))


def _opened(file: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "assword" in str(error) or "ecurity" in str(error) else None
        raise LuhengError(code or "archive_damaged", file=file) from error


def _page(document: Any, number: int, tables: RuledTables) -> tuple[list[PdfLine], list[PdfTable]]:
    """The lines of a page and its tables."""
    page = document[number]
    text_page = page.get_textpage()
    try:
        lines = page_lines(text_page.raw)
        return lines, tables.on_page(number, page, text_page) if lines else []
    finally:
        text_page.close()
        page.close()


def _in_order(pages: list[list[PdfLine]], ruled: list[list[PdfTable]]) -> list[Part]:
    """Lines and tables as they follow one another; a line inside a table is the table's."""
    parts: list[Part] = []
    for lines, tables in zip(pages, ruled, strict=True):
        waiting = list(tables)
        for line in lines:
            if any(_inside(line, table) for table in tables):
                continue
            while waiting and waiting[0].top > line.top:
                _put(parts, waiting.pop(0))
            parts.append(line)
        for table in waiting:
            _put(parts, table)
    return parts


def _inside(line: PdfLine, table: PdfTable) -> bool:
    middle = (line.top + line.bottom) / 2
    return table.bottom < middle < table.top and table.left < line.right and line.left < table.right


def _put(parts: list[Part], table: PdfTable) -> None:
    if parts and isinstance(above := parts[-1], PdfTable) and continued(above, table):
        return
    parts.append(table)


def _compose(composer: Composer, parts: list[Part]) -> None:
    lines: list[PdfLine] = []
    for part in parts:
        if isinstance(part, PdfLine):
            lines.append(part)
            continue
        for paragraph in joined(lines):
            composer.paragraph(paragraph)
        lines = []
        composer.table(part.rows)
    for paragraph in joined(lines):
        composer.paragraph(paragraph)
