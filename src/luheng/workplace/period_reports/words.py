"""Text of a report: plain words that hold no number, and pieces that each have a formula."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from luheng.vocabulary.messages import Language
from luheng.workplace.period_reports.citing import Citing
from luheng.workplace.period_reports.formulas import NOW, Facts, Formula, Row, rows_of, worth
from luheng.workplace.period_reports.showing import Showing, shown
from luheng.workplace.reports.cited import Refs

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Traced:
    """A piece of text with the formula that gives it."""

    text: str
    formula: Formula
    showing: Showing
    refs: Refs = ()

    @property
    def mark(self) -> str:
        """The name of the piece in a file: the same formula shown in the same way has the same."""
        said = json.dumps([self.formula, self.showing], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


Words = tuple[str | Traced, ...]


@dataclass(frozen=True)
class Series:
    """What a chart shows: names and, for each, one number; a number that is not known leaves a gap."""

    title: Words
    names: list[Words]
    values: list[Traced]


def text_of(words: Words) -> str:
    """The words without their references."""
    return "".join(one if isinstance(one, str) else one.text for one in words)


def traced_in(value: Any) -> Iterator[Traced]:
    """Every piece with a formula, wherever it stands."""
    if isinstance(value, Traced):
        yield value
    elif isinstance(value, Series):
        yield from traced_in([value.title, value.names, value.values])
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from traced_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from traced_in(one)


@dataclass
class Pen:
    """Writes in one language; numbers come in by formulas only."""

    facts: Facts
    language: Language
    period: str
    first: str  # days of the period, ISO
    last: str
    documents: tuple[int, ...] = ()  # only targets of these; none: of all
    citing: Citing = field(init=False)
    _cited: dict[str, Refs] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.citing = Citing(self.facts, self.language)

    def plain(self, zh: str, en: str) -> Words:
        """Words without a number."""
        return self.say(zh, en)

    def say(self, zh: str, en: str, **pieces: Words | Traced) -> Words:
        """A sentence whose {places} are filled. Raises ValueError for a number without a formula."""
        template = en if self.language == "en" else zh
        found: list[str | Traced] = []
        for at, part in enumerate(_PLACE.split(template)):
            if at % 2:
                piece = pieces[part]
                found += [piece] if isinstance(piece, Traced) else piece
            elif part:
                if re.search(r"\d", part):
                    raise ValueError(f"a number without a formula: {part}")
                found.append(part)
        return tuple(found)

    def joined(self, parts: list[Words], zh: str = "，", en: str = ", ") -> Words:
        """Parts one after the other with a mark between them."""
        mark = en if self.language == "en" else zh
        found: list[str | Traced] = []
        for at, part in enumerate(parts):
            found += [mark, *part] if at else part
        return tuple(found)

    # Numbers

    def rows(self, name: str, *where: Any, at: str = NOW) -> list[Row]:
        """The rows of a list for which the conditions hold."""
        return rows_of({"list": name, "where": self._scoped(name, where), "at": at}, self.facts)

    def count(self, name: str, *where: Any, how: str = "", at: str = NOW, **more: Any) -> Traced:
        """How many rows of a list there are for which the conditions hold."""
        formula = {
            "of": "count",
            "list": name,
            "where": self._scoped(name, where),
            "at": at,
            **more,
        }
        return self._traced(formula, {"as": "count"}, how)

    def sum(
        self,
        name: str,
        field: str,
        *where: Any,
        scale: str = "1",
        places: int = 4,
        how: str = "",
        grouped: bool = False,
    ) -> Traced:
        """The sum of a column over the rows for which the conditions hold.

        `grouped`: in English with commas between thousands.
        """
        formula = {"of": "sum", "list": name, "field": field, "scale": scale,
                   "where": self._scoped(name, where), "at": NOW}  # fmt: skip
        commas = {"grouped": True} if grouped and self.language == "en" else {}
        return self._traced(formula, {"as": "amount", "places": places, **commas}, how)

    def percent(self, part: Traced, whole: Traced) -> Traced:
        """One as per cent of the other with its sign, for a sentence: 36.5%."""
        return self.share(part, whole, sign="%")

    def share(self, part: Traced, whole: Traced, places: int = 1, **more: str) -> Traced:
        """One as per cent of the other."""
        formula = {"of": "share", "part": part.formula, "whole": whole.formula}
        how = ": one divided by the other" if self.language == "en" else "相除"
        refs = self.citing.sources.computed((*part.refs, *whole.refs), how)
        return self._traced(formula, {"as": "fixed", "places": places, **more}, refs=refs)

    def cell(self, name: str, row: Row, field: str, shown_as: str = "text", **more: Any) -> Traced:
        """One field of one row."""
        at = more.pop("at", NOW)
        formula = {"of": "cell", "list": name, "row": row["id"], "field": field, "at": at}
        return self._traced(formula, {"as": shown_as, **more})

    def given(self, value: Any, shown_as: str, **more: Any) -> Traced:
        """What the report itself was told, for instance its period."""
        return self._traced({"of": "given", "value": value}, {"as": shown_as, **more})

    def _traced(
        self, formula: Formula, showing: Showing, how: str = "", refs: Refs | None = None
    ) -> Traced:
        showing = {**showing, "language": self.language}
        piece = Traced(shown(worth(formula, self.facts), showing), formula, showing)
        if piece.mark not in self._cited:  # one formula is cited in one way
            self._cited[piece.mark] = self.citing.refs(formula, how) if refs is None else refs
        return replace(piece, refs=self._cited[piece.mark])

    def _scoped(self, name: str, where: Any) -> list[Any]:
        conditions = [list(one) for one in where]
        if self.documents and name == "targets":
            conditions.append(["document_id", "in", list(self.documents)])
        return conditions
