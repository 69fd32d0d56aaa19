"""Making a report: its snapshot is frozen, the files written and kept by their digests, the record begun."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from luheng.vocabulary.messages import Language, LuhengError
from luheng.workplace.city import City
from luheng.workplace.dossiers.signing import city_key
from luheng.workplace.models import (
    PeriodReport,
    ReportState,
    ScorecardSnapshot,
    User,
)
from luheng.workplace.models.period_reports import OUT
from luheng.workplace.period_reports.appendix import appendix_of
from luheng.workplace.period_reports.kinds import kind_of
from luheng.workplace.period_reports.lifecycle import REPORTS
from luheng.workplace.period_reports.own_templates import own_template, template_path
from luheng.workplace.period_reports.pdf import pdf_of
from luheng.workplace.period_reports.recomputing import facts_of
from luheng.workplace.period_reports.spans_of_time import days_of, usual_period
from luheng.workplace.period_reports.verifying import verify_word
from luheng.workplace.period_reports.word import word_of
from luheng.workplace.period_reports.writing import Asked, Written, pieces_of, title_of, write
from luheng.workplace.permissions import Act, require
from luheng.workplace.reports.making import snapshot_for_report
from luheng.workplace.reports.page_numbers import with_page_numbers

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMS = tuple(MEDIA)
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def make_period_report(
    city: City,
    kind: str,
    period: str = "",
    *,
    languages: Sequence[str] = ("zh",),
    documents: Sequence[int] = (),
    by: User | None = None,
    snapshot: ScorecardSnapshot | None = None,
) -> PeriodReport:
    """The draft of a report with its files.

    `by` None: whoever runs the command on the city's own machine. `period` empty: the last that is over.
    Raises `not_allowed`, `report_kind_unknown`, `period_unreadable`, `report_template_wrong` and what
    checking a template raises; then nothing is kept but the snapshot.
    """
    if by is not None:
        require(by, Act.MAKE_REPORT)
    months = kind_of(kind).months
    period = period or usual_period(months, timezone.localdate())
    days_of(period)
    frozen = snapshot or snapshot_for_report(None, by)
    report = PeriodReport(
        kind=kind, period=period, languages=_known(languages), documents=list(documents),
        as_of=frozen.as_of, snapshot=frozen, compared_with=_last(kind, frozen), made_by=by,
    )  # fmt: skip
    with transaction.atomic():
        REPORTS.begin(report, by)
        _fill(city, report)
        report.save()
    return report


def file_of(city: City, file: dict[str, Any]) -> Path:
    """Where a file of a report lies."""
    return city.reports / f"{file['sha256']}.{file['form']}"


def written_of(report: PeriodReport, language: Language) -> Written:
    """The words of a report, from what it froze."""
    return write(_asked(report, language), facts_of(report.snapshot, report.compared_with))


def _asked(report: PeriodReport, language: Language) -> Asked:
    return Asked(report.kind, report.period, language, tuple(report.documents))


def replace_word(
    city: City, report: PeriodReport, content: bytes, by: User, *, language: Language = "zh"
) -> list[Any]:
    """Keeps a draft's Word file that people edited, when every number in it is still what it was.

    The problems found, empty when the file was kept. Raises `not_allowed`, `report_published`.
    """
    require(by, Act.MAKE_REPORT, report)
    found = verify_word(content)
    if found.sound and dict(found.about) != _about(city, report, language):
        found.say("report_is_another", report=report.titles())
    if found.problems:
        return found.problems
    kept = _kept(city, content, "docx", language)
    old = next(one for one in report.files if (one["form"], one["language"]) == ("docx", language))
    report.files = [{**old, **kept, "edited": True} if one is old else one for one in report.files]
    report._history_user = by  # type: ignore[attr-defined]
    report.save()
    return []


def _known(languages: Sequence[str]) -> list[Language]:
    if unknown := [one for one in languages if one not in LANGUAGES]:
        raise LuhengError("report_language_unknown", language=unknown[0])
    return [one for one in LANGUAGES if one in languages] or ["zh"]


def _last(kind: str, frozen: ScorecardSnapshot) -> ScorecardSnapshot | None:
    """What the last report of the kind was made from: the last published, else the last draft."""
    reports = PeriodReport.objects.filter(kind=kind).exclude(state=ReportState.DROPPED)
    others = reports.exclude(snapshot=frozen).select_related("snapshot").order_by("-made_at", "-pk")
    last = others.filter(state__in=OUT).first() or others.first()
    return last.snapshot if last else None


def _fill(city: City, report: PeriodReport) -> None:
    facts = facts_of(report.snapshot, report.compared_with)
    report.title, report.title_en = (title_of(_asked(report, one), facts) for one in LANGUAGES)
    key = city_key(city)
    files = []
    for language in cast(list[Language], report.languages):
        written = written_of(report, language)
        about = _about(city, report, language)
        template = own_template(city, report.kind, language)
        name = template_path(city, report.kind, language).name
        word, numbered = with_page_numbers(word_of(written, about, key, template, name))
        files += [
            _kept(city, word, "docx", language) | _template(template) | {"numbered": numbered},
            _kept(city, pdf_of(written, report.as_of), "pdf", language),
            _kept(city, appendix_of(written, report), "xlsx", language),
        ]
        if language == report.languages[0]:
            report.numbers = len(pieces_of(written))
    report.files = files


def _about(city: City, report: PeriodReport, language: Language) -> dict[str, Any]:
    compared = report.compared_with.sha256 if report.compared_with else ""
    return {
        "city": city.name,
        "kind": report.kind,
        "period": report.period,
        "language": language,
        "as_of": report.as_of.isoformat(),
        "snapshot": report.snapshot.sha256,
        "compared_with": compared,
    }


def _template(own: bytes | None) -> dict[str, str]:
    return {"template": hashlib.sha256(own).hexdigest() if own else ""}


def _kept(city: City, content: bytes, form: str, language: Language) -> dict[str, Any]:
    """The file, kept by its digest, whole or not at all. Raises `cannot_write`."""
    file = {
        "form": form,
        "language": language,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }
    path = file_of(city, file)
    begun = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(exist_ok=True)
        begun.write_bytes(content)
        begun.replace(path)
    except OSError as error:
        begun.unlink(missing_ok=True)
        raise LuhengError("cannot_write", folder=path.parent, problem=error.strerror) from error
    return file
