"""Reports that were opened to the public: what they are, and their files as they were published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from luheng.vocabulary.messages import Language, LuhengError
from luheng.workplace.language import current_language
from luheng.workplace.models import PeriodReport, ReportState
from luheng.workplace.pages.doors import city_of_site, opened
from luheng.workplace.period_reports.making import MEDIA, file_of
from luheng.workplace.period_reports.openness import OPEN_FORMS
from luheng.workplace.registers.period_reports import period_said


@dataclass(frozen=True)
class OpenFile:
    """A file that everyone may have. `address` is below that of all reports."""

    address: str
    name: str  # under which it is kept by whoever downloads it
    form: str
    language: Language
    size: int
    sha256: str
    path: Path


@dataclass(frozen=True)
class OpenReport:
    """What everyone may know of a report."""

    id: int
    title: str
    kind: str
    period: str
    as_of: date
    files: tuple[OpenFile, ...]


def open_reports() -> list[OpenReport]:
    """All that are open, the latest first."""
    return [_told(one) for one in PeriodReport.objects.filter(state=ReportState.OPEN)]


def kept_bytes(file: OpenFile) -> bytes:
    """What the file holds. Raises `file_not_found`."""
    if not file.path.is_file():
        raise LuhengError("file_not_found", file=file.path.name)
    return file.path.read_bytes()


@opened
def public_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with its files. 404 for one that is not open."""
    context = {"report": _open_report(pk), "as_of": timezone.localdate()}
    return render(request, "luheng/public/report.html", context)


@opened
def public_report_file(
    request: HttpRequest, pk: int, language: Language, form: str
) -> FileResponse:
    """A file as it was published. 404 for any that is not open."""
    files = [one for one in _open_report(pk).files if (one.language, one.form) == (language, form)]
    if not files:
        raise Http404(form)
    content = BytesIO(kept_bytes(files[0]))
    return FileResponse(content, as_attachment=True, filename=files[0].name, content_type=MEDIA[form])  # fmt: skip


def _open_report(pk: int) -> OpenReport:
    return _told(get_object_or_404(PeriodReport, pk=pk, state=ReportState.OPEN))


def _told(report: PeriodReport) -> OpenReport:
    language = current_language()
    files = (one for form in OPEN_FORMS for one in report.files if one["form"] == form)
    return OpenReport(
        id=report.pk,
        title=report.titled(language),
        kind=report.get_kind_display(),
        period=period_said(report.period),
        as_of=report.as_of,
        files=tuple(_file(report, one) for one in files),
    )


def _file(report: PeriodReport, file: dict[str, Any]) -> OpenFile:
    return OpenFile(
        address=f"{report.pk}/{file['language']}.{file['form']}",
        name=f"{report.titled(file['language'])}.{file['form']}",
        form=file["form"],
        language=file["language"],
        size=file["size"],
        sha256=file["sha256"],
        path=file_of(city_of_site(), file),
    )
