"""Which lines of a text are one paragraph."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from luheng.documents.formats.lines import Line, opens_a_section

_RUNS_ON = "，、,（(《〈“‘「『—－"
_ENDS = "。！？!?；;：:…．"
_CLOSES = "”’」』》〉）)]】〕"
_PAGE_NUMBER = re.compile(r"[-—－·\s]*\d{1,4}[-—－·\s]*")
_WIDEST = 120  # half-width columns; longer lines are whole paragraphs, not wrapped ones
_SLACK = 4  # half-width columns by which a full line may be shorter than the widest


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text breaks its lines: `width` in half-width columns, None where it does not."""

    width: int | None
    indents: bool = False

    @classmethod
    def of(cls, lines: list[Line]) -> Wrapping:
        """A text is hard-wrapped when many of its lines end at one width without an end mark."""
        widths: Counter[int] = Counter()
        total = 0
        for line, following in pairwise(lines):
            if not line.bare or line.tabbed:
                continue
            total += 1
            if following.bare and line.bare[-1] not in _ENDS + _CLOSES and len(line.bare) > 10:
                widths[display_width(line)] += 1
        if not widths:
            return cls(None)
        full = max(widths, key=lambda width: (sum(widths[width - n] for n in range(_SLACK)), width))
        count = sum(widths[full - n] for n in range(_SLACK))
        if count < max(4, total // 4) or full > _WIDEST:
            return cls(None)
        return cls(full, any(line.indented for line in lines if line.bare))


def display_width(line: Line) -> int:
    """Width of a line in half-width columns; a line too long to be wrapped is only measured so."""
    if len(line.bare) > _WIDEST:
        return _WIDEST + 1
    return sum(2 if unicodedata.east_asian_width(mark) in "WFA" else 1 for mark in line.bare)


def paragraph_ends(lines: list[Line], first: int, wrapping: Wrapping) -> int:
    """The number of the line after the paragraph that begins with line `first`."""
    last = first
    while (following := _next(lines, last)) is not None and _joined(
        lines[last], lines[following], following - last > 1, wrapping
    ):
        last = following
    return last + 1


def _next(lines: list[Line], number: int) -> int | None:
    """The next line with text, over at most one blank line."""
    for following in range(number + 1, min(number + 3, len(lines))):
        if lines[following].tabbed:
            return None
        if lines[following].bare:
            return following
    return None


def _joined(line: Line, following: Line, blank_between: bool, wrapping: Wrapping) -> bool:
    """Whether the sentence of a line goes on in the line after it."""
    if opens_a_section(following.bare) or _PAGE_NUMBER.fullmatch(line.bare):
        return False
    if line.bare[-1] in _RUNS_ON:
        return True
    if blank_between or wrapping.width is None:
        return False
    full = abs(display_width(line) - wrapping.width) <= _SLACK
    if not full or (following.indented and not line.indented):
        return False
    if line.bare[-1] in _ENDS:
        return wrapping.indents and not following.indented
    return True
