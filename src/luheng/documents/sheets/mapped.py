"""What was found: the mapping of a sheet's columns, its cells with their values, and the troubles."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from luheng.vocabulary.messages import Message

MeaningRole = Literal["name", "group", "unit", "period", "place", "value", "field", "none"]
Relative = Literal["", "asked", "month", "to_date", "year_before", "before", "to_date_year_before"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds. Rows of a register have only `field` columns."""

    role: MeaningRole = "none"
    key: str = ""  # of the wanted column: for `value` and `field`
    name: str = ""  # where the head names the indicator
    period: str = ""  # where the head names the time
    relative: Relative = ""  # 本期, 上年同期: a time beside the one asked for
    place: str | None = None  # where the head names the place; "" is the whole city
    unit: str = ""  # as the head prints it
    preliminary: bool | None = None  # where the head says so
    head: str = ""  # as printed
    address: str = ""
    known: bool = True  # False: nothing in the head is understood


@dataclass(frozen=True, slots=True)
class Block:
    """One table of a sheet: where its head stands, and what its columns mean."""

    first: int  # head rows from 0, the last one included
    last: int
    end: int  # first row that is no longer part of it
    meanings: Table[int, Meaning]


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet was read. Kept by its signature, it spares a person the same question twice.

    `chosen` and `names` are what a person decided: column → meaning, label of a row → name asked for.
    Only these are remembered; times and units are read from each new sheet's own heads.
    """

    signature: str
    blocks: tuple[Block, ...] = ()
    chosen: Table[int, Meaning] = field(default_factory=dict)
    names: Table[str, str] = field(default_factory=dict)

    def with_meaning(self, column: int, meaning: Meaning) -> Mapping:
        """The mapping after a person said what a column (from 0) holds."""
        return replace(self, chosen={**self.chosen, column: meaning})

    def with_name(self, label: str, name: str) -> Mapping:
        """The mapping after a person said which name a label of a row stands for."""
        return replace(self, names={**self.names, label: name})

    def to_json(self) -> dict[str, Any]:
        """What is remembered, as plain JSON."""
        chosen = {
            str(column): {"role": m.role, "key": m.key, "name": m.name, "relative": m.relative}
            for column, m in self.chosen.items()
        }
        return {"signature": self.signature, "chosen": chosen, "names": dict(self.names)}

    @classmethod
    def from_json(cls, data: Table[str, Any]) -> Mapping:
        """A remembered mapping."""
        chosen = {int(column): Meaning(**fields) for column, fields in data["chosen"].items()}
        return cls(data["signature"], (), chosen, dict(data["names"]))


State = Literal["given", "blank", "missing"]
"""`missing` is a mark that there is no figure (—, …, 无); `blank` says nothing. Neither is zero."""


@dataclass(frozen=True, slots=True)
class MappedCell:
    """A cell that answers one question."""

    row: str  # key of the wanted row; in a register the number of the sheet's row
    column: str  # key of the wanted column
    address: str  # 表1!D7
    raw: str  # as the sheet shows it
    state: State
    value: Decimal | str | None  # a number in `unit`, a year as a number, a date as ISO text
    unit: str = ""  # the one asked for
    printed_unit: str = ""  # the one it was converted from, as the sheet has it
    printed_value: Decimal | None = None
    preliminary: bool | None = None  # where the sheet says so
    note: str = ""  # a footnote's mark, the cell's comment
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a person should know. With `stops` the cell was not taken, or an answer is missing."""

    address: str
    message: Message
    stops: bool = True


@dataclass(slots=True)
class MappedSheet:
    """A sheet mapped to what was asked."""

    mapping: Mapping
    cells: list[MappedCell] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def stops(self) -> list[Trouble]:
        """Troubles that a person must settle."""
        return [trouble for trouble in self.troubles if trouble.stops]

    @property
    def notes(self) -> list[Trouble]:
        """What was done with the sheet and should be said."""
        return [trouble for trouble in self.troubles if not trouble.stops]

    def rows(self) -> dict[str, dict[str, MappedCell]]:
        """The cells by key of row and key of column."""
        found: dict[str, dict[str, MappedCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, {})[cell.column] = cell
        return found
