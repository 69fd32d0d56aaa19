"""The glossary: one Chinese official term, one identifier, one English label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from luheng.vocabulary.tables import table


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the house."""

    id: str  # as identifiers say it
    zh: str
    en: str
    avoid: tuple[str, ...] = ()  # words no identifier uses for it
    avoid_zh: tuple[str, ...] = ()  # wordings the interface does not use for it


@cache
def glossary() -> Mapping[str, Term]:
    """Every term by its id."""
    return {
        entry["id"]: Term(
            entry["id"],
            entry["zh"],
            entry["en"],
            tuple(entry.get("avoid", ())),
            tuple(entry.get("avoid_zh", ())),
        )
        for entry in table("glossary")["terms"]
    }


def avoided_words() -> Mapping[str, str]:
    """Words that identifiers must not use, each with the id of the term to use instead."""
    return {word: term.id for term in glossary().values() for word in term.avoid}
