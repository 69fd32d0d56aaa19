"""The subject of a figure, from the words before it and from what the sentence said before these."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from luheng.documents.observations.changes import verb_at_end
from luheng.documents.observations.names import CLASS_NAME, day_grade_name
from luheng.documents.observations.phrases import Piece, barest, names_in
from luheng.documents.observations.quantities import PERCENT, Quantity
from luheng.documents.observations.subjects import (
    ANY_UNIT,
    COUNTED,
    Memory,
    Subject,
    as_printed,
    completed,
    known,
    named,
    share_of,
)
from luheng.documents.sentences import Line

_NOUN = re.compile(r"增长率|增长速度|增速|增幅|涨幅|升幅|下降率|降低率|降幅|减幅|跌幅|下降幅度")
_PREDICATE = re.compile(
    r"持续|创|保持|稳|进一步|明显|总体|继续|再|实现|显著|大幅|逐年|首次|居|位|好转|改善|有所|较|呈|连续|同比|略|平均"
)
_STATES = re.compile("占|平均|达")  # a figure behind it is of what was named before
_WORDS_BEHIND = re.compile(r"[^，。；、：\0]{1,12}")
_FILLER = re.compile(r"之间|以内|左右|以上")
_OF_RANGE = re.compile(r"(?:的)?(?:变化)?(?:范围|区间|幅度)?(?:为|是)?(?:介于|分布在|在|处于)?$")


@dataclass(frozen=True, slots=True)
class Verb:
    """The words before a figure without its verb, and what the verb says."""

    rest: Piece
    change: re.Match[str] | None = None
    reached: bool = False  # 降至: a level
    leaving: bool = False  # 由41%: where it came from


@dataclass(slots=True)
class Namer:
    """Names the figures of one sentence, and remembers what was named."""

    line: Line
    memory: Memory
    annual: bool = True  # whether the figures are of whole years

    def verb(self, last: Piece, quantity: Quantity) -> Verb:
        """The verb right before a figure."""
        reached, leaving, change = verb_at_end(last.text)
        if reached:
            return Verb(last.cut(0, reached.start()), reached=True)
        if leaving:
            return Verb(last.cut(0, leaving.start()), leaving=True)
        if not change:
            return Verb(last)
        rest = last.cut(0, change.start())
        # 人口自然增长率 is a name of its own, 单位GDP能耗降低率 a change of 单位GDP能耗
        own_name = rest.text and quantity.unit in (PERCENT, "‰") and _NOUN.match(change[0])
        if own_name and self.plainly(last, quantity.unit) and not self.plainly(rest, ANY_UNIT):
            return Verb(last)
        return Verb(rest, change=change)

    def subject(
        self, earlier: list[Piece], verb: Verb, quantity: Quantity, before: str, *, carried: bool
    ) -> Subject | None:
        """What a figure is of. `before` is the unit of the figure before it; `carried` says that
        a figure without words of its own may belong to what was named before.
        """
        unit = ANY_UNIT if verb.change else quantity.unit
        if barest(verb.rest).text:
            subject = self.name(verb.rest, unit)
            if subject and verb.rest.joined and earlier and barest(earlier[-1]).text:
                return self._of_many(subject)
            return subject
        for part in reversed(earlier):
            words = barest(part).text
            if words and not _FILLER.fullmatch(words):
                if subject := self._of_clause(part, unit):
                    self.memory.take([subject])
                    return subject
                break
        stated = bool(verb.change or verb.reached or _STATES.match(verb.rest.text))
        if not (stated or carried):
            return None
        if self.memory.shared and verb.change and quantity.unit == PERCENT:
            return self.memory.shared  # the amount grew by so much, not its share
        return self._carried(quantity, before)

    def _of_many(self, subject: Subject) -> Subject:
        """电力、热力和供水业能耗: the last word alone is not what the figure is of."""
        unnamed = replace(subject, usable=False)
        self.memory.run = self.memory.run[:-1]
        self.memory.take([unnamed])
        return unnamed

    def of_range(self, last: Piece, quantity: Quantity) -> Subject | None:
        """What the named end of a range is of: 介于18微克/立方米（岚浦县）~27微克/立方米（溪山县）."""
        found = _OF_RANGE.search(last.text)
        rest = last.cut(0, found.start()) if found else last
        return self.name(rest, quantity.unit) if len(rest.text) > 1 else self.memory.subject

    def grade_behind(self, quantity: Quantity, behind: str) -> Subject | None:
        """29天属轻度污染: the grade follows its days."""
        words = _WORDS_BEHIND.match(behind)
        name = words and day_grade_name(words[0])
        if not name:
            return None
        subject = Subject(name, known(name), name, self.line.origin[quantity.start])
        self.memory.take([subject])
        return subject

    def name(self, whole: Piece, unit: str) -> Subject | None:
        """The subject a piece names or completes; the memory takes it."""
        subject = self.plainly(whole, unit)
        bare = barest(whole)
        if subject is None and bare.text:
            subject = self._at_length(whole, bare, unit).at(self.line.origin[bare.start], bare.text)
        if subject:
            if not (whole.places and whole.joined):
                self.memory.run = []
            amount = self.memory.subject if bare.text.startswith("占") else None
            self.memory.run.append(subject)
            self.memory.clauses.append(subject)
            self.memory.take([subject])
            self.memory.shared = amount
        return subject

    def _at_length(self, whole: Piece, bare: Piece, unit: str) -> Subject:
        found = None
        if "占" in whole.text and unit in (PERCENT, ANY_UNIT):
            found = share_of(bare.text if "占" in bare.text else f"{bare.text}占", self.memory)
        found = found or completed(bare.text, unit, self.memory)
        return found or as_printed(bare.text, unit, self.memory) or Subject(bare.text, usable=False)

    def plainly(self, whole: Piece, unit: str) -> Subject | None:
        """The subject a piece names by itself."""
        for part in names_in(whole):
            if part.text:
                subject = named(part.text, unit, self.memory, annual=self.annual)
                if subject:
                    return subject.at(self.line.origin[part.start], part.text)
        return None

    def _of_clause(self, part: Piece, unit: str) -> Subject | None:
        """The indicator an earlier clause is about: PM2.5浓度持续改善，同比下降5%."""
        if subject := self.plainly(part, unit):
            return subject
        bare = barest(part)
        for cut in range(min(len(bare.text), 30), 3, -1):
            if _PREDICATE.match(bare.text, cut) and (indicator := known(bare.text[:cut])):
                subject = Subject(indicator.zh, indicator)
                return subject.at(self.line.origin[bare.start], bare.text[:cut])
        return None

    def _carried(self, quantity: Quantity, before: str) -> Subject | None:
        subject = self.memory.subject
        if subject and quantity.unit == PERCENT and before in COUNTED | {"天"}:
            return _share_of_count(subject)
        return subject


def _share_of_count(subject: Subject) -> Subject | None:
    """Ⅱ类1个（7.7%）: the share that belongs to a count."""
    counted = subject.name.removesuffix("数")
    for name in (f"{counted}比例", f"{subject.name}比例", f"{subject.printed}比例"):
        if indicator := known(name):
            return replace(subject, name=indicator.zh, indicator=indicator)
    if CLASS_NAME.search(subject.name):
        return replace(subject, name=f"{counted}比例", indicator=None)
    return None
