"""Reports: every number leads to its source, and a frozen report stays as it was."""

from __future__ import annotations

import io
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from django.test import Client
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import PLAN, bulletin_reading, figure, forest, plan_reading
from tests.workplace.set_up_once import set_up_once
from tests.workplace.test_command_line import luheng

from luheng.examples import city_folder
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City, create_city
from luheng.workplace.intake import add_file
from luheng.workplace.judging import judge_all
from luheng.workplace.models import Observation, ScorecardSnapshot, Target, Task, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.progress import report_progress
from luheng.workplace.reports.cited import figures, spans, text_of
from luheng.workplace.reports.making import (
    make_report,
    report_of,
    snapshot_for_report,
    take_template,
)
from luheng.workplace.reports.word_template import REFERENCE
from luheng.workplace.snapshots import take_snapshot

pytestmark = pytest.mark.django_db

DATE = r"(?:19|20)\d\d(?:[—至-](?:19|20)\d\d)?(?:年(?:\d+月(?:\d+日)?)?|-\d\d(?:-\d\d)?|(?=、(?:19|20)\d\d))"
REFERENCES = r"(?:\[\d+\]–?)+"
QUOTED = rf"“[^”]*”(?={REFERENCES})|《[^》]*》"
NAME = r"[A-Za-z]+\d[\d.]*"  # PM2.5
CLAUSE = r"附件\d+|第\d+项"
NUMBER = r"\d[\d,]*(?:\.\d+)?"
UNIT = r"[^\d，。；、：（）\[\]]*?"


@pytest.fixture
@set_up_once
def small(add: AddReading) -> None:
    """A plan of two targets and a bulletin for one of them."""
    add(plan_reading())
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "41.8")))
    judge_all()


def word(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def lines(document: Any) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph and cell in order, references in line."""
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:p"):
            yield _line(Paragraph(block, document))
        elif block.tag == qn("w:tbl"):
            for row in Table(block, document).rows:
                for number, cell in enumerate(row.cells):
                    style, text = _line(cell.paragraphs[0])
                    if not (number == 0 and text.isdigit()):  # the row's number
                        yield style, text


def _line(paragraph: Paragraph) -> tuple[str, str]:
    return paragraph.style.name or "", paragraph.text


def before_sources(document: Any) -> list[str]:
    """What is said before the source list, without titles, headings and contents."""
    said = []
    for style, text in lines(document):
        if text.endswith("、数据来源") and style == "Heading 1":
            return said
        if not style.startswith(("Heading", "toc", "Title", "Subtitle")):
            said.append(re.sub(r"^\d+．", "", text) if style == "Item Head" else text)
    raise AssertionError("no source list")


def uncited(text: str) -> list[str]:
    """Figures of a line without a reference."""
    for known in (QUOTED, DATE, NAME, CLAUSE, f"{NUMBER}{UNIT}{REFERENCES}", REFERENCES):
        text = re.sub(known, "", text)
    return re.findall(NUMBER, text)


def numbers_cited(document: Any) -> set[int]:
    runs = document.element.body.iter(qn("w:r"))
    cited = "".join(
        "".join(one.text or "" for one in run.iter(qn("w:t")))
        for run in runs
        if run.rPr is not None and run.rPr.style == REFERENCE
    )
    return {int(one) for one in re.findall(r"\d+", cited)}


def entries(document: Any) -> dict[int, str]:
    found = (re.match(r"\[(\d+)\]　(.+)", text) for _, text in lines(document))
    return {int(one[1]): one[2] for one in found if one}


@pytest.fixture
def example(tmp_path: Path, settings: Any, db: None) -> ScorecardSnapshot:
    """The example city with a snapshot before its last document and one after it."""
    folder = city_folder()
    named = tomllib.loads((folder / "city.toml").read_text(encoding="utf-8"))["city"]
    city = create_city(tmp_path / "example", name=named["name"], invented=True)
    settings.LUHENG_CITY = city
    for name in ("plan.docx", "bulletin-2023.txt", "bulletin-2024.html", "bulletin-2025.pdf"):
        add_file(city, folder / name)
    judge_all()
    take_snapshot(label="上期")
    add_file(city, folder / "returns.xlsx")
    judge_all()
    return take_snapshot()


def test_every_number_of_a_report_leads_to_an_entry_of_its_source_list(
    example: ScorecardSnapshot,
) -> None:
    document = word(make_report(example, "docx", None))
    said = before_sources(document)
    assert sum(bool(re.search(REFERENCES, text)) for text in said) > 300
    assert [(text, uncited(text)) for text in said if uncited(text)] == []
    listed = entries(document)
    assert set(listed) == set(range(1, len(listed) + 1))
    assert numbers_cited(document) <= set(listed)
    inner = {int(one) for text in listed.values() for one in re.findall(r"\[(\d+)\]", text)}
    assert inner <= set(listed)
    for number, text in listed.items():
        assert "“" in text or text.startswith("由"), text
        if text.startswith("由["):  # what a number is computed from is listed before it
            assert max(int(one) for one in re.findall(r"\[(\d+)\]", text)) < number


def test_the_same_snapshot_gives_the_same_text_and_later_data_do_not_change_it(
    small: None, add: AddReading
) -> None:
    frozen = take_snapshot()
    first = list(lines(word(make_report(frozen, "docx", None))))
    assert first == list(lines(word(make_report(frozen, "docx", None))))
    add(bulletin_reading("2026", figure("森林覆盖率", "2026", "43.3")))
    Observation.objects.filter(period="2025").delete()
    Target.objects.update(value="77", quote="")
    judge_all()
    frozen.refresh_from_db()
    assert list(lines(word(make_report(frozen, "docx", None)))) == first
    later = [text for _, text in lines(word(make_report(take_snapshot(), "docx", None)))]
    assert any("77" in text for text in later)


def test_a_figure_leads_to_its_quote_and_a_demand_to_its_clause(small: None) -> None:
    report = report_of(take_snapshot())
    (missed,) = report.troubles
    assert missed.light.word == "未达标"
    reason = text_of(missed.reason)
    found = re.search(r"41\.8%\[(\d+)\].*42\.5%\[(\d+)\]", reason)
    assert found, reason
    texts = {source.number: source.text for source in report.sources}
    assert texts[int(found[1])].endswith("：“森林覆盖率41.8%”")
    assert "公报" in texts[int(found[1])]
    assert texts[int(found[2])].endswith("：“森林覆盖率达到42.5%”")
    assert missed.lead == "市林业局"


def test_changes_are_told_from_the_snapshot_before(small: None, add: AddReading) -> None:
    first = take_snapshot(label="年中评估")
    assert "没有上期可比" in text_of(report_of(first).change_summary)
    add(bulletin_reading("2026", figure("森林覆盖率", "2025", "42.9"), issued_on="2026-09-01"))
    judge_all()
    report = report_of(take_snapshot())
    assert "年中评估" in text_of(report.change_summary)
    (change,) = report.changes
    assert "41.8%" in text_of(change.before)
    assert "42.9%" in text_of(change.now)


def test_a_snapshot_is_taken_only_where_something_changed(small: None) -> None:
    first = snapshot_for_report()
    assert snapshot_for_report() == first
    Target.objects.filter(indicator="森林覆盖率").update(value="40")
    judge_all()
    assert snapshot_for_report() != first
    with pytest.raises(LuhengError, match="没有编号为 10000 的评估快照"):
        snapshot_for_report(10_000)


def test_a_city_without_documents_gets_a_report_that_says_so(city: City) -> None:
    said = [text for _, text in lines(word(make_report(take_snapshot(), "docx", city)))]
    for words in ("还没有可以判定的目标", "还没有读到目标", "还没有读到任务", "没有项目附表"):
        assert any(words in text for text in said), words
    assert not any("{{" in text or "None" in text for text in said)


def test_an_invented_city_is_named_as_invented_on_every_page(small: None, city: City) -> None:
    document = word(make_report(take_snapshot(), "docx", city))
    (section,) = document.sections
    for header in (section.header, section.even_page_header):
        assert "均为虚构" in header.paragraphs[0].text


def test_long_names_stay_inside_columns_whose_widths_are_set(add: AddReading, city: City) -> None:
    name = "规模以上高耗能行业重点用能单位能源计量器具配备和在线监测数据接入完成率"
    add(plan_reading(targets=[forest(indicator=name, lead=["市生态环境保护委员会办公室"])]))
    judge_all()
    document = word(make_report(take_snapshot(), "docx", city))
    assert any(name in cell.text for table in document.tables for cell in table.column_cells(1))
    for table in document.tables:
        assert not table.autofit
        widths = [column.width for column in table.columns]
        assert all(widths)
        assert sum(widths) <= Mm(157)


def test_the_contents_list_the_headings_before_word_updates_them(small: None) -> None:
    said = list(lines(word(make_report(take_snapshot(), "docx", None))))
    headings = [text for style, text in said if style.startswith("Heading")]
    listed = [text for style, text in said if style.startswith("toc") and text]
    assert listed == headings
    assert headings[0] == "一、总体情况"
    assert headings[-1] == "九、数据来源"


def test_a_note_of_a_unit_is_cited_by_who_reported_it(small: None, office: User) -> None:
    report_progress(Task.objects.get(no="1"), "under_way", "已改造12家企业", office)
    report = report_of(take_snapshot())
    (note,) = [text_of(one.note) for one in report.reported_tasks if one.standing == "推进中"]
    number = int(re.search(r"12\[(\d+)\]", note)[1])  # type: ignore[index]
    assert "任务进展填报" in report.sources[number - 1].text


def test_money_is_added_up_from_the_rows_that_have_it(small: None) -> None:
    report = report_of(take_snapshot())
    assert re.fullmatch(
        r"共1\[\d+\]个项目，列出总投资的1\[\d+\]个，合计2\.5\[\d+\]亿元。",
        text_of(report.project_summary),
    )
    assert "2.5亿元" in PLAN


def test_a_city_edits_its_own_template_and_a_broken_one_is_refused(small: None, city: City) -> None:
    path = take_template(city)
    own = docx.Document(str(path))
    own.paragraphs[0].insert_paragraph_before("云川市人民政府办公室")
    own.save(str(path))
    assert take_template(city) == path
    frozen = take_snapshot()
    said = [text for _, text in lines(word(make_report(frozen, "docx", city)))]
    assert said[0] == "云川市人民政府办公室"
    own.paragraphs[0].text = "{% for %}"
    own.save(str(path))
    with pytest.raises(LuhengError) as refused:
        make_report(frozen, "docx", city)
    assert "{{ }}" in refused.value.message.remedy("zh")


def test_years_dates_and_names_are_no_figures() -> None:
    said = figures("PM2.5年均浓度2025年为25.3μg/m³，2023—2025年下降1,200吨", lambda _: [7])
    assert text_of(said) == "PM2.5年均浓度2025年为25.3[7]μg/m³，2023—2025年下降1,200[7]吨"


def test_references_in_a_row_are_drawn_together() -> None:
    assert spans([4, 1, 5, 6, 9, 10]) == "[1][4]–[6][9][10]"


def test_another_form_is_refused_with_the_known_ones(small: None) -> None:
    with pytest.raises(LuhengError) as refused:
        make_report(take_snapshot(), "odt", None)
    assert "docx" in refused.value.message.text("zh")


def test_the_scorecard_as_pdf_says_the_same_and_names_its_sources(small: None, city: City) -> None:
    frozen = take_snapshot()
    content = make_report(frozen, "pdf", city)
    assert content == make_report(frozen, "pdf", city)
    pages = pdf_pages(content)
    assert all("均为虚构" in text for text in pages)
    said = "".join("".join(pages).split())
    assert "■未达标" in said
    assert [
        uncited(text) for text in said.split("数据来源")[0].split("目标一览")[1:] if uncited(text)
    ] == []
    assert "：“森林覆盖率41.8%”" in said


def test_a_city_without_documents_gets_a_scorecard_that_says_so(city: City) -> None:
    assert "还没有读到目标" in "".join(pdf_pages(make_report(take_snapshot(), "pdf", city)))


def pdf_pages(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as opened:
        return [page.extract_text() for page in opened.pages]


def test_the_reports_page_makes_a_report_and_hands_it_out(
    small: None, office: User, client: Client
) -> None:
    client.force_login(office)
    assert "还没有评估快照" in client.get("/reports/snapshots/").content.decode()
    made = client.post("/reports/make/", {"form": "pdf"}, follow=True)
    assert made.headers["Content-Type"] == "application/pdf"
    assert b"".join(made)[:5] == b"%PDF-"
    snapshot = ScorecardSnapshot.objects.get()
    listed = client.get("/reports/snapshots/").content.decode()
    assert f"/reports/{snapshot.pk}.docx" in listed
    assert "未达标 1" in listed
    assert word(client.get(f"/reports/{snapshot.pk}.docx").content).tables
    assert client.get(f"/reports/{snapshot.pk}.odt").status_code == 422
    assert client.get("/reports/10000.pdf").status_code == 422


def test_a_reader_takes_reports_but_makes_none(small: None, client: Client) -> None:
    client.force_login(person("reader", RoleName.READER))
    snapshot = take_snapshot()
    assert client.get(f"/reports/{snapshot.pk}.pdf").status_code == 200
    assert client.post("/reports/make/").status_code == 403


@pytest.mark.slow
def test_the_command_writes_both_forms(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "plan.txt").write_text(PLAN, encoding="utf-8")
    luheng("new", "mycity", "--plan", "plan.txt", where=home)
    said = json.loads(luheng("report", "mycity", "-o", "report.docx", "--json", where=home))
    again = json.loads(luheng("report", "mycity", "-o", "report.pdf", "--json", where=home))
    assert said["snapshot"] == again["snapshot"]
    assert word((home / "report.docx").read_bytes()).paragraphs[0].text.startswith("《云川市")
    assert (home / "report.pdf").read_bytes().startswith(b"%PDF-")
    refused = luheng("report", "mycity", "-o", "report.odt", where=home, code=1)
    assert ".docx 或 .pdf" in refused
    refused = luheng("report", "mycity", "-o", "nowhere/report.docx", where=home, code=1)
    assert "不能写入" in refused
