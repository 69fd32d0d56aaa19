"""Two stories of a city that has just begun, in a real browser, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docx
import pytest
from docx.oxml.ns import qn
from tests.browser.conftest import Site, Visitor, environment, luheng, served

from luheng.examples import city_folder

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNIT, INDICATOR = "市农业农村局", "农膜回收率"
PEOPLE = (("plan_office", ""), ("unit_lead", UNIT), ("unit_member", "市林业局"), ("leader", ""))
# The objection period is five working days; a test cannot wait for them.
THE_PERIOD_ENDS = """
import sys
from datetime import date, timedelta
from luheng.workplace.opening import open_site
open_site(sys.argv[1])
from luheng.workplace.models import Appraisal
Appraisal.objects.update(due=date.today() - timedelta(days=1))
"""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a database of its own; empty for the SQLite file of the city."""
    if request.param == "sqlite":
        yield ""
        return
    import psycopg

    server = request.getfixturevalue("postgres_url")
    name = f"stories_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def site(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A city with its plan, two bulletins and four people, as a plan office begins."""
    folder = tmp_path_factory.mktemp("stories") / "city"
    example = city_folder()
    made = luheng("new", folder, "--plan", example / "plan.docx", "--invented", database=database)
    luheng("add", folder, example / "bulletin-2024.html", example / "bulletin-2025.pdf", database=database)  # fmt: skip
    accounts = [
        {"role": "administrator", **{name: made[name] for name in ("username", "password")}}
    ]
    for role, unit in PEOPLE:
        more = ["--unit", unit] if unit else []
        said = luheng("user", "add", folder, role, "--role", role, *more, database=database)
        accounts.append({"role": role, "username": role, "password": said["password"]})
    (folder / "accounts.json").write_text(json.dumps(accounts), encoding="utf-8")
    with served(folder, "serve", database=database) as running:
        yield running


def said(visitor: Visitor) -> str:
    """The good news at the top of the page, once it is there."""
    note = visitor.page.locator(".note.good").first
    note.wait_for()
    return str(note.inner_text())


def move(visitor: Visitor, key: str, note: str = "", *, due: date | None = None, paper: Path | None = None) -> None:  # fmt: skip
    """Moves an order on by the form of its button."""
    form = visitor.page.locator(f"form[action$='/moves/{key}/']")
    details = visitor.page.locator(f"details.move:has(form[action$='/moves/{key}/'])")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    if note:
        form.locator("textarea").fill(note)
    if due:
        form.locator("[name=due]").fill(due.isoformat())
    if paper:
        form.locator("[name=document]").set_input_files(str(paper))
    form.locator("button.main").click()
    said(visitor)


def fill_row(visitor: Visitor, row: Any, cells: dict[str, str]) -> None:
    """Fills the cells of a row of a return; each is saved as it is left."""
    for name, value in cells.items():
        cell = row.locator(f"[name={name}]")
        with visitor.page.expect_response("**/returns/rows/*/") as answer:
            if name in ("state", "status"):
                cell.select_option(value)
            else:
                cell.fill(value)
                cell.blur()
        assert answer.value.status == 200, answer.value.text()
        visitor.page.wait_for_timeout(150)  # the saved version comes back into the row


def this_quarter() -> str:
    """2026-10/2026-12 on 21 November 2026."""
    today = date.today()
    first = (today.month - 1) // 3 * 3 + 1
    return f"{today.year}-{first:02}/{today.year}-{first + 2:02}"


def word_of(visitor: Visitor, path: Path) -> Path:
    """The Word file of the report whose page is open."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Word", exact=True).click()
    download.value.save_as(path)
    return path


def words_in(path: Path) -> str:
    """Everything written in a Word file, tables included, without the marks of sources."""
    body = docx.Document(str(path)).element.body
    lines = [
        "".join(text.text or "" for text in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))
    ]
    return re.sub(r"\[\d+\]", "", "\n".join(lines))


def test_a_quarter_in_the_life_of_a_city(
    visit: Any, site: Site, database: str, tmp_path: Path
) -> None:
    soon = date.today() + timedelta(days=30)
    office, unit = visit("plan_office"), visit("unit_lead")

    # The plan office composes a return for one unit and issues it.
    office.go("/returns/compose/")
    office.page.fill("#title", "季度调度表")
    office.page.select_option("#frequency", "quarterly")
    for box in office.page.locator("[name=unit]").all():
        box.uncheck()
    office.page.get_by_label(UNIT).check()
    office.page.click("text=编制 >> nth=-1")
    office.page.fill("#due", soon.isoformat())
    office.page.click("button:has-text('下达')")
    assert "已下达 1 份" in said(office)

    # The unit finds it, is told what is missing, and files it.
    unit.go("/returns/")
    unit.page.locator("table.grid tbody a").first.click()
    address = urlsplit(unit.page.url).path
    rows = unit.page.locator("article.ask")
    unit.page.click("button[formaction$='/move/file/']")
    assert "未填" in unit.page.locator("main").inner_text()
    unit.go(address)
    for row in rows.all():
        if row.locator("[name=state]").count():
            fill_row(unit, row, {"state": "under_way", "text": "按计划推进"})
        elif INDICATOR in row.inner_text():
            fill_row(unit, row, {"value": "84.9", "note": "三季度累计"})
        else:
            fill_row(unit, row, {"value": "—", "note": "年度指标"})
    unit.page.click("button[formaction$='/move/file/']")
    assert "待审核" in said(unit)

    # One row goes back with a reason, is put right, and all is accepted.
    office.go(address)
    row = office.page.locator("article.ask", has_text="按计划推进").first
    key = row.get_attribute("id")
    row.locator("[name=reason]").fill("请写明回收网点数量")
    row.locator("button[value=returned]").click()
    office.page.locator(f"#{key} >> text=退回原因：请写明回收网点数量").wait_for()
    office.page.fill("#note", "一项需要补充")
    office.page.click("button[formaction$='/move/send_back/']")
    assert "已退回" in said(office)
    unit.go(address)
    assert "请写明回收网点数量" in unit.page.locator(f"#{key}").inner_text()
    fill_row(unit, unit.page.locator(f"#{key}"), {"text": "建成回收网点38个"})
    unit.page.click("button[formaction$='/move/file/']")
    assert "待审核" in said(unit)
    office.go(address)
    office.page.click("button[formaction$='/move/accept/']")
    assert "已通过" in said(office)
    recorded = office.page.locator("article.ask", has_text=INDICATOR).get_by_text("已入库数据")
    assert recorded.count() == 1

    # The rules have drafted an order for what was missed; a person issues it.
    office.go("/orders/rules/")
    office.page.click("text=立即运行")
    said(office)
    office.go(f"/orders/?state=drafted&q={INDICATOR}")
    office.page.locator("table.grid tbody a", has_text=f"{INDICATOR} 2025").first.click()
    order = urlsplit(office.page.url).path
    text = office.page.locator("main").inner_text()
    assert "农膜回收率2025年达到85%" in text  # the clause, word for word
    assert "未达标" in text
    assert unit.go(order).status == 404
    move(office, "issue", due=soon)

    # Signed for, planned, answered with a proof, reviewed, closed with a reason: it is red still.
    unit.go("/")
    assert "督办" in unit.page.locator("#today").inner_text()
    unit.go(order)
    move(unit, "sign")
    move(unit, "plan", "恢复松砚县回收网点，邻县企业代收")
    proof = tmp_path / "回收台账.txt"
    proof.write_text("虚构：回收网点38个，台账齐全。", encoding="utf-8")
    move(unit, "answer", "网点全部恢复收运", paper=proof)
    assert unit.page.locator("form[action$='/moves/close/']").count() == 0
    office.go(order)
    assert "回收台账" in office.page.locator("main").inner_text()
    move(office, "review", "现场核查属实")
    move(office, "close", "措施已落实，转入2027年目标跟踪")
    assert office.page.locator(".timeline strong").all_inner_texts() == [
        "起草", "下达", "签收", "报送整改方案", "反馈整改情况", "复核", "销号",
    ]  # fmt: skip

    # The report of the quarter: made, checked against the city, published.
    office.go("/reports/")
    making = office.page.locator("form[action='/reports/periods/make/']")
    if not making.is_visible():
        office.page.locator("summary", has_text="生成报告").click()
    making.locator("[name=kind]").select_option("quarterly")
    making.locator("[name=period]").fill(this_quarter())
    making.locator("button.main").click()
    office.page.wait_for_url("**/reports/periods/*/", timeout=120_000)
    report = urlsplit(office.page.url).path
    path = word_of(office, tmp_path / "quarter.docx")
    words = words_in(path)
    assert INDICATOR in words
    assert "下达督办单1件，销号1件" in words
    verified = luheng("verify", path, "--city", site.folder, database=database)
    assert verified["sound"], verified
    assert visit("leader").go(report).status == 404  # a draft
    office.page.locator("form[action$='/move/publish/'] button").click()
    assert "已发布" in office.page.locator(".head").inner_text()

    leader = visit("leader")
    leader.go(report)
    assert words_in(word_of(leader, tmp_path / "published.docx")) == words
    leader.go("/orders/?state=closed")
    assert INDICATOR in leader.page.locator("table.grid tbody").inner_text()


def test_an_objection_changes_a_score_before_it_is_published(
    visit: Any, site: Site, database: str, tmp_path: Path
) -> None:
    office, unit, other = visit("plan_office"), visit("unit_lead"), visit("unit_member")
    paper = tmp_path / "关于停产情况的核实说明.txt"
    paper.write_text("虚构：企业停产属实。", encoding="utf-8")
    office.go("/evidence/")
    form = office.page.locator("form[action='/evidence/upload/']")
    form.locator("xpath=ancestor::details/summary").click()
    form.locator("[name=files]").set_input_files(str(paper))
    form.locator("button.main").click()
    office.page.get_by_text(paper.stem).first.wait_for()

    # Scored and announced: the unit sees its own statement, another unit does not.
    office.go("/appraisals/")
    office.page.fill("#year", "2026")
    office.page.fill("#title", "年度考核")
    office.page.click("button:has-text('计分')")
    appraisal = urlsplit(office.page.url).path
    assert unit.go(appraisal).status == 404
    form = office.page.locator("form[action$='/move/announce/']")
    form.locator("[name=due]").fill((date.today() + timedelta(days=9)).isoformat())
    form.locator("button").click()
    office.page.locator("text=公示中").first.wait_for()
    unit.go(appraisal)
    unit.page.get_by_role("link", name=UNIT).click()
    statement = urlsplit(unit.page.url).path
    assert other.go(statement).status == 404
    before = total(unit)

    # The unit objects; the plan office accepts with a document, and the old points stay to be seen.
    line = unit.page.locator("section.card", has_text="目标完成情况").first
    line.locator("summary", has_text="对本项提出异议").click()
    line.locator("[name=text]").fill("企业停产不可抗力，请酌情计分")
    line.locator("button:has-text('提交异议')").click()
    assert "异议已提交" in said(unit)
    office.go(appraisal)
    assert "待答复异议 1 件" in office.page.locator("main").inner_text()
    office.page.locator("form[action$='/move/settle/'] button").click()
    assert "公示" in office.page.locator(".note.bad").inner_text()  # the period has not ended
    office.go(statement)
    answer = office.page.locator("form[action*='/answer/']")
    points = float(office.page.locator("section.card h2 b").first.inner_text())
    answer.locator("[name=answer]").fill("经核实停产属实，该项不计未达标")
    answer.locator("[name=points]").fill(f"{points + 2}")
    answer.locator("[name=document]").select_option(label="关于停产情况的核实说明")
    answer.locator("button[value=accepted]").click()
    office.page.locator("text=已更正").first.wait_for()
    unit.go(statement)
    assert total(unit) == pytest.approx(before + 2)
    assert float(unit.page.locator("del").first.inner_text()) == pytest.approx(points)

    # The period ends, it is published, and everybody sees the corrected score.
    subprocess.run(
        [sys.executable, "-c", THE_PERIOD_ENDS, str(site.folder)],
        env=environment(database), check=True, timeout=120,
    )  # fmt: skip
    for key in ("settle", "publish"):
        office.go(appraisal)
        office.page.locator(f"form[action$='/move/{key}/'] button").click()
        office.page.wait_for_load_state("load")
    other.go(statement)
    assert total(other) == pytest.approx(before + 2)


def total(visitor: Visitor) -> float:
    """共得 61.25 分，满分 100 分。"""
    text = visitor.page.locator(".answer").inner_text()
    return float(text.removeprefix("共得").split("分")[0])
