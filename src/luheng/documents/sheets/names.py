"""Labels of rows and heads of columns beside the names that were asked for.

A label finds a name when it is the name, one of its synonyms, or another spelling of the same
indicator in the catalogue. A label that is only near a name is offered to a person, never taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from luheng.documents.observations.columns import seen, unit_in
from luheng.vocabulary.indicators import find, name_key, near_misprint
from luheng.vocabulary.units_of_measure import canonical_unit, is_unit

_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|[（(]\d{1,2}[）)]|\d{1,2}(?:\.\d{1,2})*[、.．)）](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=[一-鿿])|\d{1,2}(?=\s+[一-鿿])"
    r"|[①-⑳⑴-⒇]|[#＃◆●○·▪★☆*＊※—-]+|其中\s*[:：、]?|\s)+"
)
_FOOTNOTE = re.compile(
    r"(?:[①-⑳⑴-⒇†‡*＊※#★☆]|(?<![A-Za-z])[¹²³⁴-⁹]|[（(]?注\s*\d{0,2}[）)]?|\[\d{1,2}\]|[（(]必填[）)])+$"
)
_SAME = 0.62  # shared pairs of characters from which a label is near a name


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart: its words, the unit in it, the footnote's mark behind it."""

    words: str
    unit: str = ""
    mark: str = ""


def label_of(text: str) -> Label:
    """The parts of a label: （一）能源消费总量（万吨标准煤）① → 能源消费总量, 万吨标准煤, ①."""
    bare = _NUMBERING.sub("", text.strip()) or text.strip()
    found = _FOOTNOTE.search(bare)
    mark = found[0] if found else ""
    whole = seen(bare[: len(bare) - len(mark)])
    words, unit = unit_in(whole)
    if unit and not is_measure(unit):  # （2025年）
        words, unit = whole, None
    if not unit:
        words, unit = _behind_stroke(words)
    if not mark and (found := _FOOTNOTE.search(words)):
        mark, words = found[0], words[: found.start()]
    return Label(words.strip("：: "), unit or "", mark)


def _behind_stroke(words: str) -> tuple[str, str | None]:
    """PM2.5年均浓度/μg/m³: the unit behind the first stroke from which on there is one."""
    for found in re.finditer("[/／]", words):
        if found.start() and is_measure(words[found.end() :].strip("（）()")):
            return words[: found.start()], canonical_unit(words[found.end() :].strip("（）()"))
    return words, None


def is_measure(text: str) -> bool:
    """Whether a text is a unit of measure; 2025年 and 3月 are times."""
    return not text[:1].isdigit() and is_unit(text)


@dataclass(slots=True)
class Names:
    """The names asked for, each under a key of its own."""

    by_key: dict[str, str] = field(default_factory=dict)  # key of a spelling → the name
    by_indicator: dict[str, str] = field(default_factory=dict)
    decided: dict[str, str] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)  # spellings that two names share

    @classmethod
    def of(cls, named: Iterable[tuple[str, tuple[str, ...]]], decided: dict[str, str]) -> Names:
        """From name → its spellings; a spelling shared by two names finds neither."""
        names = cls(decided={_key(label): name for label, name in decided.items()})
        for name, spellings in named:
            for spelling in spellings:
                key = _key(label_of(spelling).words)
                if names.by_key.setdefault(key, name) != name:
                    names.twice.add(key)
            indicator = next((found for one in spellings if (found := find(one))), None)
            if indicator and names.by_indicator.setdefault(indicator.id, name) != name:
                names.twice.add(indicator.id)
        return names

    def find(self, words: str) -> str | None:
        """The name that words stand for."""
        key = _key(words)
        if not key:
            return None
        if key in self.decided:
            return self.decided[key]
        if key in self.by_key:
            return None if key in self.twice else self.by_key[key]
        indicator = find(words)
        if indicator is None or indicator.id in self.twice:
            return None
        return self.by_indicator.get(indicator.id)

    def is_spelled(self, words: str) -> bool:
        """Whether words are a name or synonym that was asked for, not only the catalogue's alias."""
        return _key(words) in self.by_key or _key(words) in self.decided

    def near(self, words: str) -> str | None:
        """The one name that words resemble; for asking, not for taking."""
        misprints = {name for key, name in self.by_key.items() if _one_slip_apart(_key(words), key)}
        if len(misprints) == 1:
            return misprints.pop()
        if (meant := near_misprint(words)) and (name := self.find(meant)):
            return name
        wanted = _pairs(_key(words))
        scores: dict[str, float] = {}
        for key, name in self.by_key.items():
            pairs = _pairs(key)
            total = wanted.total() + pairs.total()
            score = 2 * (wanted & pairs).total() / total if total else 0.0
            scores[name] = max(score, scores.get(name, 0.0))
        best = max(scores, key=lambda name: scores[name], default=None)
        return best if best is not None and scores[best] >= _SAME else None


def _key(words: str) -> str:
    return name_key(unicodedata.normalize("NFKC", words)).strip(":：、，,。.")


def _one_slip_apart(one: str, other: str) -> bool:
    """One character wrong, missing or too many, or two neighbours that changed places."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))  # fmt: skip
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _pairs(key: str) -> Counter[str]:
    return Counter(key[at : at + 2] for at in range(len(key) - 1))
