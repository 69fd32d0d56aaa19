"""The original text of a document with the places marked that something was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text and the item that was read from it."""

    start: int
    end: int
    kind: str  # target, task, …: decides the colour; the first of a piece wins
    item: str  # id of the card on the right: target-12


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line with one set of marks; an unmarked stretch has no kind."""

    text: str
    kind: str = ""
    items: str = ""  # ids divided by blanks


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: a paragraph, a heading or the cells of a table row."""

    cells: list[list[Piece]]  # one cell, but for table rows
    anchor: str = ""  # clause that begins here
    level: int = 0  # of the heading; 0 for plain text


def lines(text: str, marks: Iterable[Mark], headings: dict[int, tuple[str, int]]) -> Iterator[Line]:
    """The lines of the text, empty ones left out.

    `headings` maps where a clause begins to its key and level. Marks may overlap: a piece carries
    the ids of all that cover it, so two targets of one sentence are both found from it.
    """
    waiting = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    open_marks: list[Mark] = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line.rstrip("\r\n"))
        while waiting and waiting[0].start < end:
            open_marks.append(waiting.pop(0))
        open_marks = [mark for mark in open_marks if mark.end > start]
        if text[start:end].strip():
            anchor, level = (
                next((headings[at] for at in range(start, end) if at in headings), ("", 0))
                if headings
                else ("", 0)
            )
            yield Line(list(_cells(text, start, end, open_marks)), anchor, level)
        start += len(line)


def as_html(shown: Iterable[Line]) -> SafeString:
    """The lines as paragraphs. Written here: a template takes ten times as long for a long text."""
    return SafeString("\n".join(_paragraph(line) for line in shown))


def _paragraph(line: Line) -> str:
    names = [f"level{line.level}"] if line.level else []
    names += ["row"] if len(line.cells) > 1 else []
    named = f' id="{escape(line.anchor)}"' if line.anchor else ""
    cells = ("".join(_piece(piece) for piece in cell) for cell in line.cells)
    text = '<span class="cell-gap"> </span>'.join(cells)
    return f'<p{named} class="{" ".join(names)}">{text}</p>'


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if not piece.kind:
        return text
    return f'<mark class="{piece.kind}" data-items="{piece.items}">{text}</mark>'


def _cells(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[list[Piece]]:
    at = start
    for cell in text[start:end].split("\t"):
        yield list(_pieces(text, at, at + len(cell), marks))
        at += len(cell) + 1


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Piece]:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = {start, end}
    for mark in inside:
        cuts.update((max(mark.start, start), min(mark.end, end)))
    ordered = sorted(cuts)
    for left, right in pairwise(ordered):
        covering = [mark for mark in inside if mark.start <= left and mark.end >= right]
        covering.sort(key=lambda mark: mark.end - mark.start)  # the closest reading first
        yield Piece(
            text[left:right],
            covering[0].kind if covering else "",
            " ".join(mark.item for mark in covering),
        )
