"""A return's sheet read row by row: each figure goes to the one question it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from luheng.documents.sheets.asked import Asked, WantedRow
from luheng.documents.sheets.cells import CellTaker, StatedUnit
from luheng.documents.sheets.figures import figure_in
from luheng.documents.sheets.grid import GridCell, SheetGrid
from luheng.documents.sheets.labels import (
    NOTE,
    SCOPE,
    TOTALS,
    Band,
    LabelReader,
    RowLabels,
    bands_of,
)
from luheng.documents.sheets.mapped import Block, MappedCell, MappedSheet, Meaning
from luheng.documents.sheets.missing import Unanswered
from luheng.documents.sheets.names import Names
from luheng.documents.sheets.places import Places
from luheng.documents.sheets.times_of_heads import resolved, time_in
from luheng.documents.sheets.title import Title
from luheng.vocabulary.periods import Period
from luheng.vocabulary.units_of_measure import canonical_unit

_OWN_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class Answers:
    """Fills `found` with the cells of a return."""

    grid: SheetGrid
    asked: Asked
    names: Names
    places: Places
    title: Title
    base: Period | None
    year: int | None
    found: MappedSheet
    taker: CellTaker = field(init=False)
    given: dict[str, MappedCell] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)  # keys with a trouble of their own
    other_times: dict[str, tuple[str, str]] = field(default_factory=dict)
    unnamed: list[tuple[GridCell, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taker = CellTaker(self.grid)

    def read(self) -> None:
        """Read every block, then say what was not answered."""
        for block in self.found.mapping.blocks:
            for band in bands_of(block):
                self._band(block, band)
        self.found.cells += self.given.values()
        missing = Unanswered(self.grid, self.asked, self.names, self.found.mapping.blocks)
        self.found.troubles += self.taker.troubles
        self.found.troubles += missing.troubles(
            set(self.given) | self.refused, self.other_times, self.unnamed
        )
        self.found.troubles += missing.remarks(self.taker.assumed, self.found.cells)

    def _band(self, block: Block, band: Band) -> None:
        labels = LabelReader(self.grid, self.names, self.places, self.year)
        for row in range(block.last + 1, block.end):
            if any(cell.text.strip() for cell in self.grid.rows[row]) and not self._is_note(row):
                self._row(row, band, labels.read(row, band))

    def _is_note(self, row: int) -> bool:
        texts = {cell.text for cell in self.grid.rows[row] if cell.text.strip()}
        return len(texts) == 1 and bool(NOTE.match(next(iter(texts))))

    def _row(self, row: int, band: Band, labels: RowLabels) -> None:
        taken: list[str] = []
        for at, meaning in band.of("value"):
            cell = self.grid.rows[row][at]
            name = self._name(meaning, labels)
            if name is None or self._is_timeless(meaning, labels):
                self._not_named(cell, labels)
                continue
            wanted = self._question(cell, name, meaning, labels)
            if wanted is not None and self._is_narrowed(cell, name, labels):
                self._drop(wanted.key)
            elif wanted is not None and self._take(cell, wanted, meaning, labels):
                taken.append(wanted.key)
        for at, meaning in band.of("field"):
            self._said_beside(self.grid.rows[row][at], meaning, taken)

    def _is_timeless(self, meaning: Meaning, labels: RowLabels) -> bool:
        """Whether the row's own words for its time name none."""
        unread = bool(labels.period_text.strip()) and labels.period is None
        return unread and self._period(meaning, labels) is None

    def _name(self, meaning: Meaning, labels: RowLabels) -> str | None:
        """The head's indicator or the row's; a row and a head of different ones have neither."""
        if meaning.name and labels.name and meaning.name != labels.name:
            return None
        return meaning.name or labels.name

    def _not_named(self, cell: GridCell, labels: RowLabels) -> None:
        """A figure of a row whose label, or time, is none that was asked for."""
        where = labels.cell or labels.time_cell
        if not cell.text.strip() or where is None:
            return
        if labels.name and labels.time_cell is not None and labels.period is None:
            address = self.grid.address(labels.time_cell)
            self.other_times.setdefault(labels.name, (labels.period_text.strip(), address))
            return
        words = labels.label.words if labels.cell else where.text
        if not TOTALS.fullmatch(words) and (where, words) not in self.unnamed:
            self.unnamed.append((where, words))

    # --- which question ---------------------------------------------------------------------------

    def _question(
        self, cell: GridCell, name: str, meaning: Meaning, labels: RowLabels
    ) -> WantedRow | None:
        """The one row asked for that a cell answers; None where it answers none, or any of several."""
        blank = not cell.text.strip()
        if self._times_contradict(cell, meaning, labels):
            return None
        of_name = [row for row in self.asked.rows if row.zh == name]
        here = [row for row in of_name if row.place == self._place(of_name, meaning, labels)]
        if not here:
            return None
        if meaning.relative and not meaning.period and labels.period is None:
            period = None
            if meaning.relative != "asked":
                return None
        else:
            period = self._period(meaning, labels)
        asked = [row for row in here if period is None or row.period in ("", str(period))]
        if not asked:
            if not blank and figure_in(cell.text).value is not None:
                self.other_times.setdefault(name, (str(period), self.grid.address(cell)))
            return None
        if len(asked) > 1:
            asked = self._by_unit(asked, meaning, labels)
        if len(asked) == 1:
            return asked[0]
        if not blank:
            self.refused |= {row.key for row in here}
            periods = "、".join(dict.fromkeys(row.period for row in here))
            self.taker.refuse(self.grid.address(cell), "sheet_period_unknown", name=name, periods=periods)  # fmt: skip
        return None

    def _times_contradict(self, cell: GridCell, meaning: Meaning, labels: RowLabels) -> bool:
        """A head of 2024年 over a row of 2025年3月 says nothing that can be taken."""
        if not meaning.period or labels.period is None or meaning.relative:
            return False
        head = Period.parse(meaning.period)
        own = _OWN_YEAR.search(labels.period_text)
        if head.contains(labels.period) or (head.is_year and not own):
            return False
        if cell.text.strip():
            one, other = meaning.period, str(labels.period)
            self.taker.refuse(self.grid.address(cell), "sheet_times_contradict", one=one, other=other)  # fmt: skip
        return True

    def _place(self, of_name: list[WantedRow], meaning: Meaning, labels: RowLabels) -> str | None:
        if meaning.place is not None:
            return meaning.place if labels.place in (None, meaning.place) else None
        if labels.place_text:
            return labels.place
        if self.title.place is not None:
            return self.title.place
        places = {row.place for row in of_name}
        return next(iter(places)) if len(places) == 1 else None

    def _period(self, meaning: Meaning, labels: RowLabels) -> Period | None:
        """The time of a cell from its head and its row; a year above and a month beside are one."""
        head = Period.parse(meaning.period) if meaning.period else None
        beside, text = labels.period, labels.period_text.strip()
        if beside is not None and meaning.relative:
            return resolved(meaning.relative, self.base, beside)
        if head is not None and head.is_year and text and not _OWN_YEAR.search(text):
            return time_in(text, head.year)[0]
        if head is not None and beside is not None and head.contains(beside):
            return beside
        if head is None and beside is None and not text:
            return self.title.period
        return beside if head is None else head

    def _by_unit(
        self, asked: list[WantedRow], meaning: Meaning, labels: RowLabels
    ) -> list[WantedRow]:
        """Of two questions that differ in nothing else, the one in the unit the sheet prints."""
        printed = canonical_unit(labels.unit or labels.label.unit or meaning.unit)
        alike = [row for row in asked if printed and canonical_unit(row.unit) == printed]
        return alike if len({row.period for row in asked}) == 1 else asked

    def _is_narrowed(self, cell: GridCell, name: str, labels: RowLabels) -> bool:
        """用电量 under the heading 工业 may not be 全社会用电量: a person has to say."""
        if labels.name is None or labels.cell is None or self.names.is_spelled(labels.label.words):
            return False
        around = f"{self.title.words} {labels.section}"
        scope = next((word for word in SCOPE.findall(around) if word not in name), None)
        if scope is None or not cell.text.strip():
            return False
        where = self.grid.address(labels.cell)
        if not any(trouble.address == where for trouble in self.taker.troubles):
            self.taker.refuse(where, "sheet_row_narrowed", text=labels.label.words, scope=scope, name=name)  # fmt: skip
        return True

    # --- taking -----------------------------------------------------------------------------------

    def _take(self, cell: GridCell, wanted: WantedRow, meaning: Meaning, labels: RowLabels) -> bool:
        stated = list(self._stated(meaning, labels))
        before = len(self.taker.troubles)
        made = self.taker.amount(cell, wanted.key, meaning.key, wanted.unit, stated)
        if made is None or len(self.taker.troubles) > before:
            self._drop(wanted.key)
            return False
        if made.preliminary is None and meaning.preliminary is not None:
            made = replace(made, preliminary=meaning.preliminary)
        if labels.label.mark:
            made = replace(made, note=" ".join(filter(None, (labels.label.mark, made.note))))
        return self._keep(made, wanted)

    def _stated(self, meaning: Meaning, labels: RowLabels) -> Iterator[StatedUnit]:
        """Units from the row and the head; the line above the table only where both are silent."""
        own = []
        if labels.unit and labels.unit_cell is not None and labels.unit.strip("-—/–"):
            own.append(StatedUnit(labels.unit, self.grid.address(labels.unit_cell)))
        if labels.label.unit and labels.cell is not None:
            own.append(StatedUnit(labels.label.unit, self.grid.address(labels.cell)))
        if meaning.unit:
            own.append(StatedUnit(meaning.unit, meaning.address))
        if not own and self.title.unit:
            own.append(StatedUnit(self.title.unit, self.title.unit_address))
        yield from own

    def _keep(self, made: MappedCell, wanted: WantedRow) -> bool:
        before = self.given.get(wanted.key)
        if wanted.key in self.refused or (before and made.state == "blank"):
            return False
        if before and before.state != "blank" and (before.state, before.value) != (made.state, made.value):  # fmt: skip
            self._drop(wanted.key)
            self.taker.refuse(
                made.address, "sheet_answered_twice",
                name=wanted.zh, other=before.address, a=before.raw, b=made.raw,
            )  # fmt: skip
            return False
        if before is None or before.state == "blank":
            self.given[wanted.key] = made
        return True

    def _drop(self, key: str) -> None:
        """A question with contradicting answers has none."""
        self.given.pop(key, None)
        self.refused.add(key)

    def _said_beside(self, cell: GridCell, meaning: Meaning, taken: list[str]) -> None:
        if not cell.text.strip():
            return
        for key in dict.fromkeys(key for key in taken if key in self.given):
            self.found.cells.append(self.taker.text(cell, key, meaning.key))
