"""What a unit's monthly return costs its unit: clicks and fields, counted in a browser and kept in docs."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "usability.md"
UNIT = "市工业和信息化局"
FIGURES = (
    ("规模以上工业用电量", "万千瓦时", "123456.7"),
    ("规模以上工业综合能源消费量", "万吨标准煤", "88.2"),
    ("一般工业固体废物产生量", "万吨", "12.3"),
    ("一般工业固体废物综合利用量", "万吨", "8.1"),
)
MOST_CLICKS = 5
COUNT_CLICKS = """
addEventListener("pointerdown", () => localStorage.setItem("clicks", 1 + Number(localStorage.getItem("clicks") || 0)), true);
"""


@dataclass(frozen=True)
class Cost:
    """What one way of filing cost."""

    way: str
    clicks: int
    typed: int
    repeated: int

    @property
    def line(self) -> str:
        """The line of the table."""
        return f"| {self.way} | {self.clicks} | {self.typed} | {self.repeated} |"


def composed(visit: Any, title: str) -> Any:
    """The plan office asks the unit for a monthly return of a few figures; gives its visitor."""
    office = visit()
    page = office.page
    office.go("/returns/compose/")
    page.fill("#title", title)
    for box in page.locator("input[name=unit], input[name=kind]").all():
        box.uncheck()
    page.locator("label", has_text=UNIT).locator("input").check()
    page.locator("form.card button.main").click()
    page.wait_for_url("**/forms/*/")
    for name, measure, _ in FIGURES:
        page.locator("details", has_text="增加一项").locator("summary").click()
        page.select_option("#i-unit", label=UNIT)
        page.fill("#i-name", name)
        page.fill("#i-measure", measure)
        page.get_by_role("button", name="增加指标").click()
        page.locator("table.grid", has_text=name).wait_for()
    return office


def issued(office: Any) -> None:
    """The return goes out for the latest month."""
    page = office.page
    if not page.input_value("#due"):
        page.fill("#due", "2030-01-31")
    page.get_by_role("button", name="下达").click()
    page.wait_for_url("**/returns/")


def at_home(visit: Any) -> Any:
    """Somebody of the unit who has just signed in; from here on every click counts."""
    visitor = visit("unit_member")
    visitor.page.context.add_init_script(COUNT_CLICKS)
    visitor.go("/")
    visitor.page.evaluate("localStorage.setItem('clicks', 0)")
    return visitor


def clicks(visitor: Any) -> int:
    """How often the person pressed the pointer so far."""
    return int(visitor.page.evaluate("Number(localStorage.getItem('clicks'))"))


def repeated(visit: Any, title: str) -> int:
    """How many fields of the form are asked elsewhere too, or known already, by the form's own page."""
    office = visit()
    office.go("/returns/compose/")
    office.page.get_by_role("link", name=title).click()
    office.page.wait_for_url("**/forms/*/")
    said = office.page.locator(".answer").inner_text()
    found = re.search(r"其中重复或已有 (\d+) 处", said)
    return int(found[1]) if found else 0


def file_by_page(visitor: Any, title: str) -> int:
    """Opens the return, types the figures with Enter between them, files; gives the fields typed."""
    page = visitor.page
    page.locator("#today a", has_text=title).click()
    fields = page.locator("form.cells input[name=value]")
    fields.first.wait_for()
    page.keyboard.press("Tab")
    fields.first.focus()
    for _, _, value in FIGURES:
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.locator("article .tag.green").nth(len(FIGURES) - 1).wait_for()
    page.get_by_role("button", name="报送").click()
    page.locator(".note.good", has_text="待审核").wait_for()
    return len(FIGURES)


def file_by_workbook(visitor: Any, title: str, folder: Path) -> int:
    """Downloads the workbook, fills it in, uploads it, confirms, files; gives the fields typed."""
    page = visitor.page
    page.locator("#today a", has_text=title).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Excel").click()
    path = folder / "return.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "value")
    for row, (_, _, value) in enumerate(FIGURES, 5):
        sheet.cell(row, column).value = value
    book.save(path)
    with page.expect_file_chooser() as chooser:
        page.locator("label[for=file]").click()
    chooser.value.set_files(path)
    page.get_by_role("button", name="确认写入").click()
    page.locator(".note.good", has_text="已写入").wait_for()
    page.get_by_role("button", name="报送").click()
    page.locator(".note.good", has_text="待审核").wait_for()
    return len(FIGURES)


def month_before(period: str) -> str:
    """2026-01 → 2025-12."""
    year, month = map(int, period.split("-"))
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02}"


def test_a_monthly_return_costs_few_clicks_and_no_field_twice(visit: Any, tmp_path: Path) -> None:
    office = composed(visit, "工业月报")
    form, latest = office.page.url, office.page.input_value("#period")
    issued(office)
    asked_twice = repeated(visit, "工业月报")
    visitor = at_home(visit)
    typed = file_by_page(visitor, f"工业月报 {latest}")
    by_page = Cost("网页 on the page", clicks(visitor), typed, asked_twice)
    office.page.goto(form)
    office.page.fill("#period", month_before(latest))
    issued(office)
    visitor = at_home(visit)
    typed = file_by_workbook(visitor, f"工业月报 {month_before(latest)}", tmp_path)
    by_file = Cost("Excel 往返 by workbook", clicks(visitor), typed, asked_twice)
    print()
    for cost in (by_page, by_file):
        print(cost)
        assert cost.clicks <= MOST_CLICKS
        assert cost.repeated == 0
    kept = PAGE.read_text(encoding="utf-8")
    if os.environ.get("LUHENG_WRITE_USABILITY"):
        kept = re.sub(r"(?<=\|--:\|\n).*?(?=\n\n)", "\n".join(cost.line for cost in (by_page, by_file)), kept, flags=re.S)  # fmt: skip
        PAGE.write_text(kept, encoding="utf-8")
    for cost in (by_page, by_file):
        assert cost.line in kept, f"docs/usability.md should say {cost.line}"


def test_a_column_from_a_spreadsheet_is_pasted_into_the_fields(visit: Any) -> None:
    issued(composed(visit, "粘贴月报"))
    visitor = at_home(visit)
    page = visitor.page
    page.locator("#today a", has_text="粘贴月报").click()
    fields = page.locator("form.cells input[name=value]")
    fields.first.focus()
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text/plain", "123456.7\\r\\n88.2\\r\\n\\r\\n8.1\\r\\n5\\r\\n");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }""")
    page.locator("#pasted", has_text="多出的 1 个值没有填入").wait_for()
    page.locator("article .tag.green").nth(2).wait_for()
    page.reload()
    values = [field.input_value() for field in page.locator("form.cells input[name=value]").all()]
    assert values == ["123,456.7", "88.2", "", "8.1"]
