"""A file enters the city: kept as it came, read, recorded. Whole or not at all."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

import luheng
from luheng.documents.model import Reading
from luheng.vocabulary.messages import LuhengError
from luheng.workplace import raw_files
from luheng.workplace.carrying_over import NOTHING_CARRIED, Carried, carry_over
from luheng.workplace.city import City
from luheng.workplace.judging import NOTHING_JUDGED, Judged, judge_all
from luheng.workplace.models import Document, DocumentText, SourceFile, User
from luheng.workplace.organisation.following import follow_successors
from luheng.workplace.reading_shapes import in_field
from luheng.workplace.recording import Recorded, record_reading
from luheng.workplace.supersession import settle_supersession


class Reader(Protocol):
    """Whatever makes a reading of a file's content; but for tests, `luheng.read` within limits."""

    def __call__(self, content: bytes, /, *, name: str) -> Reading:
        """The reading. Raises LuhengError for a file that cannot be read."""


_EDITION_MARK = re.compile(
    r"[(（〔\[].*?[)）〕\]]|[\s　]|(第.{1,3})?修订版?|征求意见稿|送审稿|试行|印发"
)
_FIELDS = ("issuer", "doc_no", "issued_on", "status", "period")


@dataclass(frozen=True)
class Added:
    """What became of a file."""

    document: Document
    already_there: bool
    recorded: dict[str, Recorded]
    replaces: Document | None = None
    carried: Carried = NOTHING_CARRIED  # from the edition it replaces
    judged: Judged = NOTHING_JUDGED


def add_file(
    city: City,
    path: Path,
    *,
    by: User | None = None,
    name: str | None = None,
    replaces: Document | None = None,
    reader: Reader | None = None,
) -> Added:
    """The document that came of the file; the same content a second time changes nothing.

    The raw file is on the disk before one transaction records all that was read from it, so after a
    crash the city has the document whole, with the verdicts that follow, or not at all.
    Raises `file_too_large`, `cannot_write` and whatever the reader raises; then nothing is kept.
    """
    name = name or path.name
    _check_size(city, path, name)
    sha256 = raw_files.digest(path)
    if known := Document.objects.filter(source__sha256=sha256).first():
        return Added(known, already_there=True, recorded={})
    reading = (reader or _reader_of(city))(_content(path), name=name)
    raw_files.keep(city, path, sha256)
    source = SourceFile(
        sha256=sha256,
        name=name[:255],
        media_type=(reading.media_type or mimetypes.guess_type(name)[0] or "")[:120],
        size=path.stat().st_size,
        added_by=by,
    )
    try:
        return _add(source, reading, by, replaces)
    except IntegrityError:
        if known := Document.objects.filter(source__sha256=sha256).first():
            return Added(known, already_there=True, recorded={})  # somebody else was faster
        raise
    except DatabaseError as error:
        raw_files.let_go(city, sha256)
        raise LuhengError("cannot_write", folder=city.folder, problem=error) from error


@transaction.atomic
def _add(source: SourceFile, reading: Reading, by: User | None, replaces: Document | None) -> Added:
    source.save()
    document = Document(source=source)
    recorded = _record(document, reading, by)
    earlier = replaces or earlier_edition(document)
    carried = _link(document, earlier, by) if earlier else NOTHING_CARRIED
    follow_successors(document, by)
    judged = judge_all()
    return Added(document, False, recorded, replaces=earlier, carried=carried, judged=judged)


def read_again(
    city: City, document: Document, *, by: User | None = None, reader: Reader | None = None
) -> dict[str, Recorded]:
    """Reads the kept file with the reader of today; corrections of people stay."""
    path = city.files / document.source.sha256
    if not path.is_file():
        raise LuhengError("file_not_found", file=path)
    content = path.read_bytes()
    reading = (reader or _reader_of(city))(content, name=document.source.name)
    with transaction.atomic():
        recorded = _record(document, reading, by)
        follow_successors(document, by)
        judge_all()
    return recorded


def earlier_edition(document: Document) -> Document | None:
    """The plan in force that this one seems to be a later edition of: same title but for its marks."""
    if document.kind != Document.Kind.PLAN:
        return None
    title = _EDITION_MARK.sub("", document.title)
    plans = Document.objects.filter(kind=Document.Kind.PLAN, current=True).exclude(pk=document.pk)
    same = [plan for plan in plans if _EDITION_MARK.sub("", plan.title) == title]
    return same[0] if len(same) == 1 and len(title) > 6 else None


@transaction.atomic
def set_edition(document: Document, earlier: Document | None, by: User | None = None) -> Carried:
    """Says which plan this one replaces; that one is in force no longer. None takes it back.

    What people entered for the earlier one is copied where both say the same: how much, is returned.
    """
    carried = _link(document, earlier, by)
    judge_all()
    return carried


def _link(document: Document, earlier: Document | None, by: User | None) -> Carried:
    if former := document.replaces:
        former.current = True
        former.save(update_fields=["current"])
    if earlier and (earlier.pk == document.pk or not earlier.current):
        raise LuhengError("edition_replaced_already", title=earlier.title)
    document.replaces = earlier
    document.save(update_fields=["replaces"])
    if earlier:
        earlier.current = False
        earlier.save(update_fields=["current"])
    return carry_over(earlier, document, by) if earlier else NOTHING_CARRIED


def _record(document: Document, reading: Reading, by: User | None) -> dict[str, Recorded]:
    _fill(document, reading)
    document._history_user = by  # type: ignore[attr-defined]
    document.save()
    DocumentText.objects.update_or_create(document=document, defaults={"text": reading.text})
    recorded = record_reading(document, reading, by)
    settle_supersession(document.observations.all())
    return recorded


def _fill(document: Document, reading: Reading) -> None:
    """Title block and kind; once a person has changed them they stay."""
    document.read_at, document.reader_version = timezone.now(), luheng.__version__
    if document.version > 1:
        return
    document.kind = _kind(reading)
    document.title = (reading.title or Path(document.source.name).stem)[:400]
    for name in _FIELDS:
        setattr(document, name, in_field(Document, name, getattr(reading, name)))
    document.issued_on = document.issued_on or (reading.published_on or "")[:20]
    document.implied_units = list(reading.implied_units_all_tasks)


def _kind(reading: Reading) -> str:
    is_workbook = "sheet" in reading.media_type or "excel" in reading.media_type
    if is_workbook and reading.observations and reading.kind != "plan":
        return Document.Kind.RETURN
    return Document.Kind(reading.kind)


def _reader_of(city: City) -> Reader:
    limits = city.limits
    return lambda content, /, *, name: luheng.read(content, name=name, limits=limits)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:  # it was there a moment ago
        raise LuhengError("file_changed_meanwhile", file=path) from error


def _check_size(city: City, path: Path, name: str) -> None:
    if not path.is_file():
        raise LuhengError("file_not_found", file=path)
    check_size(city, name, path.stat().st_size)


def check_size(city: City, name: str, size: int) -> None:
    """Raises `file_too_large` for a file of more bytes than the city takes."""
    size_mb = size / 1_000_000
    if size_mb > city.file_limit_mb:
        raise LuhengError(
            "file_too_large", file=name, size_mb=round(size_mb), limit_mb=city.file_limit_mb
        )
