"""What a parameter is: a named official number, its versions, and where each comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

MARKS = ("verified", "secondary", "recalled")
"""How sure a number is, best first: seen in the document itself; seen in a program or a paper that
quotes it; known from memory and to be checked before it is relied on."""

EXPECTED = "expected"
"""The value of a version that is announced but not transcribed."""
ENDED = "ended"
"""The value of a version from which on there is no such number."""
WIDER = "wider"
"""The value of a local version from which on the number of the wider place holds again."""


@dataclass(frozen=True, slots=True)
class Source:
    """The document and clause a number was taken from."""

    standard: str
    clause: str = ""
    mark: str = "recalled"
    title: str = ""
    url: str = ""
    seen: str = ""  # where it was read: "page image", "program x"

    def label(self) -> str:
        """The document and clause in one line: HJ 633-2026 表3."""
        return f"{self.standard} {self.clause}".strip()


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """The interval around a number that holds it with a confidence in percent."""

    low: Fraction
    high: Fraction
    shape: str = "normal"
    confidence: int = 95


@dataclass(frozen=True)
class Version:
    """One number, the days it is in force, and since when it is known.

    `until` is the first day on which it no longer holds; None where no end is known. `place` is empty
    for the whole country. `printed` is the value as the document prints it, in decimals; `value` the
    same in exact fractions.
    """

    parameter: str
    first: date
    until: date | None
    known: date
    edition: str
    place: str
    unit: str
    printed: Any
    source: Source
    uncertainty: Uncertainty | None = None
    note: str = ""
    revision: int = 0
    file: str = ""
    line: int = 0

    @cached_property
    def value(self) -> Any:
        """The number, list or table in exact fractions; words stay words."""
        return exact(self.printed)

    @cached_property
    def digest(self) -> str:
        """Twelve characters that change whenever the number, its days or its unit do."""
        said = [
            self.parameter, str(self.first), str(self.until), self.place, self.edition, self.unit,
            plain(self.printed),
        ]  # fmt: skip
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def holds(self, day: date) -> bool:
        """Whether the day lies within its time."""
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Parameter:
    """A named official number with all its versions, earliest first."""

    id: str
    zh: str
    en: str
    unit: str
    versions: tuple[Version, ...]
    note: str = ""
    file: str = ""
    line: int = 0

    @property
    def editions(self) -> tuple[str, ...]:
        """Names of its editions, each once, earliest first."""
        return tuple(dict.fromkeys(version.edition for version in self.versions))

    @property
    def places(self) -> tuple[str, ...]:
        """Places with a number of their own; empty text is the whole country."""
        return tuple(dict.fromkeys(version.place for version in self.versions))


def exact(printed: Any) -> Any:
    """The same value with fractions for decimals, tuples for lists; words stay words."""
    if isinstance(printed, bool) or printed is None or isinstance(printed, str | date):
        return printed
    if isinstance(printed, int | Decimal):
        return Fraction(printed)
    if isinstance(printed, Mapping):
        return {key: exact(value) for key, value in printed.items()}
    return tuple(exact(value) for value in printed)


def plain(value: Any) -> Any:
    """The value as JSON has it: exact numbers as text, the same for 1, 1.0 and 1.00."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | Decimal):
        return decimal_text(Decimal(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value]


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent and trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
