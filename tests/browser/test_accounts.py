"""Signing in with a second factor, and a link for somebody without an account, in a real browser."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pyotp
import pytest
from tests.browser.test_a_day_in_the_office import first_link
from tests.browser.test_every_page_is_accessible import graves

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sign_out(visitor: Any) -> None:
    visitor.page.click("header .who form:last-of-type button")
    visitor.page.wait_for_load_state("load")


def test_signing_in_with_an_authenticator_and_with_a_recovery_code(visit: Any) -> None:
    visitor = visit("leader")
    page = visitor.page
    visitor.go("/account/second-factor/")
    page.fill("#id_password", visitor.site.passwords["leader"][1])
    page.click("main button.main")
    page.locator(".qr svg").wait_for()
    codes = pyotp.TOTP(page.locator("code.secret").text_content().replace(" ", ""))
    page.fill("#id_code", codes.now())
    page.click("main form button")
    recovery = page.locator(".codes code").all_inner_texts()
    assert len(recovery) == 10
    sign_out(visitor)

    visitor.sign_in(*visitor.site.passwords["leader"])
    page.wait_for_url("**/sign-in/code/")
    visitor.go("/targets/")
    assert "/sign-in/" in page.url  # the password alone opened nothing
    visitor.sign_in(*visitor.site.passwords["leader"])
    page.fill("#id_code", "000000")
    page.click("main button.main")
    assert "验证码不对" in page.locator(".note.bad").inner_text()
    page.fill("#id_code", codes.at(int(time.time()) + 30))
    page.click("main button.main")
    page.wait_for_url(visitor.site.address + "/")
    assert page.locator("nav.nav").is_visible()
    sign_out(visitor)

    visitor.sign_in(*visitor.site.passwords["leader"])
    page.fill("#id_code", recovery[0])
    page.click("main button.main")
    assert "还剩 9 个" in page.locator(".note").first.inner_text()
    visitor.go("/account/")
    page.fill("#id_code", recovery[1])
    page.click("text=关闭两步验证")
    assert page.locator("text=启用两步验证").is_visible()


def test_a_link_opens_one_page_for_a_stranger_until_it_is_revoked(visit: Any) -> None:
    office = visit()
    office.go(first_link(office, "/targets/?verdict=met"))
    name = office.page.locator("h1").inner_text()
    office.page.click("text=分享")
    office.page.fill("#id_until", (date.today() + timedelta(days=3)).isoformat())
    office.page.fill("#id_password", "open sesame")
    office.page.click("text=生成链接")
    address = office.page.locator("#address").inner_text()

    stranger = visit(None, width=390)
    stranger.page.goto(address)
    stranger.page.fill("#id_password", "open sesame")
    stranger.page.click("main button.main")
    assert stranger.page.locator("h1").inner_text() == name
    wider = stranger.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0
    assert graves(stranger, "a shared page") == []
    assert stranger.page.context.cookies() == []
    stranger.go("/targets/")
    assert "/sign-in/" in stranger.page.url

    office.go("/shares/")
    office.page.click(f"table.grid tbody a >> text={name.split()[0]}")
    assert "1 次" in office.page.locator("dl.facts").inner_text()
    office.page.click("text=撤销链接")
    stranger.page.goto(address)
    assert "链接打不开" in stranger.page.locator("h1").inner_text()


def test_pages_of_people_have_no_serious_fault_and_invite_somebody(visit: Any) -> None:
    boss = visit("administrator")
    for path in ("/people/", "/people/new/", "/account/", "/account/second-factor/", "/shares/"):
        boss.go(path)
        assert graves(boss, path) == []
    boss.go("/people/")
    boss.page.click("table.grid tbody a >> text=reader")
    assert graves(boss, "person") == []
    person = boss.page.url
    boss.page.click("text=停用…")
    assert graves(boss, "close-person") == []
    boss.page.goto(person)
    boss.page.click("text=发设密码的链接")
    invited = visit(None)
    invited.page.goto(boss.page.locator("#invitation").inner_text())
    assert "reader" in invited.page.locator("main").inner_text()
    assert graves(invited, "invitation") == []
