"""The original text beside what was read from it; a person accepts, corrects or rejects."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from luheng.vocabulary.messages import LuhengError
from luheng.workplace import review
from luheng.workplace.audit import audited_export
from luheng.workplace.editions import compare
from luheng.workplace.intake import check_size, read_again
from luheng.workplace.jobs import start
from luheng.workplace.jobs.adding import keep_uploads
from luheng.workplace.language import say
from luheng.workplace.models import Document, ReadItem, Review
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.item_cards import (
    KINDS,
    LABELS,
    Card,
    card,
    changes_of,
    correction_form,
    find_item,
)
from luheng.workplace.pages.jobs import follow
from luheng.workplace.pages.lists import list_context
from luheng.workplace.pages.marked_text import Mark, as_html, lines
from luheng.workplace.permissions import Act, may
from luheng.workplace.registers import REGISTERS

_CARDS = 50  # on one page: more is more than anyone reviews without a pause
_ACTS = {"accept": review.accept, "reject": review.reject, "reopen": review.reopen}


@page()
def document_list(request: PageRequest) -> HttpResponse:
    """All documents with what was read from each, and a place to add more."""
    context = list_context(request, REGISTERS["documents"])
    context["may_add"] = may(request.user, Act.ADD_DOCUMENT)
    return render(request, "luheng/documents.html", context)


@page(Act.ADD_DOCUMENT)
@require_POST
def add_documents(request: PageRequest) -> HttpResponse:
    """Has the uploaded files read; each is answered for by name, one bad file stops no other."""
    city, taken = city_of_site(), []
    for upload in request.FILES.getlist("files"):
        try:
            check_size(city, upload.name or "upload", upload.size or 0)
            upload.open()  # scanned here, so that one infected file stops no other
        except LuhengError as problem:
            messages.error(request, f"{upload.name}：{problem}", extra_tags="bad")
        else:
            taken.append(upload)
    if not taken:
        return redirect("documents")
    return follow(request, start("add_documents", request.user, **keep_uploads(city, taken)))


@page()
def document(request: PageRequest, pk: int) -> HttpResponse:
    """One document: its text on the left, what was read on the right."""
    found = get_object_or_404(Document.objects.select_related("body", "source"), pk=pk)
    counts = {kind: _counts(found, kind) for kind in KINDS}
    kinds = [kind for kind, (every, _) in counts.items() if every]
    chosen = request.GET.get("kind")
    shown = chosen if chosen in kinds else (kinds[0] if kinds else "")
    sheet = _sheet(request, found, shown) if shown else None
    items = list(sheet) if sheet else []
    return render(request, "luheng/document.html", {
        "document": found,
        "tabs": [(kind, LABELS[kind], counts[kind][0], kind == shown) for kind in kinds],
        "kind": shown,
        "sheet": sheet,
        "cards": [card(item) for item in items],
        "original": as_html(lines(found.body.text, _marks(found, shown, items), _headings(found))),
        "reviewed": sum(reviewed for _, reviewed in counts.values()),
        "total": sum(every for every, _ in counts.values()),
        "may_review": may(request.user, Act.REVIEW),
    })  # fmt: skip


def _items(found: Document, kind: str) -> Any:
    return KINDS[kind]._default_manager.filter(document=found).order_by("position", "pk")


def _counts(found: Document, kind: str) -> tuple[int, int]:
    """How many items of a kind there are, and how many of them a person has seen."""
    rows = _items(found, kind).order_by().values_list("review").annotate(count=Count("pk"))
    counts = dict(rows)
    return sum(counts.values()), sum(counts.values()) - counts.get(Review.DRAFT, 0)


def _sheet(request: PageRequest, found: Document, kind: str) -> Page:
    """The cards of one page: that of `?item=`, else `?page=`."""
    items = _items(found, kind)
    asked = request.GET.get("item", "")
    before = 0
    if asked.isdecimal() and (named := items.filter(pk=int(asked[:18])).first()):
        earlier = Q(position__lt=named.position) | Q(position=named.position, pk__lt=named.pk)
        before = items.filter(earlier).count()
    return Paginator(items, _CARDS).get_page(
        before // _CARDS + 1 if asked else request.GET.get("page")
    )


def _marks(found: Document, shown: str, items: list[ReadItem]) -> list[Mark]:
    """The places of the cards shown, and those of all findings."""
    places = [(shown, item.pk, item.span_start, item.span_end) for item in items]
    if shown != "finding":
        rows = _items(found, "finding").values_list("pk", "span_start", "span_end")
        places += [("finding", *row) for row in rows]
    return [
        Mark(start, end, kind, f"{kind}-{pk}")
        for kind, pk, start, end in places
        if start is not None and end is not None
    ]


def _headings(found: Document) -> dict[int, tuple[str, int]]:
    return {clause.span_start: (f"c-{clause.key}", clause.level) for clause in found.clauses.all()}


@page(Act.REVIEW)
@require_POST
def review_item(request: PageRequest, kind: str, pk: int, act: str) -> HttpResponse:
    """Accepts, rejects or reopens one item and answers with its card."""
    if act not in _ACTS:
        raise Http404(act)
    item = _ACTS[act](find_item(kind, pk), request.user, _version(request))
    return _card(request, item)


@page(Act.REVIEW, posts=Act.REVIEW)
def correct_item(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """The form to correct one item, then its card."""
    item = find_item(kind, pk)
    form = correction_form(item, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.changed_data:
            return _card(request, item)
        version = _version(request)
        changed = review.correct(item, changes_of(form), request.user, version or item.version)
        return _card(request, changed)
    context = {
        "card": card(item),
        "form": form,
        "version": request.POST.get("version", item.version),
    }
    return render(request, "luheng/parts/item_form.html", context)


@page(Act.REVIEW)
@require_POST
def settle(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Settles one conflict between a person's correction and a newer reading."""
    item = review.settle_conflict(
        find_item(kind, pk),
        request.POST.get("field", ""),
        take_reading=request.POST.get("take") == "reading",
        by=request.user,
        version=_version(request) or 0,
    )
    return _card(request, item)


@page()
def item_card(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """One card, as it stands."""
    return _card(request, find_item(kind, pk))


@page(Act.READ_HISTORY)
def item_history(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Who changed what and when, newest first: with names, so for the office and auditors only."""
    item = find_item(kind, pk)
    records = list(item.history.select_related("history_user").all())
    steps = [
        {"record": record, "changes": _differences(record, records[at + 1 :])}
        for at, record in enumerate(records)
    ]
    return render(request, "luheng/parts/history.html", {"item": item, "steps": steps})


def _differences(record: Any, earlier: list[Any]) -> list[tuple[str, Any, Any]]:
    if not earlier:
        return []
    skipped = {"version", "reviewed_at", "reviewed_by", "as_read", "position"}
    return [
        (record._meta.get_field(change.field).verbose_name, change.old, change.new)
        for change in record.diff_against(earlier[0]).changes
        if change.field not in skipped
    ]


def _version(request: PageRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() else None


def _card(request: PageRequest, item: ReadItem) -> HttpResponse:
    shown: Card = card(item)
    context = {"card": shown, "may_review": may(request.user, Act.REVIEW)}
    return render(request, "luheng/parts/item_card.html", context)


@page(Act.REVIEW)
@require_POST
def accept_all(request: PageRequest, pk: int) -> HttpResponse:
    """Accepts every draft of the document that nothing speaks against."""
    found = get_object_or_404(Document, pk=pk)
    count = review.accept_all(found, request.user)
    messages.success(
        request, say(f"已复核 {count} 条", f"{count} items accepted"), extra_tags="good"
    )
    return redirect("document", pk=pk)


@page(Act.ADD_DOCUMENT)
@require_POST
def reread(request: PageRequest, pk: int) -> HttpResponse:
    """Reads the stored file again with today's reader; corrections stay."""
    found = get_object_or_404(Document, pk=pk)
    read_again(city_of_site(), found, by=request.user)
    messages.success(request, say("已重新识读，人工修改保持不变", "Read again; corrections stand"), extra_tags="good")  # fmt: skip
    return redirect("document", pk=pk)


@page()
def raw_file(request: PageRequest, pk: int) -> FileResponse:
    """The file as it came, by its content hash.

    Only to be saved: whatever it holds, the browser neither shows nor runs it as a page of the site.
    """
    found = get_object_or_404(Document.objects.select_related("source"), pk=pk)
    path = city_of_site().files / found.source.sha256
    if not path.is_file():
        raise LuhengError("file_not_found", file=found.source.name)
    audited_export("document", request.user, found.pk, found.source.sha256)
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.source.name,
        content_type="application/octet-stream",
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@page()
def editions(request: PageRequest, pk: int) -> HttpResponse:
    """A later edition beside the one it replaces, clause by clause."""
    later = get_object_or_404(
        Document.objects.select_related("replaces").filter(~Q(replaces=None)), pk=pk
    )
    earlier = later.replaces or later  # the query above leaves out what replaces nothing
    return render(request, "luheng/editions.html", {"comparison": compare(earlier, later)})
