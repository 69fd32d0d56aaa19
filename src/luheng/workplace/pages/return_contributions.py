"""What supporting units add to a return: asked for by its unit, given on a page of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from luheng.workplace.language import say
from luheng.workplace.models import Contribution, Return
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.permissions import Act, Reach, of_own_unit_only
from luheng.workplace.returns.access import whole_return_of
from luheng.workplace.returns.contributing import contribute, invite
from luheng.workplace.returns.overdue import OPEN


@page(Act.FILE_RETURN, reach=Reach.SEEN)
@require_POST
def ask_supporters(request: PageRequest, pk: int) -> HttpResponse:
    """Asks every supporting unit to add to the rows it supports."""
    count = invite(whole_return_of(request.user, pk), request.user)
    messages.success(request, say(f"已请配合单位补充 {count} 项", f"Supporting units asked about {count} rows"), extra_tags="good")  # fmt: skip
    return redirect("return", pk=pk)


def own_part(request: PageRequest, one: Return) -> HttpResponse:
    """The rows that the reader's unit was asked about."""
    asked = Contribution.objects.filter(row__parent=one, unit=request.user.unit_id)
    known = asked.select_related("row__asked", "given_by")
    rows = list(known.order_by("row__asked__kind", "row__asked__position", "pk"))
    return render(request, "luheng/return_contributions.html", {
        "one": one, "rows": rows, "fills": one.state in OPEN,
        "open": sum(row.given_at is None for row in rows),
    })  # fmt: skip


@page(Act.FILE_RETURN, reach=Reach.SEEN)
@require_POST
def save(request: PageRequest, pk: int) -> HttpResponse:
    """Saves what a supporting unit says of a row; answers with the row."""
    known = Contribution.objects.select_related("row__parent", "row__asked")
    found = known.filter(pk=pk).first() if pk < 1 << 62 else None
    if found is None or (of_own_unit_only(request.user) and found.unit_id != request.user.unit_id):
        raise Http404(f"contribution {pk}")
    cells: dict[str, Any] = {name: request.POST[name] for name in ("value", "comment") if name in request.POST}  # fmt: skip
    saved = contribute(found, cells, request.user)
    return render(request, "luheng/parts/contribution.html", {"it": saved, "fills": True})
