"""What a reader may see of an appraisal, put together for a page or a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from luheng.judgement.appraisal.account import outcome_word
from luheng.workplace.language import current_language, say
from luheng.workplace.models import (
    Appraisal,
    AppraisalLine,
    AppraisalState,
    Objection,
    Unit,
)
from luheng.workplace.permissions import Act, Person, may

_PAGES = {
    "target": "target",
    "task": "task",
    "work": "work-item",
    "return": "return",
    "order": "order",
}
_OWN = {AppraisalState.ANNOUNCED, AppraisalState.SETTLED}


@dataclass
class UnitStatement:
    """The lines of one unit: those that hold, and before each those it corrects."""

    unit: Unit
    lines: list[AppraisalLine] = field(default_factory=list)

    @property
    def standing(self) -> list[AppraisalLine]:
        """The lines that hold."""
        corrected = {line.corrects_id for line in self.lines}
        return [line for line in self.lines if line.pk not in corrected]

    @property
    def total(self) -> Decimal | None:
        """Points of the lines that hold; None where nothing was scored."""
        points = [line.points for line in self.standing if line.points is not None]
        return sum(points, Decimal(0)) if points else None

    @property
    def out_of(self) -> Decimal:
        """What could be reached."""
        return sum((line.full for line in self.standing if line.points is not None), Decimal(0))


def sees_all(person: Person, appraisal: Appraisal) -> bool:
    """Whether a person sees every unit: the plan office and auditors always, others once published."""
    if may(person, Act.APPRAISE) or may(person, Act.READ_HISTORY):
        return True
    return appraisal.state == AppraisalState.PUBLISHED


def visible_lines(person: Person, appraisal: Appraisal) -> QuerySet[AppraisalLine]:
    """The lines a person may see now: of their own unit from the announcement on."""
    lines = appraisal.lines.select_related("unit", "document", "made_by", "corrects")
    if sees_all(person, appraisal):
        return lines
    own = getattr(person, "unit_id", None)
    return lines.filter(unit=own) if own and appraisal.state in _OWN else lines.none()


def visible_appraisals(person: Person) -> list[Appraisal]:
    """The appraisals that a person may open, latest first."""
    return [
        appraisal
        for appraisal in Appraisal.objects.all()
        if sees_all(person, appraisal) or visible_lines(person, appraisal).exists()
    ]


def by_unit(lines: Iterable[AppraisalLine]) -> list[UnitStatement]:
    """Statements in the order of the units, which is that of the scheme, never that of points."""
    found: dict[int, UnitStatement] = {}
    for line in lines:
        found.setdefault(line.unit_id, UnitStatement(line.unit)).lines.append(line)
    return list(found.values())


def table(statements: list[UnitStatement]) -> list[dict[str, Any]]:
    """For each group its items and one row a unit, every cell standing under its item."""
    groups: dict[str, dict[str, Any]] = {}
    for statement in statements:
        first = statement.lines[0]
        group = groups.setdefault(
            first.group, {"zh": first.group_zh, "en": first.group_en, "items": {}, "of": []}
        )
        for line in statement.standing:
            group["items"].setdefault(line.item, line)
        group["of"].append(statement)
    for group in groups.values():
        items = sorted(
            group["items"].values(), key=lambda line: (line.weight == 0, line.item_position)
        )
        group["items"] = items
        group["rows"] = [_row(statement, items) for statement in group.pop("of")]
    return [{**group, "name": str(say(group["zh"], group["en"]))} for group in groups.values()]


def _row(statement: UnitStatement, items: list[AppraisalLine]) -> dict[str, Any]:
    lines = {line.item: line for line in statement.standing}
    return {
        "statement": statement,
        "cells": [(item, lines.get(item.item)) for item in items],
    }


def inputs_of(line: AppraisalLine) -> list[dict[str, Any]]:
    """What a line rests on, with the address of each record and its outcome in words."""
    english = current_language() == "en"
    return [
        {
            **fact,
            "note": (english and fact["note_en"]) or fact["note"],
            "address": _address(fact),
            "word": outcome_word(fact["outcome"], current_language()) if fact["outcome"] else "",
        }
        for fact in line.inputs
    ]


def _address(fact: dict[str, Any]) -> str:
    kind, _, pk = f"{fact['kind']}/{fact['id']}".rpartition("/")
    name = _PAGES.get(kind.rpartition("/")[2])
    return reverse(name, args=[pk]) if name else ""


def objections_of(lines: list[AppraisalLine]) -> QuerySet[Objection]:
    """The objections to these lines, in the order in which they came."""
    found = Objection.objects.filter(line__in=[line.pk for line in lines])
    return found.select_related("line__unit", "raised_by", "answered_by", "document")
