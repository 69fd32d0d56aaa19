"""Which indicator of the catalogue a printed name is.

A target keeps the name its document gives, misprints corrected: 空气质量优良天数比率 does not become
空气质量优良天数比例. That both are one indicator is said by the catalogue's id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from luheng.documents.targets.wording import LESS_IS_BETTER
from luheng.vocabulary.indicators import Indicator, catalogue, find, near_misprint

_REDUNDANT = re.compile(r"^(单位.{2,12}(?:能耗|水耗|电耗|用水量?|排放量?))强度$")
_FILLERS = re.compile(r"^(?:主要|其中|全市|我市)(?=.{4,})")
_TAIL_FILLERS = re.compile(r"(?:目标|指标|目标值)$")


@dataclass(frozen=True, slots=True)
class Named:
    """The name to show and the catalogue's id; None where the catalogue has no such indicator."""

    name: str
    id: str | None
    corrected_from: str | None = None  # the printed name, where it was a misprint


@lru_cache(maxsize=4096)
def indicator_of(printed: str) -> Named:
    """The indicator a printed name stands for."""
    for candidate in _candidates(printed):
        if found := find(candidate):
            return Named(_plain(printed), found.id)
    for candidate in _candidates(printed):
        if (meant := near_misprint(candidate)) and (found := find(meant)):
            return Named(_corrected(candidate, found), found.id, corrected_from=printed)
    return Named(_plain(printed), None)


def _corrected(misprinted: str, meant: Indicator) -> str:
    """The document's own name with the swapped characters put right; else the catalogue's name."""
    for i in range(len(misprinted) - 1):
        swapped = misprinted[:i] + misprinted[i + 1] + misprinted[i] + misprinted[i + 2 :]
        if find(swapped) == meant:
            return swapped
    return meant.zh


def less_is_better(name: str) -> bool:
    """Whether the indicator should fall: by the catalogue, else by its words."""
    named = indicator_of(name)
    if named.id:
        return catalogue()[named.id].direction == "lower"
    return bool(LESS_IS_BETTER.search(name))


def _candidates(printed: str) -> list[str]:
    plain = _plain(printed)
    found = [printed, plain, _FILLERS.sub("", plain)]
    if plain.endswith("比例"):
        found.append(plain.removesuffix("比例"))
    return list(dict.fromkeys(found))


def _plain(printed: str) -> str:
    name = _TAIL_FILLERS.sub("", printed) or printed
    return _REDUNDANT.sub(r"\1", name)
