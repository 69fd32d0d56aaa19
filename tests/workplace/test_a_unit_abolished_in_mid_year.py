"""A story: the commission is abolished in the middle of the year, and its year goes on under another name."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.workplace.appraisal.drafting import begin_appraisal
from luheng.workplace.appraisal.facts import facts_by_unit
from luheng.workplace.city import City
from luheng.workplace.models import (
    Return,
    SupervisionOrder,
    Task,
    TaskProgress,
    Unit,
    User,
    WorkItem,
    WorkReport,
)
from luheng.workplace.organisation.carrying_out import carry_out
from luheng.workplace.organisation.drafting import draft, read_takes
from luheng.workplace.organisation.on_the_day import UnitsOn, stretches
from luheng.workplace.pages.units import duties
from luheng.workplace.permissions import RoleName
from luheng.workplace.progress import report_progress
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.entering import enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.reviewing import accept, file
from luheng.workplace.supervision.order_sheet import make_sheet
from luheng.workplace.supervision.orders import enter_finding, move_order
from luheng.workplace.yearly_work import add_item, begin_year, report_work

pytestmark = pytest.mark.django_db
OLD, NEW = "市发展改革委", "市发展和改革局"


def today() -> date:
    return timezone.localdate()


@pytest.fixture
@set_up_once
def old(add: AddReading) -> Unit:
    add(plan_reading())
    return Unit.objects.get(name=OLD)


@pytest.fixture
def member(old: Unit) -> User:
    return person("member", RoleName.UNIT_MEMBER, OLD)


def first_half(old: Unit, member: User, office: User) -> tuple[WorkItem, SupervisionOrder, Return]:
    """What the commission did: one piece of work done, one under way, an order signed, a return half filled."""
    year = begin_year(today().year, office)
    done = add_item(year, {"text": "编制节能规划", "lead": old, "workdays": 5}, office)
    report_work(done, "done", member)
    going_on = add_item(year, {"text": "建设监测平台", "lead": old, "workdays": 9}, office)
    report_work(going_on, "under_way", member, percent="40")
    report_progress(Task.objects.order_by("position").last(), "under_way", "已选址", member)
    order = enter_finding({"source": "市审计局", "finding_no": "7", "quote": "台账不全", "unit": old}, office)  # fmt: skip
    move_order(order, "issue", office)
    move_order(order, "sign", member)
    form = compose("进展报表", "yearly", [old], office)
    (earlier,) = issue(form, "2024", today(), office)
    _fill(earlier, member)
    file(earlier, member)
    accept(earlier, office)
    (one,) = issue(form, "2025", today() + timedelta(days=9), office)
    _fill(one, member)
    return going_on, order, one


def _fill(one: Return, by: User) -> None:
    for row in one.rows.all():
        enter(row, {"state": "under_way", "text": f"{one.period}年进展"}, row.version, by)


def abolished(old: Unit, office: User) -> None:
    one = draft(
        "abolish", [old], read_takes(NEW), today(), office,
        document_no="云办发〔2026〕9号", reason="机构改革",
    )  # fmt: skip
    carry_out(one, office)


def test_tasks_order_and_return_go_on_under_the_successor(
    old: Unit, member: User, office: User, city: City
) -> None:
    going_on, order, one = first_half(old, member, office)
    abolished(old, office)
    member = User.objects.get(pk=member.pk)
    assert member.unit.name == NEW
    report_work(WorkItem.objects.get(pk=going_on.pk), "under_way", member, percent="80")
    report_progress(Task.objects.order_by("position").last(), "under_way", "已开工", member)
    order.refresh_from_db()
    move_order(order, "plan", member, note="一周内补齐")
    move_order(order, "answer", member, note="已补齐")
    move_order(order, "review", office, note="属实")
    move_order(order, "close", office)
    one.refresh_from_db()
    file(one, member)
    accept(one, office)
    assert (order.state, one.state, one.unit.name) == ("closed", "accepted", NEW)
    assert [step.unit.name for step in order.steps.filter(by=member)] == [OLD, NEW, NEW]
    sheet = docx.Document(BytesIO(make_sheet(order, "docx", city)))
    cells = [cell.text for table in sheet.tables for row in table.rows for cell in row.cells]
    assert "移交承接单位" in "\n".join(cells + [part.text for part in sheet.paragraphs])


def test_what_was_done_stays_under_the_old_name(old: Unit, member: User, office: User) -> None:
    first_half(old, member, office)
    abolished(old, office)
    assert set(WorkReport.objects.values_list("unit__name", flat=True)) == {OLD}
    assert set(TaskProgress.objects.values_list("unit__name", flat=True)) == {OLD}
    assert WorkItem.objects.get(state="done").lead == old
    assert Return.objects.get(period="2024").unit == old


def test_the_statement_of_the_year_shows_both_halves(
    old: Unit, member: User, office: User, city: City, client: Client
) -> None:
    going_on, *_ = first_half(old, member, office)
    abolished(old, office)
    new = Unit.objects.get(name=NEW)
    member = User.objects.get(pk=member.pk)
    report_work(WorkItem.objects.get(pk=going_on.pk), "done", member)
    before, after = stretches(new, today().year)
    assert (before.unit, before.until) == (old, today() - timedelta(days=1))
    assert (before.reports, before.done, before.steps, before.filed) == (4, 1, 1, 1)
    assert (after.unit, after.since, after.reports, after.done) == (new, today(), 1, 1)
    facts = {
        fact.label: fact for fact in facts_by_unit(today().year)[new.pk] if fact.kind == "work"
    }
    assert old.pk not in facts_by_unit(today().year)
    assert f"前由原{OLD}负责" in facts[str(WorkItem.objects.get(pk=going_on.pk))].note
    assert (
        f"原{OLD}办理"
        in facts[str(WorkItem.objects.exclude(pk=going_on.pk).get(state="done"))].note
    )
    appraisal = begin_appraisal(city, today().year, "年度考核", office)
    client.force_login(office)
    page = client.get(f"/appraisals/{appraisal.pk}/units/{new.pk}/").content.decode()
    assert f"原{OLD}" in page and "云办发〔2026〕9号" in page


def test_an_earlier_year_is_appraised_by_the_unit_that_was_responsible_then(
    old: Unit, member: User, office: User
) -> None:
    park = Task.objects.order_by("position").last()
    abolished(old, office)
    new = Unit.objects.get(name=NEW)
    assert UnitsOn(today()).unit_of("task", park.pk, new.pk) == new.pk
    assert UnitsOn(today() - timedelta(days=1)).unit_of("task", park.pk, new.pk) == old.pk
    assert {fact.id for fact in facts_by_unit(today().year - 1)[old.pk] if fact.kind == "task"} == {str(park.pk)}  # fmt: skip


def test_the_duty_sheet_of_a_day_is_that_of_the_unit_responsible_then(
    old: Unit, office: User, client: Client, city: City
) -> None:
    abolished(old, office)
    new = Unit.objects.get(name=NEW)
    yesterday = today() - timedelta(days=1)
    (sheet,) = duties([old], yesterday)
    assert [task.no for task in sheet.lead_tasks] == ["2"]
    assert not duties([new], yesterday)[0].any
    assert [task.no for task in duties([new])[0].lead_tasks] == ["2"]
    client.force_login(office)
    page = client.get(f"/units/{old.pk}/").content.decode()
    assert f"原{OLD}" in page and f"职责由{NEW}承接" in page and "建设绿色园区" in page


def test_the_page_of_a_unit_lists_work_returns_orders_and_its_past(
    old: Unit, member: User, office: User, client: Client, city: City
) -> None:
    first_half(old, member, office)
    abolished(old, office)
    new = Unit.objects.get(name=NEW)
    client.force_login(office)
    page = client.get(f"/units/{new.pk}/").content.decode()
    for words in ("建设监测平台", "进展报表", "台账不全", f"承接原{OLD}的职责"):
        assert words in page, words
    assert "编制节能规划" not in page  # done by the old unit
    stranger = person("stranger", RoleName.UNIT_MEMBER, "市林业局")
    client.force_login(stranger)
    page = client.get(f"/units/{new.pk}/").content.decode()
    assert "台账不全" not in page and "进展报表" not in page
