"""What goes into a check on entry, and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from luheng.documents.model import ObservationKind
from luheng.vocabulary.indicators import Indicator
from luheng.vocabulary.messages import Language, Message
from luheng.vocabulary.periods import Period

Status = Literal["final", "preliminary"]
Severity = Literal["warn", "impossible", "refused"]
"""`warn` and `impossible` let a person insist with a note; `refused` is not taken at all."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the same series that stands already."""

    period: str  # code of a period: 2024, 2025-03, 2025-01/2025-03
    value: Decimal
    unit: str
    status: Status = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value somebody is about to file, with the history of its series."""

    name: str  # as the person filing reads it
    value: Decimal
    unit: str  # the unit it is filed in; "" for a pure number
    period: str
    status: Status = "final"
    kind: ObservationKind = "level"
    indicator: Indicator | None = None  # the catalogue's entry, where it has one
    history: tuple[Known, ...] = ()

    @property
    def time(self) -> Period:
        """The period it is of. Raises LuhengError `period_unreadable`."""
        return Period.parse(self.period)


@dataclass(frozen=True, slots=True)
class Term:
    """One value of an identity; None where it is not filled in yet."""

    name: str
    value: Decimal | None
    unit: str
    key: str = ""  # the caller's own id of the cell, handed back in `Doubt.keys`


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts; with `complete` False the parts are only some of it (其中)."""

    total: Term
    parts: tuple[Term, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares in percent that make up a whole."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A share in percent beside the part and the whole it is of."""

    share: Term
    part: Term
    whole: Term


Identity = Sum | Shares | ShareOf


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was probably meant."""

    value: Decimal
    unit: str

    def text(self, language: Language = "zh") -> str:
        """是否为 12.3 万吨？"""
        return Message("entry_suggestion", {"amount": amount(self.value, self.unit)}).text(language)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to look again at a value."""

    severity: Severity
    message: Message
    suggestion: Suggestion | None = None
    numbers: Mapping[str, Decimal | str] = field(default_factory=dict)  # what it rests on
    keys: tuple[str, ...] = ()  # cells an identity is about

    @property
    def code(self) -> str:
        """The code of the message table, for instance ``entry_unit_slip``."""
        return self.message.code

    def sentence(self, language: Language = "zh") -> str:
        """The reason, and the suggestion where there is one."""
        reason = self.message.text(language)
        if self.suggestion is None:
            return reason
        return reason + ("。" if language == "zh" else ". ") + self.suggestion.text(language)

    def remedy(self, language: Language = "zh") -> str:
        """What the person can do."""
        return self.message.remedy(language)


def amount(value: Decimal, unit: str) -> str:
    """A value with its unit as people write it: 12.3 万吨, 45%, 7.2."""
    return f"{plain(value)}{unit}" if unit in ("%", "‰") else f"{plain(value)} {unit}".strip()


def plain(value: Decimal) -> str:
    """A value without exponent and without the zeros a store padded it with: 12.300000 → 12.3."""
    return format(unpadded(value), "f")


_STORED_PLACES = -6


def unpadded(value: Decimal) -> Decimal:
    """The value with the digits it was written with, as far as they can be told."""
    exponent = value.as_tuple().exponent
    if exponent == 0 or (isinstance(exponent, int) and _STORED_PLACES < exponent < 0):
        return value
    normal = value.normalize()
    return normal.quantize(Decimal(1)) if normal == normal.to_integral_value() else normal


def half_step(value: Decimal) -> Decimal:
    """Half a unit of the last printed place: what GB/T 8170 rounding may have taken or added."""
    exponent = unpadded(value).as_tuple().exponent
    return Decimal("0.5").scaleb(min(int(exponent), 0))
