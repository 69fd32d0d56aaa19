"""Where the city stands by one edition: score, each item with its gap, evidence, its own targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from luheng.methods import Result, standards
from luheng.methods.amounts import decimal_of
from luheng.workplace.city import City
from luheng.workplace.evidence.lacking import valid_on
from luheng.workplace.evidence.subjects import content_type_of
from luheng.workplace.models import Proof, ReadinessArea, ReadinessItem, Target
from luheng.workplace.readiness.facts import Facts, Known, comparable, in_unit_of
from luheng.workplace.readiness.sets import Edition, IndicatorSet, subject_of

MET, MISSED, UNKNOWN = "met", "missed", "unknown"


@dataclass(frozen=True)
class OwnTarget:
    """A target of the city's own plan beside the national number."""

    target: Target
    compared: str  # stricter, equal, weaker; "" where the nation asks for no number


@dataclass(frozen=True)
class Line:
    """One item of an edition: what it asks, what is known, how far it is."""

    key: str
    item: Any
    known: Known
    answer: str
    line: Decimal | None
    short_by: dict[str, Decimal]
    lacks: list[str]
    own: OwnTarget | None
    proofs: int

    @property
    def needs_evidence(self) -> bool:
        """Whether nothing valid on the day proves it."""
        return self.proofs == 0


@dataclass(frozen=True)
class Standing:
    """The whole of one edition."""

    edition: Edition
    lines: list[Line]
    share: Result
    eligible: Result
    absent: list[str] = field(default_factory=list)

    def count(self, answer: str, *, binding: bool | None = None) -> int:
        """How many items have that answer; only binding ones, or only the others."""
        return sum(
            one.answer == answer
            and (binding is None or (one.item["binding"] != "no") == binding)
            for one in self.lines
        )  # fmt: skip

    @property
    def without_evidence(self) -> int:
        """How many items nothing valid proves."""
        return sum(one.needs_evidence for one in self.lines)


def standing_by(
    chosen: IndicatorSet, edition: Edition, city: City, area: ReadinessArea, day: date
) -> Standing:
    """Where the city stands on a day. Raises `area_not_told` where terrain or size is needed."""
    facts = Facts(city, area, [subject_of(one) for one in edition.items.values()])
    known = {key: facts.of(one) for key, one in edition.items.items()}
    given = {
        "told": {key: _plain(one.told) for key, one in known.items() if one.told},
        "level": area.level, "terrain": area.terrain, "size": area.size, "absent": area.absent,
    }  # fmt: skip
    asked: dict[str, Any] = {"day": day, "using": edition.name}
    distance = standards().compute(chosen.distance, **asked, **given).exact
    proofs = _proofs(facts, distance, edition, day)
    return Standing(
        edition,
        [
            _line(chosen, edition, area, key, found, known[key], proofs.get(key, 0), day)
            for key, found in distance.items()
        ],
        standards().compute(chosen.share, **asked, **given),
        standards().compute(chosen.eligible, **asked, **given),
        [one["zh"] for one in edition.items.values() if one.get("where")],
    )


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """Numbers as text, which is exact and has a JSON form."""
    return {
        name: value if isinstance(value, bool) else f"{value:f}" for name, value in told.items()
    }


def _line(
    chosen: IndicatorSet, edition: Edition, area: ReadinessArea, key: str, found: Any,
    known: Known, proofs: int, day: date,
) -> Line:  # fmt: skip
    item = edition.items[key]
    return Line(
        key, item, known, found["answer"],
        None if found["line"] is None else decimal_of(found["line"]),
        {name: decimal_of(value) for name, value in found["short_by"].items()},
        found["lacks"], _own(chosen, edition, area, key, known, day), proofs,
    )  # fmt: skip


def _own(
    chosen: IndicatorSet, edition: Edition, area: ReadinessArea, key: str, known: Known, day: date
) -> OwnTarget | None:
    """The city's own latest target of the item, compared where both ask for a number."""
    unit = str(edition.items[key].get("unit", ""))
    for target in known.targets:
        number = in_unit_of(target, unit) if comparable(target) else None
        if number is None:
            continue
        compared = standards().compute(
            chosen.own_target, day=day, using=edition.name, item=key, target=number,
            level=area.level, terrain=area.terrain, size=area.size,
        ).value  # fmt: skip
        return OwnTarget(target, compared or "")
    return OwnTarget(known.targets[0], "") if known.targets else None


def _proofs(facts: Facts, asked: Any, edition: Edition, day: date) -> dict[str, int]:
    """How many valid pieces prove each item: its own, and those of the city's targets for it."""
    entries = {key: facts.of(edition.items[key]) for key in asked}
    items = {one.entry.pk for one in entries.values() if one.entry}
    targets = {target.pk for one in entries.values() for target in one.targets}
    of_item, of_target = content_type_of(ReadinessItem()), content_type_of(Target())
    rows = Proof.objects.filter(
        valid_on(day, "evidence__"),
        Q(content_type=of_item, object_id__in=items) | Q(content_type=of_target, object_id__in=targets),
    ).values_list("content_type_id", "object_id", "evidence_id")  # fmt: skip
    pieces: dict[tuple[int, int], set[int]] = {}
    for kind, pk, evidence in rows:
        pieces.setdefault((kind, pk), set()).add(evidence)
    found = {}
    for key, one in entries.items():
        subjects = [(of_target.pk, target.pk) for target in one.targets]
        subjects += [(of_item.pk, one.entry.pk)] if one.entry else []
        found[key] = len(set().union(*(pieces.get(subject, set()) for subject in subjects)))
    return found
