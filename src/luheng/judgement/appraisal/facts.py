"""What a score rests on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One verdict, task, return, order, proof or mark of a unit, by an id that leads back to its record."""

    kind: str  # target, task, work, return, order, evidence or mark
    id: str
    label: str
    outcome: str = ""  # empty for a mark
    item: str = ""  # of the scheme, for a mark
    points: Decimal | None = None  # of a mark
    note: str = ""  # why, or by what document
    note_en: str = ""  # where it is said in English too
