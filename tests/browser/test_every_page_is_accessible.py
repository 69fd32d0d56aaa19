"""axe-core over every page of the site, as each role, in both languages, on a desk and on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from tests.browser.conftest import Site, Visitor, luheng, served
from tests.browser.pages_of_the_site import Found, patterns, walk

from luheng.examples import city_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRAVE = ("serious", "critical")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Met only by signing out, or shown to people who are not signed in: the walk as nobody visits them.
# Those of accounts and of shared links are looked at in test_accounts.
FOR_NOBODY = frozenset({
    "sign-in", "sign-out", "public", "public-target", "public-list", "public-report", "person", "close-person", "share", "shared",
    "invitation",
})  # fmt: skip
FOR_UNITS = frozenset({"return-upload"})  # the office fills no return
BEYOND = ("/no-such-page/", "/api/")  # the error page, and the description of the API
WIDTHS = (1400, 390)  # a desk, a phone
MORE_PEOPLE = (("district", "--unit", "松砚县人民政府"), ("auditor",))
# A method of the energy pack, by which a result is kept.
CALCULATION = {
    "period": "2024", "place": "澜屿市", "energy_growth": "2.1", "gdp_growth": "5.3",
}  # fmt: skip


def in_language(visitor: Visitor, language: str) -> None:
    """Turns the site to a language by its own button."""
    visitor.go("/")
    button = visitor.page.locator(f"header button[lang={language}]")
    if button.count():
        button.click()
        visitor.page.wait_for_load_state("load")


def graves(visitor: Visitor, where: str, context: str = "document") -> list[str]:
    """What is serious or critical on what is shown, at each width, with its rule and its places."""
    faults = []
    visitor.page.evaluate(AXE_SCRIPT)
    run = f"options => axe.run({context}, options).then(found => found.violations)"
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.wait_for_timeout(250)  # charts are drawn after the page is loaded
        faults += [
            f"{where} at {width}: {one['id']} ({one['impact']}) at {one['nodes'][0]['target']}"
            f" and {len(one['nodes']) - 1} more: {_why(one['nodes'][0])}"
            for one in visitor.page.evaluate(run, RULES)
            if one["impact"] in GRAVE
        ]
    return faults


def _why(node: dict[str, Any]) -> str:
    said = [one["message"] for kind in ("any", "all", "none") for one in node[kind]]
    return re.sub(r"\s+", " ", "; ".join(said))[:200]


def look_at_all(visitor: Visitor, found: Found) -> list[str]:
    """The grave faults of every page and of every part that the panel shows."""
    faults = []
    for path in [*sorted({one for every in found.pages.values() for one in every}), *BEYOND]:
        visitor.go(path)
        faults += graves(visitor, path)
    visitor.go("/")
    for path in sorted({one for every in found.parts.values() for one in every}):
        visitor.page.evaluate("path => htmx.ajax('GET', path, '#panel')", path)
        visitor.page.wait_for_timeout(250)
        faults += graves(visitor, path, "'#panel'")
    return faults


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example city with what else a page can show: a later edition, a dossier, a report, everyone."""
    folder = tmp_path_factory.mktemp("accessible") / "city"
    luheng("demo", "--no-serve", "--folder", folder)
    luheng("add", folder, city_folder() / "second-edition.docx", "--replaces", 1)
    luheng("dossier", folder, "--from", "2025-01-01", "--until", "2025-12-31", "--no-tasks")
    luheng(
        "report",
        folder,
        "--kind",
        "monthly",
        "--period",
        "2026-06",
        "--language",
        "zh",
        "--language",
        "en",
    )
    people = json.loads((folder / "accounts.json").read_text(encoding="utf-8"))
    for role, *more in MORE_PEOPLE:
        made = luheng("user", "add", folder, role, "--role", role, *more)
        people.append({"role": role, "username": role, "password": made["password"]})
    (folder / "accounts.json").write_text(json.dumps(people), encoding="utf-8")
    settings = folder / "luheng.toml"
    told = settings.read_text(encoding="utf-8")
    assert "public = false" in told
    settings.write_text(told.replace("public = false", "public = true"), encoding="utf-8")
    with served(folder, "serve") as running:
        yield running


def keep_a_result(visitor: Visitor) -> None:
    """Computes by an official method and keeps the result, so that its page is there."""
    visitor.go(f"/methods/energy.intensity_change/?{urlencode(CALCULATION)}")
    visitor.page.click("#inputs button[name=try]")
    visitor.page.click("#inputs button[formmethod=post]:not([name=try])")
    visitor.page.wait_for_url("**/computed/*/")


def add_days_of_air(visitor: Visitor) -> None:
    """Adds two days' table, so that there is a page of it under every edition."""
    table = "日期,so2,no2,pm10,co,o3_8h,pm2_5\n2025-06-01,5,20,40,0.6,80,30\n2025-06-02,5,20,40,0.6,80,70\n"
    visitor.go("/restatement/")
    form = visitor.page.locator("form[enctype]").first
    form.locator("input[type=file]").set_input_files(
        {"name": "days.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    form.locator("button").click()
    visitor.page.wait_for_url("**/restatement/*/")


@pytest.mark.parametrize(
    ("role", "language", "examples"), [("plan_office", "zh", 2), ("administrator", "en", 1)]
)
def test_no_page_of_the_office_has_a_serious_fault(
    visit: Any, role: str, language: str, examples: int
) -> None:
    visitor = visit(role)
    in_language(visitor, language)
    keep_a_result(visitor)
    add_days_of_air(visitor)
    sought = set(patterns()) - FOR_NOBODY - FOR_UNITS
    found = walk(visitor, examples, sought)
    assert found.broken == []
    assert sought - found.names == set(), "no example of these was found"
    assert look_at_all(visitor, found) == []


@pytest.mark.parametrize(
    ("role", "language"),
    [("unit_lead", "zh"), ("unit_member", "en"), ("district", "zh"), ("leader", "zh"),
     ("auditor", "en"), ("reader", "zh")],
)  # fmt: skip
def test_no_page_of_others_has_a_serious_fault(visit: Any, role: str, language: str) -> None:
    visitor = visit(role)
    in_language(visitor, language)
    found = walk(visitor, 1)
    assert found.broken == []
    assert {"home", "targets", "target", "orders", "appraisals"} <= set(found.pages)
    assert look_at_all(visitor, found) == []


def test_what_a_unit_s_file_would_change_has_no_serious_fault(visit: Any) -> None:
    visitor = visit("unit_lead")
    assert set(walk(visitor, 1, FOR_UNITS).pages) >= FOR_UNITS
    visitor.go("/returns/")
    address = visitor.page.locator("table.grid tbody a", has_text="").first.get_attribute("href")
    visitor.go(address)
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="下载 Excel").click()
    with visitor.page.expect_navigation():
        visitor.page.set_input_files("#file", download.value.path())
    assert graves(visitor, "the preview of a file") == []


def open_a_report(office: Visitor) -> None:
    """Publishes the report of the city and opens it to everyone, unless that was done."""
    office.go("/reports/")
    office.page.locator("table.grid tbody a").first.click()
    for move in ("publish", "open"):
        button = office.page.locator(f"form[action$='/move/{move}/'] button")
        if button.count():
            if move == "open":
                assert "在清单中是内部的" in office.page.content()
                office.page.fill("#note-open", "市政府常务会议同意")
            button.click()
            office.page.wait_for_load_state("load")
    assert office.page.locator("form[action$='/move/close/']").count() == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_that_is_open_to_everyone_has_a_serious_fault(visit: Any, language: str) -> None:
    open_a_report(visit("plan_office"))
    visitor = visit(None)
    in_language(visitor, language)
    found = walk(visitor, 2)
    assert {"sign-in", "public", "public-target", "public-list", "public-report"} <= set(found.pages)  # fmt: skip
    assert look_at_all(visitor, found) == []
