"""A return that did not come and work that is late call for an order, which quotes what was due."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.workplace.city import City
from luheng.workplace.models import Meeting, OrderState, SupervisionOrder, Unit, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.entering import enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.reviewing import file
from luheng.workplace.supervision.order_sheet import sheet_of
from luheng.workplace.supervision.orders import move_order
from luheng.workplace.supervision.runs import run_rules
from luheng.workplace.yearly_work import add_item, begin_year, report_work

pytestmark = pytest.mark.django_db
DUE = date(2026, 8, 20)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    day = date(2026, 9, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    return day


@pytest.fixture
@set_up_once
def bureau(add: AddReading) -> User:
    add(plan_reading())
    return person("industry", RoleName.UNIT_MEMBER, "市工业和信息化局")


def orders_of(rule: str) -> list[SupervisionOrder]:
    return list(SupervisionOrder.objects.filter(rule=rule).order_by("pk"))


def test_a_return_that_is_late_gets_an_order_that_says_which_and_since_when(
    bureau: User, office: User, city: City, client: Client
) -> None:
    form = compose("季度调度表", "quarterly", [bureau.unit], office)  # type: ignore[list-item]
    one = issue(form, "2026-04/2026-06", DUE, office)[0]
    run_rules(office)
    order = orders_of("no_return")[0]
    assert order.unit == bureau.unit
    assert order.title == "季度调度表（2026年4—6月）：逾期未填报"
    assert order.quote == "《季度调度表》2026年4—6月应于2026-08-20前报送，至今未报送。"
    assert "2026-08-20" in str(sheet_of(order, city).rows)
    client.force_login(office)
    page = client.get(f"/orders/{order.pk}/").content.decode()
    assert f'href="/returns/{one.pk}/"' in page
    for row in one.rows.all():
        enter(row, {"state": "under_way", "text": "推进中"}, row.version, bureau)
    file(one, bureau)
    run_rules(office)
    order.refresh_from_db()
    assert order.state == OrderState.DROPPED  # filed before anybody issued it


def test_the_days_of_grace_are_kept(
    bureau: User, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = compose("季度调度表", "quarterly", [bureau.unit], office)  # type: ignore[list-item]
    issue(form, "2026-04/2026-06", DUE, office)
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 8, 23))
    run_rules(office)
    assert orders_of("no_return") == []


def test_a_decision_that_is_late_gets_an_order_until_it_is_reported_done(
    bureau: User, office: User
) -> None:
    meeting = Meeting.objects.create(held_on=date(2026, 7, 1), title="第三次调度会")
    item = add_item(
        meeting, {"text": "明确代收机制。", "lead": bureau.unit, "due": date(2026, 8, 1)}, office
    )
    run_rules(office)
    order = SupervisionOrder.objects.get(cause_key=f"work:{item.pk}")
    assert order.title == "明确代收机制：任务逾期"
    assert order.quote == "第三次调度会（2026-07-01）：明确代收机制。"
    move_order(order, "issue", office)
    report_work(item, "done", bureau, percent=100, note="已签协议")
    run_rules(office)
    order.refresh_from_db()
    assert (order.state, order.gone_on) == (OrderState.ISSUED, date(2026, 9, 1))


def test_a_measure_whose_task_is_late_itself_gets_one_order_not_two(
    bureau: User, office: User
) -> None:
    lead = Unit.objects.get(pk=bureau.unit_id)
    worklist = begin_year(2026, office)
    measure = worklist.items.get(lead=lead)
    task = measure.task
    assert task is not None
    type(task).objects.filter(pk=task.pk).update(due="2026-06")
    type(measure).objects.filter(pk=measure.pk).update(due=date(2026, 6, 30))
    run_rules(office)
    keys = [order.cause_key for order in orders_of("overdue_task")]
    assert f"task:{task.pk}" in keys
    assert f"work:{measure.pk}" not in keys
    type(task).objects.filter(pk=task.pk).update(due="2027-12")
    run_rules(office)
    assert f"work:{measure.pk}" in [order.cause_key for order in orders_of("overdue_task")]
