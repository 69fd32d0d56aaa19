"""Documents that come with a move of an order: kept as evidence, bound to the order."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile

from luheng.workplace.city import City
from luheng.workplace.evidence.binding import bind
from luheng.workplace.evidence.taking import take_evidence
from luheng.workplace.intake import check_size
from luheng.workplace.models import Evidence, SupervisionOrder, User


def keep_paper(city: City, upload: UploadedFile, order: SupervisionOrder, by: User) -> Evidence:
    """The upload as evidence of the order. Raises what `take_evidence` raises."""
    name = upload.name or "upload"
    check_size(city, name, upload.size or 0)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"  # never the name the browser sent
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        evidence = take_evidence(city, path, name=name, by=by, subject=order).evidence
    bind(evidence, order, by)
    return evidence


def bind_paper(paper: Evidence, order: SupervisionOrder, by: User, note: str) -> None:
    """Says that the document belongs to the order; once."""
    bind(paper, order, by, note=note)
