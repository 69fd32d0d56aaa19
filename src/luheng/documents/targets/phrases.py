"""A clause with its time phrases and bases found, so that what is left is the indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luheng.documents.targets.deadlines import Deadline, deadlines
from luheng.documents.targets.naming import clean_subject

_BASE_YEAR = re.compile(
    r"(?:(?:比|较|与|同|相比于?|相较于?|相对于?|对比|以)(?P<when>(?:20\d\d年|“?十[一二三四五六]五”?(?:规划)?(?:期)?末?|上一?年度?|去年|上年同期|同期|基准年|基期|现状)[底末初]?)"
    r"(?:的?(?:水平|实绩|实际(?:值|用量)?|同期|基数|排放量|用量|用水量))?(?:的?基础上)?(?:相比|为基准年?|为基数|为基期|计)?)"
    r"|(?:在(?P<ground>20\d\d年[底末]?|“?十[一二三四五]五”?末|上年|现有)(?:的)?(?:水平)?(?:的)?基础上)"
    r"|(?P<same>同比|环比)"
)
_CHANGING = re.compile(
    r"(?:提高|提升|增加|增长|扩大|下降|降低|减少|上升|压减|压降|缩短|发展|改善|优化|[增降减升提])$"
)


@dataclass(slots=True)
class Phrase:
    """A clause ready for reading. `cut[i]` marks characters of time phrases and bases."""

    text: str
    times: list[Deadline]
    cut: bytearray = field(repr=False)
    base_year: int | None = None
    base: str | None = None

    @classmethod
    def of(cls, text: str, current_year: int | None) -> Phrase:
        """The clause with its deadlines and bases found."""
        phrase = cls(text, list(deadlines(text, current_year)), bytearray(len(text)))
        for time in phrase.times:
            # in 提高到2025年的62% the 到 is the operator's, not the deadline's
            to = time.text[0] in "到至" and _CHANGING.search(text[: time.start])
            start = time.start + bool(to)
            phrase.cut[start : time.end] = b"\1" * (time.end - start)
        for found in _BASE_YEAR.finditer(text):
            phrase._compare(found)
        return phrase

    def _compare(self, found: re.Match[str]) -> None:
        self.cut[found.start() : found.end()] = b"\1" * (found.end() - found.start())
        if found["same"]:
            self.base = found["same"]
            return
        when = found["when"] or found["ground"]
        if year := re.match(r"20\d\d", when):
            self.base_year = int(year[0])
        elif plan := next((t for t in self.times if found.start() <= t.start < found.end()), None):
            self.base_year = plan.year
        elif when.startswith(("上", "去", "同期")):
            self.base = "上年"

    @property
    def goals(self) -> list[Deadline]:
        """The deadlines among its time phrases."""
        return [time for time in self.times if not time.base and not time.past]

    def words(self, start: int, end: int) -> str:
        """A stretch without time phrases and bases."""
        return "".join(self.text[i] for i in range(start, end) if not self.cut[i])

    def lead(self, start: int, end: int) -> str:
        """The words before a number, for finding its operator: 提高到2025年的62% leads with 提高到."""
        words = self.words(start, end)
        return (
            words[:-1] if words.endswith("的") and self.cut[end - 2 : end - 1] == b"\1" else words
        )

    def subject(self, start: int, end: int) -> str:
        """The indicator that a stretch names; empty where it names none."""
        return clean_subject(self.words(start, end))
