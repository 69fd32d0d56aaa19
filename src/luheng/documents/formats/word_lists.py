"""The numbers that Word prints before list paragraphs; the file does not hold them as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from luheng.documents.formats.archive import attribute, child, local_name
from luheng.documents.formats.list_numerals import numeral


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    form: str = "decimal"
    text: str = ""  # （%1）: %1 is the number of the first level, %2 of the second …
    start: int = 1
    restarts_after: int | None = None  # level (from 1) that sets it back; None: any higher one
    plain: bool = False  # higher levels are shown in plain digits

    @classmethod
    def of(cls, element: etree._Element) -> Level:
        """A level as numbering.xml has it."""
        restart = attribute(child(element, "lvlRestart"))
        return cls(
            attribute(child(element, "numFmt")) or "decimal",
            attribute(child(element, "lvlText")),
            _number(attribute(child(element, "start")), 1),
            _number(restart, 0) if restart else None,
            _is_on(child(element, "isLgl")),
        )


@dataclass(slots=True)
class _List:
    counts_with: str  # lists of the same abstract list go on counting together
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)  # a list that starts anew by itself


class ListNumbers:
    """Gives each list paragraph its printed number, counting as Word does."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph of a list at a level; empty for bullets."""
        found = self._lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        level = found.levels[depth]
        counts = self._counts.setdefault(found.counts_with, {})
        if depth in found.starts and (list_id, depth) not in self._started:
            self._started.add((list_id, depth))
            counts[depth] = found.starts[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._set_back(found, counts, depth)
        if level.form in ("bullet", "none") and "%" not in level.text:
            return level.text if level.form == "none" else ""
        return self._printed(found, counts, level)

    def _set_back(self, found: _List, counts: dict[int, int], depth: int) -> None:
        """Lower levels begin again, unless they are told to run on."""
        for lower in [other for other in counts if other > depth]:
            after = found.levels[lower].restarts_after if lower in found.levels else None
            if after is None or (after and depth < after):
                del counts[lower]

    def _printed(self, found: _List, counts: dict[int, int], level: Level) -> str:
        def number(place: re.Match[str]) -> str:
            depth = int(place[1]) - 1
            other = found.levels.get(depth, level)
            form = "decimal" if level.plain else other.form
            return numeral(counts.get(depth, other.start), form)

        return re.sub(r"%([1-9])", number, level.text)


def _lists(numbering: etree._Element) -> dict[str, _List]:
    abstract = {
        attribute(part, "abstractNumId"): part
        for part in numbering
        if local_name(part) == "abstractNum"
    }
    found: dict[str, _List] = {}
    for part in numbering:
        if local_name(part) != "num":
            continue
        counts_with = attribute(child(part, "abstractNumId"))
        levels = dict(_levels(_resolved(abstract, counts_with)))
        entry = found[attribute(part, "numId")] = _List(counts_with, levels)
        for override in (item for item in part if local_name(item) == "lvlOverride"):
            depth = _number(attribute(override, "ilvl"), 0)
            if (own := child(override, "lvl")) is not None:
                entry.levels[depth] = Level.of(own)
            if start := attribute(child(override, "startOverride")):
                entry.starts[depth] = _number(start, 1)
    return found


def _resolved(abstract: dict[str, etree._Element], name: str) -> etree._Element | None:
    """The abstract list, or the one whose list style it borrows."""
    element = abstract.get(name)
    link = attribute(child(element, "numStyleLink"))
    if not link:
        return element
    lenders = (part for part in abstract.values() if attribute(child(part, "styleLink")) == link)
    return next(lenders, element)


def _levels(abstract: etree._Element | None) -> Iterator[tuple[int, Level]]:
    for part in abstract if abstract is not None else ():
        if local_name(part) == "lvl":
            yield _number(attribute(part, "ilvl"), 0), Level.of(part)


def _number(value: str, default: int) -> int:
    return int(value) if value.isascii() and value.isdigit() else default


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and attribute(element) not in ("0", "false", "off")
