"""Any sheet mapped to the columns and rows that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from luheng.documents.sheets.answers import Answers
from luheng.documents.sheets.asked import Asked, WantedColumn, WantedRow
from luheng.documents.sheets.grid import SheetGrid
from luheng.documents.sheets.heads import Reader
from luheng.documents.sheets.layout import Layout, signature
from luheng.documents.sheets.mapped import Block, MappedSheet, Mapping, Meaning, Trouble
from luheng.documents.sheets.names import Names
from luheng.documents.sheets.places import Places
from luheng.documents.sheets.records import Records
from luheng.documents.sheets.times_of_heads import resolved
from luheng.documents.sheets.title import Title, title_of
from luheng.vocabulary.messages import Message
from luheng.vocabulary.periods import Period


def map_sheet(
    grid: SheetGrid,
    wanted_columns: Iterable[WantedColumn],
    wanted_rows: Iterable[WantedRow] = (),
    remembered: Mapping | None = None,
) -> MappedSheet:
    """What the sheet answers, cell by cell, and every trouble with the cell it is about.

    With wanted rows the sheet is a return: indicators, units and periods may stand down the rows,
    across the columns, in two levels of heads or in the title. Without them it is a register, one
    record a row. A value is taken only where one reading is possible; `MappedSheet.stops` names the
    others. `remembered` holds what a person decided on a sheet of the same shape.
    """
    asked = Asked(tuple(wanted_columns), tuple(wanted_rows))
    title = title_of(grid, asked)
    decided = dict(remembered.names) if remembered else {}
    names = Names.of(((row.zh, row.names) for row in asked.rows), decided)
    columns = [one for one in asked.columns if asked.is_register or one.role == "field"]
    fields = Names.of(((one.key, one.names) for one in columns), {})
    places = Places(asked.places)
    base = _base(asked, title)
    year = base.year if base else _one_year(asked)
    blocks = Layout(grid, Reader(asked, names, fields, places, base, year)).blocks()
    own = signature(grid, blocks)
    chosen = dict(remembered.chosen) if remembered and remembered.signature == own else {}
    blocks = [_as_chosen(block, chosen, base) for block in blocks]
    found = MappedSheet(Mapping(own, tuple(blocks), chosen, decided))
    if not blocks:
        message = Message("sheet_head_not_found", {"sheet": grid.name})
        found.troubles.append(Trouble(grid.name, message))
    elif asked.is_register:
        Records(grid, asked, found).read()
    else:
        Answers(grid, asked, names, places, title, base, year, found).read()
    return found


def _as_chosen(block: Block, chosen: dict[int, Meaning], base: Period | None) -> Block:
    """A block with a person's meanings; its own heads still say times and units."""
    meanings = dict(block.meanings)
    for column, meaning in chosen.items():
        if column in meanings:
            was = meanings[column]
            time = resolved(meaning.relative, base) if meaning.relative else None
            meanings[column] = replace(
                meaning, period=was.period or (str(time) if time else ""), unit=was.unit,
                place=was.place, head=was.head, address=was.address,
            )  # fmt: skip
    return replace(block, meanings=meanings)


def _base(asked: Asked, title: Title) -> Period | None:
    """The period that 本期 means: the title's, else the only one asked for."""
    if title.period is not None:
        return title.period
    return Period.parse(asked.periods[0]) if len(asked.periods) == 1 else None


def _one_year(asked: Asked) -> int | None:
    years = {Period.parse(code).year for code in asked.periods}
    return years.pop() if len(years) == 1 else None


def map_workbook(
    grids: Sequence[SheetGrid],
    wanted_columns: Iterable[WantedColumn],
    wanted_rows: Iterable[WantedRow] = (),
    remembered: Sequence[Mapping] = (),
) -> tuple[SheetGrid, MappedSheet]:
    """The sheet of a workbook that answers most, with what it answers.

    Hidden sheets are asked last. Raises ValueError for a workbook without sheets.
    """
    columns, rows = tuple(wanted_columns), tuple(wanted_rows)
    mapped = [(grid, _with_memory(grid, columns, rows, remembered)) for grid in grids]
    return max(mapped, key=lambda one: (len(one[1].cells), not one[0].hidden))


def _with_memory(
    grid: SheetGrid,
    columns: tuple[WantedColumn, ...],
    rows: tuple[WantedRow, ...],
    remembered: Sequence[Mapping],
) -> MappedSheet:
    first = map_sheet(grid, columns, rows)
    known = next((m for m in remembered if m.signature == first.mapping.signature), None)
    return map_sheet(grid, columns, rows, known) if known else first
