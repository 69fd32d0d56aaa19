"""Making a report: which snapshot, which one before it, which form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.models import ScorecardSnapshot, User
from luheng.workplace.reports.pdf import pdf_of
from luheng.workplace.reports.report import Report
from luheng.workplace.reports.word import word_of
from luheng.workplace.reports.word_template import default_template
from luheng.workplace.reports.writing import write_report
from luheng.workplace.snapshots import take_snapshot

TEMPLATE = Path("templates") / "report.docx"


def snapshot_for_report(pk: int | None = None, by: User | None = None) -> ScorecardSnapshot:
    """The snapshot asked for; without an id, one of now, or the latest if nothing changed since.

    Raises `snapshot_unknown`.
    """
    if pk is not None:
        found = ScorecardSnapshot.objects.filter(pk=pk).first()
        if found is None:
            raise LuhengError("snapshot_unknown", snapshot=pk)
        return found
    latest = ScorecardSnapshot.objects.first()
    taken = take_snapshot(by)
    if latest is not None and latest.sha256 == taken.sha256:
        taken.delete()
        return latest
    return taken


def report_of(snapshot: ScorecardSnapshot) -> Report:
    """The report of a snapshot, compared with the one taken before it."""
    before = ScorecardSnapshot.objects.filter(taken_at__lt=snapshot.taken_at)
    return write_report(snapshot, before.first())


def make_report(snapshot: ScorecardSnapshot, form: str, city: City | None) -> bytes:
    """The report of a snapshot as a file. Raises `report_form_unknown` and what rendering raises."""
    if form not in FORMS:
        raise LuhengError("report_form_unknown", form=form, known="、".join(FORMS))
    return FORMS[form](report_of(snapshot), city)


def take_template(city: City) -> Path:
    """Puts a copy of the default template into the city folder to be edited; an own one stays."""
    path = city.folder / TEMPLATE
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(default_template())
    return path


def _word(report: Report, city: City | None) -> bytes:
    own = city.folder / TEMPLATE if city else None
    return word_of(report, own if own and own.is_file() else None)


def _pdf(report: Report, city: City | None) -> bytes:
    return pdf_of(report)


FORMS: dict[str, Callable[[Report, City | None], bytes]] = {"docx": _word, "pdf": _pdf}
