"""The pages of one task, one figure and one finding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luheng.workplace.language import say
from luheng.workplace.models import Finding, Observation, Task, TaskState
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.permissions import Act, Reach, may, require
from luheng.workplace.progress import enter_observation, report_progress
from luheng.workplace.registers import REGISTERS


class ProgressForm(forms.Form):
    """How far a task has come."""

    state = forms.ChoiceField(label=say("进展", "progress"), choices=TaskState.choices[1:])
    note = forms.CharField(
        label=say("说明", "note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ObservationForm(forms.ModelForm):
    """A figure entered by hand."""

    class Meta:
        model = Observation
        fields = ("indicator", "place", "period", "value", "unit", "kind", "status")


@page()
def task(request: PageRequest, pk: int) -> HttpResponse:
    """One task: its words, its units, its reports, and a form for whoever answers for it."""
    found = get_object_or_404(Task.objects.select_related("document", "clause"), pk=pk)
    return render(request, "luheng/task.html", {
        "task": found,
        "work": found.work.filter(worklist__isnull=False, parent__isnull=True, cancelled=False).select_related("worklist"),
        "reports": found.progress.select_related("unit", "reported_by"),
        "form": ProgressForm(initial={"state": found.state}),
        "may_report": may(request.user, Act.REPORT_PROGRESS, found),
    })  # fmt: skip


@page(Act.REPORT_PROGRESS, reach=Reach.OWN_UNIT)
@require_POST
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """Adds a report on a task."""
    found = get_object_or_404(Task, pk=pk)
    require(request.user, Act.REPORT_PROGRESS, found)
    form = ProgressForm(request.POST)
    if form.is_valid():
        report_progress(found, form.cleaned_data["state"], form.cleaned_data["note"], request.user)
        messages.success(request, say("已填报", "Reported"), extra_tags="good")
    else:
        messages.error(request, say("请选择进展", "Choose how far it has come"), extra_tags="bad")
    return redirect("task", pk=pk)


@page()
def observation(request: PageRequest, pk: int) -> HttpResponse:
    """One figure: its words and source, what supersedes it, and the targets that rest on it."""
    found = get_object_or_404(
        Observation.objects.select_related("document", "superseded_by", "entered_by"), pk=pk
    )
    targets = [verdict.target for verdict in found.verdicts.select_related("target__verdict")]
    same = Observation.objects.filter(
        indicator=found.indicator, place=found.place, kind=found.kind
    ).order_by("period", "pk")
    return render(request, "luheng/observation.html", {
        "observation": found, "targets": targets, "same": same.select_related("document"),
    })  # fmt: skip


@page(Act.ENTER_OBSERVATION, posts=Act.ENTER_OBSERVATION)
def new_observation(request: PageRequest) -> HttpResponse:
    """A form to enter a figure by hand."""
    form = ObservationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered: Any = enter_observation(form.cleaned_data, request.user)
        messages.success(request, say("已录入，相关目标已重新判定", "Entered; its targets were judged anew"), extra_tags="good")  # fmt: skip
        return redirect("observation", pk=entered.pk)
    context = {"form": form, "register": REGISTERS["observations"]}
    return render(request, "luheng/new_observation.html", context)


@page()
def finding(request: PageRequest, pk: int) -> HttpResponse:
    """Leads to the words of the document that a finding is about."""
    found = get_object_or_404(Finding, pk=pk)
    address = reverse("document", args=[found.document_id])
    return redirect(f"{address}?kind=finding&item={pk}#finding-{pk}")
