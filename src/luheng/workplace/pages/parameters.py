"""Official numbers: what is in force, since when, from which clause, and which results depend on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from luheng.methods import standards
from luheng.parameters.model import Parameter
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.computed.fields import named
from luheng.workplace.computed.results import results_by
from luheng.workplace.computed.value_words import shown
from luheng.workplace.language import current_language
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.registers.computed import MARK_LABELS

_MOST_SHOWN = 200


@page()
def parameter_list(request: PageRequest) -> HttpResponse:
    """The official numbers whose name or id holds every word asked for, as in force on a day."""
    words = request.GET.get("q", "").split()
    day = _day(request.GET.get("day", ""))
    found = [one for one in _all() if _holds(one, words)]
    return render(request, "luheng/parameters.html", {
        "rows": [_row(one, day) for one in found[:_MOST_SHOWN]], "total": len(found),
        "most": _MOST_SHOWN, "q": " ".join(words), "day": day,
    })  # fmt: skip


@page()
def parameter(request: PageRequest, id: str) -> HttpResponse:
    """Every version of one official number, and the kept results that rest on it."""
    house = standards()
    try:
        found = next(one for one in _all() if one.id == id)
    except StopIteration:
        raise Http404(id) from None
    using = [one for one in house.all() if any(_fits(p.id, id) for p in one.parameters.values())]
    return render(request, "luheng/parameter.html", {
        "one": found, "versions": [_version(v) for v in reversed(found.versions)],
        "methods": list(map(named, using)), "results": results_by(id),
    })  # fmt: skip


def _all() -> list[Parameter]:
    return standards(whole=True).book.all()


def _holds(one: Parameter, words: list[str]) -> bool:
    text = f"{one.id} {one.zh} {one.en}".lower()
    return all(word.lower() in text for word in words)


def _fits(family: str, id: str) -> bool:
    """Whether an id is one of a family: air.iaqi_table.{item} has air.iaqi_table.co_24h."""
    before, brace, after = family.partition("{")
    return (
        family == id
        if not brace
        else id.startswith(before) and id.endswith(after.partition("}")[2])
    )


def _row(one: Parameter, day: Any) -> dict[str, Any]:
    try:
        version = standards().book.resolve(one.id, day, "")
    except LuhengError as problem:
        return {"one": one, "version": None, "why": problem.message.text(current_language())}
    return {"one": one, "version": _version(version)}


def _version(version: Any) -> dict[str, Any]:
    return {
        "value": shown(version.printed), "unit": version.unit, "place": version.place,
        "first": version.first, "until": version.until, "known": version.known,
        "edition": version.edition, "source": version.source.label(), "note": version.note,
        "mark": MARK_LABELS[version.source.mark], "sure": version.source.mark == "verified",
        "uncertainty": version.uncertainty,
    }  # fmt: skip


def _day(text: str) -> Any:
    try:
        return parse_date(text) or timezone.localdate()
    except ValueError:
        return timezone.localdate()
