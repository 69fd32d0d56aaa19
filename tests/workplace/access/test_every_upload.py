"""Every form and operation that takes a file takes it through the scanner; a new one is found by itself.

A file that the scanner flags is sent to every page and every operation that takes a form, under
every name that an upload has anywhere on the site. What reads it must refuse it and keep nothing.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from tests.workplace.access.test_matrix import _address, _operation_address
from tests.workplace.access.visits import BODIES, FORMS
from tests.workplace.access.world import World
from tests.workplace.evidence.evidence_files import EICAR

import luheng.workplace
from luheng.workplace import uploads
from luheng.workplace.api.routes import api
from luheng.workplace.matrix import Line, operation_lines, page_lines
from luheng.workplace.models import SourceFile
from luheng.workplace.permissions import RoleName
from luheng.workplace.tokens import make_token

pytestmark = pytest.mark.django_db
HOME = Path(luheng.workplace.__file__).parent
TAKES_FILES = {  # pages known to read an upload: none may be lost from this list unseen
    "add-days", "add-documents", "import-rows", "method-sheet", "move-order", "return-upload",
    "upload-evidence", "upload-for", "upload-report-template", "upload-report-word",
}  # fmt: skip


def _names_of_uploads() -> set[str]:
    """What the templates and the code call the files that people send."""
    found: set[str] = set()
    for path in HOME.rglob("*.html"):
        for tag in re.findall(r'<input[^>]*type="?file[^>]*>', path.read_text(encoding="utf-8")):
            found |= set(re.findall(r'\bname="([^"]+)"', tag))
    for path in HOME.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'FILES(?:\.get|\.getlist)?[(\[]"(\w+)"', text))
        found |= set(re.findall(r"(\w+) = forms\.(?:File|Image)Field", text))
    return found


def test_the_names_of_uploads_are_found() -> None:
    assert _names_of_uploads() == {"document", "file", "files", "template", "word"}


def test_nothing_goes_round_the_handlers() -> None:
    assert site.FILE_UPLOAD_HANDLERS == [
        "luheng.workplace.uploads.ToMemory",
        "luheng.workplace.uploads.ToDisk",
    ]
    for path in HOME.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "upload_handlers" not in text, path
        assert not re.search(r"request\.(?:body|read\(|stream)", text), path


def test_the_operations_take_no_files() -> None:
    """A body of bytes would pass the handlers by; a form with files would not, and is tried below."""
    for path, operations in api.get_openapi_schema()["paths"].items():
        for operation in operations.values():
            kinds = set(operation.get("requestBody", {}).get("content", {}))
            assert kinds <= {"application/json", "multipart/form-data"}, path


@pytest.fixture
def flagging(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A scanner that flags everything; the names of what it was asked about."""
    program = tmp_path / "flagging.py"
    program.write_text("import sys; print('Eicar'); sys.exit(1)")
    settings.LUHENG_VIRUS_SCANNER = f"command:{sys.executable} -S {program}"
    asked: list[str] = []
    real = uploads.scan

    def scan(path: Path, name: str) -> None:
        asked.append(name)
        real(path, name)

    monkeypatch.setattr(uploads, "scan", scan)
    return asked


@pytest.mark.slow
def test_every_page_that_reads_a_file_has_it_scanned_and_keeps_none_that_is_flagged(
    world: World, flagging: list[str]
) -> None:
    client = Client()
    client.force_login(world.people[RoleName.ADMINISTRATOR])
    reading = set()
    for line in page_lines():
        if line.method != "POST":
            continue
        before = len(flagging)
        text = _sent(world, client, line)
        if len(flagging) > before:
            reading.add(line.name)
            assert "Eicar" in text, line.address
    assert reading == TAKES_FILES


@pytest.mark.slow
def test_no_operation_keeps_a_file_that_is_flagged(world: World, flagging: list[str]) -> None:
    cache.clear()
    key = make_token(RoleName.ADMINISTRATOR.value, "test")[1]
    client = Client(headers={"Authorization": f"Bearer {key}"})
    for line in operation_lines():
        if line.method != "POST":
            continue
        address = _operation_address(world, line, RoleName.ADMINISTRATOR, True)
        with transaction.atomic():
            client.post(address, {"payload": json.dumps(BODIES[line.name]), **_files()})
            _nothing_kept(world, line)
            transaction.set_rollback(True)


def _files() -> dict[str, Any]:
    return {
        name: SimpleUploadedFile("flagged.docx", b"PK\x03\x04" + EICAR)
        for name in sorted(_names_of_uploads())
    }


def _sent(world: World, client: Client, line: Line) -> str:
    """The whole answer to a form with files, after following it; all of it is undone."""
    form = FORMS.get(line.name, {})
    data = dict(form(world, True) if callable(form) else form)
    address = _address(world, line, RoleName.ADMINISTRATOR, True)
    with transaction.atomic():
        answer: Any = client.post(address, {**data, **_files()}, follow=True)
        _nothing_kept(world, line)
        transaction.set_rollback(True)
    return answer.content.decode(errors="replace") if not answer.streaming else ""


def _nothing_kept(world: World, line: Line) -> None:
    assert not SourceFile.objects.filter(name__contains="flagged").exists(), line.address
    for path in world.city.folder.rglob("*"):
        assert not (path.is_file() and EICAR in path.read_bytes()), (line.address, path.name)
