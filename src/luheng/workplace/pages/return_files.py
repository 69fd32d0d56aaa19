"""A return as a file: downloaded, uploaded, shown as what it would change, written when confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from luheng.documents.sheets import Trouble
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_export
from luheng.workplace.intake import check_size
from luheng.workplace.language import current_language, say
from luheng.workplace.models import Return, SourceFile
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.sheets import XLSX, attached, kept
from luheng.workplace.permissions import Act, Reach, require
from luheng.workplace.returns.access import may_fill, whole_return_of
from luheng.workplace.returns.entering import confirm_rest, confirmable
from luheng.workplace.returns.lifecycle import LIFECYCLE
from luheng.workplace.returns.merging import Entry, Merge, Merged, merge, take, why_not
from luheng.workplace.returns.workbook.deciding import choices, decide, heads, labels_open
from luheng.workplace.returns.workbook.opening import Opened, open_file
from luheng.workplace.returns.workbook.writing import file_name, workbook_of_return

_SHOWN_ROWS = 300


@page(reach=Reach.SEEN)
def download(request: PageRequest, pk: int) -> HttpResponse:
    """The return as a workbook with the same cells as the page."""
    one = whole_return_of(request.user, pk)
    content = workbook_of_return(one, fills=may_fill(request.user, one))
    audited_export("excel", request.user, f"return:{one.pk}", content)
    return attached(content, file_name(one))


@page(Act.FILE_RETURN, posts=Act.FILE_RETURN, reach=Reach.SEEN)
def upload(request: PageRequest, pk: int) -> HttpResponse:
    """Upload, then what it would change, then the writing of exactly that."""
    one = whole_return_of(request.user, pk)
    require(request.user, Act.FILE_RETURN, one)
    if not may_fill(request.user, one):
        raise LuhengError("return_not_open", state=LIFECYCLE.label(one.state))
    if request.method != "POST":
        return render(request, "luheng/return_file.html", {"one": one})
    if file := request.FILES.get("file"):
        check_size(city_of_site(), file.name or "upload", file.size or 0)
        content = file.read()
        name = Path(file.name or "upload.xlsx").name[:200]
        return _previewed(request, one, name, content, kept(content))
    sha256, name = request.POST.get("sha256", ""), request.POST.get("name", "")[:200]
    path = city_of_site().files / sha256
    if not (len(sha256) == 64 and sha256.isalnum() and path.is_file()):
        raise LuhengError("upload_gone")
    content = path.read_bytes()
    if "confirm" in request.POST:
        return _written(request, one, name, content, sha256)
    if "map" in request.POST:
        _decided(request, one, open_file(one, name, content, request.user))
    return _previewed(request, one, name, content, sha256)


def _written(
    request: PageRequest, one: Return, name: str, content: bytes, sha256: str
) -> HttpResponse:
    opened = open_file(one, name, content, request.user)
    entries = [_with_note(request, entry) for entry in opened.entries]
    forced = frozenset(
        (int(row), cell)
        for key in request.POST.getlist("force")
        for row, _, cell in [key.partition(":")]
        if row.isdecimal() and len(row) < 19
    )
    plain = merge(one, opened.entries)
    if plain.fingerprint() != request.POST.get("shown", ""):
        changed = LuhengError("return_changed_meanwhile").message.text(current_language())
        return _previewed(request, one, name, content, sha256, said=changed, status=409)
    about = {"name": name, "media_type": XLSX, "size": len(content), "added_by": request.user}
    source, _ = SourceFile.objects.get_or_create(sha256=sha256, defaults=about)
    done = take(one, entries, request.user, forced=forced, source=source)
    rest = confirm_rest(one, request.user) if "rest" in request.POST else 0
    n = len(done.changed)
    said = say(f"已写入 {n} 项", f"{n} rows written")
    if rest:
        said = say(f"已写入 {n} 项，另确认 {rest} 项", f"{n} rows written, {rest} more confirmed")
    messages.success(request, said, extra_tags="good")
    return redirect("return", pk=one.pk)


def _with_note(request: PageRequest, entry: Entry) -> Entry:
    """The entry with the note by which the person insists, where they gave one in the preview."""
    note = request.POST.get(f"note-{entry.row}", "").strip()
    return Entry(entry.row, {**entry.cells, "note": note}, entry.version, entry.places) if note else entry  # fmt: skip


def _decided(request: PageRequest, one: Return, opened: Opened) -> None:
    """What a person said of columns and labels, remembered for the next file of this shape."""
    asked = set(one.rows.values_list("asked__name", flat=True))
    for at, (grid, mapped, kind) in enumerate(opened.read):
        columns = {
            head.column: request.POST.get(f"column-{at}-{head.column}", head.meaning)
            for head in heads(grid, mapped)
        }
        labels = labels_open(mapped, list(asked))
        named = {label: request.POST.get(f"label-{at}-{n}", "") for n, (_, label, _) in enumerate(labels)}  # fmt: skip
        named = {label: name for label, name in named.items() if name in asked}
        decide(one, kind, mapped, columns, named, request.user)


def _previewed(
    request: PageRequest, one: Return, name: str, content: bytes, sha256: str, *,
    said: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    opened = open_file(one, name, content, request.user)
    found = merge(one, opened.entries)
    refused = [*_refused(found), *(_told(trouble) for trouble in opened.troubles if trouble.stops)]
    new = sum(done.is_new for done in found.changed)
    asked = list(one.rows.order_by("asked__position").values_list("asked__name", flat=True))
    return render(request, "luheng/return_file.html", {
        "one": one, "name": name, "sha256": sha256, "found": found, "said": said,
        "refused": refused, "doubtful": [done for done in found.changed if done.row.warnings],
        "rows": found.changed[:_SHOWN_ROWS], "more": max(0, len(found.changed) - _SHOWN_ROWS),
        "new": new, "changed_count": len(found.changed) - new,
        "notes": [_told(trouble) for trouble in opened.troubles if not trouble.stops],
        "sheets": [_sheet(*read, asked) for read in opened.read], "asked": asked,
        "rest": _rest(one, found),
    }, status=status)  # fmt: skip


def _rest(one: Return, found: Merge) -> int:
    """How many rows the file leaves open whose answer stands there already."""
    written = {done.row.pk for done in found.changed}
    return sum(row.pk not in written for row in confirmable(one))


def _refused(found: Merge) -> list[dict[str, Any]]:
    return [
        _told(Trouble(done.at, message), done)
        for done in found.refused
        for message in why_not(done)[:1]
    ]


def _told(trouble: Trouble, done: Merged | None = None) -> dict[str, Any]:
    language = current_language()
    return {
        "place": trouble.address, "problem": trouble.message.text(language),
        "remedy": trouble.message.remedy(language), "field": done.row.asked.name if done else "",
    }  # fmt: skip


def _sheet(grid: Any, mapped: Any, kind: str, asked: list[str]) -> dict[str, Any]:
    return {
        "name": grid.name, "heads": heads(grid, mapped), "choices": choices(kind),
        "labels": labels_open(mapped, asked),
    }  # fmt: skip
