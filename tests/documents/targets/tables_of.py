"""Tables for tests, drawn with bars: ^ repeats the cell above, < the cell to the left."""

from __future__ import annotations

from luheng.documents.model import Span
from luheng.documents.source import Cell, Source, Table
from luheng.documents.targets.passage import ProseContext
from luheng.documents.targets.tables import TableReading, read_table


def table_of(drawn: str, header_rows: int = 1, caption: str = "") -> tuple[Source, Table]:
    """A source that holds nothing but the caption and the drawn table."""
    text, rows = caption + "\n", []
    for drawn_row in drawn.strip().splitlines():
        row: list[Cell] = []
        for part in (part.strip() for part in drawn_row.strip().split("|")):
            if part in "^<" and part:
                other = rows[-1][len(row)] if part == "^" else row[-1]
                row.append(Cell(other.span, other.text, merged=True))
                continue
            row.append(Cell(Span(len(text), len(text) + len(part)), part))
            text += part + "\t"
        rows.append(row)
        text += "\n"
    table = Table(Span(0, len(text)), rows, header_rows, caption)
    return Source("table.txt", "", "text/plain", text, [table]), table


def table_reading(
    drawn: str, header_rows: int = 1, caption: str = "", **context: object
) -> TableReading:
    """What is read from a drawn table, quotes checked."""
    source, table = table_of(drawn, header_rows, caption)
    found = read_table(source, table, ProseContext(**context))  # type: ignore[arg-type]
    for item in [*found.targets, *found.milestones]:
        assert source.text[item.span.start : item.span.end] == item.quote
    return found
