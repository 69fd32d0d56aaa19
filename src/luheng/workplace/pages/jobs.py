"""后台任务: what goes on in the background, how far it is, what came of it."""

from __future__ import annotations

import mimetypes
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luheng.workplace import jobs
from luheng.workplace.audit import audited_export
from luheng.workplace.language import say
from luheng.workplace.models import Job, JobState
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.lists import list_answer, list_context
from luheng.workplace.permissions import Act, Reach, may, require
from luheng.workplace.registers.jobs import JOBS

_TAGS = {
    JobState.WAITING: "",
    JobState.RUNNING: "blue",
    JobState.DONE: "green",
    JobState.FAILED: "red",
    JobState.CANCELLED: "",
}


@page(reach=Reach.OWN)
def job_list(request: PageRequest) -> HttpResponse:
    """Everyone's own jobs; those of all for who may see them."""
    everyone = may(request.user, Act.SEE_JOBS)
    own = {"own": Q(started_by=request.user)}  # no column has that name, so no filter takes it off
    register = JOBS if everyone else replace(JOBS, defaults=own)
    return list_answer(request, "luheng/jobs.html", list_context(request, register))


@page(reach=Reach.OWN)
def job(request: PageRequest, pk: int) -> HttpResponse:
    """One job with its progress; `?follow` goes on to the result by itself."""
    found = _visible(request, pk)
    following = "follow" in request.GET
    if following and not request.htmx and _goes_on(found) and not found.result_file:
        return redirect(_result(found))  # also without scripts, where the page reloads itself
    template = "luheng/parts/job.html" if request.htmx else "luheng/job.html"
    return render(request, template, {
        "job": found,
        "kind": jobs.kind_of(found.kind),
        "tag": _TAGS[JobState(found.state)],
        "notes": [(note[_tongue()], note["good"]) for note in found.notes],
        "result": _result(found),
        "following": following,
        "goes_on": following and _goes_on(found),
    })  # fmt: skip


@page(reach=Reach.OWN)
@require_POST
def stop(request: PageRequest, pk: int) -> HttpResponse:
    """Takes a job back."""
    found = _visible(request, pk)
    jobs.cancel(found)
    return redirect("job", pk=pk)


@page(reach=Reach.OWN)
@require_POST
def retry(request: PageRequest, pk: int) -> HttpResponse:
    """Has a failed job go on where it stopped."""
    found = _visible(request, pk)
    jobs.again(found)
    return redirect("job", pk=pk)


@page(reach=Reach.OWN)
def made_file(request: PageRequest, pk: int) -> FileResponse:
    """The file that a job made, to be saved."""
    found = _visible(request, pk)
    path = city_of_site().made / found.result_file
    if not found.result_file or not path.is_file():
        raise Http404(str(found))
    content = path.read_bytes()
    audited_export(found.kind, request.user, found.result_name, content)
    media = mimetypes.guess_type(found.result_name)[0] or "application/octet-stream"
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=found.result_name, content_type=media
    )


def follow(request: PageRequest, started: Job) -> HttpResponseRedirect:
    """To the job's page, which goes on to the result; at once to the result of a job already done."""
    if started.open:
        return redirect(f"{reverse('job', args=[started.pk])}?follow")
    for note in started.notes:
        level = messages.SUCCESS if note["good"] else messages.ERROR
        messages.add_message(request, level, note[_tongue()], "good" if note["good"] else "bad")
    return redirect(_result(started) or reverse("job", args=[started.pk]))


def _visible(request: PageRequest, pk: int) -> Job:
    """A job of one's own, or any for who may see them. Raises `not_allowed`."""
    found = get_object_or_404(Job.objects.select_related("started_by"), pk=pk)
    if found.started_by_id != request.user.pk:
        require(request.user, Act.SEE_JOBS)
    return found


def _result(found: Job) -> str:
    """Where the result is; empty where there is none."""
    return reverse("job-file", args=[found.pk]) if found.result_file else found.result_url


def _goes_on(found: Job) -> bool:
    """Whether nothing that went wrong has to be read first."""
    all_good = all(note["good"] for note in found.notes)
    return found.state == JobState.DONE and all_good and bool(_result(found))


def _tongue() -> Any:
    return str(say("zh", "en"))
