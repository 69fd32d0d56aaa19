"""Uploads of evidence, many files at once; each is answered for by name, one bad file stops no other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.evidence.subjects import address_of, find_subject, kind_of
from luheng.workplace.evidence.taking import Taken, take_evidence
from luheng.workplace.intake import check_size
from luheng.workplace.language import current_language, say
from luheng.workplace.models import Evidence
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.pages.evidence_forms import UploadForm
from luheng.workplace.permissions import Act, Reach, require

MOST_FILES = 50


@dataclass(frozen=True)
class Answer:
    """What became of one file: its evidence, or the problem and its remedy."""

    name: str
    evidence: Evidence | None = None
    already_there: bool = False
    problem: str = ""
    remedy: str = ""


@page(Act.ADD_EVIDENCE)
@require_POST
def upload_evidence(request: PageRequest) -> HttpResponse:
    """Takes files that are to be bound later."""
    return _upload(request, None)


@page(Act.ADD_EVIDENCE, reach=Reach.OWN_UNIT)
@require_POST
def upload_for(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Takes files that prove something of one subject."""
    subject = find_subject(kind, pk)
    require(request.user, Act.ADD_EVIDENCE, subject)
    return _upload(request, subject)


def _upload(request: PageRequest, subject: Any) -> HttpResponse:
    """Back to where one came from if all went well, else a page that answers for each file."""
    uploads = request.FILES.getlist("files")
    if len(uploads) > MOST_FILES:
        raise LuhengError("too_many_files", count=len(uploads), limit=MOST_FILES)
    back = f"{address_of(subject)}#evidence" if subject else reverse("evidence")
    form = UploadForm(request.POST)
    if not uploads or not form.is_valid():
        wrong = say("请选择文件，并按格式填写日期", "Choose files, and write the dates as asked")
        messages.error(request, wrong, extra_tags="bad")
        return redirect(back)
    answers = [_answer(request, one, subject, form.cleaned_data) for one in uploads]
    if all(one.evidence and not one.already_there for one in answers):
        said = say(f"已上传 {len(answers)} 份", f"{len(answers)} uploaded")
        messages.success(request, said, extra_tags="good")
        return redirect(back)
    return render(request, "luheng/evidence_uploaded.html", {
        "answers": answers, "subject": subject, "back": back,
        "kind": kind_of(subject) if subject else "",
    })  # fmt: skip


def _answer(
    request: PageRequest, upload: UploadedFile, subject: Any, about: dict[str, Any]
) -> Answer:
    name = upload.name or "upload"
    try:
        taken = _taken(upload, name, request, subject, about)
    except LuhengError as problem:
        language = current_language()
        return Answer(
            name,
            problem=problem.message.text(language),
            remedy=problem.message.remedy(language),
        )
    return Answer(name, taken.evidence, taken.already_there)


def _taken(
    upload: UploadedFile, name: str, request: PageRequest, subject: Any, about: dict[str, Any]
) -> Taken:
    city = city_of_site()
    check_size(city, name, upload.size or 0)  # one that is too large is not even copied
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"  # never the name the browser sent
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        return take_evidence(city, path, name=name, by=request.user, subject=subject, **about)
