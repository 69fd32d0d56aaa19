"""The labels of the invented city as the objects a perfect reader would give."""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from luheng.documents.model import Item, Observation, Span, Target
from luheng.examples import city_folder
from luheng.judgement import Evidence
from luheng.vocabulary.indicators import find

PUBLISHED = {
    "bulletin-2023": date(2024, 3, 12),
    "bulletin-2024": date(2025, 6, 4),
    "bulletin-2025": date(2026, 3, 20),
    "returns": date(2026, 7, 10),
}
Read = TypeVar("Read", bound=Item)


def labels(name: str) -> dict[str, Any]:
    """One file of labels, every number a Decimal but for years and numbers of items."""
    path = city_folder() / "labels" / f"{name}.json"
    return json.loads(path.read_text("utf-8"), parse_float=Decimal)


def targets() -> list[Target]:
    """The targets of the plan."""
    return [_item(Target, row) for row in labels("plan")["targets"]]


def observations() -> Iterator[Evidence]:
    """The figures of the bulletins and of the Excel return, with the day each was published."""
    for name, day in PUBLISHED.items():
        document = labels(name)
        for row in document["observations"]:
            stated = {"quote": "", "status": document.get("status", "final"), **row}
            yield Evidence(_item(Observation, stated), published_on=day, source=document["file"])


def _item(kind: type[Read], row: dict[str, Any]) -> Read:
    known = {field.name: field.type for field in fields(kind)}
    values = {name: _typed(known[name], value) for name, value in row.items() if name in known}
    entry = find(row["indicator"])
    return kind(**values, span=Span(0, 0), indicator_id=entry.id if entry else None)


def _typed(declared: Any, value: Any) -> Any:
    is_amount = "Decimal" in str(declared) and value is not None
    return Decimal(value) if is_amount else value
