"""The catalogue of indicators: one name for each, and never two indicators under one name.

The entries stand in ``catalogue/<family>.yaml``. A printed name finds its indicator when it is the
catalogue's name or one of the declared aliases, but for blanks, brackets, width of characters and a
few declared wordings that always mean the same (``wordings.yaml``: 占比 = 比重, GDP = 地区生产总值).
Names that are only near each other stay apart: 清洁能源 and 非化石能源, 市区 and 全市, 国考断面 and all
sections are different things. `suggest` and `near_misprint` offer; a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from luheng.vocabulary.tables import table
from luheng.vocabulary.units_of_measure import is_unit

Direction = Literal["higher", "lower", "neutral"]
Mark = Literal["verified", "secondary", "recalled"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the catalogue."""

    id: str
    zh: str
    en: str
    unit: str  # canonical unit; "" where it is a pure number
    direction: Direction  # which way is better
    definition: str
    source: str  # the document that defines it
    mark: Mark  # whether the definition was checked against that document
    family: str
    scope: str = "全域"  # what of the place it covers: 全域, 市区, 规模以上工业 …
    aliases: tuple[str, ...] = ()

    def label(self, language: Literal["zh", "en"] = "zh") -> str:
        """The name to show."""
        return self.zh if language == "zh" else self.en


@cache
def catalogue() -> Mapping[str, Indicator]:
    """Every indicator by its id, in the order of the families' files."""
    return {
        entry["id"]: Indicator(
            family=family, **entry | {"aliases": tuple(entry.get("aliases", ()))}
        )
        for family, data in table("catalogue").items()
        for entry in data["indicators"]
    }


@cache
def families() -> Mapping[str, Mapping[str, str]]:
    """The families of the catalogue with their names in both languages."""
    return {
        family: {"zh": data["zh"], "en": data["en"]} for family, data in table("catalogue").items()
    }


def find(name: str) -> Indicator | None:
    """The indicator a printed name stands for; None when the catalogue has no such name or alias."""
    found = _by_key().get(name_key(name))
    return catalogue()[found] if found else None


def canonical_name(name: str) -> str:
    """The catalogue's name of a printed name; an unknown one comes back clean but unchanged."""
    found = find(name)
    return found.zh if found else _cleaned(name)


def suggest(name: str, limit: int = 5) -> list[Indicator]:
    """Indicators with names near this one, nearest first, for a person to choose from."""
    wanted = _pairs(name_key(name))
    shared: Counter[str] = Counter()
    for pair, times in wanted.items():
        for key, there in _keys_with().get(pair, ()):
            shared[key] += min(times, there)
    scores: dict[str, float] = {}
    for key, count in shared.items():
        score = 2 * count / (wanted.total() + max(0, len(key) - 1))
        identifier = _by_key()[key]
        scores[identifier] = max(score, scores.get(identifier, 0.0))
    nearest = sorted(scores, key=lambda identifier: (-scores[identifier], identifier))
    return [catalogue()[identifier] for identifier in nearest[:limit] if scores[identifier] > 0.3]


def near_misprint(name: str) -> str | None:
    """The catalogue name this looks like a misprint of: 非石化能源消费比重 → 非化石能源消费比重.

    Only for a name the catalogue does not know, and only when exactly one of its indicators is one
    swap of neighbouring characters or one look-alike character away. Never applied by itself.
    """
    if find(name):
        return None
    meant = {found.zh for slip in _one_slip_away(_cleaned(name)) if (found := find(slip))}
    return meant.pop() if len(meant) == 1 else None


def name_key(name: str) -> str:
    """What two spellings of one name have in common; for comparing, not for showing."""
    key = re.sub(r"[\s()〔〕\[\]{}《》“”‘’\"'·*_]", "", _cleaned(name)).lower()
    key = re.sub(r"[-‐-―~～－至]+", "-", key)
    key = re.sub(r"^(?:全市|我市|本市|全域)(?=.)", "", key)
    for wording, meaning in _wordings():
        key = key.replace(wording, meaning)
    for symbol in _symbols():
        key = key.replace(symbol + symbol, symbol)
    return _NUMBER_OF.sub("", _LAST_WORD.sub(lambda found: _last_words()[found[0]], key))


# 绿色工厂数 and 绿色工厂 name the same count, 天数 and 指数 are words of their own
_NUMBER_OF = re.compile("(?<=.)(?<![指系天人倍分次户家级函])(?:数量|个数|总数|数目|数)$")
_BRACKETED = re.compile(r"\(([^()]*)\)")


def _cleaned(name: str) -> str:
    """Half-width, no blanks, without a unit or 累计 in brackets."""
    half_width = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name.replace("℃", "摄氏度")))
    return _BRACKETED.sub(
        lambda found: "" if found[1] == "累计" or is_unit(found[1]) else found[0], half_width
    )


@cache
def _wordings() -> tuple[tuple[str, str], ...]:
    """Spellings of the same thing, longest first, each with the one the key uses."""
    pairs = [
        (_cleaned(spelling).lower(), _cleaned(group[0]).lower())
        for group in table("wordings")["same"]
        for spelling in group[1:]
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _symbols() -> tuple[str, ...]:
    """What a name may say twice: 细颗粒物（PM2.5）."""
    return tuple(sorted({_cleaned(group[0]).lower() for group in table("wordings")["same"]}))


@cache
def _last_words() -> Mapping[str, str]:
    return {word: group[0] for group in table("wordings")["last"] for word in group}


_LAST_WORD = re.compile(f"(?:{'|'.join(sorted(_last_words(), key=len, reverse=True))})$")


@cache
def _by_key() -> Mapping[str, str]:
    return {
        name_key(name): indicator.id
        for indicator in catalogue().values()
        for name in (indicator.zh, *indicator.aliases)
    }


@cache
def _keys_with() -> Mapping[str, list[tuple[str, int]]]:
    """The keys that have a pair of neighbouring characters, and how often."""
    found: dict[str, list[tuple[str, int]]] = {}
    for key in _by_key():
        for pair, times in _pairs(key).items():
            found.setdefault(pair, []).append((key, times))
    return found


def _pairs(key: str) -> Counter[str]:
    return Counter(key[i : i + 2] for i in range(len(key) - 1))


def _one_slip_away(name: str) -> Iterator[str]:
    for i in range(len(name) - 1):
        if name[i] != name[i + 1]:
            yield name[:i] + name[i + 1] + name[i] + name[i + 2 :]
    for i, character in enumerate(name):
        for other in _look_alikes().get(character, ""):
            yield name[:i] + other + name[i + 1 :]


@cache
def _look_alikes() -> Mapping[str, str]:
    """Characters that are mistaken for each other in print: 率 律, 炭 碳."""
    return {
        character: group.replace(character, "")
        for group in table("wordings")["look_alike"]
        for character in group
    }
