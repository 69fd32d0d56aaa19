"""The pages of the organisation: the tree, a reorganisation from draft to undone, Excel both ways."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import AuditEntry, Handover, Reorganisation, Task, Unit, User
from luheng.workplace.organisation.tree import save_unit, tree
from luheng.workplace.permissions import RoleName
from luheng.workplace.registers import REGISTERS
from luheng.workplace.sheets.reading import preview
from luheng.workplace.sheets.taking import take
from luheng.workplace.sheets.writing import workbook_of
from luheng.workplace.tokens import make_token

pytestmark = pytest.mark.django_db
REFORM = "市发展改革委"


@pytest.fixture
@set_up_once
def reform(add: AddReading) -> Unit:
    add(plan_reading())
    return Unit.objects.get(name=REFORM)


@pytest.fixture
def browser(client: Client, reform: Unit, office: User) -> Client:
    client.force_login(office)
    return client


def drafted(browser: Client, reform: Unit, **changes: object) -> Reorganisation:
    values = {
        "kind": "split", "units": [reform.pk], "successors": "市能源局：节能\n市数据局",
        "effective_on": f"{timezone.localdate()}", "document_no": "云办发〔2026〕3号",
    }  # fmt: skip
    answer = browser.post("/reorganisations/new/", {**values, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return Reorganisation.objects.latest("pk")


def test_a_split_is_drafted_decided_carried_out_and_undone_on_its_pages(
    browser: Client, reform: Unit
) -> None:
    one = drafted(browser, reform)
    address = f"/reorganisations/{one.pk}/"
    page = browser.get(address).content.decode()
    assert "未明确 2 项" in page  # the task and the order drafted about it
    assert "请在预览中逐项选择承接单位" in page
    refused = browser.post(f"{address}moves/carry_out/")
    assert refused.status_code == 422
    assert "还有 2 项没有明确由谁承接" in refused.content.decode()
    park = Task.objects.order_by("position").last()
    browser.post(f"{address}decide/", {f"to:task:{park.pk}:{reform.pk}": "市数据局"})
    assert "未明确 0 项" in browser.get(address).content.decode()
    browser.post(f"{address}moves/carry_out/")
    assert "已实施" in browser.get(address).content.decode()
    assert Task.objects.get(pk=park.pk).lead == ["市数据局"]
    listed = browser.get("/organisation/?ended=1").content.decode()
    assert f"原{REFORM}" in listed and "市能源局" in listed
    assert browser.get("/organisation/handovers/").status_code == 200
    browser.post(f"{address}moves/undo/", {"note": "日期有误"})
    assert Task.objects.get(pk=park.pk).lead == [REFORM]
    assert "退回原单位" not in browser.get("/organisation/").content.decode()


def test_drafts_are_not_shown_to_units(browser: Client, reform: Unit) -> None:
    one = drafted(browser, reform)
    member = Client()
    member.force_login(person("member", RoleName.UNIT_MEMBER, REFORM))
    assert member.get(f"/reorganisations/{one.pk}/").status_code == 404
    assert "市能源局" not in member.get("/organisation/").content.decode()
    assert member.post(f"/reorganisations/{one.pk}/moves/carry_out/").status_code == 403
    assert member.get("/reorganisations/new/").status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_answers_in_both_languages(browser: Client, reform: Unit, language: str) -> None:
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    one = drafted(browser, reform)
    for address in (
        "/organisation/", "/organisation/list/", "/organisation/handovers/", "/reorganisations/",
        "/reorganisations/new/", f"/reorganisations/{one.pk}/", f"/units/{reform.pk}/",
    ):  # fmt: skip
        assert browser.get(address).status_code == 200, address


def test_the_tree_stands_in_order_with_its_people(office: User, db: None) -> None:
    top = save_unit(None, None, {"name": "市发展改革委", "kind": "bureau"}, office)
    save_unit(
        None, None, {"name": "市节能中心", "kind": "institution", "parent": "市发展改革委"}, office
    )
    person("member", RoleName.UNIT_MEMBER, "市节能中心")
    nodes = [(node.unit.name, node.depth, node.people) for node in tree()]
    assert nodes == [("市发展改革委", 0, 0), ("市节能中心", 1, 1)]
    with pytest.raises(LuhengError) as refused:
        save_unit(top.pk, None, {"parent": "市节能中心"}, office)
    assert refused.value.message.code == "unit_cycle"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"founded_on": date(2026, 5, 1), "abolished_on": date(2026, 5, 1)}, "abolished_before_founded"),
        ({"parent": "没有的局"}, "unit_unknown"),
        ({"name": "新名字"}, "unit_renamed_here"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_of_a_unit_says_why(
    office: User, values: dict[str, object], code: str
) -> None:
    unit = save_unit(None, None, {"name": "市能源局"}, office)
    with pytest.raises(LuhengError) as refused:
        save_unit(unit.pk, None, values, office)
    assert refused.value.message.code == code
    unit.refresh_from_db()
    assert (unit.name, unit.founded_on, unit.active) == ("市能源局", None, True)


def test_a_unit_with_open_duties_is_not_ended_by_a_date(reform: Unit, office: User) -> None:
    with pytest.raises(LuhengError) as refused:
        save_unit(reform.pk, None, {"abolished_on": timezone.localdate()}, office)
    assert refused.value.message.code == "unit_has_duties"
    empty = save_unit(None, None, {"name": "市空置局"}, office)
    assert not save_unit(empty.pk, None, {"abolished_on": timezone.localdate()}, office).active


def test_the_tree_goes_out_as_excel_and_comes_back_with_changes(reform: Unit, office: User) -> None:
    register = REGISTERS["organisation"]
    content = workbook_of(register, register.query({}, office), office)
    same = preview(register, content, office)
    assert (same.changed, same.new, same.wrong) == ([], [], [])
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    keys = {cell.value: cell.column for cell in sheet[1]}
    row = next(r for r in range(3, sheet.max_row + 1) if sheet.cell(r, keys["name"]).value == REFORM)  # fmt: skip
    sheet.cell(row, keys["founded_on"]).value = "2019-01-10"
    sheet.cell(row, keys["kind"]).value = "市直部门"
    new = sheet.max_row + 1
    sheet.cell(new, keys["name"]).value = "市节能监察中心"
    sheet.cell(new, keys["parent"]).value = REFORM
    out = BytesIO()
    book.save(out)
    found = preview(register, out.getvalue(), office)
    assert (len(found.changed), len(found.new), found.wrong) == (1, 1, [])
    take(found, office)
    reform.refresh_from_db()
    assert (reform.founded_on, reform.kind) == (date(2019, 1, 10), "bureau")
    assert Unit.objects.get(name="市节能监察中心").parent == reform


def test_the_api_gives_the_tree_and_what_was_handed_over(
    browser: Client, reform: Unit, office: User
) -> None:
    one = drafted(browser, reform, kind="merge", successors="市发展和改革局")
    browser.post(f"/reorganisations/{one.pk}/moves/carry_out/")
    _, key = make_token(office.username, "test")
    api = Client(headers={"Authorization": f"Bearer {key}"})
    names = [row["name"] for row in api.get("/api/v1/organisation").json()["items"]]
    assert "市发展和改革局" in names and REFORM not in names
    rows = api.get("/api/v1/handovers").json()["items"]
    assert {row["successor"] for row in rows} == {"市发展和改革局"}
    assert api.get("/api/v1/reorganisations").json()["total"] == 1


def test_a_reorganisation_leaves_its_entries_in_the_audit_log(
    browser: Client, reform: Unit
) -> None:
    one = drafted(browser, reform, kind="merge", successors="市发展和改革局")
    browser.post(f"/reorganisations/{one.pk}/moves/carry_out/")
    kinds = set(AuditEntry.objects.values_list("subject_kind", flat=True))
    assert {"reorganisation", "handover", "unit", "task", "step"} <= kinds
    assert Handover.objects.filter(done=True).exclude(digest="").count() == one.handovers.count()


def test_a_day_that_lies_ahead_offers_approval_only(browser: Client, reform: Unit) -> None:
    ahead = timezone.localdate() + timedelta(days=5)
    one = drafted(
        browser, reform, kind="merge", successors="市发展和改革局", effective_on=f"{ahead}"
    )
    page = browser.get(f"/reorganisations/{one.pk}/").content.decode()
    assert "/moves/approve/" in page and "/moves/carry_out/" not in page
    assert browser.post(f"/reorganisations/{one.pk}/moves/carry_out/").status_code == 422
    browser.post(f"/reorganisations/{one.pk}/moves/approve/")
    one.refresh_from_db()
    assert one.state == "approved"
