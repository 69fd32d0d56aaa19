"""The first page of the day: where the targets stand, what needs a person, what changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import current_language, say
from luheng.workplace.lights import lights_in_order
from luheng.workplace.models import Document, ScorecardSnapshot, Target
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.pages.units import Duties, duties
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers import REGISTERS
from luheng.workplace.scorecard import Group, Scorecard, scorecard
from luheng.workplace.snapshots import LONG, changes_since, take_snapshot

_LONG_FIELDS = ("as_read", "verdict__numbers", "verdict__lineage")
_SHOWN_TROUBLE, _SHOWN_UNITS, _SHOWN_CHANGES = 8, 10, 12


@page()
def home(request: PageRequest) -> HttpResponse:
    """Lights by chapter and by unit, what waits, what changed since last time."""
    return render(request, "luheng/home.html", {
        **_city_wide(),
        "own": _own(request),
        "may_review": may(request.user, Act.REVIEW),
        "may_freeze": may(request.user, Act.TAKE_SNAPSHOT),
        "may_add": may(request.user, Act.ADD_DOCUMENT),
    })  # fmt: skip


@kept_until_written
def _city_wide() -> dict[str, Any]:
    """What every reader sees alike, as the template takes it."""
    standing = scorecard()
    snapshot = ScorecardSnapshot.objects.defer(*LONG).first()
    changes = changes_since(snapshot) if snapshot else []
    return {
        "sentence": standing.sentence(current_language()),
        "tally": tally(standing),
        "groups": render_to_string("luheng/parts/groups.html", {
            "trouble": _trouble(),
            "chapters": [_bar(group, _chapter_link(group)) for group in standing.by_chapter],
            "units": [_bar(group, _unit_link(group)) for group in standing.by_unit[:_SHOWN_UNITS]],
        }),
        "waiting": _waiting(standing),
        "scorecard": standing,
        "snapshot": snapshot and {"taken_at": snapshot.taken_at, "label": snapshot.label},
        "changes": changes[:_SHOWN_CHANGES],
        "more_changes": max(0, len(changes) - _SHOWN_CHANGES),
        "empty": not Document.objects.exists(),
    }  # fmt: skip


def _own(request: PageRequest) -> Duties | None:
    """What the reader's own unit answers for, where the reader has one."""
    return duties([request.user.unit])[0] if request.user.unit else None


@page(Act.TAKE_SNAPSHOT)
@require_POST
def freeze(request: PageRequest) -> HttpResponse:
    """Freezes the scorecard as it is; the next look is compared with it."""
    snapshot = take_snapshot(request.user, request.POST.get("label", ""))
    messages.success(request, say(f"已留存评估快照 {snapshot}", f"Snapshot {snapshot} taken"), extra_tags="good")  # fmt: skip
    return redirect("home")


def tally(standing: Scorecard) -> list[dict[str, Any]]:
    """One box for each verdict that occurs: its light, its number, the list behind it."""
    return [
        {
            "light": light,
            "word": light.word(current_language()),
            "n": standing.verdicts.get(code, 0),
            "url": f"{reverse('targets')}?{urlencode({'verdict': code})}",
        }
        for code, light in lights_in_order()
        if standing.verdicts.get(code)
    ]


def _bar(group: Group, url: str) -> dict[str, Any]:
    parts = [
        (light.colour if code != "on_track" else "blue", group.counts.get(code, 0), light.word(current_language()))
        for code, light in lights_in_order()
    ]  # fmt: skip
    unnamed = say("附表", "annex tables")
    return {"name": group.name or unnamed, "total": group.total, "parts": parts, "url": url}


def _chapter_link(group: Group) -> str:
    document, _, chapter = group.key.partition(":")
    asked = {"document": document} | ({"chapter_no": chapter} if chapter else {})
    return f"{reverse('targets')}?{urlencode(asked)}"


def _unit_link(group: Group) -> str:
    return reverse("unit", args=[int(group.key)])


def _trouble() -> list[Target]:
    """Targets that are missed or behind, those due first on top."""
    selected = REGISTERS["targets"].select().filter(verdict__code__in=("missed", "behind"))
    ordered = selected.order_by("-verdict__code", "year", "pk").values_list("pk", flat=True)
    keys = list(ordered[:_SHOWN_TROUBLE])  # sorted without their long fields, then read
    found = Target.objects.select_related("verdict").defer(*_LONG_FIELDS).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _waiting(standing: Scorecard) -> list[tuple[int, str, str]]:
    """What needs a person today: how many, what, and where to do it."""
    waiting = standing.waiting
    entries = [
        (waiting.drafts, say("条识读结果待复核", "items read wait for review"), f"{reverse('documents')}?sort=-drafts"),
        (waiting.conflicts, say("条新旧识读不一致", "corrections differ from a new reading"), reverse("documents")),
        (waiting.unmapped, say("项目标的指标未对应目录", "targets with an indicator not in the catalogue"), reverse("mapping")),
        (waiting.findings, say("处文件疑点待判断", "findings wait for a decision"), f"{reverse('findings')}?review=draft"),
        (standing.verdicts.get("cannot_be_judged", 0), say("项目标待录入下达值", "targets need the assigned value"), f"{reverse('targets')}?verdict=cannot_be_judged"),
        (standing.verdicts.get("insufficient_data", 0), say("项目标缺数据", "targets lack figures"), f"{reverse('targets')}?verdict=insufficient_data"),
        (standing.tasks.get("overdue", 0), say("项任务逾期", "tasks are overdue"), f"{reverse('tasks')}?standing=overdue"),
    ]  # fmt: skip
    return [(n, str(what), url) for n, what, url in entries if n]
