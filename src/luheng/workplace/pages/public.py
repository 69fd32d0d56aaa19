"""What everyone may read without signing in, where the city has opened it.

All of it comes from the public parts of the registers (`Register.public_part`): a template that asks
a row for anything else gets nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import current_language
from luheng.workplace.lights import lights_in_order
from luheng.workplace.models import Verdict
from luheng.workplace.pages.doors import opened
from luheng.workplace.pages.public_reports import open_reports
from luheng.workplace.registers import (
    REGISTERS,
    Column,
    Query,
    Register,
    Row,
    public_part,
    public_register,
)
from luheng.workplace.registers.cells import cells_of
from luheng.workplace.scorecard import scorecard
from luheng.workplace.sheets.open_data import FORMS, written

_PAGES = {"targets": "public-target", "period-reports": "public-report"}
_FORM_NAMES = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}


@opened
def public_page(request: HttpRequest) -> HttpResponse:
    """Summary, targets with verdict and words, tasks by unit, projects, sources. 404 unless open."""
    lists = [register for register in REGISTERS.values() if register.public_part]
    return render(request, "luheng/public/index.html", public_context() | {"lists": lists})


@opened
def public_target(request: HttpRequest, pk: int) -> HttpResponse:
    """One target with its figures and their words."""
    targets = public_part("targets")
    found = targets.rows_by_id([pk])
    if not found:
        raise Http404(pk)
    return render(request, "luheng/public/target.html", target_context(found[0], public_part))


@opened
def public_list(request: HttpRequest, key: str) -> HttpResponse:
    """The public part of a list, page by page, with a search over its public columns."""
    register = _open_list(key)
    query = register.query(dict(request.GET.lists()))
    return render(request, "luheng/public/list.html", _list_context(register, query))


@opened
def public_data(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The same as a file: xlsx, csv or json, all rows of the view. 404 for another form."""
    register = _open_list(key)
    if form not in FORMS:
        raise Http404(form)
    query = register.query(dict(request.GET.lists()))
    response = HttpResponse(written(register, query, form), content_type=FORMS[form])
    name = quote(f"{register.label}-{timezone.localdate():%Y-%m-%d}.{form}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _open_list(key: str) -> Register:
    register = public_register(key)
    if register is None:
        raise Http404(key)
    return register


@kept_until_written
def _list_context(register: Register, query: Query) -> dict[str, Any]:
    page = register.page(query)
    columns = register.shown(query)
    return {
        "register": register,
        "columns": columns,
        "rows": [_cells(register, columns, row) for row in page.rows],
        "total": page.total,
        "query": query,
        "view": query.address(page=1),
        "previous": query.address(page=query.page - 1) if query.page > 1 else "",
        "next": query.address(page=query.page + 1) if query.page < page.pages else "",
        "pages": page.pages,
        "forms": list(_FORM_NAMES.items()),
        "as_of": timezone.localdate(),
    }


def _cells(register: Register, columns: list[Column], row: Row) -> list[dict[str, Any]]:
    """The cells of a row; the first leads to its page where it has one."""
    cells = cells_of(columns, row)
    if cells and register.key in _PAGES:
        cells[0]["address"] = reverse(_PAGES[register.key], args=[row.id])
    return cells


def public_context() -> dict[str, Any]:
    """What the public page shows."""
    standing = scorecard()
    language = current_language()
    tasks = list(_all("tasks"))
    leads = Counter(unit for task in tasks for unit in task.lead)
    done = Counter(unit for task in tasks if task.standing == "done" for unit in task.lead)
    return {
        "sentence": standing.sentence(language),
        "tally": [
            (light, light.word(language), standing.verdicts[code])
            for code, light in lights_in_order()
            if standing.verdicts.get(code)
        ],
        "targets": list(_all("targets")),
        "units": [(unit, n, done[unit]) for unit, n in leads.most_common()],
        "projects": list(_all("projects")),
        "reports": open_reports(),
        "sources": sorted(_all("documents"), key=lambda row: (row.kind, row.id)),
        "as_of": timezone.localdate(),
    }


def _all(key: str) -> list[Row]:
    """Every row of a public part, with its asides."""
    register = public_part(key)
    return register.rows_by_id(register.select().values_list("pk", flat=True))


def target_context(target: Row, part: Callable[[str], Register]) -> dict[str, Any]:
    """One target with the figures of its verdict; `part` gives the registers as the reader sees them."""
    verdict = Verdict.objects.filter(target=target.id).first()
    used = verdict.observations.order_by("period", "pk") if verdict else Verdict.objects.none()
    figures = part("observations").rows_by_id(used.values_list("pk", flat=True))
    return {"target": target, "used": figures, "as_of": timezone.localdate()}
