"""A list goes out as Excel and comes back without loss; what is wrong is named by its cell."""

from __future__ import annotations

import html
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import Observation, Target, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.registers import REGISTERS, Query
from luheng.workplace.sheets.reading import Preview, preview
from luheng.workplace.sheets.taking import take
from luheng.workplace.sheets.writing import workbook_of

pytestmark = pytest.mark.django_db
TARGETS, OBSERVATIONS = REGISTERS["targets"], REGISTERS["observations"]


@pytest.fixture
@set_up_once
def plan(add: AddReading) -> None:
    add(plan_reading())


def exported(register: Any, user: User) -> bytes:
    return workbook_of(register, Query(), user)


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(BytesIO(content))
    change(book.active)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def column_of(sheet: Any, key: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == key)


def wrong(found: Preview) -> list[tuple[str, str]]:
    return [(one.place, one.message.code) for one in found.wrong]


def returns(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in [["填报单位：市生态环境局"], ["指标", "地区", "时期", "数值", "计量单位"], *rows]:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_comes_back_unchanged_changes_nothing(plan: None, office: User) -> None:
    found = preview(TARGETS, exported(TARGETS, office), office)
    assert (found.rows, found.wrong, found.same) == ([], [], 2)


def test_a_changed_cell_is_previewed_then_written_with_history(plan: None, office: User) -> None:
    def raise_target(sheet: Any) -> None:
        sheet.cell(3, column_of(sheet, "value")).value = 45

    content = edited(exported(TARGETS, office), raise_target)
    found = preview(TARGETS, content, office)
    assert [row.changes["value"] for row in found.changed] == [(Decimal("42.500000"), Decimal(45))]
    take(found, office)
    target = Target.objects.get(indicator="森林覆盖率")
    assert target.value == 45
    assert target.history.first().history_user == office
    again = preview(TARGETS, edited(exported(TARGETS, office), raise_target), office)
    assert again.rows == []


def test_columns_may_be_moved(plan: None, office: User) -> None:
    def move(sheet: Any) -> None:
        sheet.insert_cols(4, 2)

    found = preview(TARGETS, edited(exported(TARGETS, office), move), office)
    assert (found.rows, found.wrong, found.same) == ([], [], 2)


def test_a_wrong_cell_is_named_by_sheet_and_address(plan: None, office: User) -> None:
    def spoil(sheet: Any) -> None:
        sheet.cell(3, column_of(sheet, "value")).value = "九成"
        sheet.cell(4, column_of(sheet, "year")).value = "明年"

    found = preview(TARGETS, edited(exported(TARGETS, office), spoil), office)
    places = [place for place, _ in wrong(found)]
    assert all(place.startswith("目标清单!") for place in places)
    assert [place[-1] for place in places] == ["3", "4"]
    with pytest.raises(LuhengError, match="2 个单元格"):
        take(found, office)


def test_a_formula_a_date_and_a_merged_cell_are_told_apart(office: User, city: Any) -> None:
    import datetime

    def merge(sheet: Any) -> None:
        sheet.merge_cells("B3:B5")

    content = returns(
        ["森林覆盖率", "云川市", "2024", "=41+1", "%"],
        ["森林覆盖率", None, "2023", datetime.date(2023, 1, 1), "%"],
        ["森林覆盖率", None, "2022", "41.2", "%"],
    )
    found = preview(OBSERVATIONS, edited(content, merge), office)
    assert wrong(found) == [("Sheet!D3", "cell_is_formula"), ("Sheet!D4", "cell_is_date")]
    assert found.new[0].values["place"] == "云川市"
    assert found.new[0].values["value"] == Decimal("41.2")


def test_importing_twice_adds_nothing_the_second_time(office: User, city: Any) -> None:
    content = returns(["森林覆盖率", "云川市", 2024, 41.9, "%"])
    for _ in range(2):
        take(preview(OBSERVATIONS, content, office), office)
    assert Observation.objects.count() == 1


def test_a_row_without_its_number_is_refused(office: User, city: Any) -> None:
    found = preview(OBSERVATIONS, returns(["森林覆盖率", "云川市", "2024", None, "%"]), office)
    assert wrong(found) == [("Sheet!3", "row_lacks")]


@pytest.mark.parametrize("words", ["=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(1)", "{=1+1}"])
def test_text_that_looks_like_a_formula_stays_text(plan: None, office: User, words: str) -> None:
    Target.objects.filter(indicator="森林覆盖率").update(note=words)
    content = exported(TARGETS, office)
    with ZipFile(BytesIO(content)) as archive:
        written = b"".join(archive.read(name) for name in archive.namelist())
    assert html.escape(words, quote=False).encode() in written
    assert b"<f>" not in written and b"<f " not in written
    assert preview(TARGETS, content, office).rows == []


def test_a_row_someone_else_changed_meanwhile_stops_the_whole_sheet(
    plan: None, office: User
) -> None:
    def change_both(sheet: Any) -> None:
        for row in (3, 4):
            sheet.cell(row, column_of(sheet, "year")).value = 2026

    content = edited(exported(TARGETS, office), change_both)
    second = Target.objects.order_by("pk").last()
    TARGETS.write(second.pk, second.version, {"wording": "力争"}, office)
    with pytest.raises(LuhengError, match="目标清单!4"):
        take(preview(TARGETS, content, office), office)
    assert set(Target.objects.values_list("year", flat=True)) == {2025}


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_said_to_be_none(office: User, city: Any, content: bytes) -> None:
    with pytest.raises(LuhengError):
        preview(TARGETS, content, office)


def test_a_sheet_of_another_list_is_refused(plan: None, office: User) -> None:
    with pytest.raises(LuhengError, match="目标清单"):
        preview(REGISTERS["tasks"], exported(TARGETS, office), office)


def test_a_unit_member_may_only_fill_what_is_theirs(plan: None, office: User) -> None:
    member = person("member", RoleName.UNIT_MEMBER, "市水务局")
    found = preview(REGISTERS["tasks"], exported(REGISTERS["tasks"], office), member)
    assert "任务" in found.left_out


@pytest.mark.slow
def test_a_thousand_rows_go_round_without_loss(office: User, city: Any) -> None:
    rows = [["森林覆盖率", f"第{n}镇", "2024", f"{n}.{n:04d}", "%"] for n in range(1, 1001)]
    take(preview(OBSERVATIONS, returns(*rows), office), office)
    stored = dict(Observation.objects.values_list("place", "value"))
    assert stored == {f"第{n}镇": Decimal(f"{n}.{n:04d}") for n in range(1, 1001)}
    back = preview(OBSERVATIONS, exported(OBSERVATIONS, office), office)
    assert (back.rows, back.wrong, back.same) == ([], [], 1000)


def test_the_page_previews_before_it_writes(plan: None, office: User) -> None:
    def raise_target(sheet: Any) -> None:
        sheet.cell(3, column_of(sheet, "value")).value = 45

    client = Client()
    client.force_login(office)
    content = client.get("/lists/targets/export/").content
    upload = SimpleUploadedFile("targets.xlsx", edited(content, raise_target))
    shown = client.post("/lists/targets/import/", {"file": upload})
    assert "42.5" in shown.content.decode()
    assert Target.objects.get(indicator="森林覆盖率").value == Decimal("42.5")
    sha256 = shown.context["sha256"]
    done = client.post("/lists/targets/import/", {"sha256": sha256, "confirm": "1"})
    assert done.status_code == 302
    assert Target.objects.get(indicator="森林覆盖率").value == 45
