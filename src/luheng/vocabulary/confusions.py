"""Words that official texts get wrong: known terms with two characters swapped or one mistaken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.tables import table

_ONE_WORD = re.compile("[一-鿿]{4,14}")
_SHORTEST = 4  # characters of a term whose wrong forms cannot be two words of a sentence


@dataclass(frozen=True, slots=True)
class Confusion:
    """A stretch of text that is probably a misprint, and what was probably meant."""

    start: int
    end: int
    meant: str


def find_confusions(text: str) -> Iterator[Confusion]:
    """Probable misprints in the text of a view, in order."""
    wrong = _wrong_forms()
    place = 0
    while place < len(text) - 1:
        found = next(
            (
                pair
                for pair in wrong.get(text[place : place + 2], ())
                if text.startswith(pair[0], place)
            ),
            None,
        )
        if found:
            yield Confusion(place, place + len(found[0]), found[1])
        place += len(found[0]) if found else 1
    for pattern, meant in _phrases():
        for match in pattern.finditer(text):
            yield Confusion(match.start(), match.end(), meant)


def _declared() -> dict[str, Any]:
    return table("confusions")


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["pattern"]), row["meant"]) for row in _declared()["phrases"]]


@cache
def _wrong_forms() -> dict[str, list[tuple[str, str]]]:
    """Wrong forms of every known term by their first two characters, longest first."""
    terms = [term for term in _known_terms() if len(term) >= _SHORTEST]
    right = "，".join(terms)
    by_start: dict[str, list[tuple[str, str]]] = {}
    for term in terms:
        for wrong in _forms(term):
            if wrong not in right:
                by_start.setdefault(wrong[:2], []).append((wrong, term))
    for pairs in by_start.values():
        pairs.sort(key=lambda pair: -len(pair[0]))
    return by_start


def _known_terms() -> list[str]:
    """The declared terms, and the names of the catalogue that are one unbroken word."""
    names = [entry.zh for entry in catalogue().values() if _ONE_WORD.fullmatch(entry.zh)]
    return list(dict.fromkeys([*_declared()["terms"], *names]))


def _forms(term: str) -> Iterable[str]:
    printed: dict[str, list[str]] = {}
    for wrong, meant in _declared()["characters"].items():
        printed.setdefault(meant, []).append(wrong)
    for place, character in enumerate(term):
        following = term[place + 1 : place + 2]
        if following and following != character:
            yield term[:place] + following + character + term[place + 2 :]
        for wrong in printed.get(character, ()):
            yield term[:place] + wrong + term[place + 1 :]
