"""Reports of a period: what they say, what is frozen, what is kept, who may make them."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
from tests.workplace.conftest import AddReading, person
from tests.workplace.period_reports.conftest import THIS_YEAR
from tests.workplace.reading_of import bulletin_reading, figure
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.judging import judge_all
from luheng.workplace.models import (
    Observation,
    PeriodReport,
    ProjectFunding,
    ScorecardSnapshot,
    Target,
    User,
)
from luheng.workplace.period_reports.formulas import Facts
from luheng.workplace.period_reports.kinds import KINDS
from luheng.workplace.period_reports.layout import Table
from luheng.workplace.period_reports.lifecycle import REPORTS
from luheng.workplace.period_reports.making import file_of, make_period_report, written_of
from luheng.workplace.period_reports.spans_of_time import usual_period
from luheng.workplace.period_reports.walking import walk
from luheng.workplace.period_reports.words import Series, text_of
from luheng.workplace.permissions import RoleName
from luheng.workplace.snapshots import take_snapshot

pytestmark = pytest.mark.django_db


def content_of(city: City, report: PeriodReport, form: str = "docx", language: str = "zh") -> bytes:
    """The bytes of one file of a report."""
    file = next(one for one in report.files if (one["form"], one["language"]) == (form, language))
    return file_of(city, file).read_bytes()


def lines(content: bytes) -> list[str]:
    """The text of a Word report paragraph by paragraph."""
    walked = walk(docx.Document(io.BytesIO(content)))
    return ["".join(token.text for token in one.tokens) for one in walked]


def said(report: PeriodReport, section: str, key: str) -> str:
    """A sentence of a report."""
    return text_of(written_of(report, "zh").sections[section][key])


def test_a_quarterly_report_counts_what_the_city_holds(city: City, small: None) -> None:
    report = make_period_report(city, "quarterly", str(THIS_YEAR))
    assert said(report, "overview", "summary").endswith(
        "现行方案共有目标2项，其中未达标1项，数据不足1项。"
    )
    assert said(report, "work", "summary").startswith(
        f"{THIS_YEAR}年重点工作共1项，已完成0项，完成率0.0%；逾期未完成1项"
    )
    assert "计划800万元，到位400万元（到位率50.0%），完成投资200万元（占计划25.0%）" in said(
        report, "projects", "money"
    )
    assert said(report, "orders", "summary").startswith(
        "累计督办1件，已销号0件，销号率0.0%；正在办理1件"
    )
    assert said(report, "evidence", "summary").startswith("缺有效佐证材料的目标2项（共2项）")


def test_what_is_not_known_is_a_dash_and_never_a_zero(city: City, small: None) -> None:
    report = make_period_report(city, "quarterly", "2019")
    assert said(report, "projects", "money") == "2019年还没有填报项目资金。"
    row = written_of(report, "zh").sections["projects"]["rows"][0]
    assert text_of(row["spent"]) == "—"


@set_up_once
def of_an_empty_city(city: City, kind: str, language: str) -> PeriodReport:
    """A report of 2025 of a city that holds nothing."""
    return make_period_report(city, kind, "2025", languages=[language])


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_is_made_of_an_empty_city_and_says_what_is_missing(
    city: City, kind: str, language: str
) -> None:
    report = of_an_empty_city(city, kind, language)
    text = "\n".join(lines(content_of(city, report, language=language)))
    for section in KINDS[kind].sections:
        assert section.heading(language) in text  # type: ignore[arg-type]
    assert ("没有" if language == "zh" else "no ") in text
    assert "{{" not in text
    assert "{%" not in text


def test_the_same_snapshot_gives_the_same_bytes(city: City, small: None) -> None:
    frozen = take_snapshot()
    first = make_period_report(city, "annual", "2025", snapshot=frozen, languages=["zh", "en"])
    second = make_period_report(city, "annual", "2025", snapshot=frozen, languages=["zh", "en"])
    assert first.pk != second.pk
    assert first.files == second.files


def test_later_changes_leave_a_report_as_it_is(city: City, small: None) -> None:
    report = make_period_report(city, "monthly", "2025-12")
    before = text_of(written_of(report, "zh").front["title"]), said(report, "overview", "summary")
    Target.objects.filter(indicator="森林覆盖率").update(review="rejected")
    judge_all()
    report = PeriodReport.objects.get(pk=report.pk)
    assert (text_of(written_of(report, "zh").front["title"]), said(report, "overview", "summary")) == before  # fmt: skip


def test_what_changed_since_the_last_report_stands_with_both_values_and_their_sources(
    city: City, small: None, add: AddReading
) -> None:
    Observation.objects.update(status="preliminary")
    judge_all()
    make_period_report(city, "monthly", "2026-01")
    Target.objects.filter(indicator="森林覆盖率").update(value=Decimal("41.5"))
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "41.9")))
    judge_all()
    report = make_period_report(city, "monthly", "2026-02")
    changes = written_of(report, "zh").sections["changes"]
    [verdict] = changes["verdicts"]
    assert text_of(verdict["what"]) == "森林覆盖率（2025年）"
    assert "未达标" in text_of(verdict["before"])
    assert "● 达标" in text_of(verdict["now"])
    [value] = changes["values"]
    assert (text_of(value["before"]), text_of(value["now"])) == ("41.8%（初步）", "41.9%")
    assert len(text_of(value["source"]).split("][")) == 2
    [target] = changes["targets"]
    assert (text_of(target["before"]), text_of(target["now"])) == (
        "2025年 ≥ 42.5%",
        "2025年 ≥ 41.5%",
    )


def test_a_first_report_says_that_there_is_nothing_to_compare_with(city: City, small: None) -> None:
    report = make_period_report(city, "annual", "2025")
    assert report.compared_with is None
    assert said(report, "changes", "summary").startswith("这是本市第一期同类报告")


def test_a_report_is_compared_with_the_last_published_one_of_its_kind(
    city: City, small: None, office: User
) -> None:
    published = make_period_report(city, "monthly", "2026-01", by=office)
    REPORTS.advance(published, "publish", office)
    for value in ("42.1", "42.2"):
        Target.objects.filter(indicator="森林覆盖率").update(value=Decimal(value))
        last = make_period_report(city, "monthly", "2026-02")
    assert last.compared_with == published.snapshot


def test_a_published_report_never_changes(city: City, small: None, office: User) -> None:
    report = make_period_report(city, "monthly", "2026-01", by=office)
    REPORTS.advance(report, "publish", office)
    report.title = "another"
    with pytest.raises(LuhengError) as refused:
        report.save()
    assert refused.value.message.code == "report_published"
    with pytest.raises(LuhengError):
        report.delete()
    with pytest.raises(LuhengError):
        REPORTS.advance(report, "drop", office, note="wrong")
    assert PeriodReport.objects.get().title != "another"


@pytest.mark.parametrize(
    "role", [RoleName.UNIT_MEMBER, RoleName.LEADER, RoleName.AUDITOR, RoleName.READER]
)
def test_only_who_may_make_reports_makes_one(city: City, small: None, role: RoleName) -> None:
    somebody = person("somebody", role, "市水务局" if role is RoleName.UNIT_MEMBER else None)
    with pytest.raises(LuhengError) as refused:
        make_period_report(city, "monthly", "2026-01", by=somebody)
    assert refused.value.message.code == "not_allowed"
    assert not PeriodReport.objects.exists()


def test_nothing_is_kept_of_a_report_that_cannot_be_made(city: City, small: None) -> None:
    with pytest.raises(LuhengError) as refused:
        make_period_report(city, "monthly", "2026-13")
    assert refused.value.message.code == "period_unreadable"
    with pytest.raises(LuhengError):
        make_period_report(city, "weekly", "2026-01")
    assert not PeriodReport.objects.exists()
    assert not ScorecardSnapshot.objects.exists()


def test_the_appendix_holds_the_frozen_rows_with_their_sources(city: City, small: None) -> None:
    report = make_period_report(city, "annual", str(THIS_YEAR))
    book = openpyxl.load_workbook(io.BytesIO(content_of(city, report, "xlsx")))
    assert book.sheetnames[:7] == [
        "目标",
        "方案任务",
        "年度工作",
        "项目",
        "项目资金",
        "督办单",
        "填报表",
    ]
    targets = [[cell.value for cell in row] for row in book["目标"].iter_rows()]
    forest = next(row for row in targets if row[1] == "森林覆盖率")
    assert (forest[4], forest[5], forest[7]) == (41.8, "%", "未达标")
    assert "森林覆盖率达到42.5%" in forest[-1]
    assert [row[4].value for row in book["项目资金"].iter_rows(min_row=2)] == [400, 400]
    assert book["填报表"]["B2"].value == "报告时没有记录"


def test_a_row_of_the_appendix_is_as_high_as_its_longest_text(city: City, small: None) -> None:
    report = make_period_report(city, "annual", str(THIS_YEAR), languages=["zh", "en"])
    for language, name in (("zh", "目标"), ("en", "Targets")):
        book = openpyxl.load_workbook(io.BytesIO(content_of(city, report, "xlsx", language)))
        sheet = book[name]
        for row in range(2, sheet.max_row + 1):
            for letter, width in (("I", 50), ("K", 60)):  # reason and source
                lines = len(sheet[f"{letter}{row}"].value or "") / width
                assert sheet.row_dimensions[row].height >= 15 * lines


def test_the_pdf_says_the_same_numbers(city: City, small: None) -> None:
    report = make_period_report(city, "annual", "2025")
    with pdfplumber.open(io.BytesIO(content_of(city, report, "pdf"))) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    assert "现行方案共有目标2" in text
    assert "41.8%" in text


def test_a_document_may_be_chosen_for_a_self_assessment(
    city: City, small: None, add: AddReading
) -> None:
    document = Target.objects.all()[0].document_id
    report = make_period_report(city, "self_assessment", "2025", documents=[document])
    assert len(written_of(report, "zh").sections["assessment"]["rows"]) == 2
    report = make_period_report(city, "self_assessment", "2025", documents=[document + 99])
    assert said(report, "assessment", "summary") == "还没有可以自评的指标。"


def test_a_sentence_cannot_hold_a_number_without_a_formula(city: City, small: None) -> None:
    from luheng.workplace.period_reports.words import Pen

    frozen = take_snapshot()
    pen = Pen(Facts({**frozen.contents, "as_of": "2026-01-01", "sha256": ""}), "zh", "2025", "2025-01-01", "2025-12-31")  # fmt: skip
    with pytest.raises(ValueError, match="without a formula"):
        pen.say("共3项", "3 items")


def test_an_english_report_says_units_indicators_causes_and_sources_in_english(
    city: City, small: None
) -> None:
    Target.objects.filter(indicator="森林覆盖率").update(
        indicator="用水总量", indicator_id="water_use_total", unit="亿立方米"
    )
    Observation.objects.update(
        indicator="用水总量", indicator_id="water_use_total", unit="亿立方米"
    )
    judge_all()
    report = make_period_report(city, "annual", str(THIS_YEAR), languages=["en"])
    said = lines(content_of(city, report, language="en"))
    assert "2025: ≥ 42.5 hundred million m³" in said
    assert any("41.8 hundred million m³ (2025)" in one for one in said)
    assert any(
        one.startswith("Total water use was 41.8 hundred million m³ in 2025") for one in said
    )
    assert any(
        re.match(r"\[\d+\] from \[\d+\]\[\d+\]: one divided by the other", one) for one in said
    )
    assert not [one for one in said if re.search("由\\[|个百分点", one)]
    book = openpyxl.load_workbook(io.BytesIO(content_of(city, report, "xlsx", "en")))
    targets = [[cell.value for cell in row] for row in book["Targets"].iter_rows()]
    assert ["Total water use", "hundred million m³"] in [[row[1], row[5]] for row in targets]


def test_money_in_thousands_has_commas_in_english_and_the_chart_draws_it(
    city: City, small: None
) -> None:
    ProjectFunding.objects.update(planned_wan_yuan=Decimal("61250.5"))
    report = make_period_report(city, "quarterly", str(THIS_YEAR), languages=["zh", "en"])
    projects: Any = written_of(report, "en").sections["projects"]
    assert "122,501 ten thousand yuan were planned" in text_of(projects["money"]).replace("In ", "")
    assert [one.text for one in projects["chart"].values] == ["122501", "400", "200"]
    assert "计划122501万元" in said(report, "projects", "money")


def test_a_short_table_is_not_broken_over_two_pages(city: City, small: None) -> None:
    report = make_period_report(city, "quarterly", str(THIS_YEAR))
    tables = docx.Document(io.BytesIO(content_of(city, report))).tables
    for table in tables:
        kept = [one.paragraphs[0].paragraph_format.keep_with_next for one in table.columns[0].cells]
        assert kept[:2] == [True, True]
        assert all(kept) or len(kept) > 9


def test_a_per_cent_sign_stands_with_its_number_before_the_reference(
    city: City, small: None
) -> None:
    for language, share in (("zh", "50.0%"), ("en", "50.0%")):
        report = make_period_report(city, "quarterly", str(THIS_YEAR), languages=[language])
        said = lines(content_of(city, report, language=language))
        assert any(re.search(rf"{share}\[\d+\]", one) for one in said)
        assert not [one for one in said if re.search(r"\]%", one)]


@pytest.mark.parametrize(("kind", "language"), [(k, one) for k in KINDS for one in ("zh", "en")])
def test_a_section_says_once_that_it_has_nothing(city: City, kind: str, language: str) -> None:
    report = of_an_empty_city(city, kind, language)
    written = written_of(report, language)  # type: ignore[arg-type]
    word = lines(content_of(city, report, language=language))
    with pdfplumber.open(io.BytesIO(content_of(city, report, "pdf", language))) as pdf:
        printed = "".join(page.extract_text() for page in pdf.pages)
    for section in written.kind.sections:
        silent = bool(written.sections[section.key]["quiet"])
        for block in section.blocks:
            if isinstance(block, Table):
                nothing = block.nothing(language)  # type: ignore[arg-type]
                summary = text_of(written.sections[section.key]["summary"])
                assert word.count(nothing) == (not silent or summary == nothing)
                assert (nothing in printed) is (not silent or nothing in summary)


def test_a_chart_shows_the_numbers_of_its_table(city: City, small: None) -> None:
    overview: Any = written_of(make_period_report(city, "monthly", "2026-01"), "zh").sections[
        "overview"
    ]
    chart: Series = overview["chart"]
    assert [one.text for one in chart.values] == [
        text_of(row["count"]) for row in overview["counts"]
    ]
    assert [text_of(one) for one in chart.names] == [
        text_of(row["verdict"]) for row in overview["counts"]
    ]


def test_the_usual_period_is_the_last_that_is_over() -> None:
    from datetime import date

    assert usual_period(1, date(2026, 1, 5)) == "2025-12"
    assert usual_period(3, date(2026, 11, 21)) == "2026-07/2026-09"
    assert usual_period(12, date(2026, 3, 1)) == "2025"
