"""What a dossier is about: a period and a set of targets, with the tasks of their plans if wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from luheng.vocabulary.indicators import catalogue, families
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import Review, Target, Task


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Narrowing adds up: a family of the catalogue within a document. Empty: all in force."""

    title: str
    start: date
    end: date
    targets: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()
    family: str = ""  # of the indicator catalogue
    with_tasks: bool = True

    def as_plain(self) -> dict[str, Any]:
        """For JSON; `selection_from` reads it again."""
        return {**asdict(self), "start": self.start.isoformat(), "end": self.end.isoformat()}


def selection_from(plain: Mapping[str, Any]) -> Selection:
    """A selection kept as JSON, or as it came from a form or a command.

    Raises `validity_backwards`, `family_unknown`.
    """
    selection = Selection(
        title=plain["title"].strip()[:200],
        start=date.fromisoformat(str(plain["start"])),
        end=date.fromisoformat(str(plain["end"])),
        targets=tuple(sorted(map(int, plain.get("targets", ())))),
        documents=tuple(sorted(map(int, plain.get("documents", ())))),
        family=plain.get("family", ""),
        with_tasks=bool(plain.get("with_tasks", True)),
    )
    if selection.end < selection.start:
        raise LuhengError("validity_backwards", start=selection.start, end=selection.end)
    if selection.family and selection.family not in families():
        known = "、".join(families())
        raise LuhengError("family_unknown", family=selection.family, known=known)
    return selection


def targets_of(selection: Selection) -> list[Target]:
    """The targets in the order of their plans. Raises `nothing_selected` where there is none."""
    chosen = Q()
    if selection.targets:
        chosen &= Q(pk__in=selection.targets)
    if selection.documents:
        chosen &= Q(document__in=selection.documents)
    elif not selection.targets:
        chosen &= Q(document__current=True)
    if selection.family:
        ids = [one.id for one in catalogue().values() if one.family == selection.family]
        chosen &= Q(indicator_id__in=ids)
    records = Target.objects.filter(chosen).exclude(review=Review.REJECTED)
    found = list(
        records.select_related("document__source", "clause", "verdict__target").order_by(
            "document_id", "position", "pk"
        )
    )
    if not found:
        raise LuhengError("nothing_selected", title=selection.title)
    return found


def tasks_of(selection: Selection, targets: list[Target]) -> list[Task]:
    """The tasks of the plans those targets stand in."""
    if not selection.with_tasks:
        return []
    plans = {one.document_id for one in targets}
    records = Task.objects.filter(document__in=plans).exclude(review=Review.REJECTED)
    return list(
        records.select_related("document__source", "clause").order_by(
            "document_id", "position", "pk"
        )
    )
