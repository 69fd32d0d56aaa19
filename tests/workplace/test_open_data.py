"""Open data: the same rows on the page, in three kinds of file and by the API."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.workplace.conftest import AddReading
from tests.workplace.reading_of import plan_reading

from luheng.workplace.judging import judge_all
from luheng.workplace.models import AuditAct, AuditEntry, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(add: AddReading, settings: Any) -> None:
    add(plan_reading())
    judge_all()
    settings.LUHENG_CITY = replace(settings.LUHENG_CITY, public=True)


def fetched(address: str) -> Any:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer


def table(address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(fetched(address).content.decode("utf-8-sig"))))


def test_the_files_and_the_api_hold_the_same_rows(opened: None) -> None:
    by_api = fetched("/api/v1/public/targets").json()["items"]
    in_json = json.loads(fetched("/public/lists/targets.json").content)["rows"]
    assert [row["indicator"] for row in in_json] == [row["indicator"] for row in by_api]
    assert [row["value"] for row in in_json] == [row["value"] for row in by_api]
    head, *rows = table("/public/lists/targets.csv")
    at = head.index("指标")
    assert [row[at] for row in rows] == [row["indicator"] for row in by_api]
    sheet = load_workbook(io.BytesIO(fetched("/public/lists/targets.xlsx").content)).worksheets[0]
    keys = [cell.value for cell in sheet[1]]
    column = keys.index("indicator") + 1
    names = [sheet.cell(row, column).value for row in range(3, sheet.max_row + 1)]
    assert names == [row["indicator"] for row in by_api]


def test_a_search_holds_for_the_page_and_for_its_files(opened: None) -> None:
    page = fetched("/public/lists/targets/?q=森林").content.decode()
    assert "森林覆盖率" in page and "单位地区生产总值能耗" not in page
    assert "/public/lists/targets.csv?q=" in page
    assert len(table("/public/lists/targets.csv?q=森林")) == 2


def test_a_target_of_the_list_leads_to_its_page(opened: None) -> None:
    target = Target.objects.get(indicator="森林覆盖率")
    page = fetched("/public/lists/targets/").content.decode()
    assert f'href="/public/targets/{target.pk}/"' in page


def test_both_languages(opened: None) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    head = client.get("/public/lists/targets.csv").content.decode("utf-8-sig").splitlines()[0]
    assert head.startswith("indicator,year")


def test_text_that_a_spreadsheet_would_compute_stays_text(opened: None) -> None:
    Target.objects.filter(indicator="森林覆盖率").update(indicator="=1+1")
    assert [row[0] for row in table("/public/lists/targets.csv") if "1+1" in row[0]] == ["'=1+1"]


def test_what_all_may_read_leaves_no_entry_in_the_audit_log(opened: None) -> None:
    for address in ("/public/lists/tasks/", "/public/lists/tasks.xlsx", "/api/v1/public/tasks"):
        fetched(address)
    assert not AuditEntry.objects.filter(act=AuditAct.EXPORT).exists()


def test_only_reading(opened: None) -> None:
    for address in ("/public/lists/tasks/", "/public/lists/tasks.csv", "/api/v1/public/tasks"):
        assert Client().post(address).status_code == 405
    assert Client().get("/public/lists/tasks.docx").status_code == 404
    assert Client().get("/public/lists/orders/").status_code == 404
