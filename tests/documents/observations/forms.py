"""Sentences of an invented bulletin, read as a whole document would be."""

from __future__ import annotations

from luheng.documents.formats import open_bytes
from luheng.documents.model import Observation
from luheng.documents.observations import BulletinReading, read_observations

TITLE = "云汐市2023年生态环境状况公报"
ISSUER = "云汐市生态环境局"


def reading_of(text: str, *, title: str = TITLE, issuer: str = ISSUER) -> BulletinReading:
    """The reading of a text put under a title and an issuer."""
    source = open_bytes("bulletin.txt", f"{title}\n{issuer}\n{text}\n".encode())
    reading = read_observations(source)
    for item in [*reading.observations, *reading.findings]:
        assert source.text[item.span.start : item.span.end] == item.quote
    return reading


def short(observation: Observation) -> str:
    """indicator=value unit, and whatever differs from a level of 云汐市 in 2023."""
    o = observation
    parts = [f"{o.indicator}={o.value}{o.unit}"]
    marks = {"level": "", "count": "n", "change_pct": "%", "change_pp": "pp"}
    parts += [marks.get(o.kind, "cum")] if o.kind != "level" else []
    parts += [o.place] if o.place != "云汐市" else []
    parts += [o.period] if o.period != "2023" else []
    return " ".join(parts)


def read(text: str, **front: str) -> list[str]:
    """The observations of a text in short."""
    return [short(o) for o in reading_of(text, **front).observations]
