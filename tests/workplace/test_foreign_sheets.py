"""Sheets of an office's own making come into a list: heads of its own, units, merged and hidden cells."""

from __future__ import annotations

import html
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading

from luheng.workplace.models import Observation, Project, ProjectFunding, SupervisionOrder, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.registers import REGISTERS
from luheng.workplace.sheets.reading import preview
from luheng.workplace.sheets.taking import take

pytestmark = pytest.mark.django_db


def book(*rows: list[Any], merged: tuple[str, ...] = (), hidden: tuple[int, ...] = ()) -> bytes:
    made = Workbook()
    sheet: Any = made.active
    sheet.title = "台账"
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for row in hidden:
        sheet.row_dimensions[row].hidden = True
    out = BytesIO()
    made.save(out)
    return out.getvalue()


FUNDS = [
    ["云川市重点项目资金台账"],
    ["填报单位：市水务局        单位：见各列"],
    [],
    ["序号", "项目名称", "资金年度", "资金渠道", "资金情况", None, "联系电话"],
    [None, None, None, None, "计划投资（亿元）", "完成投资/万元", None],
    [1, "云川河生态修复工程", "2025年", "中央预算内", 0.5, "3,200", "—"],
    [2, None, 2026, "专项债券", "０.3", 1200, "—"],
    [None, "合计", None, None, 0.8, 4400, None],
    ["注：1.金额按批复口径。"],
]
MERGED = ("A1:G1", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:F4", "G4:G5", "B6:B7")


def test_money_of_projects_in_other_units_under_two_levels_of_heads(
    add: AddReading, office: User
) -> None:
    add(plan_reading())
    found = preview(REGISTERS["funding"], book(*FUNDS, merged=MERGED, hidden=(7,)), office)
    assert found.wrong == []
    assert [(row.place, row.values["source"], row.values["planned_wan_yuan"], row.values["spent_wan_yuan"]) for row in found.new] == [
        ("台账!6", "central", Decimal(5000), Decimal(3200)), ("台账!7", "bond", Decimal(3000), Decimal(1200)),
    ]  # fmt: skip
    assert "联系电话" in found.not_understood
    said = " ".join(one.text("zh") for one in found.remarks)
    assert "合计" in said and "隐藏" in said
    take(found, office)
    project = Project.objects.get()
    assert [row.year for row in ProjectFunding.objects.filter(project=project).order_by("year")] == [2025, 2026]  # fmt: skip


def test_figures_with_renamed_heads_spoken_periods_and_the_unit_in_the_head(
    city: Any, office: User
) -> None:
    content = book(
        ["各县区主要指标"], [],
        ["序号", "县区", "统计指标", "时间", "完成值（kg）", "单位"],
        [1, "北河县", "危险废物产生量", "2025年1-6月", "1,250（初步数）", None],
        [2, "北河县", "危险废物产生量", "2024年", 2400, None],
    )  # fmt: skip
    found = preview(REGISTERS["observations"], content, office)
    assert found.wrong == []
    first, second = (row.values for row in found.new)
    assert (first["period"], first["value"], first["unit"], first["status"]) == ("2025-01/2025-06", Decimal(1250), "千克", "preliminary")  # fmt: skip
    assert (second["period"], second["place"]) == ("2024", "北河县")
    take(found, office)
    assert Observation.objects.count() == 2


def test_what_cannot_be_read_in_one_way_is_named_by_its_cell_and_nothing_is_written(
    client: Client, add: AddReading, office: User
) -> None:
    add(plan_reading())
    rows = [list(row) for row in FUNDS]
    rows[5][4], rows[6][3] = "约0.5", "彩票公益金"
    client.force_login(office)
    upload = SimpleUploadedFile("台账.xlsx", book(*rows, merged=MERGED))
    page = client.post("/lists/funding/import/", {"file": upload})
    text = html.unescape(page.content.decode())
    assert page.status_code == 422
    assert "台账!E6" in text and "范围或约数" in text
    assert "台账!D7" in text and "彩票公益金" in text and "专项债券" in text  # what may stand there
    assert not ProjectFunding.objects.exists()


def test_a_sheet_that_lacks_a_column_says_which_and_what_was_read_instead(
    city: Any, office: User
) -> None:
    found = preview(REGISTERS["funding"], book(["工程名称", "资金渠道", "完成投资（万元）"], ["甲工程", "银行贷款", 3]), office)  # fmt: skip
    (wrong,) = found.wrong
    assert "年度" in wrong.message.text("zh") and "完成投资" in wrong.message.text("zh")
    assert found.rows == []


def test_findings_of_an_inspection_come_in_as_the_inspectors_list_them(
    city: Any, office: User
) -> None:
    person("forester", RoleName.UNIT_MEMBER, "市林业局")
    content = book(
        ["督察反馈问题清单"],
        ["编号", "问题来源", "反馈问题", "整改责任单位", "整改时限", "备注"],
        ["7", "省生态环境保护督察", "补植不到位。", "市林业局", "2026年12月31日", ""],
    )
    found = preview(REGISTERS["orders"], content, office)
    assert (found.wrong, found.not_understood) == ([], ["备注"])
    take(found, office)
    order = SupervisionOrder.objects.get()
    assert (str(order.unit), str(order.rectify_by), order.finding_no) == ("市林业局", "2026-12-31", "7")  # fmt: skip


def test_a_sheet_of_ones_own_never_changes_a_list_that_takes_no_new_rows(
    add: AddReading, office: User
) -> None:
    add(plan_reading())
    content = book(["序号", "工程名称", "总投资（亿元）"], [1, "云川河生态修复工程", 9])
    found = preview(REGISTERS["projects"], content, office)
    assert (found.rows, [one.message.code for one in found.wrong]) == ([], ["row_without_id"])
