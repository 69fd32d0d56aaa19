"""What whoever has a shared link sees: one page, no session, no cookie, no way further in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from luheng.workplace.audit import audited_export
from luheng.workplace.dossiers.making import file_of
from luheng.workplace.language import current_language
from luheng.workplace.models import Proof, ReturnRow, Share, ShareKind
from luheng.workplace.pages.doors import city_of_site, everyone
from luheng.workplace.pages.public import target_context
from luheng.workplace.pages.reports import MEDIA
from luheng.workplace.pages.units import duties
from luheng.workplace.registers import REGISTERS, Register, public_part
from luheng.workplace.registers.cells import cells_of
from luheng.workplace.reports.making import make_report
from luheng.workplace.sharing.links import Opened, file_of_share, open_share, ticket_for
from luheng.workplace.sharing.subjects import ListView, Subject

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def shared(request: HttpRequest, key: str) -> HttpResponse:
    """The page of a link, in the language the address asks for; a password comes by POST."""
    given = request.POST.get("password", "") if request.method == "POST" else None
    opened = open_share(key, given)
    return _in_language(request, lambda: _answer(request, key, opened, wrong=given is not None))


def shared_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """A file of a link, for who has opened its page within the hour."""
    opened = file_of_share(key, request.POST.get("ticket", ""))
    if opened.subject is None or opened.share is None:
        return _in_language(request, lambda: _answer(request, key, opened))
    response = _file(opened.share, opened.subject, request.POST.get("form", ""))
    return _guarded(response)


# A form on another site could only open what its sender has the key and the password of; a token
# against that would need a cookie, and a link gives none.
shared_page = everyone(csrf_exempt(shared), ("GET", "POST"))
shared_download = everyone(csrf_exempt(require_POST(shared_file)), ("POST",))


def _in_language(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    asked = request.GET.get("lang", "")
    language = {"en": "en", "zh": "zh-hans"}.get(asked) or translation.get_language() or "zh-hans"
    with translation.override(language):
        return _guarded(make())


def _guarded(response: Any) -> Any:
    for name, value in _HEADERS.items():
        response[name] = value
    return response


def _answer(request: HttpRequest, key: str, opened: Opened, *, wrong: bool = False) -> HttpResponse:
    if opened.share is None or (opened.subject is None and not opened.asks):
        return _render(request, "gone", {}, 404)
    if opened.asks:
        until = opened.rests_until
        asked = {"wrong": wrong, "until": timezone.localtime(until) if until else None}
        return _render(request, "password", asked, 429 if until else 422 if wrong else 200)
    assert opened.subject is not None
    template, make = _PAGES[opened.subject.kind]
    context = make(opened.subject.shown, opened.share.public_only)
    context |= {"share": opened.share, "share_key": key, "ticket": ticket_for(opened.share)}
    return _render(request, template, context, 200)


def _render(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    other = "zh" if current_language() == "en" else "en"
    context |= {
        "start": f"{request.path}?lang={current_language()}",
        "other_language": f"?lang={other}",
        "as_of": timezone.localdate(),
    }
    return render(request, f"luheng/shared/{name}.html", context, status=status)


def _target(target: Any, public_only: bool) -> dict[str, Any]:
    part = _part(public_only)
    (row,) = part("targets").rows_by_id([target.pk])
    proofs = Proof.objects.filter(content_type__model="target", object_id=target.pk)
    bound = proofs.filter(evidence__withdrawn=False).values_list("evidence", flat=True)
    return target_context(row, part) | {"proofs": part("evidence").rows_by_id(dict.fromkeys(bound))}


def _part(public_only: bool) -> Callable[[str], Register]:
    """The lists as whoever opened the link sees them: whole, or what of them is public."""
    return public_part if public_only else REGISTERS.__getitem__


def _list(view: ListView, public_only: bool) -> dict[str, Any]:
    page = view.register.page(view.query)
    columns = view.register.shown(view.query)
    return {
        "register": view.register,
        "columns": columns,
        "rows": [cells_of(columns, row) for row in page.rows],
        "total": page.total,
    }


def _unit(unit: Any, public_only: bool) -> dict[str, Any]:
    sheet, part = duties([unit])[0], _part(public_only)
    (row,) = part("units").rows_by_id([unit.pk])
    kinds = {"lead_targets": "targets", "support_targets": "targets", "lead_tasks": "tasks",
             "support_tasks": "tasks", "projects": "projects"}  # fmt: skip
    shown = {
        name: part(key).rows_by_id(item.pk for item in getattr(sheet, name))
        for name, key in kinds.items()
    }
    return {"sheet": shown, "unit": row}


def _return(one: Any, public_only: bool) -> dict[str, Any]:
    rows = ReturnRow.objects.filter(parent=one).select_related("asked")
    return {"one": one, "rows": list(rows)}


def _record(record: Any, public_only: bool) -> dict[str, Any]:
    return {"record": record}


_PAGES: dict[ShareKind, tuple[str, Callable[[Any, bool], dict[str, Any]]]] = {
    ShareKind.TARGET: ("target", _target),
    ShareKind.LIST: ("list", _list),
    ShareKind.UNIT: ("unit", _unit),
    ShareKind.RETURN: ("return", _return),
    ShareKind.REPORT: ("report", _record),
    ShareKind.DOSSIER: ("dossier", _record),
}


def _file(share: Share, subject: Subject, form: str) -> HttpResponseBase:
    city = city_of_site()
    if subject.kind is ShareKind.DOSSIER:
        found = subject.shown
        audited_export("dossier", share.maker, found.title, found.sha256, share=share.pk)
        path = file_of(city, found.sha256)
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{found.title}.zip")
    if subject.kind is not ShareKind.REPORT or form not in MEDIA:
        return HttpResponse(status=404)
    snapshot = subject.shown
    content = make_report(snapshot, form, city)
    audited_export("report", share.maker, f"{snapshot.pk}.{form}", content, share=share.pk)
    response = HttpResponse(content, content_type=MEDIA[form])
    name = quote(f"{city.name}评估报告-{snapshot.as_of}.{form}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
