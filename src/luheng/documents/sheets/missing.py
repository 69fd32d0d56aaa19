"""What a return's sheet does not answer, why, and what was done with the rest of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luheng.documents.sheets.asked import Asked, WantedRow
from luheng.documents.sheets.figures import figure_in
from luheng.documents.sheets.grid import GridCell, SheetGrid
from luheng.documents.sheets.mapped import Block, MappedCell, Trouble
from luheng.documents.sheets.names import Names, label_of
from luheng.vocabulary.messages import Message

_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Says what is missing, each with the cell that would have to change."""

    grid: SheetGrid
    asked: Asked
    names: Names
    blocks: Sequence[Block]

    def troubles(
        self,
        settled: set[str],
        other_times: dict[str, tuple[str, str]],
        unnamed: list[tuple[GridCell, str]],
    ) -> Iterator[Trouble]:
        """One for each label to ask about, one for all that is simply not there.

        Rows nobody asked for are only mentioned.
        """
        open_rows = [row for row in self.asked.rows if row.key not in settled and row.required]
        near = self._near(unnamed, {row.zh for row in open_rows})
        near |= self._near_heads({row.zh for row in open_rows} - near.keys())
        times = {} if self._heads(unknown=True) else other_times  # else the unknown head is why
        by_name = {row.zh: row for row in reversed(open_rows)}
        for name, row in by_name.items():
            if name in near:
                address, words = near[name]
                values = {"cell": address, "text": words, "name": name}
                yield Trouble(address, Message("sheet_row_unclear", values))
            elif name in times:
                period, address = times[name]
                values = {"cell": address, "name": name, "period": period, "asked": row.period}
                yield Trouble(address, Message("sheet_row_of_other_time", values))
        absent = [row for row in open_rows if row.zh not in near and row.zh not in times]
        if absent:
            yield self._absent(absent, unnamed)
        for cell, words in unnamed:
            if words not in {label for _, label in near.values()}:
                yield self._told(cell, "sheet_row_not_asked", text=words)

    def _absent(self, rows: list[WantedRow], unnamed: list[tuple[GridCell, str]]) -> Trouble:
        """What is not there, at the first head nobody understood, else the first row left over."""
        unknown = self._heads(unknown=True)
        left = [(self.grid.address(cell), words) for cell, words in unnamed]
        read = list(dict.fromkeys([*unknown, *left, *self._heads()]))
        named = [" ".join(p for p in (row.place, row.zh, row.period) if p) for row in rows]
        values = {
            "what": "、".join(named[:_NAMED_AT_MOST]), "count": len(rows), "sheet": self.grid.name,
            "read": "、".join(f"{words}（{address}）" for address, words in read),
        }  # fmt: skip
        return Trouble(read[0][0] if read else self.grid.name, Message("sheet_row_missing", values))

    def _near(
        self, unnamed: list[tuple[GridCell, str]], wanted: set[str]
    ) -> dict[str, tuple[str, str]]:
        """Labels of rows that are near a name that is missing: name → address and words."""
        found: dict[str, tuple[str, str]] = {}
        for cell, words in unnamed:
            name = self.names.near(words)
            if name in wanted and name is not None:
                found.setdefault(name, (self.grid.address(cell), words))
        return found

    def _near_heads(self, wanted: set[str]) -> dict[str, tuple[str, str]]:
        """Heads that nobody understood and that are near a name that is missing."""
        found: dict[str, tuple[str, str]] = {}
        for address, head in self._heads(unknown=True):
            for words in (label_of(part).words for part in (head, *head.split(" "))):
                name = self.names.near(words)
                if name in wanted and name is not None:
                    found.setdefault(name, (address, words))
        return found

    def _heads(self, *, unknown: bool = False) -> list[tuple[str, str]]:
        """Address and words of heads; `unknown` are those with figures that nobody understood."""
        return [
            (meaning.address, meaning.head)
            for block in self.blocks
            for at, meaning in block.meanings.items()
            if meaning.head
            and not (unknown and (meaning.known or not self._has_figures(block, at)))
        ]

    def _has_figures(self, block: Block, column: int) -> bool:
        cells = self.grid.column(column, block.last + 1, block.end)
        return any(figure_in(cell.text).value is not None for cell in cells)

    def remarks(self, assumed: dict[str, str], cells: Sequence[MappedCell]) -> Iterator[Trouble]:
        """Units that were taken for granted or converted, hidden cells that were read."""
        for unit, address in assumed.items():
            values = {"cell": address, "unit": unit}
            yield Trouble(address, Message("sheet_unit_assumed", values), stops=False)
        for cell in cells:
            if cell.hidden and cell.state == "given":
                yield Trouble(
                    cell.address, Message("sheet_hidden_read", {"cell": cell.address}), stops=False
                )
            if cell.printed_unit and cell.printed_value != cell.value:
                values = {
                    "cell": cell.address, "printed": f"{cell.raw} {cell.printed_unit}",
                    "value": f"{cell.value} {cell.unit}",
                }  # fmt: skip
                yield Trouble(cell.address, Message("sheet_unit_converted", values), stops=False)

    def _told(self, cell: GridCell, code: str, **values: str) -> Trouble:
        address = self.grid.address(cell)
        return Trouble(address, Message(code, {"cell": address, **values}), stops=False)
