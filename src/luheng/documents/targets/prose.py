"""Targets in running text: a paragraph is read sentence by sentence, clause by clause.

A deadline holds until the end of its paragraph or the next deadline; an indicator is carried on to a
clause of the same sentence that names none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from luheng.documents.model import Milestone, Target
from luheng.documents.sentences import Line, clauses, sentences
from luheng.documents.targets.asides import read_aside
from luheng.documents.targets.assigned import assigned_demands, benchmark_demands, doubled_demand
from luheng.documents.targets.counts import base_of
from luheng.documents.targets.deadlines import Deadline
from luheng.documents.targets.demand import Demand
from luheng.documents.targets.lists import is_list, list_demands
from luheng.documents.targets.making import make_target, mark_series
from luheng.documents.targets.milestones import is_absolute_goal
from luheng.documents.targets.naming import clean_subject, ending_of
from luheng.documents.targets.numeric import NumberReader
from luheng.documents.targets.passage import Passage, ProseContext
from luheng.documents.targets.phrases import Phrase
from luheng.documents.targets.quantities import Quantity, quantities
from luheng.documents.targets.ratios import ratio_demands
from luheng.documents.targets.topics import topic_of
from luheng.documents.targets.wording import (
    ABROAD,
    AMOUNT_NOUN,
    LOOKING_BACK,
    OF_A_PROJECT,
    PRESENT,
    PROVINCE,
    STRETCH,
    WISHES,
)
from luheng.documents.view import View

_HAS_DIGITS = re.compile(r"\d(?!\.5|0(?:浓度|年))")
_MAY_HOLD_TARGETS = re.compile(
    r"下达|任务|达峰|全覆盖|清零|消除|无劣|不再|全部|[\d%一二三四五六七八九十两百千半]|完成|达到|满足|番|控制在|水平"
)
_NO_GOAL = re.compile(
    r"(?:^|[^，]年底?(?:前|末)?)(?:在.*(?:情况下|基础上|前提下)|通过[^，]*|是[^，]*|随着[^，]*|围绕[^，]*)$"
)
_RANK = re.compile(r"^(?:国家|省|市|县|区)级(?:及?以上)?")
_OUR_OWN = re.compile(r"我[市县区州]|全[市县区州]|本市")


@dataclass(slots=True)
class Placed:
    """A demand with where it stands and the deadline that holds for it."""

    demand: Demand
    clause: Line
    start: int  # in the view
    end: int
    deadline: Deadline | None
    part_of: str | None = None
    wording: str = ""


@dataclass(slots=True)
class ProseReading:
    """What was read from a paragraph, and the deadline that stood at its end."""

    targets: list[Target] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    years: tuple[int, ...] = ()


def read_prose(source: str, view: View, context: ProseContext) -> ProseReading:
    """Targets and milestones of a paragraph. `source` is the text that the view was made of."""
    passage = Passage(context, years=context.lead_in_years)
    reading = ProseReading()
    for sentence in sentences(view.text):
        passage.next_sentence()
        if _MAY_HOLD_TARGETS.search(sentence.text):
            reader = SentenceReader(sentence, passage)
            made = [make_target(source, view, placed, context) for placed in reader.read()]
            mark_series(made)
            reading.targets += made
            if not context.present:
                reading.milestones += [
                    _milestone(source, view, *goal, context) for goal in reader.goals
                ]
        elif len(sentence.text) < 40:
            passage.topic = topic_of(sentence.text)
    reading.years = passage.years
    return reading


def _milestone(
    source: str, view: View, start: int, end: int, year: int | None, context: ProseContext
) -> Milestone:
    span = view.span(start, end)
    return Milestone(
        quote=source[span.start : span.end],
        span=span,
        clause=context.clause,
        year=year,
        section=context.section,
    )


def _is_part(demand: Demand, whole: Demand) -> bool:
    """A part is counted as its whole is, and is no other kind of amount."""
    same_kind = ending_of(whole.subject) in demand.subject or demand.subject == whole.subject
    return base_of(demand.unit) == base_of(whole.unit) and same_kind


class SentenceReader:
    """Reads one sentence; `passage` carries what earlier ones said."""

    def __init__(self, sentence: Line, passage: Passage) -> None:
        self.sentence, self.passage = sentence, passage
        self.placed: list[Placed] = []
        self.topic_start: int | None = None  # in the view: where the clause of the topic begins
        self.abroad = False
        self.coming: Deadline | None = None  # a deadline of this clause that may hold from now on
        self.pending: tuple[int, int | None] | None = None  # a deadline waiting for its goal
        self.goals: list[tuple[int, int, int | None]] = []  # places in the view and year

    def read(self) -> list[Placed]:
        """The demands of the sentence, in order."""
        for clause in clauses(self.sentence):
            self._read_clause(clause)
        return self.placed

    def _read_clause(self, clause: Line) -> None:
        phrase = Phrase.of(clause.text, self.passage.context.current_year)
        self._note_times(phrase)
        words = phrase.words(0, len(phrase.text))
        self.passage.part |= words.startswith("其中")
        if not clean_subject(words):
            self._note_bases(phrase)
            if phrase.goals:
                self.pending = clause.origin[0], phrase.goals[-1].year
            return
        if self._of_others(words) or _OUR_OWN.search(words):
            self.abroad = not _OUR_OWN.search(words)
        if not self.passage.topic and self.passage.earlier_topic and self._starts_with_time(phrase):
            self.passage.topic = self.passage.earlier_topic
        self.passage.of_a_project |= bool(OF_A_PROJECT.search(phrase.text))
        demands = self._demands(phrase)
        if demands or not self._only_mentioned(phrase):
            self._take_deadline(phrase)
        if self.abroad or self.passage.of_a_project:
            return
        self._note_topic(clause, phrase, words, demands)
        if self.passage.present or self.passage.context.present:
            self._note_present(phrase, demands)
            return
        self._note_goal(clause, phrase, demands)
        for demand in demands:
            self._place(demand, clause, phrase)
        for aside in clause.asides:
            self._read_aside(aside)

    def _of_others(self, words: str) -> bool:
        """Whether the clause speaks of the country, the world or, in a city's plan, the province."""
        province = self.passage.context.own_level != "省" and self.passage.context.own_level
        return bool(ABROAD.match(words) or (province and PROVINCE.match(words)))

    # what the words around say -----------------------------------------------------------------

    def _note_times(self, phrase: Phrase) -> None:
        written = self.passage.context.written_year
        goals = [t for t in phrase.goals if t.years or t.period_years]
        gone = [t for t in goals if written and t.year and t.year < written and not t.marked]
        self.passage.looking_back |= bool(LOOKING_BACK.search(phrase.text))
        if PRESENT.search(phrase.text) or any(time.past for time in phrase.times) or gone:
            self.passage.present = True
        if phrase.base in ("同比", "环比") and self._states_a_fact(phrase):
            self.passage.present = True
        coming = [time for time in goals if time not in gone]
        self.coming = None
        past = [t for t in phrase.times if t.past and t.year] + gone
        self.passage.present_year = past[-1].year if past else self.passage.present_year
        if not coming:
            return
        ahead = any(t.marked or (written and t.year and t.year > written) for t in coming)
        if not any(t.past for t in phrase.times) and (ahead or not self.passage.looking_back):
            self.passage.present = bool(gone) and coming[0].start < gone[0].start
        self.coming = coming[-1]
        if any(wish in phrase.text[: coming[0].end] for wish in STRETCH):
            self.passage.stretch = True
        if not self._only_mentioned(phrase):
            self._take_deadline(phrase)

    def _states_a_fact(self, phrase: Phrase) -> bool:
        """同比下降3% is a demand only where a deadline, a wish or the section says so."""
        context = self.passage.context
        wished = any(wish in self.sentence.text for wish in WISHES)
        marked = self.passage.marked or any(t.marked or t.relative for t in phrase.goals)
        return not (wished or marked or context.goals or context.current_year)

    def _only_mentioned(self, phrase: Phrase) -> bool:
        """顺利实现2030年前碳达峰目标 names a date in passing."""
        return self.coming is None or bool(clean_subject(phrase.words(0, self.coming.start)))

    def _take_deadline(self, phrase: Phrase) -> None:
        if self.coming is None:
            return
        passage, last = self.passage, self.coming
        if last.period_years and not last.years:
            passage.period_years, self.coming = last.period_years, None
            return
        passage.years, passage.year_from = last.years, last.year_from
        passage.period_years, passage.marked = last.period_years, last.marked
        self.coming = None

    def _note_bases(self, phrase: Phrase) -> None:
        if phrase.base_year or phrase.base:
            self.passage.base_year, self.passage.base = phrase.base_year, phrase.base

    def _note_present(self, phrase: Phrase, demands: list[Demand]) -> None:
        """What is said of the present may be the baseline of the target that follows."""
        own = next((time.year for time in phrase.times if time.year), None)
        year = own or self.passage.present_year
        for demand in demands:
            self.passage.present_levels[demand.subject] = (demand.value, demand.unit, year)

    def _note_goal(self, clause: Line, phrase: Phrase, demands: list[Demand]) -> None:
        """A dated or absolute goal without a number is a milestone."""
        pending, self.pending = self.pending, None
        if demands or _HAS_DIGITS.search(phrase.words(0, len(phrase.text))):
            return
        start, end = clause.origin[0], clause.origin[-1] + 1
        dated = next((t for t in phrase.goals if t.start == 0 and t.marked and t.year), None)
        if _NO_GOAL.search(phrase.text):  # 到2025年，在来水稳定的情况下，…: the goal is yet to come
            self.pending = pending or ((start, dated.year) if dated else None)
        elif pending:
            self.goals.append((pending[0], end, pending[1]))
        elif dated:
            self.goals.append((start, end, dated.year))
        elif is_absolute_goal(phrase.text):
            self.goals.append((start, end, self.passage.year))

    def _starts_with_time(self, phrase: Phrase) -> bool:
        """2023年达到60%: a sentence that only goes on with what the last one spoke of."""
        first = phrase.goals[0] if phrase.goals else None
        return bool(first and first.start == 0 and not self.placed
                    and AMOUNT_NOUN.search(self.passage.earlier_topic))  # fmt: skip

    def _note_topic(self, clause: Line, phrase: Phrase, words: str, demands: list[Demand]) -> None:
        if demands:
            topic = demands[-1].subject
        else:
            topic = "" if any(quantities(phrase.text)) else topic_of(words)
        if demands and demands[-1].inherited:
            self.passage.topic = topic
            return
        self.passage.topic, self.inherited_from = topic, self.topic_start
        self.topic_start = clause.origin[0]

    # reading ------------------------------------------------------------------------------------

    def _demands(self, phrase: Phrase) -> list[Demand]:
        if ratio := ratio_demands(phrase, self.passage):
            return ratio
        numbers = list(quantities(phrase.text))
        found, numbers = benchmark_demands(phrase, numbers, self.passage)
        if found:
            return found
        if assigned := assigned_demands(phrase, self.passage):
            self._floor(phrase, assigned, numbers)
            return assigned
        if doubled := doubled_demand(phrase, self.passage):
            return [doubled]
        if is_list(phrase.text) and len(numbers) > 1:
            return list_demands(phrase, numbers, self.passage) or []
        return self._numeric(phrase, numbers)

    def _numeric(self, phrase: Phrase, numbers: list[Quantity]) -> list[Demand]:
        if not numbers:
            return []
        found = NumberReader(phrase, numbers, self.passage).demands()
        last = self.passage.last
        if last is None or len(found) != 1 or found[0].kind != "level" or not found[0].inherited:
            return found
        if last.kind == "assigned" and last.value is None:
            self._set_floor(last, found[0])
            return []
        if last.kind == "change" and not phrase.goals and last.subject == found[0].subject:
            self._level_after_change(last, found[0])
        return found

    def _floor(self, phrase: Phrase, assigned: list[Demand], numbers: list[Quantity]) -> None:
        """完成省下达任务且不低于90%: the printed number is a floor."""
        rest = [number for number in numbers if number.start >= assigned[-1].end]
        if len(assigned) == 1 and rest:
            reader = NumberReader(phrase, rest, self.passage)
            self.passage.topic = assigned[0].subject
            reader.begin = assigned[0].end
            for demand in reader.demands()[:1]:
                self._set_floor(assigned[0], demand)

    @staticmethod
    def _set_floor(assigned: Demand, floor: Demand) -> None:
        assigned.value, assigned.unit = floor.value, floor.unit
        assigned.extras["bound"] = floor.op if floor.op in ("<=", ">=") else ">="
        assigned.end = max(assigned.end, floor.end)

    def _level_after_change(self, change: Demand, level: Demand) -> None:
        """提高20个百分点，达到90%: one target, the level."""
        level.extras["change"] = (
            -change.value if change.op == "reduce_by" and change.value else change.value
        )
        level.extras["change_unit"] = change.unit
        if "base_year" in change.extras:
            level.extras["base_year"] = change.extras["base_year"]
        self.placed = [placed for placed in self.placed if placed.demand is not change]
        self.passage.demands.remove(change)

    def _read_aside(self, aside: Line) -> None:
        last = self.placed[-1] if self.placed else None
        for demand, phrase, clause in read_aside(
            aside, last.demand if last else None, self.passage
        ):
            self._place(demand, clause, phrase, part=True)

    def _place(self, demand: Demand, clause: Line, phrase: Phrase, part: bool = False) -> None:
        part = part or self.passage.part
        whole = None
        if part and (latest := self.passage.latest):
            self._name_part(demand, latest.subject)
            part = self.passage.part = _is_part(demand, latest)
            whole = latest.subject if part else None
        start = clause.origin[min(demand.start, len(clause.origin) - 1)]
        if demand.inherited and self.topic_start is not None and not part:
            start = min(start, self.topic_start)
        end = clause.origin[min(demand.end, len(clause.origin)) - 1] + 1
        own = [t for t in phrase.goals if t.start < demand.end and (t.years or t.period_years)]
        deadline = own[-1] if own else None
        if deadline and not deadline.years and self.passage.years:
            deadline = replace(deadline, years=self.passage.years)
        self._give_baseline(demand)
        self.placed.append(Placed(demand, clause, start, end, deadline or self._standing(), whole))
        self.passage.demands.append(demand)
        if not part:
            self.passage.latest = demand

    def _give_baseline(self, demand: Demand) -> None:
        """What the paragraph said of the present is the base of the target."""
        value, unit, year = self.passage.present_levels.get(demand.subject, (None, None, None))
        if value is None or unit != demand.unit or "baseline" in demand.extras:
            return
        demand.extras["baseline"] = value
        if year:
            demand.extras["baseline_year"] = year

    def _name_part(self, demand: Demand, whole: str) -> None:
        """其中，城区达到70%: 城区 alone is no indicator."""
        place = re.sub(r"(?:比例|数)$", "", demand.subject)
        if _RANK.fullmatch(place):  # 其中国家级10家
            demand.subject = place + _RANK.sub("", whole, count=1)
        elif demand.kind == "level" and len(place) <= 6 and not AMOUNT_NOUN.search(place):
            demand.subject = place + whole

    def _standing(self) -> Deadline | None:
        """The deadline that earlier words set."""
        passage = self.passage
        if not passage.years and not passage.period_years:
            return None
        return Deadline(0, 0, "", passage.years, passage.year_from, passage.period_years)
