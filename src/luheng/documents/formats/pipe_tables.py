"""Tables printed with a bar between cells, and those with a tab between cells.

A row with too few bars lacks the cells that a merged cell above covers.
"""

from __future__ import annotations

import re
from collections import Counter

from luheng.documents.formats.alignment import Column, align
from luheng.documents.formats.grids import Place, Row, table_of
from luheng.documents.formats.lines import Line
from luheng.documents.source import Table

_NUMBERING = re.compile(r"[(（]?[\d一二三四五六七八九十]+[)）.、．:：]{1,2}|[•●·◆▪-]")


def divided_table(text: str, lines: list[Line], at: int, divider: str) -> tuple[Table, int] | None:
    """The table whose rows begin with line `at`, and the line after it; None where there is none."""
    rows: list[Row] = []
    number = after = at
    while number < len(lines) and number - after <= (1 if divider == "|" else 0):
        line = lines[number]
        number += 1
        if not line.bare and not line.ruled:
            continue
        if not line.ruled:
            row = _places(line, divider)
            if len(row) < 2:
                break
            rows.append(row)
        after = number
    if not _is_table(text, rows):
        return None
    width = max(Counter(len(row) for row in rows).most_common(1)[0][0], len(rows[0]))
    return table_of(text, _aligned(text, rows, width), width), after


def _places(line: Line, divider: str) -> Row:
    """Where the cells of a line stand."""
    start, bare = line.start, line.bare
    if divider == "|":
        inner = bare.removeprefix("|")
        start += len(bare) - len(inner)
        parts = inner.removesuffix("|").split("|") if "|" in bare else []
    else:
        start -= line.tabs
        parts = ("\t" * line.tabs + bare).split("\t")
    row: Row = []
    for part in parts:
        bare_part = part.strip()
        begin = start + (part.index(bare_part) if bare_part else 0)
        row.append(Place(begin, begin + len(bare_part)))
        start += len(part) + 1
    return row


def _is_table(text: str, rows: list[Row]) -> bool:
    """At least two rows, most of them equal, and a head that is no list number."""
    if len(rows) < 2:
        return False
    width, count = Counter(len(row) for row in rows).most_common(1)[0]
    if count * 2 < len(rows) and width != len(rows[0]):
        return False
    head = [text[place.start : place.end] for place in rows[0] if place]
    firsts = [text[row[0].start : row[0].end] for row in rows if row[0]]
    listed = sum(_NUMBERING.fullmatch(first) is not None for first in firsts)
    return all(len(cell) <= 60 for cell in head) and listed * 2 < len(rows) and any(head)


def _aligned(text: str, rows: list[Row], width: int) -> list[Row]:
    """The rows; one with too few cells gets None where a merged cell reaches down."""
    full = [[text[p.start : p.end] for p in row if p] for row in rows[1:] if len(row) == width]
    if not full:
        return rows
    columns = [Column.of([row[j] for row in full[:50]]) for j in range(width)]
    return [
        _spread(text, row, columns) if number and 1 < len(row) < width else row
        for number, row in enumerate(rows)
    ]


def _spread(text: str, row: Row, columns: list[Column]) -> Row:
    pieces = [text[place.start : place.end] or " " for place in row if place]
    ranges = align(pieces, columns)
    if any(len(part) > 1 for part in ranges):
        return row
    return [row[part.start] if part else None for part in ranges]
