"""The life of a supervision order in a real browser: drafted, issued, signed, planned, answered, closed."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def do(visitor: Any, key: str, note: str = "") -> None:
    """Makes a move on the page of an order, by the form of its button."""
    form = visitor.page.locator(f"form[action$='/moves/{key}/']")
    details = visitor.page.locator(f"details.move:has(form[action$='/moves/{key}/'])")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    if note:
        form.locator("textarea").fill(note)
    form.locator("button.main").click()
    visitor.page.locator(".note.good").first.wait_for()


def test_an_order_from_finding_to_closure(visit: Any) -> None:
    office, lead = visit(), visit("unit_lead")
    unit_visitor = visit("unit_member")
    unit_visitor.go("/")
    own = unit_visitor.page.locator("section.card h2:has(a[href^='/units/'])").first
    unit = own.inner_text().split()[0]
    office.go("/orders/new/")
    office.page.fill("[name=source]", "市审计局（虚构）")
    office.page.fill("[name=finding_no]", "S-1")
    office.page.fill("[name=quote]", "专项资金台账不全")
    office.page.select_option("[name=unit]", label=unit)
    office.page.click("main form button.main")
    office.page.locator("text=待下达").first.wait_for()
    address = office.page.url.removeprefix(office.site.address)
    assert unit_visitor.go(address).status == 404  # a draft is not theirs to see
    do(office, "issue")
    lead.go("/notices/")
    told = lead.page.locator(f"a[href='{address}']").first.inner_text()  # the lead, not everyone
    assert "专项资金台账不全" in told
    assert "下达" in told
    unit_visitor.go(address)
    do(unit_visitor, "sign")
    do(unit_visitor, "plan", "一周内补齐台账")
    do(unit_visitor, "answer", "台账已补齐")
    assert unit_visitor.page.locator("form[action$='/moves/close/']").count() == 0
    office.go(address)
    do(office, "review", "抽查属实")
    do(office, "close")
    said = office.page.locator(".timeline strong").all_inner_texts()
    assert said == ["起草", "下达", "签收", "报送整改方案", "反馈整改情况", "复核", "销号"]
    office.go("/notices/")
    assert "反馈" in office.page.locator(f"a[href='{address}']").first.inner_text()


def test_the_list_of_orders_shows_a_word_with_every_lamp(visit: Any) -> None:
    visitor = visit()
    visitor.go("/orders/?lamp=near")
    lamps = visitor.page.locator("table.grid td .light").all_inner_texts()
    assert lamps
    assert all(text.strip() for text in lamps)
    visitor.go("/orders/uncovered/")
    assert "项红灯目标" in visitor.page.locator(".answer").inner_text()


def test_an_order_comes_as_word_and_pdf(visit: Any) -> None:
    visitor = visit()
    visitor.go("/orders/?state=issued")
    visitor.page.locator("table.grid tbody a").first.click()
    for form in ("Word", "PDF"):
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("link", name=form, exact=True).click()
        assert "督办〔" in download.value.suggested_filename
