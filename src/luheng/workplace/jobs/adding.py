"""Reading uploaded files into the city, one after the other."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.intake import Added, add_file
from luheng.workplace.jobs.kinds import Note, Progress, Result, Steps, job_kind
from luheng.workplace.jobs.made_files import city_at_work
from luheng.workplace.models import Job, User


def keep_uploads(city: City, uploads: Iterable[UploadedFile]) -> dict[str, Any]:
    """Puts uploads where the job finds them; the arguments for `start`. Raises `cannot_write`."""
    token = secrets.token_hex(8)  # never a name the browser sent
    folder = city.waiting / token
    names = []
    try:
        folder.mkdir(parents=True)
        for number, upload in enumerate(uploads):
            with (folder / str(number)).open("wb") as file:
                for chunk in upload.chunks():
                    file.write(chunk)
            names.append(upload.name or "upload")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise LuhengError("cannot_write", folder=city.waiting, problem=error.strerror) from error
    return {"token": token, "names": names}


def _forget_uploads(job: Job) -> None:
    shutil.rmtree(_folder(job.arguments["token"]), ignore_errors=True)


def _folder(token: str) -> Path:
    return city_at_work().waiting / token


@job_kind(
    "add_documents", zh="加入并识读文件", en="Add and read documents", afterwards=_forget_uploads
)
def add_documents(job: Job, *, token: str, names: list[str]) -> Steps:
    """Adds each file whole or not at all; one that cannot be read stops no other."""
    last = job.cursor.get("document")
    for number, name in list(enumerate(names))[job.done :]:
        yield Progress(number, len(names), f"正在识读 {name}", f"Reading {name}")
        note, document = _add(_folder(token) / str(number), name, job.started_by)
        last = document or last
        yield Progress(number + 1, len(names), note=note, cursor={"document": last})
    read = sum(note["good"] for note in job.notes)
    to_one = len(names) == 1 and last
    return Result(
        f"{read} 份已加入，{len(names) - read} 份未能加入"
        if read < len(names)
        else f"{read} 份已加入",
        f"{read} of {len(names)} added",
        url=reverse("document", args=[last]) if to_one else reverse("documents"),
    )


def _add(path: Path, name: str, by: User | None) -> tuple[Note, int | None]:
    try:
        added = add_file(city_at_work(), path, by=by, name=name)
    except LuhengError as problem:
        said = problem.message
        zh, en = (f"{said.text(one)}。{said.remedy(one)}" for one in ("zh", "en"))
        return Note(f"{name}：{zh}", f"{name}: {en}", good=False), None
    return _said(name, added), added.document.pk


def _said(name: str, added: Added) -> Note:
    title = added.document.title
    if added.already_there:
        return Note(
            f"{name}：内容与已有文件“{title}”相同，未作改动",
            f"{name}: same content as “{title}”, nothing changed",
        )
    return Note(f"{name}：已识读为“{title}”", f"{name}: read as “{title}”")
