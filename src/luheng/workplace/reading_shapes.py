"""How each list of a reading becomes records: its model, its fields, and the key that finds it again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from luheng.documents import model as read
from luheng.workplace import models as records

_KEY_LENGTH = 400
_TRACKING = {
    "id", "document", "clause", "key", "position", "span_start", "span_end", "as_read", "review",
    "reviewed_by", "reviewed_at", "conflict", "vanished", "version", "quote", "clause_key",
    "entered_by", "entered_at", "superseded_by", "state", "state_note", "state_at",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One list of a reading and the records it becomes."""

    name: str  # of the list: "targets"
    model: type[records.ReadItem]
    key: Callable[[Any], Iterable[Any]]  # what makes an item the same one in the next reading
    values: Callable[[Any], dict[str, Any]]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields a reader fills and a person may correct."""
        return tuple(
            field.name for field in self.model._meta.concrete_fields if field.name not in _TRACKING
        )


def plain(value: Any) -> Any:
    """A field's value as JSON keeps it: amounts as the shortest exact text, unset text as ""."""
    if isinstance(value, Decimal):
        text = format(value.normalize(), "f")
        return "0" if text in ("-0", "") else text
    return list(value) if isinstance(value, tuple) else value


def in_field(model: type[models.Model], name: str, value: Any) -> Any:
    """A plain value as the field holds it."""
    field = model._meta.get_field(name)
    if value is None and isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, models.DecimalField) and value is not None:
        return Decimal(value)
    if isinstance(field, models.CharField | models.TextField):
        text = str(value)
        return text[: field.max_length] if field.max_length else text
    return value


def keyed(shape: Shape, items: Iterable[Any]) -> dict[str, Any]:
    """Items by their key; the second of the same key gets #2, in the order of the document."""
    found: dict[str, Any] = {}
    for item in items:
        stem = key = _fitting("|".join(_part(part) for part in shape.key(item)))
        count = 1
        while key in found:
            count += 1
            key = f"{stem}#{count}"
        found[key] = item
    return found


def values_of(shape: Shape, item: Any) -> dict[str, Any]:
    """What the reader says, field by field, in plain values."""
    said = shape.values(item)
    return {
        name: plain(in_field(shape.model, name, said[name]))
        for name in shape.fields
        if name in said
    }


def _part(part: Any) -> str:
    return "、".join(part) if isinstance(part, list) else str("" if part is None else part)


def _fitting(key: str) -> str:
    if len(key) <= _KEY_LENGTH - 8:
        return key
    return f"{key[: _KEY_LENGTH - 72]}…{hashlib.sha256(key.encode()).hexdigest()[:60]}"


def _attributes(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def _project(item: read.Project) -> dict[str, Any]:
    values = _attributes(item)
    if item.investment_yi_yuan is None and item.investment_wan_yuan is not None:
        values["investment_yi_yuan"] = item.investment_wan_yuan / 10_000
    return values


def _finding(item: read.Finding) -> dict[str, Any]:
    return {
        "code": item.message.code,
        "severity": item.severity,
        "text_zh": item.message.text("zh"),
        "text_en": item.message.text("en"),
        "remedy_zh": item.message.remedy("zh"),
        "remedy_en": item.message.remedy("en"),
        "suggestion": item.suggestion,
    }


SHAPES: tuple[Shape, ...] = (
    Shape(
        "targets",
        records.Target,
        lambda item: (item.clause, item.indicator, item.year, item.places, item.part_of),
        _attributes,
    ),
    Shape("tasks", records.Task, lambda item: (item.item or item.no,), _attributes),
    Shape("projects", records.Project, lambda item: (item.name,), _project),
    Shape(
        "milestones",
        records.Milestone,
        lambda item: (item.clause, item.year, item.quote[:40]),
        _attributes,
    ),
    Shape(
        "observations",
        records.Observation,
        lambda item: (item.indicator, item.place, item.period, item.kind, item.unit, item.cell),
        _attributes,
    ),
    Shape(
        "findings",
        records.Finding,
        lambda item: (item.message.code, item.clause, item.quote[:60]),
        _finding,
    ),
)
SHAPE_OF = {shape.model: shape for shape in SHAPES}
