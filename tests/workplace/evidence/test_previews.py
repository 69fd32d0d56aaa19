"""What is shown of a file is never the file: drawn anew, or plain words that cannot run."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.workplace.evidence.conftest import Take
from tests.workplace.evidence.evidence_files import PDF, photo, word, workbook

from luheng.workplace.city import City
from luheng.workplace.models import Evidence, User
from luheng.workplace.previews.making import preview_of

pytestmark = pytest.mark.django_db


def shown(office: User, evidence: Evidence, key: str) -> tuple[bytes, dict[str, str]]:
    browser = Client()
    browser.force_login(office)
    answer = browser.get(reverse("evidence-preview", args=[evidence.pk, key]))
    assert answer.status_code == 200
    return answer.content, dict(answer.headers)


def test_a_photo_is_shown_upright_and_without_its_place_and_camera(
    city: City, office: User, take: Take
) -> None:
    content = photo(3000, 1000, rotated=True)
    evidence = take(content, "现场.jpg").evidence
    assert b"SecretCamera" in content
    drawn, headers = shown(office, evidence, "picture")
    image = Image.open(io.BytesIO(drawn))
    assert image.size == (533, 1600)
    assert dict(image.getexif()) == {}
    assert b"SecretCamera" not in drawn
    assert headers["Content-Type"] == "image/jpeg"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_page_of_a_pdf_is_a_picture_made_once(city: City, office: User, take: Take) -> None:
    evidence = take(PDF).evidence
    assert preview_of(city, evidence.source).parts == ("page-1",)
    first, headers = shown(office, evidence, "page-1")
    assert headers["Content-Type"] == "image/jpeg"
    kept = city.folder / "previews" / "1" / evidence.source.sha256 / "page-1"
    assert kept.read_bytes() == first
    kept.write_bytes(b"kept")
    assert shown(office, evidence, "page-1")[0] == b"kept"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (word("<script>alert(1)</script>", "情况说明"), "说明.docx"),
        (workbook(["<script>alert(1)</script>", "情况说明"], ["年", 2023]), "数据.xlsx"),
        ("<script>alert(1)</script>\n情况说明".encode(), "说明.txt"),
    ],
)
def test_words_of_office_files_are_shown_and_never_run(
    office: User, take: Take, content: bytes, name: str
) -> None:
    page, headers = shown(office, take(content, name).evidence, "text")
    words = page.decode()
    assert "情况说明" in words
    assert "<script" not in words
    assert "&lt;script&gt;" in words
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy


@pytest.mark.parametrize(
    ("content", "name", "key"),
    [
        (b"\xff\xd8\xff broken", "坏.jpg", "picture"),
        (b"%PDF-1.4 broken", "坏.pdf", "page-1"),
        (PDF, "好.pdf", "page-2"),
        (PDF, "好.pdf", "text"),
    ],
)
def test_what_cannot_be_shown_is_said(
    office: User, take: Take, content: bytes, name: str, key: str
) -> None:
    evidence = take(content, name).evidence
    browser = Client()
    browser.force_login(office)
    answer = browser.get(reverse("evidence-preview", args=[evidence.pk, key]))
    assert answer.status_code == 422
    assert "不能预览" in answer.content.decode()
    assert browser.get(reverse("evidence-item", args=[evidence.pk])).status_code == 200


def test_a_picture_of_too_many_pixels_is_not_opened(office: User, take: Take) -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 8_500)).save(out, "PNG")
    evidence = take(out.getvalue(), "大图.png").evidence
    browser = Client()
    browser.force_login(office)
    answer = browser.get(reverse("evidence-preview", args=[evidence.pk, "picture"]))
    assert answer.status_code == 422
