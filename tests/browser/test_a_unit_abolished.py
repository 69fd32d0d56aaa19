"""A unit is abolished in mid-year, in a real browser, on SQLite and on PostgreSQL: its year goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import Site, Visitor, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEW = "市绿色发展局（虚构）"
PAPER = "云办发〔2026〕9号"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def own_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """An example city of its own, since the story changes who is there, on either database."""
    on_server = request.param == "postgresql"
    database = request.getfixturevalue("empty_database") if on_server else ""
    with served(tmp_path / "city", "demo", "--folder", database=database) as site:
        yield site


@pytest.fixture
def come(chromium: Any, own_site: Site) -> Iterator[Any]:
    """Makes visitors of that city."""
    visitors: list[Visitor] = []

    def make(role: str) -> Visitor:
        visitors.append(Visitor(chromium, own_site, role))
        return visitors[-1]

    yield make
    assert [one for visitor in visitors for one in visitor.problems] == []
    for visitor in visitors:
        visitor.page.context.close()


def move(visitor: Visitor, key: str, note: str = "") -> None:
    """Makes a move on the page of an order."""
    details = visitor.page.locator(f"details.move:has(form[action$='/moves/{key}/'])")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    if note:
        details.locator("textarea").fill(note)
    details.locator("button.main").click()
    visitor.page.locator(".note.good").first.wait_for()


def picture(visitor: Visitor, name: str) -> None:
    """A picture of the page for whoever asks for them by LUHENG_PICTURES."""
    if folder := os.environ.get("LUHENG_PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def order_for(office: Visitor, unit: str) -> str:
    office.go("/orders/new/")
    office.page.fill("[name=source]", "市审计局（虚构）")
    office.page.fill("[name=finding_no]", "S-9")
    office.page.fill("[name=quote]", "专项资金台账不全")
    office.page.select_option("[name=unit]", label=unit)
    office.page.click("main form button.main")
    move(office, "issue")
    return str(office.page.url.removeprefix(office.site.address))


def return_for(office: Visitor, unit: str) -> str:
    """A return that asks the unit for its tasks, issued; its address."""
    office.go("/returns/compose/")
    office.page.fill("#title", "年中专项填报")
    office.page.select_option("#frequency", "yearly")
    for box in office.page.locator("input[name=unit]").all():
        said = box.locator("xpath=..").inner_text().strip()
        box.set_checked(said == unit)
    for box in office.page.locator("input[name=kind]").all():
        box.set_checked(box.get_attribute("value") == "task")
    office.page.get_by_role("button", name="编制").click()
    office.page.fill("#due", "2030-01-15")
    office.page.get_by_role("button", name="下达").click()
    office.go("/returns/?title=年中专项填报")
    address = office.page.locator("table.grid tbody a").first.get_attribute("href")
    assert address is not None
    return str(address)


def abolish(office: Visitor, unit: str) -> None:
    office.go("/organisation/")
    office.page.get_by_role("link", name="拟定机构改革").click()
    office.page.select_option("[name=kind]", "abolish")
    office.page.select_option("[name=units]", label=unit)
    office.page.fill("[name=successors]", NEW)
    office.page.fill("[name=document_no]", PAPER)
    office.page.fill("[name=reason]", "机构改革")
    office.page.get_by_role("button", name="保存并预览").click()
    assert "未明确 0 项" in office.page.locator(".answer").inner_text()
    picture(office, "preview")
    office.page.get_by_role("button", name="实施", exact=True).click()
    assert "已实施" in office.page.locator(".note.good").first.inner_text()
    picture(office, "carried_out")


def test_tasks_an_order_and_a_return_go_on_under_the_successor(come: Any) -> None:
    office, member = come("plan_office"), come("unit_member")
    member.go("/")
    own = member.page.locator("section.card h2:has(a[href^='/units/'])").first
    old = own.inner_text().split()[0]
    order, one = order_for(office, old), return_for(office, old)
    member.go(order)
    move(member, "sign")
    abolish(office, old)

    member.go("/")
    assert NEW in member.page.content()
    member.go(order)
    said = member.page.locator(".timeline strong").all_inner_texts()
    assert said == ["起草", "下达", "签收", "移交承接单位"]
    move(member, "plan", "一周内补齐台账")
    member.page.fill("#comment-text", f"请 @{NEW} 同事协助")
    member.page.get_by_role("button", name="提交意见").click()
    assert "协助" in member.page.locator("#comments").inner_text()
    picture(member, "order")

    member.go(f"/tasks/?lead={NEW}")
    member.page.locator("table.grid tbody a").first.click()
    member.page.select_option("[name=state]", "under_way")
    member.page.get_by_role("button", name="填报", exact=True).click()
    assert NEW in member.page.locator("section.card:has(h2:text('进展填报'))").first.inner_text()

    member.go(one)
    assert NEW in member.page.locator(".head").inner_text()
    member.page.locator("form.rest button").first.click()
    assert "年中专项填报" in member.page.locator("h1").inner_text()

    office.go("/organisation/?ended=1")
    assert f"原{old}" in office.page.locator("table.tree").inner_text()
    picture(office, "organisation")
    office.page.get_by_role("link", name=NEW, exact=True).click()
    halves = office.page.locator("#stretches tbody tr")
    assert [f"原{old}", NEW] == [row.locator("th").inner_text() for row in halves.all()]
    assert PAPER in office.page.locator("#past").inner_text()
    picture(office, "unit")
