"""A sentence as the target grammar reads it: no brackets inside, cut into clauses.

What stands in brackets is taken out and kept beside the sentence, so that
``生态环境状况指数（EI）不低于66`` reads like ``生态环境状况指数不低于66`` while every character still knows its
place in the view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_OPENING, _CLOSING = "（〔", "）〕"
_CLAUSE_MARKS = "，；："
_LONGEST_CLAUSE = 150  # no demand is longer; a text without commas must not make reading slow
_ABBREVIATION = re.compile(
    r"（(?:PM ?\d[\d.]*|[A-Z][A-Za-z]{0,5}\d?|O3|R&D)）"
)  # stays in its name
_PAGE_NUMBER = re.compile(r"(?<=[一-鿿，、])(?:-|—){1,2}\d{1,3}(?:-|—){1,2}(?=[一-鿿，、])")
_PLAIN = re.compile("[^（〔—-]+")
_LONGEST_ASIDE = 600  # an opening bracket that never closes must not make reading slow


@dataclass(slots=True)
class Line:
    """Characters of a view without bracketed parts; `origin[i]` is the place in the view's text."""

    text: str
    origin: list[int]
    asides: list[Line] = field(default_factory=list)  # bracketed parts, in order

    def part(self, start: int, end: int) -> Line:
        """A stretch of the line as a line of its own; asides stay with the clause they stand in."""
        if start >= end:
            return Line("", [])
        first, last = self.origin[start], self.origin[end - 1]
        following = self.origin[end] if end < len(self.origin) else last + 10**9
        within = [a for a in self.asides if a.origin and first < a.origin[0] < following]
        return Line(self.text[start:end], self.origin[start:end], within)


_BOUND = re.compile("[（〔“《）〕”》。！？]")


def sentences(text: str) -> Iterator[Line]:
    """The sentences of a view's text, brackets taken out."""
    start = depth = 0
    for found in _BOUND.finditer(text):
        position, mark = found.start(), found[0]
        if mark in "（〔“《":
            depth += 1
        elif mark in "）〕”》":
            depth = max(0, depth - 1)
        elif mark in "。！" or (mark == "？" and not _stands_for_range(text, position)):
            # an unclosed bracket or quotation must not swallow the rest of the paragraph
            if depth and _closes_soon(text, position):
                continue
            yield flat(text, start, position)
            start, depth = position + 1, 0
    if start < len(text):
        yield flat(text, start, len(text))


def _stands_for_range(text: str, position: int) -> bool:
    """A ``?`` between digits is a range mark that was lost: ``2? 3家``."""
    return text[position - 1 : position].isdigit() and text[position + 1 : position + 2].isdigit()


def _closes_soon(text: str, position: int) -> bool:
    ahead = text[position : position + 120]
    closing = min((ahead.find(m) for m in "）〕”》" if m in ahead), default=-1)
    opening = min((ahead.find(m) for m in "（〔“《" if m in ahead), default=len(ahead))
    return 0 <= closing < opening


def flat(text: str, start: int, end: int) -> Line:
    """A stretch of a view's text with bracketed parts set aside (outermost brackets only)."""
    kept: list[int] = []
    asides: list[Line] = []
    position = start
    while position < end:
        plain = _PLAIN.match(text, position, end)
        if plain:  # most characters are neither a bracket nor a dash
            kept += range(position, plain.end())
            position = plain.end()
            continue
        if page := _PAGE_NUMBER.match(text, position, end):
            position = page.end()
            continue
        if abbreviation := _ABBREVIATION.match(text, position, end):
            kept += range(position, abbreviation.end())
            position = abbreviation.end()
            continue
        if text[position] in _OPENING and (close := _closing(text, position, end)):
            if position + 1 < close:
                asides.append(flat(text, position + 1, close))
            position = close + 1
            continue
        kept.append(position)
        position += 1
    characters = "".join([text[i] for i in kept])
    return Line(characters.replace("（", "(").replace("）", ")"), kept, asides)


def _closing(text: str, opened: int, end: int) -> int | None:
    depth = 0
    for position in range(opened, min(end, opened + _LONGEST_ASIDE)):
        if text[position] in _OPENING:
            depth += 1
        elif text[position] in _CLOSING:
            depth -= 1
            if depth == 0:
                return position
    return None


RATIO = re.compile(r"(?<![\d.:：∶])\d+(?:\.\d+)?(?:[:：∶]\d+(?:\.\d+)?){2,}(?![\d:：∶])")
"""Three parts or more of one whole, 8:45:47; a time of day has two."""

_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》")


def clauses(line: Line) -> Iterator[Line]:
    """The clauses of a sentence, cut at commas, semicolons and colons outside quotation marks."""
    shielded = shield(line.text)
    start = 0
    for position, mark in enumerate(shielded):
        length = position - start
        cut = mark in _CLAUSE_MARKS or (mark == "、" and length > _LONGEST_CLAUSE)
        if cut or length > 2 * _LONGEST_CLAUSE:
            if length:
                yield line.part(start, position)
            start = position + 1 if cut else position
    if start < len(line.text):
        yield line.part(start, len(line.text))


def shield(text: str) -> str:
    """The text with what stands in quotation or title marks, and ratios, blotted out; as long as it."""
    return RATIO.sub(_blotted, _QUOTED.sub(_blotted, text))


def _blotted(found: re.Match[str]) -> str:
    return "■" * len(found[0])
