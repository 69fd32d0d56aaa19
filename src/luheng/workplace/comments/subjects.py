"""What may be commented on: one line a kind of record, with its page and who may see it.

A line here, and `{% include "luheng/parts/comments.html" with subject=… %}` on its page, is all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from luheng.workplace.models import Return
from luheng.workplace.permissions import Act, Person, may, of_own_unit_only
from luheng.workplace.returns.access import returns_of_unit
from luheng.workplace.supervision.orders import may_see as may_see_order


def _everybody(person: Person, record: Any) -> bool:
    return may(person, Act.READ)


def _of_the_record(person: Person, record: Any) -> bool:
    return may(person, Act.COMMENT, record)


def _whoever_sees_it(person: Person, record: Any) -> bool:
    return may(person, Act.COMMENT)


def _sees_return(person: Person, record: Return) -> bool:
    """A unit sees its own returns and those it contributes to."""
    if not of_own_unit_only(person):
        return may(person, Act.READ)
    unit_id = getattr(person, "unit_id", None) or 0
    return Return.objects.filter(Q(pk=record.pk) & returns_of_unit(unit_id)).exists()


@dataclass(frozen=True)
class Commented:
    """A kind of record: the name of its page, who sees it, which of them are concerned by it."""

    page: str
    sees: Callable[[Person, Any], bool] = _everybody
    concerned: Callable[[Person, Any], bool] = _of_the_record  # lead and supporting units, office


SUBJECTS: dict[str, Commented] = {  # name of the model → how it is commented on
    "target": Commented("target"),
    "task": Commented("task"),
    "project": Commented("project"),
    "workitem": Commented("work-item"),
    "supervisionorder": Commented("order", may_see_order, _whoever_sees_it),
    "return": Commented("return", _sees_return, _whoever_sees_it),
    "evidence": Commented("evidence-item"),
}


def kind_of(subject: Any) -> str:
    """The word for the subject's model in addresses."""
    return str(subject._meta.model_name)


def find_subject(kind: str, pk: int, person: Person) -> Any:
    """The record, if the person may see it. Raises Http404 otherwise: not even its name is told."""
    declared = SUBJECTS.get(kind)
    model = apps.get_model("workplace", kind) if declared else None
    found = model._default_manager.filter(pk=pk).first() if model and pk < 1 << 62 else None
    if declared is None or found is None or not declared.sees(person, found):
        raise Http404(f"{kind} {pk}")
    return found


def may_see(person: Person, subject: Any) -> bool:
    """Whether the person sees the record, and with it what is said of it."""
    declared = SUBJECTS.get(kind_of(subject)) if subject is not None else None
    return declared is not None and declared.sees(person, subject)


def address_of(subject: Any) -> str:
    """Where the comments of a record stand."""
    return reverse(SUBJECTS[kind_of(subject)].page, args=[subject.pk]) + "#comments"
