"""Text whose numbers carry references to the source list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_YEAR = r"(?:19|20)\d\d"
_DATE = rf"{_YEAR}(?:-\d\d){{1,2}}|{_YEAR}(?:[—–~～至-]{_YEAR})?年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?|{_YEAR}(?=[、\d]*年)|{_YEAR}[—–~～至-]{_YEAR}"
_NAME = r"[A-Za-z]+\d[A-Za-z\d.]*"  # PM2.5: a name, not a figure
_FIGURE = r"\d[\d,]*(?:\.\d+)?[%‰]?"
_TOKENS = re.compile(rf"(?P<date>{_DATE})|(?P<name>{_NAME})|(?P<figure>{_FIGURE})")

Refs = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the sources of the figure it ends with."""

    text: str
    refs: Refs = ()


Cited = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure in a sentence: its digits and what stands before it."""

    digits: str
    before: str


def plain(text: object) -> Cited:
    """Text without figures."""
    return (Piece(str(text)),)


def cited(text: object, refs: Iterable[int]) -> Cited:
    """Text that as a whole rests on these sources, for instance a quote."""
    return (Piece(str(text), tuple(refs)),) if text not in (None, "") else ()


def figures(
    text: str, sources: Callable[[FoundFigure], Iterable[int]], units: Sequence[str] = ()
) -> Cited:
    """A sentence in which each figure is followed by its references.

    Years, dates and names with digits in them are no figures. `units` are units of measure
    that stay with their number.
    """
    pieces, done = [], 0
    for match in _TOKENS.finditer(text):
        if match["figure"] is None:
            continue
        end = match.end()
        end += max((len(unit) for unit in units if text.startswith(unit, end)), default=0)
        digits = match["figure"].rstrip("%‰").replace(",", "")
        found = FoundFigure(digits, text[: match.start()])
        pieces.append(Piece(text[done:end], tuple(sources(found))))
        done = end
    return (*pieces, Piece(text[done:])) if done < len(text) else tuple(pieces)


def spans(refs: Iterable[int]) -> str:
    """References as printed, runs drawn together: [1][3]–[7]."""
    runs: list[list[int]] = []
    for ref in sorted(set(refs)):
        if runs and ref == runs[-1][1] + 1:
            runs[-1][1] = ref
        else:
            runs.append([ref, ref])
    return "".join(_run(first, last) for first, last in runs)


def _run(first: int, last: int) -> str:
    if first == last:
        return f"[{first}]"
    return f"[{first}][{last}]" if last == first + 1 else f"[{first}]–[{last}]"


def text_of(words: Cited) -> str:
    """The text with its references in line."""
    return "".join(piece.text + spans(piece.refs) for piece in words)
