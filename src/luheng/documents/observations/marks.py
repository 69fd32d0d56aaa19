"""What a sentence says beside its figures: when, where, against what.

Marks are found once for a sentence and blotted out of it, so that what is left between two figures is
the name of what the second one counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from luheng.documents.observations.changes import AWRY, SINCE, Base, base_of
from luheng.documents.observations.places import Gazetteer
from luheng.documents.observations.times import When, times

BLOT = "\0"

_RANK = re.compile(
    r"(?:位居|位列|列|居|排名|排|名列)?(?:全[省国市]|粤[东西]|[^，。；、]{0,6})?(?:的)?第(?:[一二三四五六七八九十]+|\d+)(?:位|名)(?:左右)?"
    r"|(?:位居|位列|居|列)全[省国市](?:前列|首位|上游|中游)"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the sentence that is no part of a name."""

    start: int
    end: int
    when: When | None = None
    place: str | None = None
    base: Base | None = None
    awry: bool = False
    fronted: bool = False  # 与2015年相比，…: it governs what follows


@dataclass(slots=True)
class Marked:
    """A sentence with its marks blotted out."""

    text: str
    bare: str
    marks: list[Mark] = field(default_factory=list)

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks that begin in a stretch, in order."""
        first = bisect_left(self.marks, start, key=lambda mark: mark.start)
        last = bisect_left(self.marks, end, key=lambda mark: mark.start)
        return self.marks[first:last]


def marked(text: str, gazetteer: Gazetteer, period: str | None, published: str | None) -> Marked:
    """The marks of a sentence in the view's form."""
    found = [
        Mark(m.start(), m.end(), base=base_of(m), fronted=_fronted(text, m))
        for m in SINCE.finditer(text)
    ]
    found += [
        Mark(m.start(), m.end(), awry=True, fronted=_fronted(text, m)) for m in AWRY.finditer(text)
    ]
    if any(mark in text for mark in "第居列"):
        found += [Mark(m.start(), m.end()) for m in _RANK.finditer(text)]
    found += [Mark(when.start, when.end, when=when) for when in times(text, period, published)]
    found += [Mark(start, end, place=place) for start, end, place in gazetteer.places(text)]
    kept = _apart(found)
    bare = list(text)
    for mark in kept:
        bare[mark.start : mark.end] = BLOT * (mark.end - mark.start)
    return Marked(text, "".join(bare), kept)


def _fronted(text: str, found: re.Match[str]) -> bool:
    return text[found.end() : found.end() + 1] == "，" or bool(
        re.search(r"相比|相较|比较$", found[0])
    )


def _apart(found: list[Mark]) -> list[Mark]:
    """The marks in order, those left out that overlap an earlier kind."""
    order = {id(mark): rank for rank, mark in enumerate(found)}
    taken: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start, order[id(m)])):
        if taken and mark.start < taken[-1].end:
            if order[id(mark)] < order[id(taken[-1])]:
                taken[-1] = mark
            continue
        taken.append(mark)
    return taken
