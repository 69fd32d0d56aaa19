"""Where each row of a snapshot comes from: what a report needs to name its sources years later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from luheng.documents.wording import demand
from luheng.workplace.models import (
    AssignedValue,
    Clause,
    Document,
    Finding,
    Milestone,
    Observation,
    Project,
    Target,
    Task,
    TaskProgress,
)

_READ = {"targets": Target, "tasks": Task, "projects": Project, "milestones": Milestone,
         "findings": Finding}  # fmt: skip


def origins(rows: dict[str, list[int]], observations: Iterable[int]) -> dict[str, Any]:
    """Documents and clauses of rows (list → ids) and of observations, as plain values.

    Targets also have their demand in words; `assigned` are the values people entered for targets,
    `progress` the units and times of the latest reports on tasks, `chapters` the plans' chapters
    in their order.
    """
    found: dict[str, Any] = {key: _places(_READ[key], rows.get(key, [])) for key in _READ}
    for target in Target.objects.filter(pk__in=rows.get("targets", [])):
        words = {"demand": demand(target, "zh"), "demand_en": demand(target, "en")}
        found["targets"][str(target.pk)] |= words
    found["observations"] = _observed(observations)
    found["assigned"] = _assigned(rows.get("targets", []))
    found["progress"] = _reported(rows.get("tasks", []))
    found["chapters"] = [
        {"document": one.document_id, "chapter": one.chapter, "title": one.title}
        for one in Clause.objects.filter(level=1, document__kind=Document.Kind.PLAN)
    ]
    return found


def _places(model: Any, ids: Iterable[int]) -> dict[str, dict[str, Any]]:
    """Chapter is the first part of the clause; in an annex, the annex."""
    rows = model.objects.filter(pk__in=ids).order_by("pk")
    return {
        str(pk): {"document": document, "clause": clause, "chapter": clause.partition("/")[0]}
        for pk, document, clause in rows.values_list("pk", "document", "clause_key")
    }


def _observed(ids: Iterable[int]) -> dict[str, dict[str, Any]]:
    rows = Observation.objects.filter(pk__in=ids).order_by("pk").select_related("entered_by")
    return {
        str(one.pk): {
            "document": one.document_id,
            "clause": one.clause_key,
            "entered_by": str(one.entered_by or ""),
            "entered_on": one.entered_at.date().isoformat() if one.entered_at else "",
        }
        for one in rows
    }


def _assigned(ids: Iterable[int]) -> dict[str, dict[str, Any]]:
    rows = AssignedValue.objects.filter(target__in=ids).order_by("target_id")
    return {
        str(one.target_id): {
            "value": str(one.value), "unit": one.unit, "document_no": one.document_no,
            "note": one.note, "entered_on": one.entered_at.date().isoformat(),
        }
        for one in rows
    }  # fmt: skip


def _reported(ids: Iterable[int]) -> dict[str, dict[str, Any]]:
    rows = TaskProgress.objects.filter(task__in=ids).order_by("reported_at", "pk")
    return {
        str(one.task_id): {
            "unit": one.unit.name if one.unit else "",
            "on": one.reported_at.date().isoformat(),
        }
        for one in rows.select_related("unit")
    }
