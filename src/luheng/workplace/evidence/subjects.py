"""What evidence can prove something of: targets, tasks, projects, orders, items of readiness. Each has its page."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import Http404
from django.urls import reverse

from luheng.workplace.models import Clause

PAGES: dict[str, str] = {  # name of the model -> name of its page
    "target": "target",
    "task": "task",
    "project": "project",
    "supervisionorder": "order",
    "readinessitem": "readiness-item",
}


def kind_of(subject: models.Model) -> str:
    """The word for the subject's model in addresses: target, task …"""
    return str(subject._meta.model_name)


def find_subject(kind: str, pk: int) -> Any:
    """The record that evidence is bound to. Raises Http404 for another kind, or one not there."""
    if kind not in PAGES:
        raise Http404(kind)
    model = apps.get_model("workplace", kind)
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404(f"{kind} {pk}")
    return found


def address_of(subject: models.Model) -> str:
    """The page of a subject."""
    return reverse(PAGES[kind_of(subject)], args=[subject.pk])


def content_type_of(subject: models.Model) -> ContentType:
    """How proofs name the subject's model; looked up once a process."""
    return ContentType.objects.get_for_model(type(subject))


def clause_of(subject: models.Model) -> Clause | None:
    """The clause of the plan that asks for the subject; None where it knows of none."""
    clause = getattr(subject, "clause", None)
    return clause if isinstance(clause, Clause) else None
