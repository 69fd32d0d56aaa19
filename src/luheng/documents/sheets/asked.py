"""What somebody wants to find in a workbook: columns, and the rows of a return where it has any."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["value", "field"]
Kind = Literal["amount", "year", "date", "text"]


@dataclass(frozen=True, slots=True)
class WantedColumn:
    """A column by all the names it may go under.

    In a return `value` is the figure of each wanted row and `field` anything said beside it (状态,
    备注). In a register, where no rows are wanted, every column is a `field` of its row.
    """

    key: str
    zh: str
    en: str = ""
    synonyms: tuple[str, ...] = ()
    role: Role = "field"
    type: Kind = "text"
    unit: str = ""  # amounts are converted into it
    required: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it may go under."""
        return tuple(name for name in (self.zh, self.en, *self.synonyms) if name)


@dataclass(frozen=True, slots=True)
class WantedRow:
    """One figure a return asks for: an indicator of a period, of a place where it asks by place."""

    key: str  # the caller's own id
    zh: str
    en: str = ""
    synonyms: tuple[str, ...] = ()
    unit: str = ""  # the figure is converted into it
    period: str = ""  # code of a period; "" where the return has none
    place: str = ""  # "" is the whole city
    required: bool = True  # its absence from the sheet is a trouble, not only an empty cell

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it may go under."""
        return tuple(name for name in (self.zh, self.en, *self.synonyms) if name)


@dataclass(frozen=True, slots=True)
class Asked:
    """Wanted columns and rows together."""

    columns: tuple[WantedColumn, ...] = ()
    rows: tuple[WantedRow, ...] = field(default=())

    @property
    def is_register(self) -> bool:
        """Whether any row is taken, one record each."""
        return not self.rows

    @property
    def value_key(self) -> str:
        """The key of the column of figures."""
        return next((one.key for one in self.columns if one.role == "value"), "value")

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods asked for, each once."""
        return tuple(dict.fromkeys(row.period for row in self.rows if row.period))

    @property
    def places(self) -> tuple[str, ...]:
        """The places asked for, each once; "" is the whole city."""
        return tuple(dict.fromkeys(row.place for row in self.rows))
