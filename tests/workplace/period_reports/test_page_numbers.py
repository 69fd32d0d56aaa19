"""The contents of a Word report have page numbers, or ask Word for them."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from tests.workplace.period_reports.conftest import THIS_YEAR
from tests.workplace.period_reports.test_making import content_of
from tests.workplace.set_up_once import set_up_once
from tools.find_programs import LIBREOFFICE, require

from luheng.documents.formats import old_office
from luheng.workplace.city import City
from luheng.workplace.models import PeriodReport
from luheng.workplace.period_reports.making import make_period_report
from luheng.workplace.period_reports.verifying import verify_word
from luheng.workplace.reports import page_numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
@set_up_once
def report(city: City, small: None) -> PeriodReport:
    return make_period_report(city, "quarterly", str(THIS_YEAR))


def contents_of(word: bytes) -> list[tuple[str, str]]:
    """The entries of the contents and their page numbers."""
    found = []
    for link in docx.Document(io.BytesIO(word)).element.body.iter(qn("w:hyperlink")):
        *words, page = (text.text or "" for text in link.iter(qn("w:t")))
        found.append(("".join(words), page))
    return found


def test_without_libreoffice_word_is_asked_to_fill_them_in(
    city: City, report: PeriodReport
) -> None:
    word = content_of(city, report)
    entries = contents_of(word)
    assert [page for _, page in entries] == [page_numbers.OPEN] * len(entries)
    assert entries[0][0] == "一、总体情况"
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        assert b'updateFields w:val="true"' in archive.read("word/settings.xml")
    assert next(one for one in report.files if one["form"] == "docx")["numbered"] is False
    assert verify_word(word).sound


def test_every_entry_leads_to_the_heading_of_its_name(city: City, report: PeriodReport) -> None:
    body = docx.Document(io.BytesIO(content_of(city, report))).element.body
    places = {
        one.get(qn("w:name")): "".join(text.text or "" for text in one.getparent().iter(qn("w:t")))
        for one in body.iter(qn("w:bookmarkStart"))
    }
    links = [(one.get(qn("w:anchor")), one) for one in body.iter(qn("w:hyperlink"))]
    assert links
    for anchor, link in links:
        assert next(link.iter(qn("w:t"))).text == places[anchor]


@pytest.mark.slow
def test_with_libreoffice_they_are_those_of_the_pages(
    city: City, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(LIBREOFFICE)
    monkeypatch.setattr(page_numbers, "as_pdf", old_office.as_pdf)
    report = make_period_report(city, "quarterly", str(THIS_YEAR))
    word = content_of(city, report)
    entries = contents_of(word)
    laid_out = pypdfium2.PdfDocument(old_office.as_pdf("report.docx", word))
    pages = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in laid_out]
    assert len(entries) > 3
    for heading, page in entries:
        assert heading in pages[int(page) - 1], (heading, page)
    assert verify_word(word).sound
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        assert b"updateFields" not in archive.read("word/settings.xml")
