"""A published report is opened to everyone by a person who was told what in it is internal, and closed again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from tests.workplace.conftest import person
from tests.workplace.period_reports.test_making import content_of
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.models import AuditEntry, PeriodReport, ReportState, User
from luheng.workplace.period_reports.lifecycle import REPORTS
from luheng.workplace.period_reports.making import file_of, make_period_report
from luheng.workplace.period_reports.openness import _is_open, internal_parts
from luheng.workplace.permissions import RoleName
from luheng.workplace.publishing import publish

pytestmark = pytest.mark.django_db
OPEN_FILES = [("zh", "docx"), ("zh", "pdf"), ("en", "docx"), ("en", "pdf")]


@pytest.fixture
@set_up_once
def published(city: City, small: None, office: User) -> PeriodReport:
    """An annual report in both languages."""
    made = make_period_report(city, "annual", "2025", languages=["zh", "en"], by=office)
    REPORTS.advance(made, "publish", office)
    return made


@pytest.fixture
def report(published: PeriodReport, city: City, settings: Any) -> PeriodReport:
    """The report, in a city with public pages."""
    settings.LUHENG_CITY = replace(city, public=True)
    return published


def _opened(report: PeriodReport, office: User) -> PeriodReport:
    REPORTS.advance(report, "open", office, note="市政府常务会议同意")
    return report


def _file(report: PeriodReport, language: str, form: str) -> str:
    return reverse("public-report-file", args=[report.pk, language, form])


def test_everyone_downloads_what_was_opened_as_it_was_published(
    city: City, report: PeriodReport, office: User
) -> None:
    visitor = Client()
    assert report.title not in visitor.get("/public/").content.decode()
    assert all(visitor.get(_file(report, *one)).status_code == 404 for one in OPEN_FILES)
    _opened(report, office)
    for address in ("/public/", reverse("public-report", args=[report.pk]), "/public/lists/period-reports/"):  # fmt: skip
        assert report.title in visitor.get(address).content.decode()
    for language, form in OPEN_FILES:
        answer = visitor.get(_file(report, language, form))
        kept = content_of(city, report, form, language)  # type: ignore[arg-type]
        assert b"".join(answer) == kept  # type: ignore[arg-type]
        assert report.titled(language) in unquote(answer["Content-Disposition"])  # type: ignore[arg-type]
        assert hashlib.sha256(kept).hexdigest() in visitor.get(reverse("public-report", args=[report.pk])).content.decode()  # fmt: skip


def test_programs_read_the_open_reports_and_nothing_internal_of_them(
    report: PeriodReport, office: User
) -> None:
    assert Client().get("/api/v1/public/period-reports").json()["items"] == []
    _opened(report, office)
    (row,) = Client().get("/api/v1/public/period-reports").json()["items"]
    assert row["title"] == report.title
    assert not {"made_by", "snapshot", "state"} & row.keys()


def test_the_appendices_stay_inside(report: PeriodReport, office: User) -> None:
    _opened(report, office)
    assert Client().get(_file(report, "zh", "xlsx")).status_code == 404


def test_a_city_without_public_pages_shows_no_report(
    report: PeriodReport, office: User, city: City, settings: Any
) -> None:
    _opened(report, office)
    settings.LUHENG_CITY = replace(city, public=False)
    assert Client().get(reverse("public-report", args=[report.pk])).status_code == 404
    assert Client().get(_file(report, "zh", "pdf")).status_code == 404


def test_it_can_be_closed_again_and_both_steps_stand_with_their_reason(
    report: PeriodReport, office: User, client: Client
) -> None:
    client.force_login(office)
    address = reverse("move-period-report", args=[report.pk, "open"])
    assert client.post(address, {"note": ""}).status_code == 422  # who approved it?
    assert client.post(address, {"note": "市政府常务会议同意"}).status_code == 302
    close = reverse("move-period-report", args=[report.pk, "close"])
    assert client.post(close, {"note": "附表有误"}).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED
    assert Client().get(_file(report, "zh", "pdf")).status_code == 404
    steps = list(report.steps.order_by("pk").values_list("move", "note"))
    assert steps[-2:] == [("open", "市政府常务会议同意"), ("close", "附表有误")]
    assert (
        AuditEntry.objects.filter(subject_kind="periodreport", act="change").count() == 4
    )  # its files, publish, open, close


@pytest.mark.parametrize("change", ["title", "files", "numbers"])
def test_what_is_out_still_never_changes(report: PeriodReport, office: User, change: str) -> None:
    _opened(report, office)
    setattr(report, change, {"title": "别的", "files": [], "numbers": 0}[change])
    with pytest.raises(LuhengError, match="已发布"):
        report.save()
    fresh = PeriodReport.objects.get(pk=report.pk)
    fresh.state = ReportState.DRAFTED
    with pytest.raises(LuhengError, match="已发布"):
        fresh.save()


@pytest.mark.parametrize("role", [RoleName.READER, RoleName.LEADER, RoleName.UNIT_LEAD])
def test_whoever_makes_no_reports_opens_none(
    report: PeriodReport, client: Client, role: RoleName
) -> None:
    client.force_login(person("somebody", role, "市水务局" if role is RoleName.UNIT_LEAD else None))
    move = reverse("move-period-report", args=[report.pk, "open"])
    assert client.post(move, {"note": "x"}).status_code == 403
    page = client.get(reverse("period-report", args=[report.pk])).content.decode()
    assert "向社会公开" not in page


def test_who_opens_it_is_told_first_what_is_internal_elsewhere(
    report: PeriodReport, office: User, client: Client, city: City
) -> None:
    client.force_login(office)
    page = client.get(reverse("period-report", args=[report.pk])).content.decode()
    word = next(one for one in report.files if one["form"] == "docx")
    drawn = dict(internal_parts(file_of(city, word), "zh"))
    assert drawn["督办单"] > 0 and "目标" not in drawn  # what a target demands is printed
    assert all(f"{name}：{count} 处" in page for name, count in drawn.items())


def test_internal_is_what_the_columns_say() -> None:
    assert _is_open("targets", {"indicator", "latest_value", "verdict"})
    assert _is_open("judgements", {"reason_zh"})
    assert not _is_open("targets", {"indicator", "review"})
    assert not _is_open("orders", set())


def test_the_folder_for_any_server_holds_the_files_and_links_to_them(
    report: PeriodReport, office: User, tmp_path: Path
) -> None:
    _opened(report, office)
    publish(tmp_path / "public")
    for page, up in (("index.html", ""), ("en/index.html", "../")):
        html = (tmp_path / "public" / page).read_text(encoding="utf-8")
        for language, form in OPEN_FILES:
            address = f"{up}reports/{report.pk}/{language}.{form}"
            assert f'href="{address}"' in html
            assert ((tmp_path / "public" / page).parent / address).is_file()
    assert not list((tmp_path / "public").rglob("*.xlsx"))


def test_a_lost_file_is_named(report: PeriodReport, office: User, city: City, tmp_path: Path) -> None:  # fmt: skip
    _opened(report, office)
    pdf = next(one for one in report.files if one["form"] == "pdf")
    file_of(city, pdf).unlink()
    assert Client().get(_file(report, "zh", "pdf")).status_code == 422
    with pytest.raises(LuhengError, match=pdf["sha256"][:8]):
        publish(tmp_path / "public")
