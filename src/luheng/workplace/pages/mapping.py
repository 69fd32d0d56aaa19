"""Indicator names that the catalogue does not know: a person says once which entry is meant."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from luheng.vocabulary.indicators import catalogue, suggest
from luheng.workplace.language import current_language, say
from luheng.workplace.mapping import map_indicator, unmapped
from luheng.workplace.models import IndicatorMapping
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.permissions import Act, may

_NAMES = 50  # on one page


@page()
def mapping(request: PageRequest) -> HttpResponse:
    """Names without an entry, each with near ones to choose from; and those mapped so far."""
    entries = catalogue()
    names = Paginator(unmapped(), _NAMES).get_page(request.GET.get("page"))
    rows = [{"name": one, "near": suggest(one.printed)} for one in names]
    done = [
        (one, entries.get(one.indicator_id))
        for one in IndicatorMapping.objects.select_related("mapped_by")
    ]
    return render(request, "luheng/mapping.html", {
        "rows": rows, "names": names, "done": done, "entries": sorted(entries.values(), key=lambda each: each.zh),
        "language": current_language(), "may_map": may(request.user, Act.MAP_INDICATOR),
    })  # fmt: skip


@page(Act.MAP_INDICATOR)
@require_POST
def map_name(request: PageRequest) -> HttpResponse:
    """Maps one name, or takes a mapping back; targets are judged anew."""
    printed = request.POST.get("printed", "")
    chosen = request.POST.get("indicator", "")
    by_name = {entry.zh: entry.id for entry in catalogue().values()}
    chosen = by_name.get(chosen, chosen)
    count = map_indicator(printed, chosen, request.user)
    messages.success(request, say(f"“{printed}”：{count} 条已更新", f"“{printed}”: {count} items updated"), extra_tags="good")  # fmt: skip
    return redirect("mapping")
