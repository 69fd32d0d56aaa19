"""Returns: composed and issued by the plan office, filled in by a unit, reviewed on the same page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import current_language, say
from luheng.workplace.models import (
    AskedField,
    Frequency,
    Observation,
    ProjectStage,
    Return,
    ReturnForm,
    ReturnRow,
    ReturnState,
    Role,
    RowReview,
    TargetUnit,
    TaskState,
    TaskUnit,
    Unit,
)
from luheng.workplace.pages import return_composing, return_contributions
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.permissions import Act, Reach, may
from luheng.workplace.returns import composing, entering, issuing, reviewing
from luheng.workplace.returns.access import (
    may_fill,
    only_contributes,
    return_of,
    row_of,
    whole_return_of,
)
from luheng.workplace.returns.agreeing_across import compared
from luheng.workplace.returns.cells import CELLS
from luheng.workplace.returns.contributing import supporters
from luheng.workplace.returns.lifecycle import LIFECYCLE
from luheng.workplace.returns.periods import latest_period
from luheng.workplace.returns.repeats import repeats

_BY_REVIEW = {"accept": reviewing.accept, "file": reviewing.file}


@page(Act.COMPOSE_RETURN, posts=Act.COMPOSE_RETURN)
def compose_form(request: PageRequest) -> HttpResponse:
    """Title, frequency, units: the fields are proposed."""
    if request.method == "POST":
        units = Unit.objects.filter(pk__in=[one for one in request.POST.getlist("unit") if one.isdigit()])  # fmt: skip
        form = composing.compose(
            request.POST.get("title", ""), request.POST.get("frequency", ""), units, request.user,
            kinds=request.POST.getlist("kind"), note=request.POST.get("note", ""),
        )  # fmt: skip
        return redirect("return-form", pk=form.pk)
    return render(request, "luheng/compose_return.html", {
        "units": _leading_units(), "frequencies": Frequency.choices, "kinds": AskedField.Kind.choices,
        "forms": ReturnForm.objects.filter(active=True),
    })  # fmt: skip


def _leading_units() -> list[Unit]:
    """Units that lead a target or a task of a plan in force, those with most first."""
    led: dict[int, int] = {}
    for index in (TargetUnit, TaskUnit):
        rows = index.objects.filter(role=Role.LEAD, item__document__current=True)
        for unit, n in rows.order_by().values_list("unit").annotate(n=Count("pk")):
            led[unit] = led.get(unit, 0) + n
    units = Unit.objects.in_bulk(led)
    return [units[key] for key in sorted(led, key=lambda key: (-led[key], key)) if units[key].active]  # fmt: skip


@page(Act.COMPOSE_RETURN)
def return_form(request: PageRequest, pk: int) -> HttpResponse:
    """The fields of a form by unit, what is asked twice, and the issuing of the next period."""
    form = get_object_or_404(ReturnForm, pk=pk)
    period = request.GET.get("period") or str(latest_period(form.frequency, timezone.localdate()))
    due: date | None = None
    unknown = ""
    try:
        due = composing.proposed_due(form, period)
    except LuhengError as problem:
        unknown = problem.message.text(current_language())
    fields = form.fields.filter(dropped=False).select_related("unit")
    return render(request, "luheng/return_form.html", {
        "form": form, "fields": fields, "period": period, "due": due, "unknown": unknown,
        "repeats": [one.message.text(current_language()) for one in repeats(form, period)],
        "issued": form.returns.filter(period=period).count(), **return_composing.of_form(form, fields),
    })  # fmt: skip


@page(Act.COMPOSE_RETURN)
@require_POST
def issue_form(request: PageRequest, pk: int) -> HttpResponse:
    """Issues the returns of a period."""
    form = get_object_or_404(ReturnForm, pk=pk)
    due = _day(request.POST.get("due", ""))
    issued = issuing.issue(form, request.POST.get("period", ""), due, request.user)
    messages.success(request, say(f"已下达 {len(issued)} 份填报表", f"{len(issued)} returns issued"), extra_tags="good")  # fmt: skip
    return redirect("returns")


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise LuhengError("field_missing", fields=str(say("限期", "due")))
    return found


@page(Act.COMPOSE_RETURN)
@require_POST
def drop(request: PageRequest, pk: int) -> HttpResponse:
    """A field is no longer asked."""
    field = get_object_or_404(AskedField, pk=pk)
    composing.drop_field(field, request.user)
    return redirect("return-form", pk=field.form_id)


@page(reach=Reach.SEEN)
def one_return(request: PageRequest, pk: int) -> HttpResponse:
    """The rows of a return: to be filled in by its unit, to be reviewed by the plan office, to be read."""
    found = return_of(request.user, pk)
    if only_contributes(request.user, found):
        return return_contributions.own_part(request, found)
    rows = _rows(found)
    reviewing_now = found.state == ReturnState.FILED and may(request.user, Act.REVIEW_RETURN)
    if reviewing_now:  # doubts first, then what changed
        rows.sort(key=lambda row: (not row.warnings, row.answer in ("unchanged", "confirmed")))
    fills = may_fill(request.user, found)
    return render(request, "luheng/return.html", {
        "one": found, "rows": rows, "fills": fills, "reviews": reviewing_now,
        "supporters": _supporters(found) if fills else None,
        "moves": LIFECYCLE.open_to(found, request.user), "open": sum(not row.answer for row in rows),
        "compared": compared(found) if may(request.user, Act.REVIEW_RETURN) else (),
        "steps": found.steps.select_related("by"), **_choices(),
    })  # fmt: skip


def _supporters(found: Return) -> dict[str, int]:
    """How many units may still be asked to add to the return, and about how many rows."""
    open_rows = supporters(found)
    return {"units": len(set().union(*open_rows.values())), "rows": len(open_rows)}


def _rows(found: Return) -> list[ReturnRow]:
    rows = found.rows.select_related("asked__task", "known__document", "answered_by")
    ordered = rows.order_by("asked__kind", "asked__position", "pk")
    return list(ordered.prefetch_related("contributions__unit"))


def _choices() -> dict[str, Any]:
    return {
        "states": TaskState.choices[1:], "statuses": Observation.Status.choices,
        "stages": ProjectStage.choices,
    }  # fmt: skip


def _row_answer(request: PageRequest, row: ReturnRow) -> HttpResponse:
    prefetch_related_objects([row], "contributions__unit")
    return render(request, "luheng/parts/return_row.html", {
        "row": row, "one": row.parent, "fills": may_fill(request.user, row.parent),
        "reviews": row.parent.state == ReturnState.FILED and may(request.user, Act.REVIEW_RETURN),
        **_choices(),
    })  # fmt: skip


@page(Act.FILE_RETURN, reach=Reach.SEEN)
@require_POST
def save_row(request: PageRequest, pk: int) -> HttpResponse:
    """Saves the cells of a row as they are left; answers with the row and its doubts."""
    row = row_of(request.user, pk)
    version = request.POST.get("version", "")
    if not version.isdigit():
        raise Http404("version")
    cells = {name: request.POST[name] for name in CELLS[row.asked.kind] if name in request.POST}
    return _row_answer(request, entering.enter(row, cells, int(version), request.user))


@page(Act.FILE_RETURN, reach=Reach.SEEN)
@require_POST
def confirm_row(request: PageRequest, pk: int) -> HttpResponse:
    """One click: nothing has changed, or the figure known is right."""
    return _row_answer(request, entering.confirm(row_of(request.user, pk), request.user))


@page(Act.FILE_RETURN, reach=Reach.SEEN)
@require_POST
def rest(request: PageRequest, pk: int) -> HttpResponse:
    """One click for all rows that nothing new is to be said of."""
    count = entering.confirm_rest(whole_return_of(request.user, pk), request.user)
    messages.success(request, say(f"已确认 {count} 项", f"{count} rows confirmed"), extra_tags="good")  # fmt: skip
    return redirect("return", pk=pk)


@page(reach=Reach.SEEN, moves=LIFECYCLE)
@require_POST
def move(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """Files, accepts, sends back, takes back or withdraws a return."""
    found, note = whole_return_of(request.user, pk), request.POST.get("note", "")
    if key in _BY_REVIEW:
        _BY_REVIEW[key](found, request.user)
    elif key == "send_back":
        reviewing.send_back(found, note, request.user)
    else:
        LIFECYCLE.advance(found, key, request.user, note=note)
    found.refresh_from_db()
    done = LIFECYCLE.label(found.state)
    messages.success(request, say(f"已办理：{done}", f"Done: {done}"), extra_tags="good")
    return redirect("return", pk=pk)


@page(Act.REVIEW_RETURN)
@require_POST
def review_row(request: PageRequest, pk: int) -> HttpResponse:
    """Accepts one row, or sends it back with a reason."""
    row = row_of(request.user, pk)
    if request.POST.get("review") == RowReview.RETURNED:
        row = reviewing.send_row_back(row, request.POST.get("reason", ""), request.user)
    else:
        row = reviewing.accept_row(row, request.user)
    return _row_answer(request, row)
