"""Files that people send and fetch: bounded, refused without the right, never run by a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse
from tests.workplace.conftest import person
from tests.workplace.reading_of import plan_reading

from luheng.cli import main
from luheng.documents.model import Reading
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.intake import add_file
from luheng.workplace.models import Document, SourceFile, User
from luheng.workplace.pages.urls import urlpatterns
from luheng.workplace.permissions import RoleName

pytestmark = pytest.mark.django_db
PAGE = "<html><body><script>alert(1)</script><p>云川市通告</p></body></html>".encode()


def signed_in(user: User, **options: bool) -> Client:
    client = Client(**options)  # type: ignore[arg-type]
    client.force_login(user)
    return client


def sent(client: Client, name: str = "page.html", content: bytes = PAGE) -> int:
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("add-documents"), {"files": [upload]}, follow=True).status_code


def test_an_uploaded_page_is_handed_out_to_be_saved_and_never_run(city: City, office: User) -> None:
    browser = signed_in(office)
    sent(browser)
    answer = browser.get(reverse("raw-file", args=[Document.objects.get().pk]))
    assert b"".join(answer.streaming_content) == PAGE  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("name", ["../../luheng.toml", "..\\secret.key", "a\r\nX: 1.html"])
def test_the_name_of_an_upload_reaches_no_other_file(city: City, office: User, name: str) -> None:
    settings = (city.folder / "luheng.toml").read_bytes()
    browser = signed_in(office)
    sent(browser, name)
    source = SourceFile.objects.get()
    assert [path.name for path in city.files.iterdir()] == [source.sha256]
    assert (city.folder / "luheng.toml").read_bytes() == settings
    assert "/" not in source.name and "\n" not in source.name
    assert browser.get(f"/documents/{Document.objects.get().pk}/file/").status_code == 200


def test_a_raw_file_that_is_gone_is_named(city: City, office: User) -> None:
    browser = signed_in(office)
    sent(browser)
    (city.files / SourceFile.objects.get().sha256).unlink()
    answer = browser.get(reverse("raw-file", args=[Document.objects.get().pk]))
    assert answer.status_code == 422
    assert "找不到文件 page.html" in answer.content.decode()


@pytest.mark.parametrize("role", [RoleName.UNIT_MEMBER, RoleName.READER])
def test_who_may_not_add_documents_is_refused(city: City, role: RoleName) -> None:
    unit = "市林业局" if role is RoleName.UNIT_MEMBER else None
    assert sent(signed_in(person("someone", role, unit))) == 403
    assert not SourceFile.objects.exists()
    assert list(city.files.iterdir()) == []


def test_a_stranger_neither_sends_nor_fetches_files(city: City, office: User) -> None:
    sent(signed_in(office))
    path = reverse("raw-file", args=[Document.objects.get().pk])
    for answer in (Client().get(path), Client().post(reverse("add-documents"))):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")


def _addresses() -> list[str]:
    given = {"pk": 1, "kind": "target", "act": "accept", "key": "targets", "version": "1", "form": "docx", "move": "issue", "unit": 1, "uidb64": "MQ", "token": "set", "id": "air.iaqi", "language": "zh"}  # fmt: skip
    return [
        reverse(pattern.name, kwargs={name: given[name] for name in pattern.pattern.converters})
        for pattern in urlpatterns
        if isinstance(pattern, URLPattern) and pattern.name
    ]


def test_no_page_takes_a_form_from_another_site(city: City, office: User) -> None:
    browser = signed_in(office, enforce_csrf_checks=True)
    addresses = [*_addresses(), "/i18n/setlang/", "/admin/login/"]
    assert len(addresses) > 40
    addresses = [one for one in addresses if not one.startswith("/s/")]  # they know no session
    taken = [one for one in addresses if browser.post(one, {"act": "accept"}).status_code != 403]
    assert taken == []


def test_the_api_takes_nothing_on_the_strength_of_a_session(city: City, office: User) -> None:
    answer = signed_in(office).post("/api/v1/observations", {}, content_type="application/json")
    assert answer.status_code == 401


def test_an_upload_larger_than_the_city_allows_is_refused_by_name(
    city: City, office: User, settings: object
) -> None:
    settings.LUHENG_CITY = replace(city, file_limit_mb=1)  # type: ignore[attr-defined]
    browser = signed_in(office)
    large = SimpleUploadedFile("大文件.txt", b"1" * 1_200_000)
    shown = browser.post("/documents/add/", {"files": [large]}, follow=True).content.decode()
    assert "大文件.txt 有 1 MB，超过上限 1 MB" in shown
    large = SimpleUploadedFile("大表.xlsx", b"1" * 1_200_000)
    assert browser.post("/lists/targets/import/", {"file": large}).status_code == 422
    assert list(city.files.iterdir()) == []


def test_limits_of_the_environment_hold_for_reading_adding_and_uploading(
    city: City, office: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUHENG_LIMIT_MAX_TEXT_CHARACTERS", "10")
    path = tmp_path / "长文.txt"
    path.write_text("云川市绿色发展方案\n" * 3, encoding="utf-8")
    read = CliRunner().invoke(main, ["read", str(path)])
    new = CliRunner().invoke(main, ["new", str(tmp_path / "new"), "--plan", str(path)])
    for run in (read, new):
        assert run.exit_code == 1
        assert "LUHENG_LIMIT_MAX_TEXT_CHARACTERS" in run.output
    with pytest.raises(LuhengError, match=r"长文\.txt"):
        add_file(city, path, by=office)
    sent(signed_in(office), "长文.txt", path.read_bytes())
    assert not Document.objects.exists()


def test_the_limit_of_the_city_is_the_one_on_the_size_of_its_files(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert replace(city, file_limit_mb=300).limits.max_file_mb == 300
    monkeypatch.setenv("LUHENG_LIMIT_MAX_FILE_MB", "5")
    assert replace(city, file_limit_mb=300).limits.max_file_mb == 5


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("方案二")])
def test_a_file_that_disappears_or_changes_half_way_leaves_nothing_behind(
    city: City, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("方案一", encoding="utf-8")

    def reader(content: bytes, /, *, name: str) -> Reading:
        change(path)
        return plan_reading()

    with pytest.raises(LuhengError, match="在读取过程中被改动"):
        add_file(city, path, reader=reader)
    assert not SourceFile.objects.exists()
    assert list(city.files.iterdir()) == []
