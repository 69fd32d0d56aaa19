"""One cell of figures, taken in the unit asked for, or refused with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from luheng.documents.sheets.figures import Printed, figure_in
from luheng.documents.sheets.grid import GridCell, SheetGrid
from luheng.documents.sheets.mapped import MappedCell, Trouble
from luheng.vocabulary.messages import Message
from luheng.vocabulary.units_of_measure import canonical_unit, convert, convertible, is_unit

_OF_THE_FILE = {
    "uncomputed": "formula_without_value",
    "error": "cell_error",
    "scaled": "sheet_cell_scaled",
}


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """A unit, and the cell that states it."""

    unit: str
    address: str


@dataclass(slots=True)
class CellTaker:
    """Takes cells of one sheet, and gathers what is wrong with the others."""

    grid: SheetGrid
    troubles: list[Trouble] = field(default_factory=list)
    assumed: dict[str, str] = field(default_factory=dict)  # unit → first cell it was assumed for

    def amount(
        self, cell: GridCell, row: str, column: str, wanted: str, stated: Sequence[StatedUnit]
    ) -> MappedCell | None:
        """The figure of a cell in the wanted unit; None where it cannot be taken.

        `stated` are the units that labels and heads give, the nearest to the cell first.
        """
        address = self.grid.address(cell)
        if cell.trouble or self._shared(cell):
            self._refuse_file(cell, address)
            return None
        printed = figure_in(cell.text)
        if printed.wrong:
            self.refuse(address, printed.wrong, text=cell.text)
            return None
        made = MappedCell(
            row, column, address, cell.text, printed.state, None, wanted,
            preliminary=printed.preliminary, note=self._note(cell, printed),
            hidden=self.grid.is_hidden(cell),
        )  # fmt: skip
        if printed.value is None:
            return made
        own = [StatedUnit(printed.unit, address)] if printed.unit else []
        return self._in_unit(made, printed.value, wanted, [*own, *stated])

    def text(self, cell: GridCell, row: str, column: str) -> MappedCell:
        """The words of a cell."""
        words = cell.text.strip()
        return MappedCell(
            row, column, self.grid.address(cell), cell.text, "given" if words else "blank",
            words or None, note=cell.comment, hidden=self.grid.is_hidden(cell),
        )  # fmt: skip

    def refuse(self, address: str, code: str, **values: str) -> None:
        """Keep a trouble that stops."""
        message = Message(code, {"cell": address, **values})
        self.troubles.append(Trouble(address, message))

    def tell(self, address: str, code: str, **values: str) -> None:
        """Keep something to be said."""
        message = Message(code, {"cell": address, **values})
        self.troubles.append(Trouble(address, message, stops=False))

    def _refuse_file(self, cell: GridCell, address: str) -> None:
        if cell.trouble:
            self.refuse(address, _OF_THE_FILE[cell.trouble], error=cell.text, text=cell.text)
            return
        anchor = self.grid.anchor(cell)
        last = self.grid.rows[anchor.row + anchor.rows - 1][anchor.column + anchor.columns - 1]
        self.refuse(address, "sheet_cell_merged", area=f"{anchor.name}:{last.name}")

    def _shared(self, cell: GridCell) -> bool:
        """A figure in a merged cell: nobody knows which of the rows or columns it is of."""
        anchor = self.grid.anchor(cell)
        return bool(anchor.text.strip()) and anchor.rows * anchor.columns > 1

    def _note(self, cell: GridCell, printed: Printed) -> str:
        return " ".join(part for part in (printed.mark, cell.comment) if part)

    def _in_unit(
        self, made: MappedCell, value: Decimal, wanted: str, stated: Sequence[StatedUnit]
    ) -> MappedCell | None:
        units = {canonical_unit(one.unit): one for one in reversed(stated) if is_unit(one.unit)}
        if len(units) > 1:
            one, other = list(units)[:2]
            where = f"{units[one].address}、{units[other].address}"
            self.refuse(made.address, "sheet_units_contradict", one=one, other=other, where=where)
            return None
        if unknown := next((one for one in stated if not is_unit(one.unit)), None):
            self.refuse(
                made.address, "sheet_unit_unknown", unit=unknown.unit, where=unknown.address
            )
            return None
        if not units:
            return self._unit_assumed(made, value, wanted)
        unit = next(iter(units))
        if not wanted or unit == canonical_unit(wanted):
            return _with(made, value, wanted or unit, unit, value)
        if not convertible(unit, wanted):
            where = units[unit].address
            self.refuse(made.address, "sheet_unit_other_quantity", unit=unit, wanted=wanted, where=where)  # fmt: skip
            return None
        return _with(made, _plain(convert(value, unit, wanted)), wanted, unit, value)

    def _unit_assumed(self, made: MappedCell, value: Decimal, wanted: str) -> MappedCell | None:
        """No unit is printed anywhere: the one asked for is meant, and that is said once."""
        if wanted == "%" and not self.grid.formats_known and 0 < abs(value) <= 1:
            self.refuse(made.address, "sheet_percent_unclear", text=made.raw)
            return None
        if wanted:
            self.assumed.setdefault(wanted, made.address)
        return _with(made, value, wanted, "", value)


def _with(
    made: MappedCell, value: Decimal, unit: str, printed_unit: str, printed: Decimal
) -> MappedCell:
    return replace(made, value=value, unit=unit, printed_unit=printed_unit, printed_value=printed)


def _plain(value: Decimal) -> Decimal:
    """A converted value without zeros that nobody printed."""
    return Decimal(f"{value.normalize():f}")
