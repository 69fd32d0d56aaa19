"""What people of a city do with the site, done in a real browser on the example city."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = [
    "/", "/targets/", "/tasks/", "/projects/", "/projects/overview/", "/units/", "/units/sheets/",
    "/observations/", "/findings/", "/milestones/", "/documents/", "/mapping/", "/reports/", "/jobs/",
    "/lists/targets/import/", "/observations/new/",
]  # fmt: skip


def first_link(visitor: Any, list_page: str) -> str:
    visitor.go(list_page)
    address: str = visitor.page.locator("table.grid tbody a").first.get_attribute("href")
    return address


def test_the_morning_page_answers_in_one_sentence(visit: Any) -> None:
    visitor = visit()
    visitor.go("/")
    assert "项目标：" in visitor.page.locator(".answer").inner_text()
    boxes = visitor.page.locator(".tally .light").all_inner_texts()
    assert "达标" in boxes
    assert all(text.strip() for text in boxes)


def test_a_number_opens_its_explanation_and_escape_closes_it(visit: Any) -> None:
    visitor = visit()
    visitor.go("/targets/?verdict=met")
    visitor.page.locator("button.door").first.click()
    panel = visitor.page.locator("#panel")
    panel.locator("blockquote").first.wait_for()
    assert "方案原文" in panel.inner_text()
    visitor.page.keyboard.press("Escape")
    assert panel.is_hidden()


def test_a_view_of_a_list_can_be_sent_by_its_address(visit: Any) -> None:
    visitor = visit()
    visitor.go("/tasks/")
    visitor.page.select_option("select[name=lead]", index=1)
    visitor.page.wait_for_url("**lead=**")
    rows = visitor.page.locator("table.grid tbody tr").count()
    colleague = visit("reader")
    colleague.page.goto(visitor.page.url)
    assert colleague.page.locator("table.grid tbody tr").count() == rows > 0


def test_a_target_shows_its_chart_with_the_finding_as_title(visit: Any) -> None:
    visitor = visit()
    visitor.go(first_link(visitor, "/targets/?verdict=met"))
    visitor.page.locator(".chart .main-svg").first.wait_for()
    assert "达标" in visitor.page.locator(".chart .gtitle").text_content()


def test_reviewing_by_keyboard_beside_the_original(visit: Any) -> None:
    visitor = visit()
    document = first_link(visitor, "/documents/?kind=plan")
    visitor.go(f"{document}?kind=task")
    page = visitor.page
    page.keyboard.press("j")
    item = page.locator(".read .item.here")
    key = item.get_attribute("id")
    assert page.locator(f".original mark.here[data-items~='{key}']").count() > 0
    page.keyboard.press("a")
    page.locator(f"#{key}.accepted").wait_for()
    page.locator(f"#{key} >> text=历史").click()
    page.locator("#panel .item").first.wait_for()
    assert "plan_office" in page.locator("#panel").inner_text()


def test_correcting_an_item_keeps_the_correction(visit: Any) -> None:
    visitor = visit()
    document = first_link(visitor, "/documents/?kind=plan")
    visitor.go(f"{document}?kind=target")
    page = visitor.page
    card = page.locator(".read .item").nth(3)
    key = card.get_attribute("id")
    card.locator("[data-act=edit]").click()
    form = page.locator(f"form#{key}")
    form.locator("[name=wording]").fill("力争")
    form.locator("button.main").click()
    page.locator(f"article#{key}.corrected").wait_for()


def test_the_second_of_two_people_is_told(visit: Any) -> None:
    first, second = visit(), visit("administrator")
    document = first_link(first, "/documents/?kind=plan")
    for visitor in (first, second):
        visitor.go(f"{document}?kind=project")
    key = first.page.locator(".read .item").first.get_attribute("id")
    first.page.locator(f"#{key} [data-act=accept]").click()
    first.page.locator(f"#{key}.accepted").wait_for()
    second.page.locator(f"#{key} [data-act=reject]").click()
    second.page.locator(".note.bad").wait_for()
    assert "plan_office" in second.page.locator(".note.bad").inner_text()


def test_a_unit_reports_on_its_own_task_only(visit: Any) -> None:
    visitor = visit("unit_member")
    visitor.go("/tasks/")
    with_form = 0
    addresses = [
        link.get_attribute("href") for link in visitor.page.locator("table.grid tbody a").all()[:12]
    ]
    for address in addresses:
        visitor.go(address)
        if visitor.page.locator("form[action$='/progress/']").count():
            with_form += 1
            last = address
    assert 0 < with_form < len(addresses)
    visitor.go(last)
    form = visitor.page.locator("form[action$='/progress/']")
    form.locator("[name=state]").select_option("under_way")
    form.locator("[name=note]").fill("已完成选址")
    form.locator("button").click()
    assert "已完成选址" in visitor.page.locator("main").inner_text()


def test_a_list_goes_out_and_comes_back_as_excel(visit: Any, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    visitor = visit()
    visitor.go("/targets/")
    with visitor.page.expect_download() as download:
        visitor.page.click("text=导出 Excel")
    path = tmp_path / "targets.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book.active
    note = next(cell.column for cell in sheet[1] if cell.value == "note")
    sheet.cell(3, note).value = "经会议确认"
    book.save(path)
    visitor.go("/lists/targets/import/")
    visitor.page.set_input_files("#file", str(path))
    visitor.page.click("text=上传并预览")
    assert "将修改 1 条" in visitor.page.locator(".answer").inner_text()
    visitor.page.click("text=确认写入")
    assert "修改 1 条" in visitor.page.locator(".note.good").inner_text()


def test_a_new_bulletin_is_added_through_the_page(visit: Any, tmp_path: Path) -> None:
    path = tmp_path / "快报.txt"
    path.write_text(
        "澜屿市2026年8月统计快报\n\n2026年1-8月，全市公共充电桩数量2650个。\n", encoding="utf-8"
    )
    visitor = visit()
    visitor.go("/documents/")
    visitor.page.set_input_files("#files", str(path))
    visitor.page.click("text=加入并识读")
    visitor.page.wait_for_url("**/documents/*/")  # the worker read it, the page went on by itself
    assert "2650" in visitor.page.locator(".read").inner_text()


def test_a_report_is_made_while_the_page_shows_how_far_it_is(visit: Any) -> None:
    visitor = visit()
    visitor.go("/reports/snapshots/")
    with visitor.page.expect_download() as download:
        visitor.page.click("text=生成 PDF 评估表")
        assert visitor.page.locator("#job").is_visible()
    assert download.value.suggested_filename.endswith(".pdf")
    assert "报告已生成" in visitor.page.locator("#job .answer").inner_text()
    visitor.go("/jobs/")
    assert "生成报告" in visitor.page.locator("table.grid").inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages(visit: Any, path: str) -> None:
    visitor = visit()
    assert visitor.go(path).status == 200
    visitor.page.click("header button[lang=en]")
    visitor.page.wait_for_load_state("load")
    shown = visitor.page.locator("nav.nav").inner_text()
    assert "Targets" in shown
    assert "首页" not in shown


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(visit: Any, path: str) -> None:
    visitor = visit(width=390)
    visitor.go(path)
    wider = visitor.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"{path} is {wider} px too wide"


def test_everything_is_reached_by_keyboard(visit: Any) -> None:
    visitor = visit()
    visitor.go("/")
    reached = set()
    for _ in range(24):
        visitor.page.keyboard.press("Tab")
        reached.add(visitor.page.evaluate("document.activeElement.textContent.trim().slice(0, 12)"))
        if visitor.page.evaluate("document.activeElement.matches('.more summary')"):
            visitor.page.keyboard.press("Enter")  # opens the other pages
    assert {"跳到正文", "目标", "任务", "更多", "文件"} <= reached


def test_a_printed_list_has_no_navigation(visit: Any) -> None:
    visitor = visit()
    visitor.go("/targets/")
    visitor.page.emulate_media(media="print")
    assert visitor.page.locator("header.top").is_hidden()
    assert visitor.page.locator("form.filters").is_hidden()
    assert visitor.page.locator("table.grid tbody tr").first.is_visible()


def test_wrong_passwords_are_throttled(visit: Any) -> None:
    visitor = visit(None)
    answers = []
    for _ in range(9):
        visitor.go("/sign-in/")
        if not visitor.page.locator("#id_username").count():
            break
        visitor.page.fill("#id_username", "nobody")
        visitor.page.fill("#id_password", "wrong password")
        with visitor.page.expect_response("**/sign-in/") as answer:
            visitor.page.click("main button")
        answers.append(answer.value.status)
    assert answers[0] == 200
    assert answers[-1] in (403, 429)
