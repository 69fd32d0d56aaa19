"""A judgement as plain JSON data: for the interface, the snapshot and the panel behind a figure."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from luheng.documents.model import Item, to_json
from luheng.judgement.model import Evidence, Judgement
from luheng.judgement.trajectory import Path
from luheng.vocabulary.messages import Message


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """Every field by its name; amounts as JSON numbers, messages in both languages."""
    data = _plain(judgement)
    data["word"] = {"zh": judgement.verdict.text("zh"), "en": judgement.verdict.text("en")}
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return _path(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | Item | Message):
        return to_json(value)
    if isinstance(value, Evidence):
        return _evidence(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


_OF_AN_OBSERVATION = ("indicator", "place", "period", "value", "unit", "kind", "status", "quote")


def _evidence(evidence: Evidence) -> dict[str, Any]:
    """What a reader needs to find the observation again."""
    seen = {name: _plain(getattr(evidence.observation, name)) for name in _OF_AN_OBSERVATION}
    published_on = _plain(evidence.published_on)
    return {"key": evidence.key, "source": evidence.source, "published_on": published_on, **seen}


def _path(path: Path) -> dict[str, Any]:
    """The trajectory with one value for every year between its ends, ready to be drawn."""
    first, last = path.points[0][0], path.points[-1][0]
    return {
        "shape": path.shape,
        "base_from": to_json(path.base_from),
        "points": [[year, to_json(path.at(year))] for year in range(first, last + 1)],
    }
