"""待办: each role is told of what waits for it, and of nothing that another has to do."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import bulletin_reading, figure, plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.workplace.judging import judge_all
from luheng.workplace.models import SupervisionOrder, User
from luheng.workplace.pages.duties_today import duties_today
from luheng.workplace.permissions import RoleName
from luheng.workplace.returns.composing import compose
from luheng.workplace.returns.entering import enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.reviewing import file
from luheng.workplace.supervision.orders import move_order
from luheng.workplace.supervision.runs import run_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    day = date(2026, 9, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)
    return day


@pytest.fixture
@set_up_once
def unit(add: AddReading, office: User) -> User:
    """The lead of a unit that has a return to file and an order to sign for."""
    add(plan_reading())
    add(bulletin_reading("2025", figure("森林覆盖率", "2025", "40")))
    judge_all(date(2026, 9, 1))
    lead = person("forester", RoleName.UNIT_LEAD, "市林业局")
    run_rules(office)
    order = SupervisionOrder.objects.get(target__indicator="森林覆盖率")
    move_order(order, "issue", office)
    form = compose("半年调度表", "half_yearly", [lead.unit], office)  # type: ignore[list-item]
    issue(form, "2026-01/2026-06", date(2026, 9, 2), office)
    return lead


def told(someone: User) -> list[tuple[int | None, str]]:
    fresh = User.objects.get(pk=someone.pk)
    return [(one.n, one.what) for one in duties_today(fresh)]


def test_a_unit_is_told_of_its_return_and_its_order_with_the_first_day(unit: User) -> None:
    duties = {one.what: one for one in duties_today(unit)}
    filing = "半年调度表 2026-01/2026-06：未填 1 项，限期 2026-09-02"
    assert duties.keys() == {filing, "件督办单待签收"}
    assert duties["件督办单待签收"].due == date(2026, 9, 3)
    assert duties["件督办单待签收"].lamp is not None
    assert duties["件督办单待签收"].lamp.key == "near"


def test_another_unit_is_told_of_none_of_it(unit: User) -> None:
    assert told(person("farmer", RoleName.UNIT_LEAD, "市农业农村局")) == []


def test_what_is_filed_waits_for_the_plan_office_and_no_longer_for_the_unit(
    unit: User, office: User
) -> None:
    from luheng.workplace.models import Return

    one = Return.objects.get()
    for row in one.rows.all():
        enter(row, {"value": "41", "note": "已核对"}, row.version, unit)
    file(one, unit)
    assert (None, "1 份填报表待审核") in told(office)
    assert not any("半年调度表" in what for _, what in told(unit))


def test_what_is_overdue_stands_first(
    unit: User, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 9, 10))
    first, second = (what for _, what in told(unit)[:2])
    assert first == "件督办已逾期"
    assert "半年调度表" in second
    assert (None, "1 份填报表已逾期") in told(office)


def test_a_leader_is_told_of_what_went_up_and_can_do_nothing_else(unit: User, office: User) -> None:
    leader = person("mayor", RoleName.LEADER)
    order = SupervisionOrder.objects.get(target__indicator="森林覆盖率")
    for key in ("notify", "interview", "report_up"):
        move_order(order, key, office, note="逾期未签收")
    assert (1, "件督办已报请领导") in told(leader)
    assert not any("待审核" in what or "待签收" in what for _, what in told(leader))


def test_who_only_reads_sees_no_block_and_who_has_nothing_to_do_is_told_so(
    unit: User, client: Client
) -> None:
    client.force_login(person("guest", RoleName.READER))
    assert 'id="today"' not in client.get("/").content.decode()
    client.force_login(person("farmer", RoleName.UNIT_LEAD, "市农业农村局"))
    assert "没有等您办理的事" in client.get("/").content.decode()
