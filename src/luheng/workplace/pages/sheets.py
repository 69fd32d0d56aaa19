"""Lists go out as Excel and come back: uploaded, shown as changes, written when confirmed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from luheng.vocabulary.messages import LuhengError
from luheng.workplace import raw_files
from luheng.workplace.audit import audited_export
from luheng.workplace.intake import check_size
from luheng.workplace.language import current_language, say
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.permissions import Act, require
from luheng.workplace.registers import REGISTERS, Register
from luheng.workplace.sheets.figures import workbook_of_figures
from luheng.workplace.sheets.reading import ChangedRow, preview
from luheng.workplace.sheets.taking import take
from luheng.workplace.sheets.writing import file_name, workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN_ROWS = 200


@page()
def export_rows(request: PageRequest, key: str) -> HttpResponse:
    """The view of a list as a workbook."""
    register = _register(key)
    require(request.user, register.reads)
    query = register.query(dict(request.GET.lists()), request.user)
    content = workbook_of(register, query, request.user)
    audited_export("excel", request.user, register.key, content, view=query.address())
    return attached(content, file_name(register))


def figures_answer(request: PageRequest, name: str, figure: dict[str, Any]) -> HttpResponse:
    """The figures of a chart as a workbook to keep; with its entry in the audit log."""
    title = figure["layout"]["title"]["text"]
    content = workbook_of_figures(title, *figure["table"])
    audited_export("figures", request.user, request.path, content)
    return attached(content, f"{name}.xlsx")


def attached(content: bytes, name: str, media_type: str = XLSX) -> HttpResponse:
    """A file to keep; a workbook where nothing else is said."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@page(Act.IMPORT_ROWS, posts=Act.IMPORT_ROWS)
def import_rows(request: PageRequest, key: str) -> HttpResponse:
    """Upload, then a preview, then the confirmed writing of exactly what was previewed."""
    register = _register(key)
    require(request.user, register.reads)
    if register.save is None:
        raise Http404(key)  # nothing of it is written with a workbook
    if request.method != "POST":
        return render(request, "luheng/import.html", {"register": register})
    if upload := request.FILES.get("file"):
        check_size(city_of_site(), upload.name or "upload", upload.size or 0)
        content = upload.read()
        return _previewed(request, register, content, kept(content))
    sha256 = request.POST.get("sha256", "")
    path = city_of_site().files / sha256
    if not (len(sha256) == 64 and sha256.isalnum() and path.is_file()):
        raise LuhengError("upload_gone")
    content = path.read_bytes()
    if "confirm" not in request.POST:
        return _previewed(request, register, content, sha256)
    taken = take(preview(register, content, request.user), request.user)
    said = say(f"已写入：修改 {taken.changed} 条，新增 {taken.new} 条，未变 {taken.same} 条", f"Written: {taken.changed} changed, {taken.new} new, {taken.same} unchanged")  # fmt: skip
    messages.success(request, said, extra_tags="good")
    return redirect(register.key)


def _register(key: str) -> Register:
    if key not in REGISTERS:
        raise Http404(key)
    return REGISTERS[key]


def kept(content: bytes) -> str:
    """The raw file stays in the city by its hash, whatever becomes of its rows."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload.xlsx"
        path.write_bytes(content)
        sha256 = raw_files.digest(path)
        raw_files.keep(city_of_site(), path, sha256)
    return sha256


def _previewed(
    request: PageRequest, register: Register, content: bytes, sha256: str
) -> HttpResponse:
    found = preview(register, content, request.user)
    language = current_language()
    wrong = [
        (one.place, one.message.text(language), one.message.remedy(language)) for one in found.wrong
    ]
    return render(request, "luheng/import.html", {
        "register": register, "found": found, "sha256": sha256, "wrong": wrong,
        "changed": [_shown(register, row) for row in found.rows[:_SHOWN_ROWS]],
        "more": max(0, len(found.rows) - _SHOWN_ROWS),
        "remarks": [one.text(language) for one in found.remarks[:_SHOWN_ROWS]],
    }, status=422 if wrong else 200)  # fmt: skip


def _shown(register: Register, row: ChangedRow) -> dict[str, Any]:
    changes = [
        (column.header, column.text(old), column.text(new))
        for column in register.columns
        if column.key in row.changes
        for old, new in [row.changes[column.key]]
    ]
    return {"row": row, "changes": changes}
