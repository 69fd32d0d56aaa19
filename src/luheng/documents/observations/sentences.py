"""The figures of a sentence, each with the indicator, place and time it belongs to.

A sentence is read from left to right. What stands between two figures names what the second one is of;
where it names nothing, the figure belongs to what was named before it: ``第二产业1086.61亿元、增长5.2%``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from luheng.documents.observations import refusals
from luheng.documents.observations.changes import LEAVING, LEFT
from luheng.documents.observations.figures import LONGEST_QUOTE, Figure, Said, State, figure_of
from luheng.documents.observations.list_reader import ListReader
from luheng.documents.observations.marks import BLOT, Mark, Marked, marked
from luheng.documents.observations.namer import Namer
from luheng.documents.observations.names import KIND, KIND_AT_ALL
from luheng.documents.observations.phrases import Piece, piece, pieces
from luheng.documents.observations.places import Gazetteer
from luheng.documents.observations.quantities import MAYBE, Quantity, quantities
from luheng.documents.observations.subjects import ANY_UNIT, COUNTED, Memory, Subject
from luheng.documents.observations.times import When, annual
from luheng.documents.sentences import Line

_TOPIC = re.compile(r"(?:^|[，；。：])([^，；。：、\d]{2,12})方面(?=[，：])")
_DIGIT = re.compile(r"\d")
_CLAUSES = re.compile("[，；：。]")
_NO_WORDS = "为达到约是在共"
_EQUIVALENT = re.compile("折合|相当于|折算|约合|等于")
_PLACE_ALONE = re.compile(r"([一-鿿]{2,6})(?:最[高低])?")


@dataclass(slots=True)
class Setting:
    """Where and when a sentence stands before it says so itself."""

    gazetteer: Gazetteer
    place: str
    period: str
    published: str | None = None
    last_year: int = 0  # figures of later years are plans


@dataclass(slots=True)
class SentenceReader:
    """Reads one sentence, or what stands in brackets within one."""

    line: Line
    setting: Setting
    memory: Memory
    state: State
    before: str = ""  # the clause in front of the bracket
    inner: bool = False
    found: list[Figure] = field(default_factory=list)
    sentence: Marked = field(init=False)
    figures: list[Quantity] = field(init=False)
    ends: dict[int, str] = field(init=False)  # start of a figure → the place it is of
    namer: Namer = field(init=False)

    def __post_init__(self) -> None:
        setting = self.setting
        self.sentence = marked(self.line.text, setting.gazetteer, setting.period, setting.published)
        taken = [(mark.start, mark.end) for mark in self.sentence.marks]
        self.figures = quantities(self.line.text, taken)
        self.ends = self._named_ends()
        self.namer = Namer(self.line, self.memory)

    def read(self) -> list[Figure]:
        """The figures of the sentence in order."""
        asides = self._asides()
        place = 0
        while place < len(self.figures):
            self._read_asides(asides, self.figures[place].start)
            place += self._read_figure(place)
        self._read_asides(asides, len(self.line.text))
        return self.found

    # --- brackets ---------------------------------------------------------------------------------

    def _asides(self) -> list[tuple[int, Line]]:
        """Each bracket with the place in the sentence where it stands, the last first."""
        origin, placed, position = self.line.origin, [], 0
        for aside in self.line.asides:
            while position < len(origin) and aside.origin and origin[position] < aside.origin[0]:
                position += 1
            placed.append((position, aside))
        return placed[::-1]

    def _read_asides(self, asides: list[tuple[int, Line]], until: int) -> None:
        while asides and asides[-1][0] <= until:
            position, aside = asides.pop()
            if _DIGIT.search(aside.text) and position >= self.state.end:
                self._read_aside(position, aside)

    def _read_aside(self, position: int, aside: Line) -> None:
        clause = _CLAUSES.split(self.line.text[self.state.end : position])[-1]
        memory = replace(
            self.memory, subjects=list(self.memory.subjects), run=[], clauses=[], named=[]
        )
        if clause:  # 水质达标率（92%）: the words in front of the bracket may name its figure
            words = piece(self.sentence.bare, position - len(clause), position)
            Namer(self.line, memory, self.namer.annual).name(words, ANY_UNIT)
        state = replace(self.state, end=0)
        reader = SentenceReader(aside, self.setting, memory, state, clause, inner=True)
        self.found += reader.read()

    def _named_ends(self) -> dict[int, str]:
        """81.7%（潮州）~98.9%（惠州）: each end of the range is of its own place."""
        beside = {position: aside.text for position, aside in self._asides()}
        ends: dict[int, str] = {}
        for figure in self.figures:
            found = _PLACE_ALONE.fullmatch(beside.get(figure.end, ""))
            if figure.ranged and found:
                ends[figure.start] = self.setting.gazetteer.full(found[1])
        pairs = zip(self.figures, self.figures[1:], strict=False)
        named = {f.start for a, b in pairs if a.start in ends and b.start in ends for f in (a, b)}
        self.figures = [replace(f, exact=True) if f.start in named else f for f in self.figures]
        return {start: place for start, place in ends.items() if start in named}

    # --- figures ----------------------------------------------------------------------------------

    def _read_figure(self, place: int) -> int:
        """Read the figure at a place, or the ordered list it begins; how many figures were read."""
        quantity = self.figures[place]
        start = self.state.end
        before = self.state.place, self.state.period
        self._take_marks(start, quantity)
        self._take_refusals(start, quantity)
        self.namer.annual = annual(self.state.period)
        reader = ListReader(self.sentence, self.figures, self.namer, self.state)
        count = reader.read(start, place, self._allowed, self._said)
        self.found += reader.found
        if not count:
            self._read_single(start, quantity)
            count = 1
        if quantity.start in self.ends or LEAVING.search(self._gap(start, quantity)):
            self.state.place, self.state.period = before
        last = self.figures[place + count - 1]
        self.state.end, self.state.unit = last.end, last.unit
        return count

    def _gap(self, start: int, quantity: Quantity) -> str:
        return self.sentence.bare[start : quantity.start].replace(BLOT, "")

    def _take_marks(self, start: int, quantity: Quantity) -> None:
        state, gap = self.state, self.line.text[start : quantity.start]
        if "；" in gap:
            state.base, state.awry = None, False
            self.memory.clauses = []
            if not state.place_leads:
                state.place = self.setting.place
            state.period, state.outer_period = state.outer_period or state.period, None
        if topic := _TOPIC.search(gap):
            self.memory.topic = topic[1]
        for mark in self.sentence.within(start, quantity.start):
            if mark.place is not None:
                state.place, state.place_leads = mark.place, start == 0
            elif mark.when and mark.when.period and not self._left_behind(mark):
                if "其中" in gap and not state.outer_period:
                    state.outer_period = state.period  # only until the next semicolon
                self._take_time(mark.when)
        if start == 0 and "其中" not in gap:
            self._lead(quantity)
        against = [m for m in self.sentence.within(start, quantity.start) if m.base or m.awry]
        if against:
            state.base, state.awry = against[-1].base, against[-1].awry
            state.fronted = against[-1].fronted
        elif not state.fronted:
            state.base, state.awry = None, False
        state.place = self.ends.get(quantity.start, state.place)
        if KIND_AT_ALL.search(gap) and (found := list(KIND.finditer(gap))):
            self._take_kind(found[-1]["kind"], found[-1]["scope"])

    def _left_behind(self, mark: Mark) -> bool:
        """由2018年的5.7∶49.3∶45.0优化为…: the time is that of what came before."""
        known = mark.when is not None and mark.when.window
        return not known and self.line.text[mark.start - 1 : mark.start] in ("由", "从")

    def _lead(self, quantity: Quantity) -> None:
        """The one place and the one time before the first figure may hold for the paragraph."""
        marks = self.sentence.within(0, quantity.start)
        times = {mark.when.period for mark in marks if mark.when and mark.when.period}
        if self.state.place_leads:
            self.state.leading_place = self.state.place
        if times == {self.state.period} and not self.state.window:
            self.state.leading_period = self.state.period

    def _take_kind(self, kind: str, scope: str) -> None:
        """8个国考断面中，7个断面…: the scope holds on while the same kind is spoken of."""
        memory = self.memory
        if scope or kind != memory.kind or not memory.kind_at_hand:
            memory.scope = scope
        memory.kind, memory.kind_at_hand = kind, True

    def _take_time(self, when: When) -> None:
        if when.window:
            self.state.window = when.period
        else:
            self.state.window, self.state.period = None, when.period or self.state.period

    def _take_refusals(self, start: int, quantity: Quantity) -> None:
        gap = self.sentence.bare[start : quantity.start]
        if not self.inner and _CLAUSES.search(gap):
            self.state.refused_clause = False
        if refusals.in_sentence(gap):
            self.state.refused = True
        bodies = [m.end() for m in refusals.ONE_BODY.finditer(gap)]
        if quantity.unit in COUNTED and bodies and bodies[-1] >= len(gap) - 4:
            bodies.pop()  # 工业园区2个: they are what is counted
        everyone = refusals.ALL_BODIES.search(self.line.text, start, quantity.start)
        if bodies and not everyone:
            self.state.one_body = True
        elif everyone and not bodies:
            self.state.one_body = False

    def _read_single(self, start: int, quantity: Quantity) -> None:
        *earlier, last = pieces(self.sentence.bare, start, quantity.start)
        if _EQUIVALENT.search(last.text):
            return  # 折合降水总量85.6亿立方米: the same figure in another unit
        verb = self.namer.verb(last, quantity)
        if quantity.start in self.ends:
            subject = self.namer.of_range(last, quantity)
        else:
            subject = self._grade_behind(last, quantity)
            if subject:
                quantity = replace(quantity, unit="天")  # 336个优良天
            subject = subject or self.namer.subject(
                earlier, verb, quantity, self.state.unit, carried=self._may_carry(start, quantity)
            )
        if subject is None or not self._allowed(subject, quantity) or verb.leaving:
            return
        if verb.change:
            self.memory.clauses = []
        if figure := figure_of(self._said(start, last, subject, quantity, verb.change), self.state):
            self.found.append(figure)

    def _grade_behind(self, last: Piece, quantity: Quantity) -> Subject | None:
        if quantity.unit not in ("天", "个") or len(last.text) > 3:
            return None
        return self.namer.grade_behind(quantity, self.sentence.bare[quantity.end :][:14])

    def _may_carry(self, start: int, quantity: Quantity) -> bool:
        marks = self.sentence.within(start, quantity.start)
        return self.inner or any(mark.place or mark.when for mark in marks)

    def _said(
        self, start: int, last: Piece, subject: Subject, quantity: Quantity,
        change: re.Match[str] | None,
    ) -> Said:  # fmt: skip
        clause = self._clause(quantity)
        marks = self.sentence.within(quantity.start - len(clause), quantity.start)
        end = self.line.origin[quantity.end - 1] + 1
        begin = self._begin(start, last, quantity)
        near = subject.start >= 0 and end - subject.start <= LONGEST_QUOTE
        return Said(
            subject, quantity, change, last.text, clause,
            behind=self.line.text[quantity.end : quantity.end + 20],
            start=min(subject.start, begin) if near else begin,
            end=end,
            deviates=any(mark.awry for mark in marks),
        )  # fmt: skip

    def _begin(self, start: int, last: Piece, quantity: Quantity) -> int:
        place = last.start if last.start >= 0 else quantity.start
        for mark in self.sentence.within(start, quantity.start):
            if mark.base and not mark.fronted and mark.start < place < mark.start + 40:
                place = mark.start
        return self.line.origin[place]

    def _allowed(self, subject: Subject, quantity: Quantity) -> bool:
        """Whether nothing around a figure says that it is no observation."""
        state, named_end = self.state, quantity.start in self.ends
        behind = self.line.text[quantity.end : quantity.end + 20]
        clause = (
            f"{self.before}（{self._clause(quantity)}" if self.inner else self._clause(quantity)
        )
        outside = clause.replace(subject.printed, BLOT) if subject.indicator else clause
        state.refused_clause |= refusals.in_clause(outside)
        return (
            quantity.exact
            and subject.usable
            and not refusals.DENOMINATOR.search(subject.name)
            and not state.refused
            and not state.one_body
            and state.place != ""
            and 0 < state.year <= self.setting.last_year
            and (named_end or not state.refused_clause)
            and not refusals.BEHIND.match(behind)
            and not LEFT.match(behind)
        )

    def _clause(self, quantity: Quantity) -> str:
        """The words of the figure's clause before it, and of the one before where it has none."""
        start = max(self.state.end, quantity.start - 80)
        parts = _CLAUSES.split(self.line.text[start : quantity.start])
        if len(parts) > 1 and not parts[-1].strip(_NO_WORDS):
            return parts[-2] + parts[-1]
        return parts[-1]


def _maybe(line: Line) -> bool:
    """Whether a sentence or one of its brackets can hold a figure."""
    return MAYBE.search(line.text) is not None or any(map(_maybe, line.asides))


def figures_of(lines: Iterator[Line], setting: Setting, memory: Memory) -> list[Figure]:
    """The figures of the sentences of a paragraph."""
    found: list[Figure] = []
    for place, line in enumerate(lines):
        state = State(setting.place, setting.period)
        if _maybe(line):
            found += SentenceReader(line, setting, memory, state).read()
        if place == 0:  # what a paragraph begins with, it is about
            setting = replace(
                setting,
                place=state.leading_place or setting.place,
                period=state.leading_period or setting.period,
            )
        memory.end_sentence()
    return found
