"""Duties of a whole document: one level, one name for each bureau, one rule for who leads."""

from __future__ import annotations

from dataclasses import dataclass, field

from luheng.documents.model import Span
from luheng.documents.plan.duties import Duty, find_duties, first_unit_leads, implied_units
from luheng.documents.plan.findings import printed
from luheng.documents.plan.outline import Clause
from luheng.documents.plan.units import document_level, fullest_names, read_units
from luheng.documents.source import Source


@dataclass(slots=True)
class PlacedDuty:
    """A duty with its place in the source."""

    duty: Duty
    span: Span
    raw: str  # the words that name the units, as printed


@dataclass(slots=True)
class Assignment:
    """Units of a stretch of text under their fullest names."""

    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    raw: str = ""
    due: str | None = None


@dataclass(slots=True)
class Duties:
    """Every duty of a document, first as printed, then settled over the whole document."""

    source: Source
    by_clause: dict[str, list[PlacedDuty]] = field(default_factory=dict)
    implied: list[str] = field(default_factory=list)
    _lists: list[str] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _level: str = ""
    names: dict[str, str] = field(default_factory=dict)  # printed name: fullest of the document
    _first_leads: bool = False

    def read_clause(self, clause: Clause) -> None:
        """Find the duties in a clause's own text."""
        found = []
        for part in clause.body:
            view = self.source.view(part)
            self._first_leads = self._first_leads or first_unit_leads(view.text)
            if note := implied_units(view.text):
                self._notes.append(note)
            for duty in find_duties(view.text):
                raw = (
                    printed(self.source, view.span(*duty.raw)) if duty.raw[1] > duty.raw[0] else ""
                )
                found.append(PlacedDuty(duty, view.span(duty.start, duty.end), raw))
                self.count(duty)
        self.by_clause[clause.id] = found
        clause.duties = [placed.span for placed in found]

    def count(self, duty: Duty) -> None:
        """Let the names of a duty take part in settling level and names."""
        self._lists += duty.lead + duty.support
        if duty.implied:
            self._notes.append(duty.implied)

    def read_note(self, text: str) -> None:
        """Look for a note about all duties in text outside the clauses: a cell, a table's foot."""
        self._first_leads = self._first_leads or first_unit_leads(text)
        if note := implied_units(text):
            self._notes.append(note)

    def settle(self) -> None:
        """Fix the document's level and the fullest name of each bureau; call after all reading."""
        self._level = document_level(self._lists)
        lists = dict.fromkeys(self._lists)
        units = [unit for words in lists for unit in read_units(words, self._level)]
        self.names = fullest_names(units)
        self.implied = self.units(self._notes)

    def units(self, lists: list[str]) -> list[str]:
        """Units of printed lists under the fullest names the document prints, once each."""
        units: dict[str, None] = {}
        for words in dict.fromkeys(lists):
            for unit in read_units(words, self._level):
                units[self.names.get(unit, unit)] = None
        return list(units)

    def assign(self, placed: list[PlacedDuty]) -> Assignment:
        """Lead and support of a stretch of text with these duties."""
        duties = [one.duty for one in placed]
        lead = self.units([words for duty in duties for words in duty.lead])
        support = self.units([words for duty in duties for words in duty.support])
        if self._first_leads and not support and len(lead) > 1:
            lead, support = lead[:1], lead[1:]
        leading = set(lead)
        support = [unit for unit in support if unit not in leading]
        due = next((duty.due for duty in duties if duty.due), None)
        return Assignment(lead, support, "；".join(one.raw for one in placed if one.raw), due)

    def of(self, clauses: list[Clause]) -> Assignment:
        """Lead and support of some clauses taken together."""
        return self.assign([one for clause in clauses for one in self.by_clause.get(clause.id, [])])

    def spans(self, clauses: list[Clause]) -> list[Span]:
        """The parts of some clauses that only name units."""
        return [span for clause in clauses for span in clause.duties]
