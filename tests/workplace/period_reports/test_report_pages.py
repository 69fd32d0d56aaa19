"""Reports in the site: made in the background, downloaded, edited and given back, published, with own templates."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote

import docx
import openpyxl
import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.workplace.conftest import person
from tests.workplace.period_reports.test_making import content_of, lines
from tests.workplace.period_reports.test_verifying import edited, replaced

from luheng.workplace.city import City
from luheng.workplace.models import AuditEntry, PeriodReport, ReportState, User
from luheng.workplace.period_reports.kinds import KINDS
from luheng.workplace.period_reports.making import make_period_report
from luheng.workplace.period_reports.own_templates import template_path
from luheng.workplace.period_reports.word_templates import built_in
from luheng.workplace.permissions import RoleName

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client: Client, small: None, office: User) -> Client:
    """The site as the plan office sees it."""
    client.force_login(office)
    return client


def made(client: Client, **given: object) -> PeriodReport:
    """A report made through the page."""
    answer = client.post(reverse("make-period-report"), {"kind": "monthly", "languages": ["zh"], **given})  # fmt: skip
    report = PeriodReport.objects.latest("pk")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("period-report", args=[report.pk])
    return report


def test_a_report_is_made_downloaded_and_published(site: Client, city: City, office: User) -> None:
    report = made(site, kind="quarterly", period="2026-07/2026-09", languages=["zh", "en"])
    page = site.get(reverse("period-report", args=[report.pk])).content.decode()
    assert "云川市2026年第三季度绿色低碳循环发展季度报告" in page
    for form in ("docx", "pdf", "xlsx"):
        for language in ("zh", "en"):
            answer = site.get(reverse("period-report-file", args=[report.pk, language, form]))
            assert b"".join(answer) == content_of(city, report, form, language)  # type: ignore[arg-type]
    assert AuditEntry.objects.filter(act="export", subject_kind="report").count() == 6
    site.post(reverse("move-period-report", args=[report.pk, "publish"]))
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED
    assert site.post(reverse("move-period-report", args=[report.pk, "drop"]), {"note": "x"}).status_code == 422  # fmt: skip


ZH_TITLE = "云川市2026年10月绿色低碳循环发展工作月报"
EN_TITLE = (
    "Monthly bulletin on green, low-carbon and circular development in Yunchuan, October 2026"
)


@pytest.mark.parametrize("made_in", ["zh", "en"])
def test_the_list_and_the_page_say_the_title_in_the_language_of_the_reader(
    site: Client, made_in: str
) -> None:
    report = made(site, period="2026-10", languages=[made_in])
    assert (report.title, report.title_en) == (ZH_TITLE, EN_TITLE)
    for language, said, other in (("zh-hans", ZH_TITLE, EN_TITLE), ("en", EN_TITLE, ZH_TITLE)):
        site.post(reverse("set_language"), {"language": language})
        listed = site.get(reverse("period-reports")).content.decode()
        page = site.get(reverse("period-report", args=[report.pk])).content.decode()
        assert said in listed
        assert other not in listed + page
        assert f"<title>{said}" in page
        assert f"<h1>{said}" in page
    assert EN_TITLE in site.get(reverse("period-reports"), {"q": "bulletin"}).content.decode()


def test_every_file_has_its_title_and_its_name_in_its_own_language(
    site: Client, city: City
) -> None:
    report = made(site, kind="annual", period="2025", languages=["en", "zh"])
    titles = {
        "zh": "云川市2025年度绿色低碳循环发展报告",
        "en": "Annual report on green, low-carbon and circular development in Yunchuan, 2025",
    }
    for language, title in titles.items():
        assert report.titled(language) == title  # type: ignore[arg-type]
        word = docx.Document(io.BytesIO(content_of(city, report, language=language)))
        assert word.core_properties.title == title
        with pdfplumber.open(io.BytesIO(content_of(city, report, "pdf", language))) as pdf:
            assert pdf.metadata["Title"] == title
        book = openpyxl.load_workbook(io.BytesIO(content_of(city, report, "xlsx", language)))
        assert book.properties.title == title
        for form in ("docx", "pdf", "xlsx"):
            answer = site.get(reverse("period-report-file", args=[report.pk, language, form]))
            assert f"{title}.{form}" in unquote(answer["Content-Disposition"])


def test_a_refusal_names_the_report_in_the_language_of_the_reader(site: Client, city: City) -> None:
    report = made(site, period="2026-10")
    other = made(site, period="2026-09")
    word = SimpleUploadedFile("other.docx", content_of(city, other))
    site.post(reverse("set_language"), {"language": "en"})
    answer = site.post(reverse("upload-report-word", args=[report.pk, "zh"]), {"word": word})
    assert f"the file is not the Word file of “{EN_TITLE}”" in answer.content.decode()


def test_an_empty_list_shows_the_form_and_says_what_a_report_is(site: Client) -> None:
    opened = '<details class="no-print" open>'
    page = site.get(reverse("period-reports")).content.decode()
    assert opened in page
    assert "一份报告说明一个月、一季或一年的" in page
    assert "还没有报告：选择种类和时期后生成" in page
    made(site, period="2026-10")
    for given in ({}, {"q": "nothing of this name"}):
        page = site.get(reverse("period-reports"), given).content.decode()
        assert opened not in page
        assert '<details class="no-print">' in page


def test_a_reader_of_an_empty_list_is_not_told_to_make_a_report(client: Client, city: City) -> None:
    client.force_login(person("reader", RoleName.READER))
    page = client.get(reverse("period-reports")).content.decode()
    assert "还没有发布的报告" in page
    assert "选择种类和时期" not in page


def test_a_period_nobody_can_read_is_refused_with_what_to_do(site: Client) -> None:
    answer = site.post(reverse("make-period-report"), {"kind": "monthly", "languages": ["zh"], "period": "十月"})  # fmt: skip
    assert answer.status_code == 422
    assert "十月" in answer.content.decode()
    assert not PeriodReport.objects.exists()


def test_readers_see_what_is_published_and_no_draft(client: Client, city: City, small: None, office: User) -> None:  # fmt: skip
    report = make_period_report(city, "monthly", "2026-01", by=office)
    client.force_login(person("reader", RoleName.READER))
    address = reverse("period-report", args=[report.pk])
    file = reverse("period-report-file", args=[report.pk, "zh", "docx"])
    assert report.title not in client.get(reverse("period-reports")).content.decode()
    assert (client.get(address).status_code, client.get(file).status_code) == (404, 404)
    PeriodReport.objects.filter(pk=report.pk).update(state=ReportState.PUBLISHED)
    assert report.title in client.get(reverse("period-reports")).content.decode()
    assert (client.get(address).status_code, client.get(file).status_code) == (200, 200)


@pytest.mark.parametrize(
    "role", [RoleName.READER, RoleName.LEADER, RoleName.AUDITOR, RoleName.UNIT_MEMBER]
)
def test_only_who_makes_reports_finds_the_doors_open(
    client: Client, city: City, small: None, role: RoleName
) -> None:
    report = make_period_report(city, "monthly", "2026-01")
    client.force_login(
        person("somebody", role, "市水务局" if role is RoleName.UNIT_MEMBER else None)
    )
    assert client.get(reverse("report-templates")).status_code == 403
    for name, arguments in (
        ("make-period-report", []),
        ("move-period-report", [report.pk, "publish"]),
        ("upload-report-word", [report.pk, "zh"]),
        ("upload-report-template", ["monthly", "zh"]),
    ):
        assert client.post(reverse(name, args=arguments)).status_code == 403, name
    assert PeriodReport.objects.get().state == ReportState.DRAFTED


def test_an_edited_word_file_is_kept_or_refused_with_the_number_named(
    site: Client, city: City
) -> None:
    report = made(site, kind="quarterly", period="2026")
    original, address = (
        content_of(city, report),
        reverse("upload-report-word", args=[report.pk, "zh"]),
    )
    wrong = edited(original, replaced(">800<", ">880<"))
    answer = site.post(address, {"word": SimpleUploadedFile("report.docx", wrong)})
    assert answer.status_code == 422
    assert "“五、重点项目”下第2段：写作“880[" in answer.content.decode()
    good = edited(original, replaced("逐项列明情况、", "逐项列明情况（不含试点）、"))
    site.post(address, {"word": SimpleUploadedFile("report.docx", good)})
    report.refresh_from_db()
    assert content_of(city, report) == good


# Templates


def template_with(change: tuple[str, str], kind: str = "monthly") -> bytes:
    """The built-in template with one paragraph changed, as a person would in Word."""
    document = docx.Document(io.BytesIO(built_in(KINDS[kind], "zh")))
    found = next(one for one in document.paragraphs if change[0] in one.text)
    found.runs[0].text = found.text.replace(*change)
    for run in found.runs[1:]:
        run.text = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(site: Client, content: bytes, kind: str = "monthly") -> str:
    answer = site.post(
        reverse("upload-report-template", args=[kind, "zh"]),
        {"template": SimpleUploadedFile("我的模板.docx", content)},
        follow=True,
    )
    return answer.content.decode()


def test_a_citys_own_template_is_used_and_its_numbers_verify(site: Client, city: City) -> None:
    own = template_with(
        ("{{r overview.summary }}", "本市情况：{{r overview.summary }}联系电话：0571-88880000")
    )
    assert "模板已检查并启用" in upload(site, own)
    report = made(site, period="2026-01")
    content = content_of(city, report)
    assert any(one.startswith("本市情况：截至") for one in lines(content))
    from luheng.workplace.period_reports.verifying import verify_word

    assert verify_word(content).sound
    assert not verify_word(edited(content, replaced("88880000", "88880001"))).sound
    site.post(reverse("upload-report-template", args=["monthly", "zh"]), {"built_in": "1"})
    assert not template_path(city, "monthly", "zh").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{{r overview.summary }}", "{{r overview.summaryy }}"), "没有占位符“overview.summaryy”"),
        (("{{r overview.summary }}", "{{ overview.summary }}"), "占位符“overview.summary”前缺少 r"),
        (("{{r overview.summary }}", "{{r overview.summary|upper }}"), "不是模板能用的写法"),
        (("{{r overview.summary }}", "{{r ''.__class__ }}"), "不是模板能用的写法"),
        (("{{r overview.summary }}", "{{r row.count }}"), "没有占位符“row.count”"),
        (("{%p if overview.counts %}", "{%p if overview.count %}"), "没有占位符“overview.count”"),
        (("{%p endfor %}", ""), "“for source in sources”没有结束"),
    ],
)
def test_a_template_with_a_wrong_placeholder_is_refused_with_its_paragraph(
    site: Client, city: City, change: tuple[str, str], said: str
) -> None:
    page = upload(site, template_with(change))
    assert said in page.replace("&#x27;", "'")
    assert "endfor" in change[0] or re.search(r"，第\d+段：", page)
    assert not template_path(city, "monthly", "zh").exists()


def test_a_wrong_placeholder_names_those_that_may_be_meant(site: Client) -> None:
    page = upload(site, template_with(("{{r overview.summary }}", "{{r overview.summaryy }}")))
    assert "overview.summary" in page


def test_a_file_that_is_no_template_is_refused(site: Client, city: City) -> None:
    assert "不是能打开的 Word 模板" in upload(site, b"no word file")
    assert not template_path(city, "monthly", "zh").exists()


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_built_in_template_passes_its_own_check(kind: str, language: str) -> None:
    from luheng.workplace.period_reports.placeholders import check_template

    check_template(built_in(KINDS[kind], language), KINDS[kind], "built in")  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_answer_in_both_languages(site: Client, city: City, language: str) -> None:
    report = make_period_report(city, "monthly", "2026-01")
    site.post(reverse("set_language"), {"language": language})
    for address in (
        reverse("period-reports"),
        reverse("period-report", args=[report.pk]),
        reverse("report-templates"),
    ):
        page = site.get(address).content.decode()
        assert ("Reports" if language == "en" else "报告清单") in page
        assert ("· Yunchuan</a>" if language == "en" else "· 云川市</a>") in page
        assert ("· Yunchuan</title>" if language == "en" else "· 云川市</title>") in page
