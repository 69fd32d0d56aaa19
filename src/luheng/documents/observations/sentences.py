"""The figures of a sentence, each with the indicator, place and time it belongs to.

A sentence is read from left to right. What stands between two figures names what the second one is of;
where it names nothing, the figure belongs to what was named before it: ``第二产业1086.61亿元、增长5.2%``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from luheng.documents.model import ObservationKind
from luheng.documents.observations import lists, refusals
from luheng.documents.observations.changes import (
    CHANGE,
    LEAVING,
    LEFT,
    MEAN_CHANGE,
    REACHED,
    SPEED,
    Base,
    direction_of,
)
from luheng.documents.observations.marks import BLOT, Mark, Marked, marked
from luheng.documents.observations.names import KIND, day_grade_name
from luheng.documents.observations.phrases import Piece, barest, names_in, piece, pieces
from luheng.documents.observations.places import Gazetteer
from luheng.documents.observations.quantities import PERCENT, POINTS, Quantity, quantities
from luheng.documents.observations.subjects import (
    ANY_UNIT,
    COUNTED,
    Memory,
    Subject,
    as_printed,
    completed,
    fits,
    known,
    named,
    share_of,
    unit_of,
)
from luheng.documents.observations.times import UNKNOWN, When, annual, year_of
from luheng.documents.targets.line import Line

LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was read; `start` and `end` are places in the view of its paragraph."""

    subject: Subject
    place: str
    period: str
    value: Decimal
    unit: str
    kind: ObservationKind
    start: int
    end: int
    alt_kind: ObservationKind | None = None


@dataclass(slots=True)
class Setting:
    """Where and when a sentence stands before it says so itself."""

    gazetteer: Gazetteer
    place: str
    period: str
    published: str | None = None
    last_year: int = 0  # figures of later years are plans


@dataclass(slots=True)
class _State:
    place: str
    period: str
    window: str | None = None  # “十二五”头4年
    base: Base | None = None
    awry: bool = False
    place_leads: bool = False
    refused: bool = False
    one_body: bool = False
    refused_clause: bool = False
    unit: str = ""
    end: int = 0  # where the figure before ended


@dataclass(slots=True)
class SentenceReader:
    """Reads one sentence, or what stands in brackets within one."""

    line: Line
    setting: Setting
    memory: Memory
    state: _State
    before: str = ""  # the clause in front of the bracket
    inner: bool = False
    found: list[Figure] = field(default_factory=list)
    text: str = field(init=False)
    sentence: Marked = field(init=False)
    figures: list[Quantity] = field(init=False)
    ends: dict[int, str] = field(init=False)  # start of a figure → the place it is of

    def __post_init__(self) -> None:
        self.text = self.line.text
        setting = self.setting
        self.sentence = marked(self.text, setting.gazetteer, setting.period, setting.published)
        taken = [(mark.start, mark.end) for mark in self.sentence.marks]
        self.figures = quantities(self.text, taken)
        self.ends = self._named_ends()

    def read(self) -> list[Figure]:
        """The figures of the sentence in order."""
        asides = self._asides()
        place = 0
        while place < len(self.figures):
            quantity = self.figures[place]
            self._read_asides(asides, quantity.start)
            place += self._read_figure(place)
        self._read_asides(asides, len(self.text))
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
            if any(c.isdigit() for c in aside.text) and position >= self.state.end:
                self._read_aside(position, aside)

    def _read_aside(self, position: int, aside: Line) -> None:
        clause = re.split("[，；：]", self.text[self.state.end : position])[-1]
        memory = replace(self.memory, subjects=list(self.memory.subjects))
        state = replace(self.state, end=0)
        if clause:  # 水质达标率（92%）: the words in front of the bracket may name its figure
            self._name(
                piece(self.sentence.bare, position - len(clause), position), ANY_UNIT, memory
            )
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
        """Read the figure at a place, or the ordered list that begins with it; how many were read."""
        quantity = self.figures[place]
        start = self.state.end
        before = self.state.place, self.state.period
        self._take_marks(start, quantity)
        self._take_refusals(start, quantity)
        count = self._read_list(start, place)
        if not count:
            self._read_single(start, quantity)
            count = 1
        if quantity.start in self.ends or LEAVING.search(self._bare_gap(start, quantity)):
            self.state.place, self.state.period = before
        last = self.figures[place + count - 1]
        self.state.end, self.state.unit = last.end, last.unit
        return count

    def _bare_gap(self, start: int, quantity: Quantity) -> str:
        return self.sentence.bare[start : quantity.start].replace(BLOT, "")

    def _take_marks(self, start: int, quantity: Quantity) -> None:
        state = self.state
        gap = self.text[start : quantity.start]
        if "；" in gap and not state.place_leads:
            state.place = self.setting.place
        if "；" in gap:
            state.base, state.awry = None, False
        if topic := _TOPIC.search(gap):
            self.memory.topic = topic[1]
        inline: list[Mark] = []
        for mark in self.sentence.within(start, quantity.start):
            if mark.place:
                state.place, state.place_leads = mark.place, start == 0
            elif mark.when and mark.when.period:
                self._take_time(mark.when)
            elif mark.base or mark.awry:
                inline.append(mark)
        if inline:
            state.base, state.awry = inline[-1].base, inline[-1].awry
        state.place = self.ends.get(quantity.start, state.place)
        if found := list(KIND.finditer(gap)):
            self.memory.kind, self.memory.scope = found[-1]["kind"], found[-1]["scope"]

    def _take_time(self, when: When) -> None:
        if when.window:
            self.state.window = when.period
        else:
            self.state.window, self.state.period = None, when.period or self.state.period

    def _take_refusals(self, start: int, quantity: Quantity) -> None:
        gap = self.sentence.bare[start : quantity.start]
        if not self.inner and re.search("[，；：。]", gap):
            self.state.refused_clause = False
        if refusals.SENTENCE.search(gap):
            self.state.refused = True
        if refusals.LIMITS.search(re.split("[，；]", gap.replace(BLOT, ""))[-1]):
            self.state.refused = True
        bodies = [m.end() for m in refusals.ONE_BODY.finditer(gap)]
        everyone = [
            m.end() for m in refusals.ALL_BODIES.finditer(self.text[start : quantity.start])
        ]
        if bodies and not everyone:
            self.state.one_body = True
        elif everyone and not bodies:
            self.state.one_body = False

    def _read_single(self, start: int, quantity: Quantity) -> None:
        parts = pieces(self.sentence.bare, start, quantity.start)
        last = parts[-1]
        change, reached, leaving = self._change(last, quantity)
        unit = ANY_UNIT if change else quantity.unit
        rest = last.cut(0, change.start()) if change else last
        if reached or leaving:
            shorter = (reached or leaving).start()
            rest = last.cut(0, shorter)
        subject = self._subject(parts, rest, unit, quantity, carried=bool(change or reached))
        if subject is None or not self._allowed(last, subject, quantity) or leaving:
            return
        if figure := self._figure(
            subject, quantity, change, last.text, self._begin(start, last, quantity)
        ):
            self.found.append(figure)

    def _change(self, last: Piece, quantity: Quantity):
        text = last.text[-60:]
        shift = len(last.text) - len(text)
        reached = REACHED.search(last.text)
        if reached:
            return None, reached, None
        if leaving := LEAVING.search(last.text):
            return None, None, leaving
        change = CHANGE.search(last.text)
        if change and change.start() and quantity.unit in (PERCENT, "‰"):
            whole = named(last.text, quantity.unit, self.memory, annual=annual(self.state.period))
            part = last.text[: change.start()]
            if whole and not any(known(n.text) for n in names_in(last.cut(0, len(part)))):
                return None, None, None
        del shift
        return change, None, None

    def _subject(
        self, parts: list[Piece], rest: Piece, unit: str, quantity: Quantity, *, carried: bool
    ) -> Subject | None:
        """What the figure is of; the memory takes it."""
        if barest(rest).text:
            return self._name(rest, unit, self.memory)
        if quantity.unit == "天" and (grade := self._grade_behind(quantity)):
            return grade
        for part in reversed(parts[:-1]):
            if barest(part).text:
                if subject := self._clearly_named(part, unit):
                    self.memory.subjects = [subject]
                    return subject
                break
        if rest.text.startswith("占"):
            return self._carried(quantity)
        placed = quantity.start in self.ends or any(
            m.place or m.when for m in self.sentence.within(self.state.end, quantity.start)
        )
        if carried or self.inner or placed:
            return self._carried(quantity)
        return None

    def _carried(self, quantity: Quantity) -> Subject | None:
        subject = self.memory.subject
        if subject and quantity.unit == PERCENT and self.state.unit in COUNTED | {"天"}:
            for name in (
                f"{subject.name.removesuffix('数')}比例",
                f"{subject.name}比例",
                f"{subject.printed}比例",
            ):
                if indicator := known(name):
                    return Subject(indicator.zh, indicator, subject.printed, subject.start)
            if re.search("[Ⅰ-Ⅴ]类", subject.name):
                return Subject(
                    f"{subject.name.removesuffix('数')}比例", None, subject.printed, subject.start
                )
            return None
        return subject

    def _grade_behind(self, quantity: Quantity) -> Subject | None:
        """29天属轻度污染: the grade follows its days."""
        words = re.match(r"[^，。；、：]{1,12}", self.sentence.bare[quantity.end :])
        name = words and day_grade_name(words[0])
        if not name:
            return None
        subject = Subject(name, known(name), name, self.line.origin[quantity.start])
        self.memory.subjects = [subject]
        return subject

    def _name(self, whole: Piece, unit: str, memory: Memory) -> Subject | None:
        """The subject a piece names or completes; what it is takes the place of what was said before."""
        subject = self._named(whole, unit, memory)
        bare = barest(whole)
        if subject is None and bare.text:
            found = (share_of(bare.text, memory) if "占" in whole.text else None) or completed(
                bare.text, unit, memory
            )
            found = found or as_printed(bare.text, unit) or Subject(bare.text, usable=False)
            subject = found.at(self.line.origin[bare.start], bare.text)
        if subject:
            memory.subjects = [subject]
        return subject

    def _named(self, whole: Piece, unit: str, memory: Memory) -> Subject | None:
        for part in names_in(whole):
            if part.text and (
                s := named(part.text, unit, memory, annual=annual(self.state.period))
            ):
                return s.at(self.line.origin[part.start], part.text)
        return None

    def _clearly_named(self, part: Piece, unit: str) -> Subject | None:
        """The indicator an earlier clause is about: PM2.5浓度持续改善，同比下降5%."""
        if subject := self._named(part, unit, self.memory):
            return subject
        bare = barest(part)
        for cut in range(min(len(bare.text), 30), 3, -1):
            if _PREDICATE.match(bare.text, cut) and (indicator := known(bare.text[:cut])):
                return Subject(indicator.zh, indicator).at(
                    self.line.origin[bare.start], bare.text[:cut]
                )
        return None

    # --- what becomes of a figure -----------------------------------------------------------------

    def _allowed(self, last: Piece, subject: Subject, quantity: Quantity) -> bool:
        state = self.state
        year = year_of(state.window or state.period) if state.period != UNKNOWN else 0
        behind = self.text[quantity.end : quantity.end + 20]
        clause = (
            self.before + "（" + self._clause(quantity) if self.inner else self._clause(quantity)
        )
        outside = clause.replace(subject.printed, BLOT) if subject.indicator else clause
        if refusals.CLAUSE.search(outside):
            state.refused_clause = True
        return (
            quantity.exact
            and subject.usable
            and not state.refused
            and not state.one_body
            and 0 < year <= self.setting.last_year
            and (not state.refused_clause or quantity.start in self.ends)
            and not refusals.BEHIND.match(behind)
            and not LEFT.match(behind)
            and not self._left_later(quantity)
        )

    def _left_later(self, quantity: Quantity) -> bool:
        """由41%(2020年)提高到50%, 41%提高到50%: the first is where it came from."""
        return bool(re.match(rf"{BLOT}*", self.text[quantity.end :])) and bool(
            LEFT.match(self.text, quantity.end)
        )

    def _clause(self, quantity: Quantity) -> str:
        """The words of the figure's own clause before it, and of the one before where it has none."""
        start = max(self.state.end, quantity.start - 80)
        parts = re.split("[，；：]", self.text[start : quantity.start])
        words = parts[-1]
        if len(parts) > 1 and not re.sub(r"[为达到约是在共]", "", words):
            words = parts[-2] + words
        return words

    def _begin(self, start: int, last: Piece, quantity: Quantity) -> int:
        place = last.start if last.start >= 0 else quantity.start
        for mark in self.sentence.within(start, quantity.start):
            if mark.base and not mark.fronted and mark.start < place:
                place = mark.start if quantity.start - mark.start < 40 else place
        return self.line.origin[place]

    def _figure(
        self,
        subject: Subject,
        quantity: Quantity,
        change: re.Match[str] | None,
        words: str,
        begin: int,
    ) -> Figure | None:
        if change is None:
            return self._level(subject, quantity, begin)
        if quantity.unit not in (PERCENT, POINTS) or self.state.awry:
            return None
        if SPEED.search(self._clause(quantity)) or MEAN_CHANGE.search(words):
            return None
        if refusals.AS_ATTRIBUTE.match(self.text[quantity.end :]):
            return None
        return self._changed(subject, quantity, change, words, begin)

    def _level(self, subject: Subject, quantity: Quantity, begin: int) -> Figure | None:
        clause = quantity.start - len(self._clause(quantity))
        deviates = any(mark.awry for mark in self.sentence.within(clause, quantity.start))
        if quantity.unit in (POINTS, "倍") or self.state.window or deviates:
            return None
        indicator = subject.indicator
        if not quantity.unit and (indicator is None or indicator.unit):
            return None
        if (
            indicator is None
            and quantity.unit in COUNTED
            and not subject.printed.endswith(_NUMBER_OF)
        ):
            return None
        unit = unit_of(indicator, subject.name, quantity.unit)
        kind: ObservationKind = "count" if quantity.unit in COUNTED | {"天"} else "level"
        if RATE_NAME.search(subject.name):
            kind = "change_pct"
        return self._made(subject, quantity, quantity.value, unit, kind, self.state.period, begin)

    def _changed(
        self, subject: Subject, quantity: Quantity, change: re.Match[str], words: str, begin: int
    ) -> Figure | None:
        smaller = subject.indicator.direction == "lower" if subject.indicator else None
        direction = direction_of(change, smaller)
        span = self._span("累计" in words)
        if direction is None or span is None:
            return None
        value = quantity.value * direction
        subject, sign = reported_change(subject)
        points = quantity.unit == POINTS
        kind: ObservationKind = "change_pp" if points else "change_pct"
        if not points and "/" in span and not re.search(r"-", span):
            kind = "cumulative_change_pct"
        figure = self._made(subject, quantity, value * sign, quantity.unit, kind, span, begin)
        ratio = subject.indicator is not None and subject.indicator.unit == PERCENT
        if kind == "change_pct" and ratio and not RATE_NAME.search(subject.name):
            return replace(figure, alt_kind="change_pp")
        return figure

    def _span(self, cumulative: bool) -> str | None:
        """The period a change is over; None where it cannot be told."""
        state = self.state
        if state.window:
            return state.window
        year = year_of(state.period)
        if state.base is None or state.base.year is None or state.base.year == year - 1:
            return None if cumulative and annual(state.period) and not state.base else state.period
        if state.base.year >= year or not annual(state.period):
            return None
        return f"{state.base.year + 1}/{year}"

    def _made(
        self, subject: Subject, quantity: Quantity, value: Decimal, unit: str,
        kind: ObservationKind, period: str, begin: int,
    ) -> Figure:  # fmt: skip
        end = self.line.origin[quantity.end - 1] + 1
        start = (
            subject.start if subject.start >= 0 and end - subject.start <= LONGEST_QUOTE else begin
        )
        return Figure(
            subject, self.state.place, period, value, unit, kind, min(start, begin, end - 1), end
        )

    # --- ordered lists ----------------------------------------------------------------------------

    def _read_list(self, start: int, place: int) -> int:
        """Read the list whose first figure stands at a place; 0 where there is no list."""
        clause = self._clause_start(start, self.figures[place])
        bare, first = self.sentence.bare, self.figures[place]
        order = lists.IN_ORDER.search(bare, clause, first.start)
        alike = None if order else lists.ALIKE.search(bare, clause, first.start)
        if mark := order or alike:
            subjects = self._list_subjects(start, clause, mark.start())
            words = piece(bare, mark.end(), first.start)
        elif len(self.memory.subjects) > 1 and CHANGE.fullmatch(
            words_of(bare, clause, first.start)
        ):
            subjects = [_Item(s) for s in self.memory.subjects]
            words = piece(bare, clause, first.start)
        else:
            return 0
        if alike:
            if len(subjects) < 2:
                return 0
            run = lists.Ordered([first] * len(subjects), [None] * len(subjects), 1)
        else:
            run = lists.following(self.text, self.figures, place)
        if len(subjects) == len(run.figures):
            self._emit_list(start, subjects, words, run)
            self.memory.subjects = [s.subject for s in subjects]
        else:
            self.memory.subjects = [Subject("", usable=False)]
        return run.count

    def _clause_start(self, start: int, quantity: Quantity) -> int:
        """Where the clause of the list begins; 、 divides its items, not clauses."""
        cut = max(self.sentence.bare.rfind(mark, start, quantity.start) for mark in "，；：") + 1
        return max(cut, start)

    def _list_subjects(self, start: int, clause: int, end: int) -> list[_Item]:
        """What the list counts off, in order; where the clause does not say, what was said before."""
        bare = self.sentence.bare
        if not barest(piece(bare, clause, end)).text and not self._names_places(clause, end):
            before = self._clause_start(start, Quantity(max(start, clause - 1), 0, Decimal(0), ""))
            if clause - 1 > before and self._items(before, clause - 1):
                return self._items(before, clause - 1)
            return [_Item(s) for s in self.memory.subjects if s.usable and s.name]
        return self._items(clause, end)

    def _names_places(self, start: int, end: int) -> bool:
        return any(m.place or m.when for m in self.sentence.within(start, end))

    def _items(self, start: int, end: int) -> list[_Item]:
        stretches = lists.items(self.sentence.bare, start, end)
        parts = lists.pieces_of(self.sentence.bare, stretches)
        words = lists.spelled_out(parts)
        named_words = [w for w in words if w]
        common = len(named_words) < len(words)
        if common and len(named_words) > 1:
            return []
        found: list[_Item] = []
        for stretch, part, word in zip(stretches, parts, words, strict=True):
            subject = self._item_subject(word or "".join(named_words), named_words or [word])
            if subject is None:
                return []
            begin = self.line.origin[stretches[0][0]]
            place, period = self._item_scope(stretch)
            found.append(_Item(subject.at(begin, word or subject.printed), place, period))
            del part
        return found

    def _item_scope(self, stretch: tuple[int, int]) -> tuple[str | None, str | None]:
        marks = self.sentence.within(*stretch)
        place = next((m.place for m in marks if m.place), None)
        period = next((m.when.period for m in marks if m.when and m.when.period), None)
        return place, period

    def _item_subject(self, word: str, words: list[str]) -> Subject | None:
        if not word:
            return self.memory.subject
        for name in lists.shared_ends(word, words[0], words[-1]):
            if subject := named(name, ANY_UNIT, self.memory, annual=annual(self.state.period)):
                return replace(subject, printed=name)
        if subject := completed(word, ANY_UNIT, self.memory):
            return subject
        head = _HEAD.search(words[-1])
        full = word if _HEAD.search(word) or not head else word + head[0]
        return as_printed(full, PERCENT)

    def _emit_list(
        self, start: int, subjects: list[_Item], words: Piece, run: lists.Ordered
    ) -> None:
        first = next(q for q in run.figures if q)
        last = self.figures_end(run)
        share = _SHARE_OF.match(words.text)
        for item, quantity, verb in zip(subjects, run.figures, run.verbs, strict=True):
            if quantity is None:
                continue
            change = CHANGE.search(verb) if verb else CHANGE.search(words.text)
            if not verb and REACHED.search(words.text):
                change = None
            subject = item.subject
            if share:
                found = share_of(subject.printed + words.text, self.memory)
                subject = (
                    found.at(subject.start, subject.printed) if found else Subject("", usable=False)
                )
            if subject.indicator and not change and not fits(subject.indicator, quantity.unit):
                continue
            if not self._allowed(words, subject, quantity):
                continue
            kept = self.state.place, self.state.period
            self.state.place = item.place or kept[0]
            self.state.period = item.period or kept[1]
            figure = self._figure(
                subject, quantity, change, words.text, self._begin(start, words, first)
            )
            self.state.place, self.state.period = kept
            if figure:
                self.found.append(replace(figure, end=max(figure.end, last)))

    def figures_end(self, run: lists.Ordered) -> int:
        """Where a list ends, in the view: all its items share one quote."""
        last = next(q for q in reversed(run.figures) if q)
        return self.line.origin[last.end - 1] + 1


def words_of(bare: str, start: int, end: int) -> str:
    """The words of a stretch without marks."""
    return piece(bare, start, end).text


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a list: its subject, and its place or time where the items differ in these."""

    subject: Subject
    place: str | None = None
    period: str | None = None


_SHARE_OF = re.compile("占")
_HEAD = re.compile(
    r"(?:用水|用电|发电|消费|供水|排放|货运|客运|总|处理|生产|吞吐|产|储|装机容|蓄水|降水|径流|资源)量|增加值|总产值|产值|装机容量"
    r"|(?:总)?面积|(?:平均)?浓度|比例|比重|占比|人口|收入|支出|投资|总额|覆盖率|利用率|处理率|达标率|[一-鿿]{2}率"
    r"$"
)
_NUMBER_OF = ("数", "数量", "个数")
_PLACE_ALONE = re.compile(r"([一-鿿]{2,6})(?:最[高低])?")
_TOPIC = re.compile(r"(?:^|[，；。：])([^，；。：、\d]{2,12})方面(?=[，：])")
_PREDICATE = re.compile(
    r"持续|创|保持|稳|进一步|明显|总体|继续|再|实现|显著|大幅|逐年|首次|居|位|好转|改善|有所|较|呈|连续|同比|略"
)
RATE_NAME = re.compile(r"(?:增速|降低率|下降率|(?<!自然)增长率)$")
_RATES = {
    "地区生产总值": ("地区生产总值增速", 1),
    "单位地区生产总值能耗": ("单位地区生产总值能耗降低率", -1),
    "单位地区生产总值能耗降低率": ("单位地区生产总值能耗降低率", -1),
}


def reported_change(subject: Subject) -> tuple[Subject, int]:
    """The indicator a change is reported as, and its sign there."""
    if subject.name not in _RATES:
        return subject, 1
    name, sign = _RATES[subject.name]
    return replace(subject, name=name, indicator=known(name)), sign


def first_state(setting: Setting) -> _State:
    """How a sentence begins."""
    return _State(setting.place, setting.period)


def figures_of(lines: Iterator[Line], setting: Setting, memory: Memory) -> list[Figure]:
    """The figures of the sentences of a paragraph."""
    found: list[Figure] = []
    for line in lines:
        found += SentenceReader(line, setting, memory, first_state(setting)).read()
        memory.subjects = [replace(s, start=-1) for s in memory.subjects]
        memory.topic = ""
    return found
