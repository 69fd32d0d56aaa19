"""Web pages: paragraphs and tables as a browser shows them, without scripts and menus."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from luheng.documents.formats.composing import Composer, Printed, one_line
from luheng.documents.formats.encodings import Decoded, decode
from luheng.documents.formats.limits import Limits
from luheng.documents.formats.scripts import superscript
from luheng.documents.source import Block

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)", re.IGNORECASE)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "button",
        "select",
        "input",
        "textarea",
        "nav",
        "head",
        "rt",
        "rp",
        "audio",
        "video",
        "canvas",
        "map",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "blockquote",
        "center",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "address",
        "hr",
        "body",
        "html",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "caption",
    ]
)
_DEEPEST = 400
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDEST_SPAN = 200


def read_html(name: str, data: bytes, limits: Limits) -> tuple[Decoded, str, list[Block]]:
    """How the page was decoded, its text and its blocks. Raises LuhengError for garbage."""
    declared = _DECLARED.search(data[:4096])
    decoded = decode(name, data, declared[1].decode("ascii") if declared else None)
    composer = Composer(name, limits)
    root = _parsed(decoded.text)
    if root is not None:
        _Page(composer).walk(root)
    return decoded, *composer.finish()


def _parsed(text: str) -> etree._Element | None:
    """The page as a tree; entities beyond those of HTML are not resolved, nothing is fetched."""
    parser = lxml_html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8"
    )
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


class _Page:
    """Walks a page and hands its paragraphs and tables to a composer."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._line: list[str] = []

    def walk(self, root: etree._Element) -> None:
        """Everything under an element, in order."""
        self._visit(root, 0)
        self._end_paragraph()

    def _visit(self, element: etree._Element, depth: int, style: str = "") -> None:
        name = _name(element)
        if name in _DROPPED or depth > _DEEPEST or _hidden(element):
            return
        if name == "table" and not _is_layout(element):
            self._end_paragraph(style)
            self._table(element)
            return
        if name == "br":
            self._line.append("\n")
            return
        if name in _BLOCKS:
            self._end_paragraph(style)
            style = f"Heading {name[1]}" if re.fullmatch("h[1-6]", name) else style
        self._say(element.text, element)
        for part in element:
            self._visit(part, depth + 1, style)
            self._say(part.tail, element)
        if name in _BLOCKS:
            self._end_paragraph(style)

    def _say(self, text: str | None, element: etree._Element) -> None:
        if text:
            spaced = text if _name(element) == "pre" else re.sub(r"[ \t\r\n]+", " ", text)
            self._line.append(superscript(spaced) if _name(element) == "sup" else spaced)

    def _end_paragraph(self, style: str = "") -> None:
        text = re.sub(r" *\n *", "\n", "".join(self._line))
        self._line = []
        self._composer.paragraph(text, style)

    def _table(self, table: etree._Element) -> None:
        caption = next((part for part in table if _name(part) == "caption"), None)
        if caption is not None:
            self._composer.paragraph(_cell_text(caption))
        rows = list(_rows(table))
        heads = sum(
            _name(row.getparent()) == "thead" for row in rows if row.getparent() is not None
        )
        self._composer.table([_printed(row, len(rows) - at) for at, row in enumerate(rows)], heads)


def _printed(row: etree._Element, left: int) -> list[Printed]:
    cells = [part for part in row if _name(part) in ("td", "th") and not _hidden(part)]
    return [
        Printed(
            _cell_text(cell),
            min(_number(cell.get("colspan"), 1), _WIDEST_SPAN),
            min(_number(cell.get("rowspan"), left), left),
        )
        for cell in cells
    ]


def _number(value: str | None, zero: int) -> int:
    """A span; 0 reaches to the end, and what is no number is 1."""
    if value is None or not value.strip().isdigit():
        return 1
    return int(value) or zero


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for part in table:
        if _name(part) == "tr":
            yield part
        elif _name(part) in ("thead", "tbody", "tfoot"):
            yield from (row for row in part if _name(row) == "tr")


def _is_layout(table: etree._Element) -> bool:
    """A table that holds tables or has a single column is there for its looks."""
    if any(_name(part) == "table" for part in table.iterdescendants()):
        return True
    return all(sum(_name(cell) in ("td", "th") for cell in row) < 2 for row in _rows(table))


def _cell_text(cell: etree._Element) -> str:
    """The text of a cell on one line."""
    return one_line(_pieces(cell))


def _pieces(cell: etree._Element) -> list[str]:
    """The lines of a cell."""
    lines = [""]

    def gather(element: etree._Element, depth: int) -> None:
        name = _name(element)
        if name in _DROPPED or depth > _DEEPEST or _hidden(element):
            return
        if name in _BLOCKS or name == "br":
            lines.append("")
        text = element.text or ""
        lines[-1] += superscript(text) if name == "sup" else text
        for part in element:
            gather(part, depth + 1)
            lines[-1] += part.tail or ""
        if name in _BLOCKS:
            lines.append("")

    gather(cell, 0)
    return lines


def _name(element: etree._Element | None) -> str:
    return element.tag.lower() if element is not None and isinstance(element.tag, str) else ""


def _hidden(element: etree._Element) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(str(element.get("style") or "")))
