"""What a reorganisation would do, before it does it: what moves to whom, what is undecided, what hinders."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from luheng.vocabulary.messages import Message
from luheng.workplace.models import Reorganisation, ReorganisationKind, Successor, Unit
from luheng.workplace.organisation.deciding import Decision, decide
from luheng.workplace.organisation.duties import KINDS, Duty, duties_of
from luheng.workplace.returns.handing_over import filed_since, hindrances

Kind = ReorganisationKind
_NAMED_IN_WORDS = ("target", "task", "project")
_SHOWN = 3


@dataclass(frozen=True)
class Assignment:
    """One duty and whose it becomes."""

    duty: Duty
    decision: Decision


@dataclass
class Preview:
    """All that a reorganisation would move. Nothing is written by looking."""

    reorganisation: Reorganisation
    successors: list[Successor]
    assignments: list[Assignment]

    @property
    def undecided(self) -> list[Assignment]:
        """What no rule gives to anybody, or several rules to several."""
        return [one for one in self.assignments if one.decision.undecided]

    @property
    def moving(self) -> list[Assignment]:
        """What goes to a successor."""
        return [one for one in self.assignments if one.decision.name]

    @property
    def staying(self) -> list[Assignment]:
        """What stays with the unit."""
        return [one for one in self.assignments if one.decision.why == "stays"]

    @property
    def counts(self) -> list[tuple[str, list[tuple[object, int]]]]:
        """For each successor how many of which kind."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.moving:
            found[one.decision.name][one.duty.kind] += 1
        return [
            (one.name, [(KINDS[kind], found[one.name][kind]) for kind in KINDS if found[one.name][kind]])
            for one in self.successors
        ]  # fmt: skip

    @cached_property
    def problems(self) -> list[Message]:
        """Why it cannot be carried out as it stands; undecided duties last."""
        found = [*_of_form(self.reorganisation, self.successors), *self._of_returns()]
        if self.undecided:
            first = "；".join(one.duty.label for one in self.undecided[:_SHOWN])
            found.append(
                Message("duties_undecided", {"count": len(self.undecided), "first": first})
            )
        return found

    def _of_returns(self) -> list[Message]:
        if self.reorganisation.kind == Kind.RENAME:
            return []
        found = []
        for unit in self.reorganisation.units.all():
            takers = {
                int(one.duty.record.pk): one.decision.name
                for one in self.moving
                if one.duty.kind == "field" and one.duty.unit == unit
            }
            found += hindrances(unit, takers)
        return found


def preview(reorganisation: Reorganisation) -> Preview:
    """What the reorganisation would move now."""
    units = list(reorganisation.units.order_by("pk"))
    successors = list(reorganisation.successors.select_related("unit"))
    if reorganisation.kind == Kind.RENAME:
        duties = duties_of(units, _NAMED_IN_WORDS)
        return Preview(
            reorganisation, [], [Assignment(duty, Decision("", "renamed")) for duty in duties]
        )
    said = _said(reorganisation)
    assignments = []
    for unit in units:
        duties = duties_of([unit])
        mine = {key[:2]: name for key, name in said.items() if key[2] == unit.pk}
        decisions = decide(
            duties, successors, mine, rest_stays=reorganisation.kind == Kind.TRANSFER
        )
        assignments += [Assignment(*pair) for pair in zip(duties, decisions, strict=True)]
    return Preview(reorganisation, successors, assignments)


def _said(reorganisation: Reorganisation) -> dict[tuple[str, int, int], str]:
    """What people decided, by kind and id of the record and the unit that leaves it."""
    rows = reorganisation.handovers.filter(done=False).select_related("successor")
    return {
        (row.duty, row.object_id, row.unit_id): row.successor.name if row.successor else ""
        for row in rows
    }


def _of_form(reorganisation: Reorganisation, successors: list[Successor]) -> list[Message]:
    """What is wrong with the units, the day and the paper."""
    found = []
    units, day = list(reorganisation.units.all()), reorganisation.effective_on
    if not reorganisation.document_id and not reorganisation.document_no.strip():
        found.append(Message("reorganisation_without_document", {}))
    for unit in units:
        found += _of_unit(reorganisation, unit)
    for one in successors:
        found += _of_successor(one, units)
    if reorganisation.kind == Kind.RENAME and _is_taken(reorganisation.new_name, units):
        found.append(Message("unit_name_taken", {"name": reorganisation.new_name}))
    if not reorganisation.filed_since_stays and reorganisation.ends_units:
        for unit in units:
            if late := filed_since(unit, day):
                values = {"unit": unit.name, "day": day, "count": len(late), "first": str(late[0])}
                found.append(Message("returns_filed_since", values))
    return found


def _of_unit(reorganisation: Reorganisation, unit: Unit) -> list[Message]:
    day = reorganisation.effective_on
    if not unit.active:
        return [
            Message("unit_abolished_already", {"unit": unit.name, "day": unit.abolished_on or "—"})
        ]
    if reorganisation.ends_units and unit.founded_on and day <= unit.founded_on:
        values = {"unit": unit.name, "day": day, "founded": unit.founded_on}
        return [Message("abolished_before_founded", values)]
    return []


def _of_successor(one: Successor, units: list[Unit]) -> list[Message]:
    unit = one.unit or Unit.objects.filter(name=one.name).first()
    if unit is not None and unit in units:
        return [Message("unit_succeeds_itself", {"unit": unit.name})]
    if unit is not None and not unit.active and (unit.merged_into_id or unit.abolished_on):
        return [
            Message("successor_abolished", {"unit": unit.name, "day": unit.abolished_on or "—"})
        ]
    return []


def _is_taken(name: str, units: list[Unit]) -> bool:
    others = Unit.objects.exclude(pk__in=[unit.pk for unit in units])
    return any(
        name == other.name or name in other.aliases for other in others.filter(Q(active=True) | Q(name=name))
    )  # fmt: skip
