"""Figures counted off in order: 出生率与死亡率分别为15.63‰和5.54‰; PM2.5、PM10浓度同比分别下降8.3%、5.1%."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from luheng.documents.observations import lists
from luheng.documents.observations.changes import CHANGE, REACHED
from luheng.documents.observations.figures import Figure, Said, State, figure_of
from luheng.documents.observations.marks import Marked
from luheng.documents.observations.namer import Namer
from luheng.documents.observations.phrases import Piece, barest, piece
from luheng.documents.observations.quantities import PERCENT, Quantity
from luheng.documents.observations.subjects import (
    ANY_UNIT,
    Subject,
    as_printed,
    completed,
    fits,
    is_ratio,
    named,
    share_of,
)

SaidOf = Callable[[int, Piece, Subject, Quantity, re.Match[str] | None], Said]


@dataclass(slots=True)
class ListReader:
    """Reads an ordered list of a sentence."""

    sentence: Marked
    figures: list[Quantity]
    namer: Namer
    state: State
    found: list[Figure] = field(default_factory=list)

    def read(
        self, start: int, place: int, allowed: Callable[[Subject, Quantity], bool], said: SaidOf
    ) -> int:
        """Read the list whose first figure stands at a place; 0 where there is no list."""
        first = self.figures[place]
        clause = self._clause_start(start, first.start)
        bare = self.sentence.bare
        order = lists.IN_ORDER.search(bare, clause, first.start)
        alike = None if order else lists.ALIKE.search(bare, clause, first.start)
        if mark := order or alike:
            items = self._items_before(start, clause, mark.start())
            words = piece(bare, mark.end(), first.start)
        else:
            words = piece(bare, clause, first.start)
            items = list(self.namer.memory.subjects)
            if len(items) < 2 or not CHANGE.fullmatch(words.text):
                return 0
        if alike:
            if len(items) < 2:
                return 0
            run = lists.Ordered([first] * len(items), [None] * len(items), 1)
        else:
            run = lists.following(self.sentence.text, self.figures, place)
        if len(items) != len(run.figures):
            items = self._year_by_year(items, len(run.figures)) or self._one_by_one(
                len(run.figures)
            )
        self.namer.memory.take(items or [Subject("", usable=False)])
        self._emit(start, items, words, run, allowed, said)
        return run.count

    def _one_by_one(self, count: int) -> list[Subject]:
        """农业用水8.1亿立方米、工业用水1.9亿立方米，分别占…: what was named one after the other."""
        memory = self.namer.memory
        return next((list(run) for run in (memory.run, memory.clauses) if len(run) == count), [])

    def _year_by_year(self, items: list[Subject], count: int) -> list[Subject]:
        """2019年至2023年，PM2.5年均浓度依次为…: one subject, a figure for each year."""
        if len(items) != 1 or not self.state.window:
            return []
        first, last = (int(year) for year in self.state.window.split("/"))
        if last - first + 1 != count:
            return []
        return [replace(items[0], period=str(year)) for year in range(first, last + 1)]

    def _clause_start(self, start: int, end: int) -> int:
        """Where the clause of the list begins; 、 divides its items, not clauses."""
        return max(start, *(self.sentence.bare.rfind(mark, start, end) + 1 for mark in "，；："))

    def _items_before(self, start: int, clause: int, end: int) -> list[Subject]:
        """What the list counts off; where its clause does not say, what was said before."""
        bare = self.sentence.bare
        if barest(piece(bare, clause, end)).text or self._places_named(clause, end):
            return self._items(clause, end)
        if clause > start:
            before = self._clause_start(start, clause - 1)
            if clause - 1 > before and (items := self._items(before, clause - 1)):
                return items
        return [s for s in self.namer.memory.subjects if s.usable and s.name]

    def _places_named(self, start: int, end: int) -> bool:
        return any(m.place or m.when for m in self.sentence.within(start, end))

    def _items(self, start: int, end: int) -> list[Subject]:
        stretches = lists.items(self.sentence.bare, start, end)
        words = lists.spelled_out([piece(self.sentence.bare, *s) for s in stretches])
        said = [word for word in words if word]
        if len(said) < len(words) and len(said) > 1:
            return []  # places and indicators both differ: which goes with which is not said
        found: list[Subject] = []
        for stretch, word in zip(stretches, words, strict=True):
            subject = self._subject(word or "".join(said), said)
            if subject is None:
                return []
            begin = self.namer.line.origin[stretches[0][0]]
            place, period = self._scope(stretch)
            subject = subject.at(begin, subject.printed or word)
            found.append(replace(subject, place=place, period=period))
        return found

    def _scope(self, stretch: tuple[int, int]) -> tuple[str | None, str | None]:
        marks = self.sentence.within(*stretch)
        place = next((m.place for m in marks if m.place), None)
        period = next((m.when.period for m in marks if m.when and m.when.period), None)
        return place, period

    def _subject(self, word: str, said: list[str]) -> Subject | None:
        memory = self.namer.memory
        if not word:
            return memory.subject
        for name in lists.shared_ends(word, said[0], said[-1]):
            if subject := named(name, ANY_UNIT, memory, annual=self.namer.annual):
                return replace(subject, printed=name)
        if subject := completed(word, ANY_UNIT, memory):
            return replace(subject, printed=word)
        return as_printed(lists.made_whole(word, said[-1]), ANY_UNIT, memory)

    def _emit(
        self, start: int, items: list[Subject], words: Piece, run: lists.Ordered,
        allowed: Callable[[Subject, Quantity], bool], said: SaidOf,
    ) -> None:  # fmt: skip
        last = next((q for q in reversed(run.figures) if q), None)
        for item, quantity, verb in zip(items, run.figures, run.verbs, strict=False):
            if quantity is None or last is None:
                continue
            change = self._change(words.text, verb)
            subject = self._shared(item, words.text)
            indicator = subject.indicator
            own = fits(indicator, quantity.unit) if indicator else _may_be(subject, quantity)
            misfit = not change and not own
            if misfit or not allowed(subject, quantity):
                continue
            state = replace(
                self.state,
                place=item.place or self.state.place,
                period=item.period or self.state.period,
                window=None if item.period else self.state.window,
            )
            if figure := figure_of(said(start, words, subject, quantity, change), state):
                end = self.namer.line.origin[last.end - 1] + 1
                self.found.append(replace(figure, end=max(figure.end, end)))

    def _change(self, words: str, verb: str | None) -> re.Match[str] | None:
        if verb:
            return CHANGE.search(verb)
        return None if REACHED.search(words) else CHANGE.search(words)

    def _shared(self, subject: Subject, words: str) -> Subject:
        """分别占用水总量的60%、20%: the figures are shares of the items."""
        if not words.startswith("占"):
            return subject
        found = share_of(subject.printed + words, self.namer.memory)
        return found.at(subject.start, subject.printed) if found else Subject("", usable=False)


def _may_be(subject: Subject, quantity: Quantity) -> bool:
    """Whether a name the catalogue does not know can have a figure in this unit."""
    return quantity.unit != PERCENT or is_ratio(subject)
