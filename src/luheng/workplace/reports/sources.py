"""The source list at the end of a report, numbered in the order in which it is first cited."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from luheng.workplace.reports.cited import Refs, spans


@dataclass(frozen=True, slots=True)
class Source:
    """One entry: its number and what it says."""

    number: int
    text: str


@dataclass
class SourceList:
    """Gives each source one number."""

    entries: list[Source] = field(default_factory=list)
    english: bool = False
    _numbers: dict[Hashable, int] = field(default_factory=dict)

    def cite(self, text: str) -> Refs:
        """The reference to a source that reads so."""
        if text not in self._numbers:
            self._numbers[text] = len(self.entries) + 1
            self.entries.append(Source(len(self.entries) + 1, text))
        return (self._numbers[text],)

    def computed(self, inputs: Iterable[int], how: str) -> Refs:
        """The reference to a number worked out from other sources; `how` says in which way."""
        refs = spans(inputs)
        return self.cite(f"{'from ' if self.english else '由'}{refs}{how}" if refs else how)
