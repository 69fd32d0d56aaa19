"""A workbook of somebody's own making, read as rows of a register: heads renamed, shifted, in units.

What its heads and cells say is found by `documents.sheets`; what can be read in one way only is taken,
the rest is named by its cell. Every row is new: a sheet of one's own knows no ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from luheng.documents.formats.limits import Limits
from luheng.documents.sheets import MappedCell, MappedSheet, WantedColumn, grids_of, map_workbook
from luheng.documents.sheets.asked import Kind
from luheng.documents.sheets.times_of_heads import time_in
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.registers import Column, Register

_KINDS: dict[str, Kind] = {"amount": "amount", "year": "year", "date": "date"}


@dataclass(frozen=True)
class ForeignRow:
    """A row as the register would take it, from which row of which sheet."""

    place: str
    values: dict[str, Any]


@dataclass
class Foreign:
    """What the sheet says: rows, cells that cannot be taken, what is to be known, heads left out."""

    rows: list[ForeignRow] = field(default_factory=list)
    wrong: list[tuple[str, Message]] = field(default_factory=list)
    remarks: list[Message] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_foreign(register: Register, columns: Sequence[Column], content: bytes) -> Foreign:
    """The rows of the sheet that says most of these columns. Raises as `grids_of`, `sheet_not_ours`."""
    grids = grids_of(str(register.label), content, Limits.from_environment())
    if not grids:
        raise LuhengError("sheet_not_ours", register=str(register.label), found="—")
    units = {column.unit_column for column in columns}  # a head may say the unit of all rows
    wanted = [_wanted(column, column.required and column.key not in units) for column in columns]
    grid, mapped = map_workbook(grids, wanted)
    found = Foreign(unknown=_heads_left_out(mapped))
    by_key = {column.key: column for column in columns}
    for trouble in mapped.troubles:
        if trouble.stops:
            found.wrong.append((trouble.address, trouble.message))
        else:
            found.remarks.append(trouble.message)
    rows: dict[int, list[MappedCell]] = defaultdict(list)
    for cell in mapped.cells:
        rows[int(cell.row)].append(cell)
    for number in sorted(rows):
        values = _values(rows[number], by_key, found)
        found.rows.append(ForeignRow(f"{grid.name}!{number}", values))
    return found


def _wanted(column: Column, required: bool) -> WantedColumn:
    return WantedColumn(
        column.key,
        column.zh,
        column.en,
        column.synonyms,
        type=_KINDS.get(column.type, "text"),
        unit=column.unit,
        required=required,
    )


def _heads_left_out(mapped: MappedSheet) -> list[str]:
    meanings = [one for block in mapped.mapping.blocks for one in block.meanings.values()]
    return list(dict.fromkeys(one.head for one in meanings if one.head and one.role != "field"))


def _values(
    cells: Iterable[MappedCell], columns: dict[str, Column], found: Foreign
) -> dict[str, Any]:
    """The values of a row by column key; what the register itself refuses goes to `wrong`."""
    values: dict[str, Any] = {}
    said: dict[str, Any] = {}  # by the head or the cell of another column
    for cell in cells:
        column = columns[cell.column]
        try:
            values[column.key] = _value(cell, column)
        except LuhengError as problem:
            found.wrong.append((cell.address, problem.message))
        if column.unit_column and cell.unit and cell.printed_unit:
            said[column.unit_column] = cell.unit
        if cell.preliminary and "status" in columns:
            said["status"] = "preliminary"
    return values | {key: one for key, one in said.items() if not values.get(key)}


def _value(cell: MappedCell, column: Column) -> Any:
    if cell.value is None:
        return None
    if isinstance(cell.value, Decimal):
        return int(cell.value) if column.type == "year" else cell.value
    text = str(cell.value)
    if column.is_period:
        period, rest = time_in(text, None)
        return str(period) if period is not None and not rest.strip() else text
    return column.parse(text)
