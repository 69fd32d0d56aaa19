"""Word files: paragraphs and tables in order, with the numbers that Word prints before them.

Insertions count and deletions do not; comments, hidden text and tables of contents are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from luheng.documents.formats.archive import Archive, attribute, child, local_name
from luheng.documents.formats.composing import Composer, Printed, one_line
from luheng.documents.formats.limits import Limits
from luheng.documents.formats.scripts import superscript
from luheng.documents.formats.word_lists import ListNumbers
from luheng.documents.formats.word_styles import Styles
from luheng.documents.source import Source
from luheng.vocabulary.messages import LuhengError

_REMOVED = frozenset(["del", "moveFrom", "rPr", "pPr", "rt", "instrText", "delText", "Fallback"])
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_DEEPEST = 300


def read_word(source: Source, data: bytes, limits: Limits) -> None:
    """Fill a source from a .docx file. Raises LuhengError for a damaged one."""
    archive = Archive(source.file, data, limits)
    main = _main_part(archive)
    composer = Composer(source.file, limits)
    document = _Document(archive, main, composer)
    body = child(archive.tree(main), "body")
    if body is None:
        raise LuhengError("archive_damaged", file=source.file)
    document.walk(body)
    document.footnotes()
    source.text, source.blocks = composer.finish()


def _main_part(archive: Archive) -> str:
    """The member that holds the document: word/document.xml or what stands in its place."""
    parts = (name for name in archive.names if name.startswith("word/document"))
    return next((name for name in parts if name.endswith(".xml")), "word/document.xml")


class _Document:
    """Walks the body of a document and hands its paragraphs and tables to a composer."""

    def __init__(self, archive: Archive, main: str, composer: Composer) -> None:
        self._archive = archive
        self._composer = composer
        self._styles = Styles(self._part("word/styles.xml"))
        self._numbers = ListNumbers(self._part("word/numbering.xml"))
        self._notes: list[str] = []
        self._boxes: list[etree._Element] = []

    def _part(self, name: str) -> etree._Element | None:
        return self._archive.tree(name) if name in self._archive else None

    def walk(self, parent: etree._Element, depth: int = 0) -> None:
        """Everything in a body, a text box or a content control."""
        for element in parent if depth < _DEEPEST else ():
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "sdt":
                if attribute(child(element, "sdtPr", "docPartObj", "docPartGallery")) != (
                    "Table of Contents"
                ):
                    self.walk(element, depth + 1)
            elif name in ("sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice"):
                self.walk(element, depth + 1)

    def footnotes(self) -> None:
        """The notes that the text refers to, after it."""
        for kind in ("footnote", "endnote"):
            root = self._part(f"word/{kind}s.xml")
            for note in root if root is not None else ():
                if kind + attribute(note, "id") in self._notes:
                    for paragraph in note.iter():
                        if local_name(paragraph) == "p":
                            text = "".join(self._runs(paragraph))
                            self._composer.paragraph(text, "footnote text")

    def _paragraph(self, paragraph: etree._Element) -> None:
        style = self._style(paragraph)
        if not style.lower().startswith("toc "):
            self._composer.paragraph(self._text(paragraph), style)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.walk(box)

    def _style(self, paragraph: etree._Element) -> str:
        name = self._styles.name(attribute(child(paragraph, "pPr", "pStyle")))
        outline = attribute(child(paragraph, "pPr", "outlineLvl"))
        if outline.isdigit() and int(outline) < 9 and not name.startswith("Heading"):
            return f"Heading {int(outline) + 1}"
        return name

    def _text(self, paragraph: etree._Element) -> str:
        """The text of a paragraph with the number that Word prints before it."""
        text = "".join(self._runs(paragraph)).strip(" \t\n")
        list_id, level = self._numbering(paragraph)
        if not text or not list_id or list_id == "0":
            return text
        number = self._numbers.next(list_id, int(level) if level.isdigit() else 0)
        apart = number[-1:].isascii() and text[:1].isascii() and text[:1].isalnum()
        return number + (" " if number and apart else "") + text

    def _numbering(self, paragraph: etree._Element) -> tuple[str, str]:
        own = child(paragraph, "pPr", "numPr")
        style = attribute(child(paragraph, "pPr", "pStyle"))
        list_id, level = self._styles.numbering(style) if style else ("", "")
        if own is None:
            return list_id, level
        return attribute(child(own, "numId")) or list_id, attribute(child(own, "ilvl")) or level

    def _runs(self, parent: etree._Element, depth: int = 0) -> Iterator[str]:
        """The words of a paragraph in order."""
        for element in parent if depth < _DEEPEST else ():
            name = local_name(element)
            if name in _REMOVED:
                continue
            if name == "r":
                yield from self._run(element, depth)
            elif name == "t":
                yield element.text or ""
            elif name == "txbxContent":
                self._boxes.append(element)
            elif name in _CHARACTERS:
                yield _CHARACTERS[name] if attribute(element, "type") != "page" else ""
            elif name in ("footnoteReference", "endnoteReference"):
                self._notes.append(name.removesuffix("Reference") + attribute(element, "id"))
            else:
                yield from self._runs(element, depth + 1)

    def _run(self, run: etree._Element, depth: int) -> Iterator[str]:
        properties = child(run, "rPr")
        if _on(child(properties, "vanish")):
            return
        raised = attribute(child(properties, "vertAlign")) == "superscript"
        for words in self._runs(run, depth + 1):
            yield superscript(words) if raised else words

    def _table(self, table: etree._Element) -> None:
        rows = [row for row in _inside(table, "tr") if child(row, "trPr", "del") is None]
        cells = [list(_inside(row, "tc")) for row in rows]
        if all(len(row) < 2 for row in cells):
            for row in cells:
                for cell in row:
                    self.walk(cell)
            return
        heads = 0
        while heads < len(rows) and _on(child(rows[heads], "trPr", "tblHeader")):
            heads += 1
        grid = [_positions(row, own) for row, own in zip(rows, cells, strict=True)]
        printed = [self._row(at, grid) for at in range(len(grid))]
        self._composer.table(printed, heads if heads < len(rows) else 0)

    def _row(self, at: int, grid: list[dict[int, etree._Element]]) -> list[Printed]:
        """The cells that begin in a row; those merged into a cell above are its business."""
        printed: list[Printed] = []
        for column, cell in grid[at].items():
            if _merge(cell) == "continue" and at and _merge(grid[at - 1].get(column)):
                continue
            if not printed and column and not at:
                printed.append(Printed("", column))
            rows = 1
            if _merge(cell):
                while at + rows < len(grid) and _merge(grid[at + rows].get(column)) == "continue":
                    rows += 1
            printed.append(Printed(self._cell(cell), _span(cell), rows))
        return printed

    def _cell(self, cell: etree._Element) -> str:
        lines = [line for part in _paragraphs(cell) for line in self._text(part).split("\n")]
        boxes, self._boxes = self._boxes, []
        return one_line([*lines, *(self._cell(box) for box in boxes)])


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a cell, also those of a table in it."""
    for element in parent:
        if local_name(element) == "p":
            yield element
        elif local_name(element) not in _REMOVED:
            yield from _paragraphs(element)


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those in content controls and insertions."""
    for element in parent:
        if local_name(element) == name:
            yield element
        elif local_name(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(element, name)


def _positions(row: etree._Element, cells: list[etree._Element]) -> dict[int, etree._Element]:
    """The cells of a row by the column they begin in."""
    before = attribute(child(row, "trPr", "gridBefore"))
    column = int(before) if before.isdigit() else 0
    placed: dict[int, etree._Element] = {}
    for cell in cells:
        placed[column] = cell
        column += _span(cell)
    return placed


def _span(cell: etree._Element) -> int:
    value = attribute(child(cell, "tcPr", "gridSpan"))
    return max(1, min(int(value), 200)) if value.isdigit() else 1


def _merge(cell: etree._Element | None) -> str:
    """`restart` for the first of cells merged downwards, `continue` for the others, else empty."""
    merge = child(cell, "tcPr", "vMerge")
    return "" if merge is None else attribute(merge) or "continue"


def _on(element: etree._Element | None) -> bool:
    return element is not None and attribute(element) not in ("0", "false", "off")
