"""A Word file paragraph by paragraph: where each stands, what is said freely, what carries a mark.

Everything a reader may see is walked: body, tables, text boxes, headers, footers, notes. Deleted text of
tracked changes is not there, inserted text is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

MARK = "luheng:"  # begins the tag of a content control that holds a piece with a formula
BOOKMARK = "lh_"  # begins the name of the bookmark inside: lh_<mark>_<number>

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_COUNTED = ("PAGE", "NUMPAGES", "SECTIONPAGES")  # fields that Word works out whenever it shows them
_CELL_TEXT = 24  # of a paragraph, to know it by


@dataclass(frozen=True)
class Token:
    """A stretch of text; with a mark where it stands in a control of ours."""

    text: str
    mark: str = ""


@dataclass
class Walked:
    """One paragraph."""

    place_zh: str
    place_en: str
    tokens: list[Token] = field(default_factory=list)
    contents: bool = False  # a line of the table of contents
    row: int = 0  # of a table: rows of one table share their number
    bookmark: tuple[str, str] = ("", "")  # open while its text is read: number in the file, mark

    @property
    def skeleton(self) -> str:
        """The words with a box for each piece."""
        return "".join("□" if one.mark else one.text for one in self.tokens)


@dataclass
class _Fields:
    """Which fields a reader of the XML is inside of, from one paragraph to the next."""

    codes: list[str] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)

    def take(self, mark: str) -> None:
        if mark == "begin":
            self.codes.append("")
            self.shown.append(False)
        elif mark == "separate" and self.codes:
            self.shown[-1] = True
        elif mark == "end" and self.codes:
            self.codes.pop()
            self.shown.pop()

    @property
    def word(self) -> str:
        """What the innermost field does: PAGE, TOC; empty outside."""
        return self.codes[-1].split()[0].upper() if self.codes and self.codes[-1].split() else ""

    @property
    def in_contents(self) -> bool:
        return any(code.split()[:1] == ["TOC"] for code in self.codes)

    @property
    def hidden(self) -> bool:
        """Whether text here is worked out by Word itself, or is the code of a field."""
        if not self.codes:
            return False
        counted = self.word in _COUNTED or (self.word == "PAGEREF" and self.in_contents)
        return counted or not self.shown[-1]


def walk(document: Any) -> list[Walked]:
    """Every paragraph of a python-docx document, body first."""
    found = list(_body(document.element.body))
    for part in document.part.package.iter_parts():
        name = part.partname.rpartition("/")[2]
        for start, zh, en in _OTHER_PARTS:
            if name.startswith(start) and name.endswith(".xml"):
                root = getattr(part, "element", None)
                root = etree.fromstring(part.blob) if root is None else root
                found += _flat(root, zh, en)
    return found


_OTHER_PARTS = (
    ("header", "页眉", "header"),
    ("footer", "页脚", "footer"),
    ("footnotes", "脚注", "footnotes"),
    ("endnotes", "尾注", "endnotes"),
    ("data", "图示", "diagram"),  # of SmartArt
)


def _body(body: Any) -> Iterator[Walked]:
    fields = _Fields()
    heading, number, caption, table = "", 0, "", 0
    for block in _blocks(body):
        if block.tag == qn("w:tbl"):
            table += 1
            yield from _table(block, caption or f"{heading} {table}", table * 1000, fields)
            continue
        number += 1
        walked = _paragraph(block, "", "", fields)
        text = "".join(one.text for one in walked.tokens)
        if _style(block).startswith("Heading"):
            heading, number, caption = text, 0, ""
        elif text.strip():
            caption = text[:_CELL_TEXT]
        zh, en = _named(heading, number, text)
        walked.place_zh, walked.place_en = zh, en
        yield walked
        yield from _boxes(block, zh, en)


def _named(heading: str, number: int, text: str) -> tuple[str, str]:
    if not heading:
        return f"文首第{number}段", f"paragraph {number} before the first heading"
    if not number:
        return f"标题“{text}”", f"the heading “{text}”"
    return f"“{heading}”下第{number}段", f"paragraph {number} under “{heading}”"


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those inside controls and insertions too."""
    for child in element:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(child)


def _table(table: Any, caption: str, number: int, fields: _Fields) -> Iterator[Walked]:
    rows = [row for row in table.iter(qn("w:tr")) if _own(row, table)]
    for at, row in enumerate(rows, 1):
        cells = [cell for cell in row.iter(qn("w:tc")) if _within(cell, row)]
        for column, cell in enumerate(cells, 1):
            zh = f"表“{caption}”第{at}行第{column}列"
            en = f"table “{caption}”, row {at}, column {column}"
            for paragraph in cell.iter(qn("w:p")):
                walked = _paragraph(paragraph, zh, en, fields)
                walked.row = number + at
                yield walked


def _own(row: Any, table: Any) -> bool:
    return _nearest(row, qn("w:tbl")) is table


def _within(cell: Any, row: Any) -> bool:
    return _nearest(cell, qn("w:tr")) is row


def _nearest(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _boxes(block: Any, zh: str, en: str) -> Iterator[Walked]:
    for paragraph in block.iter(qn("w:p"), f"{_A}p"):
        if paragraph is not block and not _fallback(paragraph):
            yield _paragraph(paragraph, f"{zh}的文本框", f"a text box in {en}", _Fields())


def _flat(root: Any, zh: str, en: str) -> Iterator[Walked]:
    fields = _Fields()
    for paragraph in root.iter(qn("w:p"), f"{_A}p"):
        if not _fallback(paragraph):
            yield _paragraph(paragraph, zh, en, fields)


def _fallback(element: Any) -> bool:
    """Whether it repeats for old readers what stands beside it."""
    return _nearest(element, f"{_MC}Fallback") is not None


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return str(found.get(qn("w:val"))) if found is not None else ""


def _paragraph(paragraph: Any, zh: str, en: str, fields: _Fields) -> Walked:
    walked = Walked(zh, en)
    for element in _leaves(paragraph, paragraph):
        if element.tag == qn("w:fldChar"):
            fields.take(element.get(qn("w:fldCharType")))
        elif element.tag == qn("w:instrText"):
            if fields.codes:
                fields.codes[-1] += element.text or ""
        elif element.tag == qn("w:bookmarkStart"):
            name = element.get(qn("w:name")) or ""
            if name.startswith(BOOKMARK):
                walked.bookmark = (element.get(qn("w:id")), name.split("_")[1])
        elif element.tag == qn("w:bookmarkEnd"):
            if element.get(qn("w:id")) == walked.bookmark[0]:
                walked.bookmark = ("", "")
        elif not fields.hidden:
            _add(walked, element, paragraph)
        walked.contents = walked.contents or fields.in_contents
    return walked


_TEXT = (qn("w:t"), f"{_M}t", f"{_A}t")
_TAKEN = (
    *_TEXT,
    qn("w:tab"),
    qn("w:br"),
    qn("w:sym"),
    qn("w:fldChar"),
    qn("w:instrText"),
    qn("w:bookmarkStart"),
    qn("w:bookmarkEnd"),
)


def _leaves(element: Any, paragraph: Any) -> Iterator[Any]:
    for child in element:
        if child.tag in (qn("w:p"), f"{_A}p", qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), f"{_MC}Fallback"):  # fmt: skip
            continue
        if child.tag in _TAKEN:
            yield child
        elif child.tag == qn("w:fldSimple"):
            yield from () if _is_counted(child) else _leaves(child, paragraph)
        else:
            yield from _leaves(child, paragraph)


def _is_counted(simple: Any) -> bool:
    return bool({*(simple.get(qn("w:instr")) or "").upper().split()[:1]} & {*_COUNTED})


def _add(walked: Walked, element: Any, paragraph: Any) -> None:
    text = (element.text or "") if element.tag in _TEXT else _AS_TEXT.get(element.tag, "")
    if not text:
        return
    mark, control = _mark_of(element, paragraph)
    if not mark:  # dropped by the program that saved the file
        control, mark = walked.bookmark
    last = walked.tokens[-1] if walked.tokens else None
    if last is not None and mark == last.mark and (not mark or walked_control(walked) == control):
        walked.tokens[-1] = Token(last.text + text, mark)
    else:
        walked.tokens.append(Token(text, mark))
    walked.__dict__["control"] = control


def walked_control(walked: Walked) -> Any:
    """The content control of the last token."""
    return walked.__dict__.get("control")


_AS_TEXT = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:sym"): "�"}


def _mark_of(element: Any, paragraph: Any) -> tuple[str, Any]:
    """The mark of the innermost control of ours that holds the text, and that control."""
    for control in element.iterancestors(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        value = tag.get(qn("w:val")) if tag is not None else ""
        if value and value.startswith(MARK):
            return value.removeprefix(MARK), control
    return "", None
