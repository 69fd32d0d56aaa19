"""Single fields of a form, and what must agree among them: added and taken out by the plan office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from luheng.vocabulary.indicators import catalogue
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import say
from luheng.workplace.models import (
    AskedField,
    FieldIdentity,
    Project,
    ReturnForm,
    Review,
    Task,
    TaskState,
    Unit,
)
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.permissions import Act
from luheng.workplace.returns import agreeing, composing

Kind = AskedField.Kind
_LONGEST = 60  # characters of a name in a list to choose from


def of_form(form: ReturnForm, fields: Iterable[AskedField]) -> dict[str, Any]:
    """What the page of a form offers to add."""
    city = settings.LUHENG_CITY
    fields = list(fields)
    asked = {one.unit_id for one in fields}  # offered first
    return {
        "units": sorted(Unit.objects.filter(active=True), key=lambda unit: (unit.pk not in asked, unit.name)),
        "catalogue": sorted(catalogue().values(), key=lambda entry: entry.zh),
        "place": (city.place or city.name) if city else "",
        "choices": [
            (Kind.TASK, say("任务", "Task"), say("增加任务", "Add the task"), _tasks()),
            (Kind.PROJECT, say("项目", "Project"), say("增加项目", "Add the project"), _projects()),
        ],
        "figures": [one for one in fields if one.kind != Kind.TASK],
        "identity_kinds": FieldIdentity.Kind.choices,
        "identities": form.identities.filter(dropped=False).select_related("first__unit", "whole__unit").prefetch_related("parts__unit"),
    }  # fmt: skip


def _tasks() -> list[tuple[int, str]]:
    known = Task.objects.filter(document__current=True).exclude(review=Review.REJECTED)
    rows = known.exclude(state=TaskState.DONE).order_by("document", "position")
    return [(pk, f"{no} {title or text}"[:_LONGEST]) for pk, no, title, text in rows.values_list("pk", "no", "title", "text")]  # fmt: skip


def _projects() -> list[tuple[int, str]]:
    known = Project.objects.filter(document__current=True).exclude(review=Review.REJECTED)
    rows = known.order_by("document", "position").values_list("pk", "name")
    return [(pk, name[:_LONGEST]) for pk, name in rows]


@page(Act.COMPOSE_RETURN)
@require_POST
def add(request: PageRequest, pk: int) -> HttpResponse:
    """One more field: an indicator by its name, a task, a project."""
    form = get_object_or_404(ReturnForm, pk=pk)
    unit = get_object_or_404(Unit, pk=_number(request.POST.get("unit", "")))
    kind = request.POST.get("kind", "")
    item = _number(request.POST.get("item", "")) if kind != Kind.INDICATOR else 0
    if kind == Kind.INDICATOR:
        name = request.POST.get("name", "").strip()
        if not name:
            raise LuhengError("field_missing", fields=str(say("指标", "indicator")))
        field = composing.of_indicator(
            unit, name, request.POST.get("place", "").strip()[:120],
            request.POST.get("measure", "").strip()[:40],
        )  # fmt: skip
    elif kind == Kind.TASK:
        field = composing.of_task(unit, get_object_or_404(Task, pk=item))
    else:
        field = composing.of_project(unit, get_object_or_404(Project, pk=item))
    composing.add_field(form, field, request.user)
    return redirect("return-form", pk=form.pk)


@page(Act.COMPOSE_RETURN)
@require_POST
def add_identity(request: PageRequest, pk: int) -> HttpResponse:
    """What must agree among fields of the form."""
    form = get_object_or_404(ReturnForm, pk=pk)
    fields = {str(one.pk): one for one in form.fields.filter(dropped=False)}
    parts = [fields[key] for key in request.POST.getlist("part") if key in fields]
    first, whole = (fields.get(request.POST.get(name, "")) for name in ("first", "whole"))
    agreeing.agree(form, request.POST.get("kind", ""), parts, request.user, first=first, whole=whole)  # fmt: skip
    return redirect("return-form", pk=form.pk)


@page(Act.COMPOSE_RETURN)
@require_POST
def drop_one(request: PageRequest, pk: int) -> HttpResponse:
    """It need not agree any more."""
    one = get_object_or_404(FieldIdentity, pk=pk)
    agreeing.drop_identity(one, request.user)
    return redirect("return-form", pk=one.form_id)


def _number(text: str) -> int:
    if not (text.isdecimal() and len(text) < 19):
        raise Http404(text)
    return int(text)
