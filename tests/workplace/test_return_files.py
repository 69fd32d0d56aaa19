"""A return goes out as a workbook and comes back, in whatever shape, without loss and without doubles."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import bulletin_reading, figure, plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.workplace.models import (
    AskedField,
    Observation,
    Return,
    ReturnForm,
    ReturnRow,
    SheetMapping,
    Task,
    Unit,
    User,
)
from luheng.workplace.permissions import RoleName
from luheng.workplace.returns.composing import add_field, compose, of_indicator, of_task
from luheng.workplace.returns.entering import enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.reviewing import accept, file

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 9)
HEAD = 4  # row of the heads in our workbook, from 1


@pytest.fixture
def forestry(db: None) -> User:
    return person("forester", RoleName.UNIT_MEMBER, "市林业局")


@pytest.fixture
@set_up_once
def form(add: AddReading, office: User, forestry: User) -> ReturnForm:
    """A yearly return of the forestry bureau: three indicators and a task."""
    add(plan_reading())
    add(bulletin_reading("2024", figure("森林覆盖率", "2024", "41.6")))
    unit = Unit.objects.get(name="市林业局")
    made = compose("进展填报表", "yearly", [unit], office)
    for name, measure in (("全社会用电量", "亿千瓦时"), ("造林面积", "万亩")):
        add_field(made, of_indicator(unit, name, "云川市", measure), office)
    add_field(made, of_task(unit, Task.objects.get(no="1")), office)
    return made


@pytest.fixture
@set_up_once
def one(form: ReturnForm, office: User) -> Return:
    issue(form, "2025", DUE, office)
    return Return.objects.get(form=form)


@pytest.fixture
def page(client: Client, forestry: User) -> Client:
    client.force_login(forestry)
    return client


def downloaded(client: Client, one: Return) -> Any:
    answer = client.get(f"/returns/{one.pk}/excel/")
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def saved(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def columns(sheet: Any) -> dict[str, int]:
    """The hidden keys of a sheet."""
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value}


def cell_of(sheet: Any, name: str, key: str) -> Any:
    keys = columns(sheet)
    for row in range(HEAD + 1, sheet.max_row + 1):
        if name in str(sheet.cell(row, keys["name"]).value):
            return sheet.cell(row, keys[key])
    raise AssertionError(name)


def uploaded(client: Client, one: Return, content: bytes, name: str = "填报.xlsx") -> Any:
    return client.post(f"/returns/{one.pk}/upload/", {"file": SimpleUploadedFile(name, content)})


def hidden(page_text: str) -> dict[str, str]:
    """What the preview sends back when it is confirmed."""
    form = page_text[page_text.index('id="confirm"') :]
    return dict(re.findall(r'name="(sha256|name|shown)" value="([^"]*)"', form)) | {"confirm": "1"}


def confirmed(client: Client, one: Return, preview: Any, **extra: Any) -> Any:
    return client.post(f"/returns/{one.pk}/upload/", hidden(preview.content.decode()) | extra)


def value_of(name: str) -> Decimal | None:
    return ReturnRow.objects.get(asked__name=name).value


def fill(book: Any, **values: Any) -> bytes:
    for name, value in values.items():
        cell_of(book["指标"], name, "value").value = value
    return saved(book)


def test_the_workbook_has_the_cells_of_the_page_and_comes_back(
    page: Client, one: Return, forestry: User
) -> None:
    book = downloaded(page, one)
    assert book.sheetnames == ["指标", "任务"]
    sheet = book["指标"]
    assert cell_of(sheet, "森林覆盖率", "last_value").value == pytest.approx(41.6)
    assert cell_of(sheet, "森林覆盖率", "last_value").protection.locked
    assert not cell_of(sheet, "森林覆盖率", "value").protection.locked
    assert sheet.protection.sheet and sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert '"最终,初步"' in lists or any("初步" in rule for rule in lists)
    cell_of(book["任务"], "推进工业节能", "state").value = "推进中"
    cell_of(book["任务"], "推进工业节能", "text").value = "改造12家，\n另有3家开工"
    preview = uploaded(page, one, fill(book, 森林覆盖率="41.9", 全社会用电量=55.5, 造林面积="—"))
    text = preview.content.decode()
    assert "将写入 4 项：新填 4，修改 0" in text
    assert value_of("森林覆盖率") is None  # nothing is written before it is confirmed
    assert confirmed(page, one, preview).status_code == 302
    assert value_of("森林覆盖率") == Decimal("41.9")
    row = ReturnRow.objects.get(asked__kind="task")
    assert (row.state, row.text) == ("under_way", "改造12家，\n另有3家开工")
    assert ReturnRow.objects.get(asked__name="造林面积").answer == "no_figure"
    first = ReturnRow.objects.get(asked__name="森林覆盖率")
    assert (first.answered_by, first.cell.split("!")[0], first.source.name) == (forestry, "指标", "填报.xlsx")  # type: ignore[union-attr]  # fmt: skip


def test_the_same_file_again_changes_nothing(page: Client, one: Return) -> None:
    content = fill(downloaded(page, one), 森林覆盖率=41.9, 全社会用电量=55.5)
    confirmed(page, one, uploaded(page, one, content))
    versions = list(ReturnRow.objects.order_by("pk").values_list("version", flat=True))
    again = uploaded(page, one, content).content.decode()
    assert "没有要写入的改动" in again and 'id="confirm"' not in again
    assert list(ReturnRow.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_a_file_comes_back_under_another_language(page: Client, one: Return) -> None:
    content = fill(downloaded(page, one), 森林覆盖率=41.9)
    page.post("/language/", {"language": "en"})
    page.cookies["django_language"] = "en"
    text = uploaded(page, one, content).content.decode()
    assert "1 rows will be written" in text and "Cannot be taken" not in text


def test_columns_may_be_moved_and_renamed(page: Client, one: Return) -> None:
    book = downloaded(page, one)
    sheet = book["指标"]
    cell_of(sheet, "森林覆盖率", "value").value = 41.9
    sheet.insert_cols(1, 2)
    sheet.insert_cols(columns(sheet)["value"])
    sheet.cell(HEAD, columns(sheet)["value"]).value = "今年的数"
    preview = uploaded(page, one, saved(book))
    assert "将写入 1 项" in preview.content.decode()
    confirmed(page, one, preview)
    assert value_of("森林覆盖率") == Decimal("41.9")


def test_a_value_with_its_unit_is_converted_and_said(page: Client, one: Return) -> None:
    preview = uploaded(
        page, one, fill(downloaded(page, one), 全社会用电量="555000万千瓦时", 森林覆盖率="41.9%")
    )
    assert "换算为 55.5 亿千瓦时" in preview.content.decode()
    confirmed(page, one, preview)
    assert (value_of("全社会用电量"), value_of("森林覆盖率")) == (Decimal("55.5"), Decimal("41.9"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("约42", "是范围或约数"),
        ("较高", "不是数"),
        ("41.9公里", "不能换算"),
        (date(2026, 3, 12), "是日期"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_cell_and_the_rest_is_taken(
    page: Client, one: Return, value: Any, said: str
) -> None:
    preview = uploaded(page, one, fill(downloaded(page, one), 森林覆盖率=value, 全社会用电量=55.5))
    text = preview.content.decode()
    assert said in text and "指标!I5" in text and "1 处不能取用" in text
    confirmed(page, one, preview)
    assert (value_of("森林覆盖率"), value_of("全社会用电量")) == (None, Decimal("55.5"))


def test_an_impossible_value_is_refused_and_a_doubtful_one_wants_its_reason(
    page: Client, one: Return, forestry: User
) -> None:
    refused = uploaded(page, one, fill(downloaded(page, one), 森林覆盖率=419)).content.decode()
    assert "1 处不能取用" in refused and 'id="confirm"' not in refused
    preview = uploaded(page, one, fill(downloaded(page, one), 森林覆盖率=4.16))
    assert "有疑点" in preview.content.decode()
    row = ReturnRow.objects.get(asked__name="森林覆盖率")
    confirmed(page, one, preview, **{f"note-{row.pk}": "口径调整"})
    row.refresh_from_db()
    assert (row.value, row.note, bool(row.warnings)) == (Decimal("4.16"), "口径调整", True)


def test_what_was_typed_on_the_page_meanwhile_stands_unless_the_file_is_chosen(
    page: Client, one: Return, office: User
) -> None:
    book = downloaded(page, one)
    row = ReturnRow.objects.get(asked__name="森林覆盖率")
    enter(row, {"value": "41.7"}, row.version, office)
    other = ReturnRow.objects.get(asked__name="全社会用电量")
    enter(other, {"value": "50"}, other.version, office)  # the file leaves this one alone
    preview = uploaded(page, one, fill(book, 森林覆盖率=41.9))
    text = preview.content.decode()
    assert "与网页上的修改冲突" in text and "41.7" in text and "office" in text
    confirmed(page, one, preview)
    assert (value_of("森林覆盖率"), value_of("全社会用电量")) == (Decimal("41.7"), Decimal("50"))
    confirmed(page, one, preview, force=[f"{row.pk}:value"])
    assert value_of("森林覆盖率") == Decimal("41.9")


def test_what_changes_between_looking_and_confirming_is_shown_again(
    page: Client, one: Return, office: User
) -> None:
    preview = uploaded(page, one, fill(downloaded(page, one), 森林覆盖率=41.9))
    row = ReturnRow.objects.get(asked__name="森林覆盖率")
    enter(row, {"value": "41.7"}, row.version, office)
    answer = confirmed(page, one, preview)
    assert answer.status_code == 409 and "没有写入" in answer.content.decode()
    assert value_of("森林覆盖率") == Decimal("41.7")


def test_the_file_of_another_period_or_unit_is_refused_by_name(
    page: Client, form: ReturnForm, one: Return, office: User
) -> None:
    issue(form, "2024", DUE, office)
    before = Return.objects.get(period="2024")
    content = fill(downloaded(page, before), 全社会用电量=1)
    text = uploaded(page, one, content).content.decode()
    assert "是 《进展填报表》2024 市林业局 的" in text and "《进展填报表》2025 市林业局" in text
    book = downloaded(page, before)
    for sheet in book:
        sheet.delete_rows(1)  # the hidden marks are lost: the title still tells
    assert "进展填报表 2024" in uploaded(page, one, saved(book)).content.decode()
    unit = Unit.objects.create(name="市水利局")
    foreign_form = compose("水利填报表", "yearly", [unit], office)
    add_field(foreign_form, of_indicator(unit, "用水总量", "云川市", "亿立方米"), office)
    issue(foreign_form, "2025", DUE, office)
    foreign = Return.objects.get(unit=unit)
    page.force_login(office)
    content = saved(downloaded(page, foreign))
    page.force_login(User.objects.get(username="forester"))
    text = uploaded(page, one, content).content.decode()
    assert f"№ {foreign.pk}" in text and "市水利局" not in text  # not theirs to know


def test_missing_and_extra_rows_are_said_and_nothing_is_lost(page: Client, one: Return) -> None:
    book = downloaded(page, one)
    sheet = book["指标"]
    cell_of(sheet, "森林覆盖率", "value").value = 41.9
    sheet.delete_rows(cell_of(sheet, "造林面积", "value").row)
    extra = sheet.max_row + 1
    sheet.cell(extra, columns(sheet)["name"]).value = "湿地保护率"
    sheet.cell(extra, columns(sheet)["value"]).value = 60
    text = uploaded(page, one, saved(book)).content.decode()
    assert "文件中缺 1 行，保持原样：造林面积" in text
    assert "“湿地保护率”不在这张填报表中" in text and "将写入 1 项" in text


def test_a_row_without_its_id_is_found_by_its_name_and_a_copied_row_is_told(
    page: Client, one: Return
) -> None:
    book = downloaded(page, one)
    sheet = book["指标"]
    cell = cell_of(sheet, "森林覆盖率", "value")
    cell.value = 41.9
    sheet.cell(cell.row, 1).value = None
    power = cell_of(sheet, "全社会用电量", "value")
    power.value = 55
    copy = sheet.max_row + 1
    for at in range(1, sheet.max_column + 1):
        sheet.cell(copy, at).value = sheet.cell(power.row, at).value
    sheet.cell(copy, power.column).value = 66
    preview = uploaded(page, one, saved(book))
    text = preview.content.decode()
    assert "按名称对应" in text and "两处填的不同" in text
    confirmed(page, one, preview)
    assert (value_of("森林覆盖率"), value_of("全社会用电量")) == (Decimal("41.9"), Decimal("55"))


def of_their_own(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def test_a_workbook_of_the_units_own_is_mapped_by_its_heads(page: Client, one: Return) -> None:
    content = of_their_own(
        ["2025年林业统计"], ["序号", "指标名称", "单位", "上年同期", "2025年", "备注"],
        [1, "森林覆盖率", "%", 41.6, 41.9, ""], [2, "用电量（全社会）", "万千瓦时", 1, 555000, ""],
        [3, "造林面积", "亩", 2, 12000, "人工造林"],
    )  # fmt: skip
    preview = uploaded(page, one, content)
    text = preview.content.decode()
    assert "没有本表的隐藏编号" in text and "各列的含义" in text
    confirmed(page, one, preview)
    assert (value_of("森林覆盖率"), value_of("造林面积")) == (Decimal("41.9"), Decimal("1.2"))
    assert ReturnRow.objects.get(asked__name="造林面积").note == "人工造林"


def test_a_lost_marks_file_of_ours_is_read_by_its_heads(page: Client, one: Return) -> None:
    book = downloaded(page, one)
    cell_of(book["任务"], "推进工业节能", "state").value = "推进中"
    cell_of(book["指标"], "森林覆盖率", "value").value = 41.9
    for sheet in book:
        sheet.delete_rows(1)
        sheet.delete_cols(1, 2)
    preview = uploaded(page, one, saved(book))
    confirmed(page, one, preview)
    assert value_of("森林覆盖率") == Decimal("41.9")
    assert ReturnRow.objects.get(asked__kind="task").state == "under_way"


def test_the_meaning_of_a_column_is_corrected_once_and_remembered(
    page: Client, one: Return, forestry: User
) -> None:
    def file_with(value: float) -> bytes:
        return of_their_own(
            ["2025年"], ["指标", "单位", "甲", "乙"], ["森林覆盖率", "%", 41.6, value]
        )

    preview = uploaded(page, one, file_with(41.9))
    text = preview.content.decode()
    assert 'id="confirm"' not in text
    sha256 = re.findall(r'name="sha256" value="(\w+)"', text)[0]
    column = re.findall(r'name="(column-0-3)"', text)[0]
    corrected = page.post(f"/returns/{one.pk}/upload/", {"sha256": sha256, "name": "a.xlsx", "map": "1", column: "value:value:asked"})  # fmt: skip
    assert "将写入 1 项" in corrected.content.decode()
    assert SheetMapping.objects.get().decided_by == forestry
    assert "将写入 1 项" in uploaded(page, one, file_with(42.0)).content.decode()


def test_a_label_that_is_not_found_is_named_once(page: Client, one: Return) -> None:
    content = of_their_own(["2025年"], ["指标", "单位", "本期值"], ["新造的林子", "万亩", 1.2])
    text = uploaded(page, one, content).content.decode()
    assert "没有对上的名称" in text and "新造的林子" in text
    sha256 = re.findall(r'name="sha256" value="(\w+)"', text)[0]
    again = page.post(f"/returns/{one.pk}/upload/", {"sha256": sha256, "name": "a.xlsx", "map": "1", "label-0-0": "造林面积"})  # fmt: skip
    confirmed(page, one, again)
    assert value_of("造林面积") == Decimal("1.2")


@pytest.mark.parametrize(("content", "name"), [(b"no workbook", "a.xlsx"), (b"", "b.xlsx"), (b"PK\x03\x04rest", "c.xlsx")])  # fmt: skip
def test_a_file_that_is_no_workbook_is_told(
    page: Client, one: Return, content: bytes, name: str
) -> None:
    answer = uploaded(page, one, content, name)
    assert answer.status_code in (200, 422)
    assert 'id="confirm"' not in answer.content.decode()


def test_only_the_unit_uploads_and_only_while_the_return_is_open(
    page: Client, one: Return, forestry: User
) -> None:
    book = downloaded(page, one)
    cell_of(book["任务"], "推进工业节能", "state").value = "已完成"
    content = fill(book, 森林覆盖率=41.9, 全社会用电量=55.5, 造林面积=1)
    confirmed(page, one, uploaded(page, one, content))
    file(one, forestry)
    assert uploaded(page, one, content).status_code == 422
    book = downloaded(page, one)
    assert cell_of(book["指标"], "森林覆盖率", "value").protection.locked
    page.force_login(person("reader", RoleName.READER))
    assert page.get(f"/returns/{one.pk}/excel/").status_code == 200
    assert uploaded(page, one, content).status_code == 403
    page.force_login(person("water", RoleName.UNIT_MEMBER, "市水利局"))
    assert page.get(f"/returns/{one.pk}/excel/").status_code == 404
    assert uploaded(page, one, content).status_code == 404


@pytest.fixture(params=[40, pytest.param(1000, marks=[pytest.mark.slow, pytest.mark.both_stores])])
def many(request: pytest.FixtureRequest, form: ReturnForm, office: User) -> Return:
    """A return of many figures; a statistics bureau may be asked a thousand."""
    unit = Unit.objects.get(name="市林业局")
    big = compose("千行填报表", "yearly", [unit], office, kinds=())
    AskedField.objects.bulk_create(
        AskedField(form=big, unit=unit, kind="indicator", subject_key=f"indicator:第{n}项|云川市", name=f"第{n}项数据", place="云川市", measure="", position=n)
        for n in range(request.param)
    )  # fmt: skip
    issue(big, "2025", DUE, office)
    return Return.objects.get(form=big)


def value_at(n: int) -> Decimal:
    """Small and large, whole and with six decimals, up to the fifteen digits that a number keeps."""
    digits = Decimal(f"{n:03}123456789012"[: 6 + n % 10])
    return digits.scaleb(-(n % 7))


def test_many_rows_come_back_without_loss(
    page: Client,
    many: Return,
    forestry: User,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    book, count = downloaded(page, many), many.rows.count()
    sheet, keys = book["指标"], columns(book["指标"])
    for row in range(HEAD + 1, HEAD + 1 + count):
        n = row - HEAD - 1
        sheet.cell(row, keys["value"]).value = str(value_at(n))
        sheet.cell(row, keys["note"]).value = f"第 {n} 行，\n=1+1 <&> “备注”"
    preview = uploaded(page, many, saved(book))
    with django_assert_max_num_queries(120):
        confirmed(page, many, preview)
    rows = list(many.rows.order_by("asked__position"))
    assert [row.value for row in rows] == [value_at(n) for n in range(count)]
    assert {row.note for row in rows} == {f"第 {n} 行，\n=1+1 <&> “备注”" for n in range(count)}
    second = saved(downloaded(page, many))  # goes out again with what came in
    assert "没有要写入的改动" in uploaded(page, many, second).content.decode()


def test_figures_from_a_file_are_recorded_with_their_cell(
    page: Client, one: Return, office: User, forestry: User
) -> None:
    book = downloaded(page, one)
    cell_of(book["任务"], "推进工业节能", "state").value = "已完成"
    confirmed(
        page, one, uploaded(page, one, fill(book, 森林覆盖率=41.9, 全社会用电量=55.5, 造林面积=1.2))
    )
    file(one, forestry)
    accept(one, office)
    seen = Observation.objects.get(indicator="森林覆盖率", period="2025")
    assert (seen.value, seen.cell) == (Decimal("41.9"), "指标!I5")
