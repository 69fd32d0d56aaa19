"""The lines of PDF pages, without page numbers and running heads, put together into paragraphs."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from luheng.documents.formats.lines import opens_a_section

_PAGE_NUMBER = re.compile(
    r"[-—–－─·•\s]*\d{1,4}[-—–－─·•\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+"
)
_LEADER = re.compile(r".*[.．…·]{4,}\s*\d{1,4}")
_INVISIBLE = dict.fromkeys([0, 2, 0xFFFE, 0xFFFF, 0xAD, 0x200B, 0xFEFF])
_ENDS = "。！？；："
_EDGE = 2  # lines at the head and foot of a page that may be running heads


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line and its box in points; `top` is measured from the foot of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of its letters."""
        return max(self.top - self.bottom, 1.0)


def page_lines(page: Any) -> list[PdfLine]:
    """The lines of a page's text layer as PDFium sees them."""
    lines: list[PdfLine] = []
    row: list[tuple[int, str]] = []
    for index in range(raw.FPDFText_CountChars(page)):
        mark = chr(raw.FPDFText_GetUnicode(page, index))
        if mark in "\r\n":
            _end_line(page, row, lines)
            row = []
        else:
            row.append((index, mark))
    _end_line(page, row, lines)
    return lines


def _end_line(page: Any, row: list[tuple[int, str]], lines: list[PdfLine]) -> None:
    text = "".join(mark for _, mark in row).translate(_INVISIBLE).strip()
    shown = [index for index, mark in row if not mark.isspace()]
    if text and shown:
        first, last = _box(page, shown[0]), _box(page, shown[-1])
        lines.append(
            PdfLine(text, first[0], last[1], max(first[3], last[3]), min(first[2], last[2]))
        )


def _box(page: Any, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character."""
    sides = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(page, index, *sides)
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def without_chrome(pages: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """The pages without page numbers, running heads and lines of a table of contents."""
    seen: Counter[str] = Counter()
    for lines in pages:
        edges = {_shape(line) for line in [*lines[:_EDGE], *lines[-_EDGE:]]}
        seen.update(edges)
    running = {shape for shape, count in seen.items() if count >= 3 and count * 2 > len(pages)}
    return [_kept(lines, running) for lines in pages]


def _shape(line: PdfLine) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))


def _kept(lines: list[PdfLine], running: set[str]) -> list[PdfLine]:
    kept = []
    for number, line in enumerate(lines):
        at_edge = number < _EDGE or number >= len(lines) - _EDGE
        outermost = number in (0, len(lines) - 1)
        if at_edge and _shape(line) in running:
            continue
        if outermost and _PAGE_NUMBER.fullmatch(line.text):
            continue
        if not _LEADER.fullmatch(line.text):
            kept.append(line)
    return kept


def joined(lines: list[PdfLine]) -> list[str]:
    """The paragraphs of lines that follow one another.

    A line goes on in the next if it reaches the right margin and the next one is not indented.
    """
    if not lines:
        return []
    measure = Measure.of(lines)
    paragraphs = [lines[0].text]
    for line, following in pairwise(lines):
        if measure.goes_on(line, following):
            paragraphs[-1] = _glued(paragraphs[-1], following.text)
        else:
            paragraphs.append(following.text)
    return paragraphs


@dataclass(frozen=True, slots=True)
class Measure:
    """How lines are set, in points: their margins and the step from one line to the next."""

    left: float
    right: float
    step: float
    indents: bool  # first lines of paragraphs are indented

    @classmethod
    def of(cls, lines: list[PdfLine]) -> Measure:
        """What most lines share; a few may stick out."""
        enough = max(2, len(lines) // 20)
        lefts = Counter(round(line.left / 4) * 4 for line in lines)
        rights = Counter(round(line.right / 8) * 8 for line in lines)
        steps = Counter(round(line.top - below.top) for line, below in pairwise(lines))
        left = float(min([edge for edge, count in lefts.items() if count >= enough] or lefts))
        right = float(max([edge for edge, count in rights.items() if count >= enough] or rights))
        indented = sum(left + 1.2 * line.size < line.left < left + 4 * line.size for line in lines)
        step = float(steps.most_common(1)[0][0]) if steps else 0.0
        return cls(left, right, step, indented * 10 >= len(lines))

    def goes_on(self, line: PdfLine, following: PdfLine) -> bool:
        """Whether the paragraph of a line goes on in the one after it."""
        size = line.size
        if line.right < self.right - 2 * max(size, 8) or following.left > self.left + 1.2 * size:
            return False
        if abs(size - following.size) > 0.35 * size and following.text[0] not in "，、。；：）":
            return False
        if line.text[-1] not in _ENDS:
            return True
        if opens_a_section(following.text):
            return False
        return self.indents or 0 < line.top - following.top <= 1.15 * self.step


def _glued(before: str, after: str) -> str:
    """Two lines as one; a blank only between two Latin words."""
    letters = before[-1].isascii() and before[-1].isalpha() and after[0].isascii()
    return before + (" " if letters and after[0].isalpha() else "") + after
