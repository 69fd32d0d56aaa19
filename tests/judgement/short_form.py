"""Targets and observations in the short form of the decision table.

`2023 52%`; `2023p` is preliminary; behind the value may stand `change`, `cumulative`, `points` or
`count` for its kind, `@place`, `name=…`, `on=2024-05-01` for its day of publication.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from luheng.documents.model import Observation, Span, Target
from luheng.judgement import Evidence

INDICATOR = "示例指标"
PLACE = "某市"
KINDS = {
    "level": "level",
    "count": "count",
    "change": "change_pct",
    "cumulative": "cumulative_change_pct",
    "points": "change_pp",
}
DECIMALS = ("value", "value_min", "value_max", "baseline", "stretch", "offset", "change")
NOWHERE = Span(0, 0)


def target(**fields: Any) -> Target:
    """A target of the example indicator; numbers may be given as text."""
    for name in DECIMALS:
        if fields.get(name) is not None:
            fields[name] = Decimal(str(fields[name]))
    given = {"indicator": INDICATOR, "quote": "", "span": NOWHERE, "value": None, "unit": None}
    return Target(**(given | {"year": None} | fields))


def seen(text: str) -> list[Evidence]:
    """The observations of a case, parted by semicolons."""
    return [observation(part) for part in text.split(";") if part.strip()]


def observation(text: str) -> Evidence:
    """One observation: period, value with unit, and what differs from the usual."""
    period, amount, *rest = text.split()
    found = re.fullmatch(r"(-?[\d.]+)(.*)", amount)
    assert found, text
    extras = dict(_extra(part) for part in rest)
    return Evidence(
        Observation(
            indicator=extras.get("name", INDICATOR),
            place=extras.get("place", PLACE),
            period=period.rstrip("p"),
            value=Decimal(found[1]),
            unit=found[2],
            kind=KINDS[extras.get("kind", "level")],  # type: ignore[arg-type]
            status="preliminary" if period.endswith("p") else "final",
            quote=extras.get("quote", ""),
            span=NOWHERE,
        ),
        published_on=date.fromisoformat(extras["on"]) if "on" in extras else None,
    )


def _extra(text: str) -> tuple[str, str]:
    if text in KINDS:
        return "kind", text
    if text.startswith("@"):
        return "place", text[1:]
    name, _, value = text.partition("=")
    return name, value
