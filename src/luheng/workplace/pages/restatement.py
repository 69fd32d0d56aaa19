"""换版本重算: the same days under every edition, year by year, with the verdict of targets under each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from luheng.methods.histories import histories, history
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.computed.histories import (
    Counted,
    Counting,
    add_days,
    counted_by,
    sheet_of_days,
    targets_of,
)
from luheng.workplace.language import current_language, say
from luheng.workplace.lights import light_of_code
from luheng.workplace.models import DayFile, Target
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.sheets import attached
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers.computed import MARK_LABELS


@page()
def restatements(request: PageRequest) -> HttpResponse:
    """What can be restated day by day, the tables there are, and where to add one."""
    files = DayFile.objects.filter(superseded_by=None).select_related("source", "added_by")
    groups = [(one, [f for f in files if f.history_id == one.id]) for one in histories()]
    return render(request, "luheng/restatements.html", {
        "groups": groups, "place": city_of_site().place or city_of_site().name,
        "may_add": may(request.user, Act.ENTER_OBSERVATION),
    })  # fmt: skip


@page(Act.ENTER_OBSERVATION)
@require_POST
def add(request: PageRequest) -> HttpResponse:
    """Takes a table of days."""
    upload = request.FILES.get("file")
    if upload is None:
        raise LuhengError("field_missing", fields=str(say("文件", "file")))
    made = add_days(
        city_of_site(), request.POST.get("history", ""), request.POST.get("place", "").strip(),
        upload.read(), upload.name or "", request.user, upload.content_type or "",
    )  # fmt: skip
    messages.success(request, say(f"已读入 {made.days} 天", f"{made.days} days were read"), extra_tags="good")  # fmt: skip
    return redirect("restatement", pk=made.pk)


@page()
def sheet(request: PageRequest, id: str) -> HttpResponse:
    """The sheet to fill in."""
    one = history(id)
    return attached(sheet_of_days(one), f"{one.zh}.xlsx")


@page()
def restatement(request: PageRequest, pk: int) -> HttpResponse:
    """Years by editions side by side, and every target of the indicator judged under each."""
    file = get_object_or_404(DayFile.objects.select_related("source", "added_by", "superseded_by"), pk=pk)  # fmt: skip
    one, today = history(file.history_id), timezone.localdate()
    as_of = _day(request.GET.get("as_of", ""))
    ways = [Counting(), *([Counting(as_of=as_of)] if as_of else []), *map(Counting, one.editions)]
    targets = targets_of(one)
    columns = counted_by(city_of_site(), file, ways, targets, today)
    verdicts = _verdicts(columns, targets)
    return render(request, "luheng/restatement.html", {
        "history": one, "file": file, "as_of": as_of, "columns": [(_title(c.way), c) for c in columns],
        "rows": _years(columns, verdicts), "verdicts": verdicts,
        "moved": sum(len(set(row["codes"])) > 1 for row in verdicts),
        "mark": MARK_LABELS[_least_sure(columns)],
    })  # fmt: skip


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _title(way: Counting) -> Any:
    if way.as_of:
        return say(f"按 {way.as_of} 所知", f"as known on {way.as_of}")
    return way.edition or say("按当日有效版本", "by the edition of each day")


def _years(columns: list[Counted], verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row a year: the number by each way, how far it is from the first, and that year's target."""
    of_year = {row["target"].year: row for row in verdicts}
    rows = []
    for place, first in enumerate(columns[0].years):
        cells = []
        for number, column in enumerate(columns):
            year = column.years[place]
            known = year.value is not None and first.value is not None
            moved = round(year.value - first.value, 6) if known else 0  # type: ignore[operator]
            target = of_year.get(first.year)
            light = target["cells"][number]["light"] if target else None
            cells.append({"year": year, "moved": moved, "light": light})
        rows.append({"year": first.year, "cells": cells, "unit": first.unit})
    return rows


def _verdicts(columns: list[Counted], targets: list[Target]) -> list[dict[str, Any]]:
    rows = []
    language = current_language()
    for place, target in enumerate(targets):
        judged = [column.verdicts[place] for column in columns]
        cells = [
            {
                "light": light_of_code(one.verdict.value, timezone.localdate(), target.year),
                "reason": one.en if language == "en" else one.zh, "provisional": one.provisional,
            }
            for one in judged
        ]  # fmt: skip
        rows.append(
            {"target": target, "cells": cells, "codes": [one.verdict.value for one in judged]}
        )
    return rows


def _least_sure(columns: list[Counted]) -> str:
    order = list(MARK_LABELS)
    marks = [year.mark for column in columns for year in column.years]
    return max(marks, key=order.index)
