"""The yearly work: derived from the plan, passed on to districts, decided in meetings, reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays
from luheng.workplace.intake import Added
from luheng.workplace.models import Meeting, Task, TaskState, Unit, User, WorkItem, WorkList
from luheng.workplace.permissions import RoleName
from luheng.workplace.progress import report_progress
from luheng.workplace.registers import REGISTERS
from luheng.workplace.yearly_work import (
    WORKLISTS,
    add_item,
    begin_year,
    cancel,
    derive,
    due_in,
    expand,
    name_districts,
    report_work,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
@set_up_once
def plan(add: AddReading) -> Added:
    return add(plan_reading())


@pytest.fixture
@set_up_once
def year(plan: Added, office: User) -> WorkList:
    return begin_year(2026, office)


def test_every_open_task_of_the_plan_becomes_one_measure_with_its_units(
    plan: Added, office: User
) -> None:
    done = Task.objects.order_by("position").first()
    report_progress(done, TaskState.DONE, "", office)
    year = begin_year(2026, office)
    open_tasks = Task.objects.exclude(pk=done.pk)
    assert set(year.items.values_list("task", flat=True)) == set(open_tasks.values_list("pk", flat=True))  # fmt: skip
    for item in year.items.all():
        leads = list(item.task.units.filter(role="lead").order_by("position"))
        assert (item.lead_id if leads else None) == (leads[0].unit_id if leads else None)
        assert item.due <= date(2026, 12, 31)


def test_deriving_again_adds_only_what_is_new(year: WorkList, office: User) -> None:
    before = year.items.count()
    assert derive(year, office) == 0
    assert year.items.count() == before


def test_a_year_is_begun_once(year: WorkList, office: User) -> None:
    with pytest.raises(LuhengError) as refused:
        begin_year(2026, office)
    assert refused.value.message.code == "year_begun_already"


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 28)),  # a Saturday on which people work for the Spring Festival
        ("2026-05", date(2026, 5, 29)),  # 31 May is a Sunday
        ("2027", date(2026, 12, 31)),
        ("长期", date(2026, 12, 31)),
    ],
)
def test_a_measure_is_due_as_printed_and_on_a_working_day(printed: str, day: date) -> None:
    assert due_in(2026, printed) == day


def test_a_duty_of_all_districts_becomes_one_duty_each(year: WorkList, office: User) -> None:
    item = year.items.first()
    with pytest.raises(LuhengError) as refused:
        expand(item, office)
    assert refused.value.message.code == "no_districts_named"
    name_districts(["东湖区", "西岭县", "东湖区"], office)
    assert expand(item, office) == 2
    assert expand(item, office) == 0
    assert sorted(part.lead.name for part in item.parts.all()) == ["东湖区", "西岭县"]


def test_a_district_reports_its_own_duty_and_no_other(year: WorkList, office: User) -> None:
    item = year.items.first()
    name_districts(["东湖区", "西岭县"], office)
    expand(item, office)
    east = person("east", RoleName.DISTRICT, "东湖区")
    report_work(item.parts.get(lead__name="东湖区"), "under_way", east, percent="40")
    with pytest.raises(LuhengError):
        report_work(item.parts.get(lead__name="西岭县"), "under_way", east)
    mine = item.parts.get(lead__name="东湖区")
    assert (mine.state, mine.percent, mine.reports.count()) == ("under_way", Decimal(40), 1)


@pytest.mark.parametrize("percent", ["120", "-1", "很多"])
def test_a_share_that_cannot_be_is_refused_with_the_remedy(
    year: WorkList, office: User, percent: str
) -> None:
    item = year.items.first()
    with pytest.raises(LuhengError) as refused:
        report_work(item, "under_way", office, percent=percent)
    assert refused.value.message.code == "percent_refused"
    assert item.reports.count() == 0


def test_what_is_done_is_not_half_done_and_a_milestone_has_no_share(
    year: WorkList, office: User
) -> None:
    item = year.items.first()
    milestone = add_item(
        item, {"text": "开工", "kind": "milestone", "due": date(2026, 6, 30)}, office
    )
    for one, state in ((item, "done"), (milestone, "under_way")):
        with pytest.raises(LuhengError):
            report_work(one, state, office, percent="50")
    report_work(milestone, "done", office)
    assert WorkItem.objects.get(pk=milestone.pk).state == "done"


def test_a_decision_is_due_in_working_days(office: User, city: object) -> None:
    meeting = Meeting.objects.create(held_on=date(2026, 11, 2), title="领导小组第三次会议")
    unit = Unit.objects.create(name="市能源局")
    decision = add_item(meeting, {"text": "拿出方案", "lead": unit, "workdays": 10}, office)
    made = decision.history.first().history_date.date()
    assert (decision.kind, decision.due) == ("decision", after_workdays(made, 10))
    with pytest.raises(LuhengError) as refused:
        add_item(meeting, {"text": "无时限"}, office)
    assert refused.value.message.code == "due_needed"


def test_what_is_cancelled_stays_with_its_reason_and_leaves_the_list(
    year: WorkList, office: User
) -> None:
    item = year.items.first()
    with pytest.raises(LuhengError):
        cancel(item, " ", office)
    cancel(item, "并入另一项工作", office)
    register = REGISTERS["work"]
    shown = [row.id for row in register.page(register.query({})).rows]
    assert item.pk not in shown
    assert WorkItem.objects.get(pk=item.pk).cancelled_why == "并入另一项工作"


def test_a_closed_year_says_why_and_by_whom(year: WorkList, office: User) -> None:
    WORKLISTS.advance(year, "issue", office)
    with pytest.raises(LuhengError):
        WORKLISTS.advance(year, "close", office)
    WORKLISTS.advance(year, "close", office, note="全部办结")
    assert [step.move for step in year.steps.all()] == ["begin", "issue", "close"]


def test_a_task_with_yearly_work_is_kept_when_a_new_reading_lacks_it(
    year: WorkList, plan: Added
) -> None:
    from luheng.workplace.references import is_referred_to

    assert is_referred_to(year.items.first().task)


def test_the_pages_open_and_their_forms_work(year: WorkList, office: User, client: Client) -> None:
    client.force_login(office)
    item = year.items.first()
    for address in ("/worklists/", f"/worklists/{year.pk}/", "/yearly-work/", f"/yearly-work/{item.pk}/", "/meetings/"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    client.post("/worklists/districts/", {"names": "东湖区，西岭县"})
    client.post(f"/yearly-work/{item.pk}/expand/")
    client.post(
        f"/yearly-work/{item.pk}/parts/", {"kind": "subtask", "text": "摸底", "workdays": "5"}
    )
    client.post(f"/yearly-work/{item.pk}/report/", {"state": "under_way", "percent": "25", "note": "已启动"})  # fmt: skip
    page = client.get(f"/yearly-work/{item.pk}/").content.decode()
    assert all(words in page for words in ("东湖区", "摸底", "25%", "已启动"))
    client.post("/meetings/", {"held_on": "2026-11-02", "title": "领导小组会议"})
    meeting = Meeting.objects.get()
    client.post(f"/meetings/{meeting.pk}/decisions/", {"text": "明确分工", "due": "2026-11-30"})
    assert "明确分工" in client.get(f"/meetings/{meeting.pk}/").content.decode()


def test_a_year_that_is_no_year_gets_a_message_and_begins_nothing(
    office: User, city: object, client: Client
) -> None:
    client.force_login(office)
    answer = client.post("/worklists/begin/", {"year": "明年"})
    assert answer.status_code == 422
    assert WorkList.objects.count() == 0
