"""Targets as short lines, so that a test reads like a table: 森林覆盖率 2025 >= 65 % baseline=60."""

from __future__ import annotations

from luheng.documents.model import Target, to_json
from luheng.documents.targets.passage import ProseContext
from luheng.documents.targets.prose import ProseReading, read_prose
from luheng.documents.view import View

_CORE = ("indicator", "year", "op", "value", "unit")
_NOT_SHOWN = frozenset(
    ["quote", "span", "clause", "section", "lead", "support", "indicator_id", "printed_indicator",
     "wording", "series", *_CORE]
)  # fmt: skip


def reading(text: str, **context: object) -> ProseReading:
    """What is read from one paragraph."""
    return read_prose(text, View.of(text), ProseContext(**context))  # type: ignore[arg-type]


def shown(text: str, **context: object) -> list[str]:
    """One line for each target of a paragraph, with quotes checked against the text."""
    found = reading(text, **context)
    for item in [*found.targets, *found.milestones]:
        assert text[item.span.start : item.span.end] == item.quote
    return [line(target) for target in found.targets]


def line(target: Target) -> str:
    """Indicator, year, operator, value and unit, then what else is set."""
    data = to_json(target)
    core = ["-" if data[name] is None else str(data[name]) for name in _CORE]
    extras = [f"{key}={value}" for key, value in data.items() if key not in _NOT_SHOWN]
    return " ".join(core + sorted(extras))
