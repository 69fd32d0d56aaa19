"""Tables whose cells are divided by blanks: a head of years or words, then rows of numbers."""

from __future__ import annotations

import re

from luheng.documents.formats.grids import Place, Row, table_of
from luheng.documents.formats.lines import Line
from luheng.documents.source import Table

_TOKEN = re.compile(r"(?:\d+\s年|[^\s\u3000\u00a0])+")
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?[%％‰]?|[-—–…/]+")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?(?:[(（].*[)）])?")
_WIDEST = 30  # characters of a cell of such a table


def spaced_table(text: str, lines: list[Line], at: int) -> tuple[Table, int] | None:
    """The table whose head is line `at`, and the line after it; None where there is none."""
    head = _tokens(lines[at])
    if len(head) < 2 or not lines[at].short:
        return None
    rows: list[list[Place]] = []
    after = at + 1
    numbers = 0
    while after < len(lines) and (tokens := _tokens(lines[after])):
        trailing = _trailing_numbers(text, tokens)
        if not rows:
            numbers = trailing
        if trailing < 2 or trailing != numbers or not _heads(text, head, numbers):
            break
        rows.append(tokens)
        after += 1
    if not rows or (len(rows) < 2 and not _years(text, head)):
        return None
    width = numbers + 1
    if len(head) > width and all(len(row) == len(head) for row in rows):
        width = len(head)
    return table_of(text, [_row(tokens, width) for tokens in [head, *rows]], width), after


def _tokens(line: Line) -> list[Place]:
    if not line.short or "。" in line.bare:
        return []
    found = list(_TOKEN.finditer(line.bare))
    if len(found) < 2 or any(len(part[0]) > _WIDEST for part in found):
        return []
    return [Place(line.start + part.start(), line.start + part.end()) for part in found]


def _trailing_numbers(text: str, tokens: list[Place]) -> int:
    """How many numbers end a row that begins with a word."""
    count = 0
    for place in reversed(tokens):
        if not _NUMBER.fullmatch(text[place.start : place.end]):
            break
        count += 1
    return count if count < len(tokens) else 0


def _heads(text: str, head: list[Place], numbers: int) -> bool:
    """Whether a line may be the head of rows with so many numbers: words or years over each."""
    return len(head) > numbers and (
        _trailing_numbers(text, head) == 0 or _years(text, head[-numbers:])
    )


def _years(text: str, head: list[Place]) -> bool:
    """Whether all heads but the first are years."""
    words = [text[place.start : place.end] for place in head]
    return all(_YEAR.fullmatch(word) for word in words[-max(1, len(words) - 1) :])


def _row(tokens: list[Place], width: int) -> Row:
    """Tokens as a row: what there are too many of belong to the name at the left."""
    extra = len(tokens) - width
    if extra <= 0:
        return list(tokens)
    return [Place(tokens[0].start, tokens[extra].end), *tokens[extra + 1 :]]
