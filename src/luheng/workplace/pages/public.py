"""What everyone may read without signing in, where the city has opened it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from luheng.workplace.language import current_language
from luheng.workplace.lights import lights_in_order
from luheng.workplace.models import Document, Project, Target, Task
from luheng.workplace.pages.doors import everyone
from luheng.workplace.registers import REGISTERS
from luheng.workplace.scorecard import scorecard


@everyone
def public_page(request: HttpRequest) -> HttpResponse:
    """Summary, targets with verdict and words, tasks by unit, projects, sources. 404 unless open."""
    _open()
    return render(request, "luheng/public/index.html", public_context())


@everyone
def public_target(request: HttpRequest, pk: int) -> HttpResponse:
    """One target with its figures and their words."""
    _open()
    found = _targets().filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return render(request, "luheng/public/target.html", target_context(found))


def _open() -> None:
    if not (settings.LUHENG_CITY and settings.LUHENG_CITY.public):
        raise Http404("public page")


def public_context() -> dict[str, Any]:
    """What the public page shows: nothing rejected, no person's name, no notes, no history."""
    standing = scorecard()
    language = current_language()
    tasks = list(REGISTERS["tasks"].select().only("lead", "state", "no"))
    leads = Counter(unit for task in tasks if isinstance(task, Task) for unit in task.lead)
    done = Counter(unit for task in tasks if task.state == "done" for unit in task.lead)
    return {
        "sentence": standing.sentence(language),
        "tally": [
            (light, light.word(language), standing.verdicts[code])
            for code, light in lights_in_order()
            if standing.verdicts.get(code)
        ],
        "targets": list(_targets()),
        "units": [(unit, n, done[unit]) for unit, n in leads.most_common()],
        "projects": _projects(),
        "sources": list(Document.objects.filter(current=True).order_by("kind", "pk")),
        "as_of": timezone.localdate(),
    }


def target_context(target: Target) -> dict[str, Any]:
    """One target for everyone."""
    verdict = getattr(target, "verdict", None)
    figures: list[Any] = []
    if verdict:
        used = verdict.observations.select_related("document")
        figures = list(used.order_by("period", "pk"))
    return {"target": target, "verdict": verdict, "used": figures, "as_of": timezone.localdate()}


def _targets() -> Any:
    selected = REGISTERS["targets"].select()
    return selected.select_related("document", "clause", "verdict__target")


def _projects() -> list[Project]:
    return list(REGISTERS["projects"].select())
