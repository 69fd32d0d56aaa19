"""A city's days under several editions on one page, and what each does to the verdict of a target."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from luheng.methods.histories import history
from luheng.workplace.city import City
from luheng.workplace.computed.histories import Counting, add_days, counted_by, targets_of
from luheng.workplace.models import DayFile, Document, SourceFile, Target, User, Verdict
from luheng.workplace.progress import enter_observation

HEADS = "日期,so2,no2,pm10,co,o3_8h,pm2_5"


def days(pm2_5: list[int], year: int = 2025) -> bytes:
    """A year of clean air but for its particles: as many days as numbers."""
    first = date(year, 1, 1).toordinal()
    rows = [f"{date.fromordinal(first + n)},5,20,40,0.6,80,{one}" for n, one in enumerate(pm2_5)]
    return "\n".join([HEADS, *rows]).encode()


@pytest.fixture
def target(db: None) -> Target:
    source = SourceFile.objects.create(sha256="a" * 64, name="plan.docx", size=1)
    plan = Document.objects.create(source=source, kind="plan", title="方案", issued_on="2024-01-01")
    return Target.objects.create(
        document=plan, key="t", indicator="空气质量优良天数比例", indicator_id="air_good_days_share",
        op=">=", value="90", unit="%", year=2025,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_verdict_of_a_target_stands_under_each_edition(
    city: City, office: User, target: Target
) -> None:
    one = history("air.good_days")
    table = days([30] * 300 + [70] * 65)  # 70 is good under 2012 (75), not under 2026 (60)
    file = add_days(city, one.id, "云川市", table, "days.csv", office)
    ways = [Counting(), Counting("HJ 633-2012"), Counting("HJ 633-2026")]
    found = counted_by(city, file, ways, targets_of(one), date(2026, 6, 1))
    assert [column.years[0].value for column in found] == [100, 100, 82.2]
    assert [column.verdicts[0].verdict.value for column in found] == ["met", "met", "missed"]
    assert not Verdict.objects.filter(code="met").exists()  # looked at, not written


@pytest.mark.django_db
def test_the_restated_number_stands_for_the_figure_that_was_entered(
    city: City, office: User, target: Target
) -> None:
    figure = {"indicator": target.indicator, "indicator_id": target.indicator_id}
    enter_observation(
        figure | {"place": "云川市", "period": "2025", "value": "99", "unit": "%"}, office
    )
    one = history("air.good_days")
    file = add_days(city, one.id, "云川市", days([70] * 365), "days.csv", office)
    found = counted_by(city, file, [Counting("HJ 633-2026")], targets_of(one), date(2026, 6, 1))
    judged = found[0].verdicts[0]
    assert judged.verdict.value == "missed"
    assert [(figure.year, figure.value) for figure in judged.figures] == [(2025, 0)]


@pytest.mark.django_db
def test_a_later_table_supersedes_the_one_before_and_both_files_stay(
    city: City, office: User
) -> None:
    first = add_days(city, "air.good_days", "云川市", days([30] * 10), "a.csv", office)
    second = add_days(city, "air.good_days", "云川市", days([30] * 20), "b.csv", office)
    first.refresh_from_db()
    assert first.superseded_by == second
    assert all((city.files / one.source.sha256).exists() for one in (first, second))


@pytest.mark.django_db
def test_the_page_takes_a_filled_sheet_and_shows_both_editions(
    client: Client, city: City, office: User, target: Target
) -> None:
    client.force_login(office)
    book = load_workbook(io.BytesIO(client.get("/restatement/air.good_days/sheet/").content))
    sheet = book.worksheets[0]
    assert sheet["B1"].value == "SO2日均（μg/m³）"
    for n in range(10):
        sheet.append([date(2025, 1, 1 + n), 5, 20, 40, 0.6, 80, None, 30 if n < 5 else 70])
    kept = io.BytesIO()
    book.save(kept)
    upload = SimpleUploadedFile("days.xlsx", kept.getvalue())
    client.post(
        "/restatement/add/", {"history": "air.good_days", "place": "云川市", "file": upload}
    )
    file = DayFile.objects.get()
    assert file.days == 10
    shown = client.get(f"/restatement/{file.pk}/", {"as_of": "2025-12-31"}).content.decode()
    assert "换版本后，1 项目标的结论会变" in shown
    assert "按 2025-12-31 所知" in shown
    assert "有效 10/365 天" in shown


@pytest.mark.django_db
def test_a_bad_row_is_named_and_nothing_is_kept(client: Client, city: City, office: User) -> None:
    client.force_login(office)
    bad = SimpleUploadedFile("days.csv", days([30, 30]).replace(b",80,30", b",80,-1", 1))
    answer = client.post("/restatement/add/", {"history": "air.good_days", "place": "云川市", "file": bad})  # fmt: skip
    assert answer.status_code == 422
    assert "第 2 行“PM2.5日均”" in answer.content.decode()
    assert not DayFile.objects.exists()
