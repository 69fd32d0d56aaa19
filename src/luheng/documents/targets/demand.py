"""What a clause demands, before it is tied to a document: the grammar's own result."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from luheng.documents.model import Operator


@dataclass(slots=True)
class Demand:
    """One demand on one indicator. `start` and `end` are places in the text of its clause."""

    start: int
    end: int
    subject: str  # the indicator as the clause names it, times and fillers taken out
    op: Operator
    value: Decimal | None = None
    unit: str | None = None
    kind: str = "level"  # level, change, count, share, multiple, assigned, benchmark
    inherited: bool = False  # the subject stands in an earlier clause of the sentence
    years: tuple[int, ...] | None = None  # its own deadline, where it differs from the passage's
    extras: dict[str, Any] = field(default_factory=dict)  # further fields of a Target
