"""Which column a loose cell belongs to, told by what the other rows have in each column."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

_KINDS = (
    ("number", re.compile(r"\d{1,4}")),
    ("decimal", re.compile(r"[-—]|[≥≤<>＞＜]?\s*[\d,.]+\s*[%％‰]?")),
    (
        "years",
        re.compile(r"\d{4}\s*年?\s*[-—~～至]+\s*(?:\d{4})?\s*年?|\d{4}\s*年(?:\d+月)?(?:底|前)?"),
    ),
    (
        "office",
        re.compile(r".*(?:[局委厅办署院部处社会]|政府|公司|中心|集团|单位)(?:等|[（(].*[)）])?"),
    ),
    (
        "unit",
        re.compile(r"[%％‰/a-zA-Z²³·万亿千百吨元个家座处亩公里平方米立度时人次年户套辆]{1,9}"),
    ),
)
_EMPTY_COST = 1.0
_MOST_PIECES = 60


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """What sort of thing a cell holds: number, decimal, years, office, unit or words."""
    bare = "".join(text.split())
    return next((kind for kind, form in _KINDS if form.fullmatch(bare)), "words")


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column are like."""

    kind: str
    length: float

    @classmethod
    def of(cls, cells: list[str]) -> Column:
        """The commonest kind of some cells and their mean length."""
        kinds = Counter(kind_of(cell) for cell in cells)
        return cls(kinds.most_common(1)[0][0], sum(map(len, cells)) / len(cells))

    def cost(self, text: str) -> float:
        """How ill a text fits in here; 0 is well."""
        other = 0.0 if kind_of(text) == self.kind else 1.0
        return other + 0.3 * abs(math.log((len(text) + 1) / (self.length + 1)))


def align(pieces: list[str], columns: list[Column]) -> list[range]:
    """For each column the pieces that stand in it; an empty range where it has none.

    Every piece is in one column and their order is kept; of equal ways the one whose empty columns
    are furthest left is taken, for merged cells stand there.
    """
    count, width = len(pieces), len(columns)
    if count > _MOST_PIECES:
        return [range(j, j + 1) for j in range(width - 1)] + [range(width - 1, count)]
    best: list[list[tuple[float, int]]] = [[(math.inf, 0)] * (count + 1) for _ in range(width + 1)]
    best[0][0] = (0.0, 0)
    for j, column in enumerate(columns):
        for first in range(count + 1):
            so_far = best[j][first][0]
            if so_far == math.inf:
                continue
            for after in range(first, count + 1):
                text = "".join(pieces[first:after])
                cost = column.cost(text) if text else _EMPTY_COST + 0.01 * j
                if so_far + cost < best[j + 1][after][0]:
                    best[j + 1][after] = (so_far + cost, first)
    ranges: list[range] = []
    after = count
    for j in range(width, 0, -1):
        first = best[j][after][1]
        ranges.insert(0, range(first, after))
        after = first
    return ranges
