# ruff: noqa: F811  (fixtures of other test files)
"""Returns, what supporting units add, work of the year and projects are reminded of as orders are."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading, river
from tests.workplace.set_up_once import set_up_once
from tests.workplace.test_reminders import MailServer, Robot, choose, mail, noon, robot  # noqa: F401
from tests.workplace.test_return_files import forestry, form, one  # noqa: F401
from tests.workplace.test_return_teamwork import water  # noqa: F401

from luheng.vocabulary.workdays import after_workdays
from luheng.workplace.models import (
    Contribution,
    Delivery,
    DeliveryState,
    Meeting,
    Notice,
    OrderState,
    Project,
    ProjectUnit,
    Return,
    ReturnForm,
    Role,
    SupervisionOrder,
    Task,
    TaskState,
    Unit,
    User,
    WorkItem,
    WorkList,
)
from luheng.workplace.permissions import RoleName
from luheng.workplace.project_money import report_project
from luheng.workplace.reminders.channels import robot_message
from luheng.workplace.reminders.running import remind
from luheng.workplace.returns.contributing import contribute, invite
from luheng.workplace.returns.entering import enter
from luheng.workplace.returns.issuing import issue
from luheng.workplace.returns.reviewing import file, send_back
from luheng.workplace.supervision.lifecycle import ORDERS
from luheng.workplace.yearly_work import WORKLISTS, add_item, begin_year, cancel, report_work

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 9)  # of the return, a Thursday


def live(person: User) -> list[str]:
    """What a person is told now, without what is settled."""
    told = Notice.objects.filter(user=person, settled_at=None).order_by("pk")
    return list(told.values_list("text_zh", flat=True))


def fill(one: Return) -> None:
    one.rows.update(answer="no_figure", note="无")


# --- returns ---


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), "还有 5 个工作日"),  # Qingming, 4 to 6 April, lies between
        (date(2026, 4, 8), "还有 1 个工作日"),
        (DUE, "今天到期"),
        (date(2026, 4, 10), "已逾期 1 个工作日"),
    ],
)
def test_a_return_is_reminded_of_before_on_and_after_its_day(
    one: Return, forestry: User, day: date, told: str | None
) -> None:
    remind(noon(day))
    assert [told in text for text in live(forestry)] == ([True] if told else [])
    assert all("进展填报表（2025年）：未填 4 项" in text for text in live(forestry))


def test_a_saturday_made_a_working_day_counts(
    form: ReturnForm, forestry: User, office: User
) -> None:
    issue(form, "2025", date(2026, 10, 12), office)  # a Monday after the national holidays
    remind(noon(date(2026, 10, 10)))  # the Saturday worked for them
    assert "还有 1 个工作日" in live(forestry)[0]


def test_whoever_filled_the_return_is_the_contact_then_the_unit_then_the_plan_office(
    one: Return, forestry: User, office: User
) -> None:
    lead = person("lead", RoleName.UNIT_LEAD, "市林业局")

    def told() -> set[User]:
        remind(noon(DUE))
        found = set(User.objects.filter(notices__settled_at=None, notices__isnull=False))
        Notice.objects.all().delete()
        return found

    Project.objects.all().delete()  # long past its end: the plan office is told of it
    assert told() == {lead}  # nobody has begun: the lead of the unit
    row = one.rows.get(asked__name="造林面积")
    enter(row, {"value": "3"}, row.version, forestry)
    assert told() == {forestry}
    User.objects.filter(pk=forestry.pk).update(is_active=False)
    assert told() == {lead}
    User.objects.filter(pk=lead.pk).update(unit=Unit.objects.get_or_create(name="市水务局")[0])
    assert told() == {office}


def test_who_filed_last_time_is_told_of_the_next_return(
    form: ReturnForm, one: Return, forestry: User, office: User
) -> None:
    person("lead", RoleName.UNIT_LEAD, "市林业局")
    fill(one)
    file(one, forestry)
    issue(form, "2026", date(2027, 4, 9), office)
    remind(noon(date(2027, 4, 9)))
    assert len(live(forestry)) == 1 and "2026年" in live(forestry)[0]


def test_a_return_that_was_filed_is_reminded_of_no_more_and_what_was_told_is_settled(
    one: Return, forestry: User, client: Client
) -> None:
    remind(noon(DUE))
    client.force_login(forestry)
    assert 'class="unread"' in client.get("/").content.decode()
    fill(one)
    file(one, forestry)
    done = remind(noon(DUE))
    assert (done.noted, done.settled) == (0, 1)
    assert live(forestry) == [] and forestry.notices.count() == 1
    assert 'class="unread"' not in client.get("/").content.decode()
    assert "已了结" in client.get("/notices/").content.decode()


def test_a_return_sent_back_is_told_at_once_with_the_reason(
    one: Return, forestry: User, office: User, client: Client
) -> None:
    fill(one)
    file(one, forestry)
    send_back(one, "造林面积请附验收表", office)
    assert any("已退回，造林面积请附验收表" in text for text in live(forestry))
    client.force_login(forestry)
    page = client.get("/notices/").content.decode()
    assert f'href="/returns/{one.pk}/"' in page
    remind(timezone.now())
    told = Notice.objects.filter(user=forestry, mark__startswith="sent-back-")
    assert told.count() == 1  # the run says nothing twice
    assert "sent back, 造林面积请附验收表" in told.get().text_en
    file_again(one, forestry)
    remind(timezone.now())
    assert live(forestry) == []
    one.refresh_from_db()
    send_back(one, "仍缺验收表", office)
    assert any("仍缺验收表" in text for text in live(forestry))  # another time, told anew


def file_again(one: Return, by: User) -> None:
    one.rows.update(review="pending")
    one.refresh_from_db()
    file(one, by)


def test_once_an_order_is_out_about_a_missing_return_the_order_alone_is_reminded_of(
    one: Return, forestry: User
) -> None:
    made = ORDERS.begin(SupervisionOrder(rule="no_return", cause_key=f"return:{one.pk}", title="未填报", unit=forestry.unit))  # fmt: skip
    remind(noon(DUE))
    assert len(live(forestry)) == 1  # a draft is nobody's yet
    SupervisionOrder.objects.filter(pk=made.pk).update(state=OrderState.ISSUED, due=DUE, year=2026, number=1)  # fmt: skip
    remind(noon(DUE))
    assert [text.startswith("督办〔2026〕1号") for text in live(forestry)] == [True]


# --- what supporting units add ---


def test_a_supporting_unit_is_told_when_it_is_asked_and_by_the_same_schedule(
    one: Return, water: User, forestry: User, client: Client
) -> None:
    remind(noon(DUE))
    assert live(water) == []  # not asked yet
    invite(one, forestry)
    asked = [text for text in live(water) if "限期" not in text]
    assert asked == ["配合补充 进展填报表（2025年）：1 项，由市林业局填报"]
    remind(noon(date(2026, 4, 8)))
    assert any("还有 1 个工作日" in text for text in live(water))
    client.force_login(water)
    address = f"/returns/{one.pk}/"
    assert f'href="{address}"' in client.get("/notices/").content.decode()
    assert client.get(address).status_code == 200
    contribute(Contribution.objects.get(unit=water.unit_id), {"value": "41.9"}, water)
    remind(noon(DUE))
    assert live(water) == []
    assert live(forestry)  # whose return it is, is told still


def test_supporting_units_without_people_are_told_apart_to_the_plan_office(
    one: Return, water: User, forestry: User, office: User
) -> None:
    row = one.rows.get(asked__name="森林覆盖率")
    for name in ("市气象局", "市统计局"):
        Contribution.objects.create(row=row, unit=Unit.objects.create(name=name))
    remind(noon(DUE))
    assert len([text for text in live(office) if "配合补充" in text and "今天到期" in text]) == 2


# --- yearly work ---


@pytest.fixture
@set_up_once
def year(add: AddReading, office: User) -> WorkList:
    add(plan_reading(projects=[]))
    return begin_year(2026, office)


def test_work_of_the_year_is_told_to_its_owner_then_the_lead_unit_then_the_plan_office(
    year: WorkList, office: User
) -> None:
    unit = Unit.objects.get(name="市发展改革委")
    item = add_item(year, {"text": "建成园区能耗监测系统", "lead": unit, "due": DUE}, office)
    milestone = add_item(item, {"kind": "milestone", "text": "完成招标", "due": DUE}, office)
    assert remind(noon(DUE)).noted == 0  # the list is not issued
    WORKLISTS.advance(year, "issue", office)
    remind(noon(DUE))
    assert sorted(live(office)) == [
        "节点 完成招标：未填报，限期 2026-04-09，今天到期",
        "重点工作 建成园区能耗监测系统：未填报，限期 2026-04-09，今天到期",
    ]
    member = person("drc", RoleName.UNIT_MEMBER, "市发展改革委")
    owner = person("owner", RoleName.UNIT_MEMBER, "市发展改革委")
    WorkItem.objects.filter(pk=milestone.pk).update(owner=owner)
    remind(noon(after_workdays(DUE, 1)))
    assert (len(live(office)), len(live(member)), len(live(owner))) == (0, 1, 2)  # both are members
    assert any("节点 完成招标" in text and "已逾期 1 个工作日" in text for text in live(owner))


def test_decisions_of_meetings_are_reminded_of_until_done_or_cancelled(
    year: WorkList, office: User
) -> None:
    unit = Unit.objects.get(name="市发展改革委")
    member = person("drc", RoleName.UNIT_MEMBER, "市发展改革委")
    meeting = Meeting.objects.create(held_on=date(2026, 3, 2), title="领导小组第一次会议")
    first, second = (
        add_item(meeting, {"text": text, "lead": unit, "due": DUE}, office)
        for text in ("拟定办法", "开展调研")
    )
    remind(noon(after_workdays(DUE, -5)))
    assert [text.split("：")[0] for text in live(member)] == [
        "议定事项 拟定办法",
        "议定事项 开展调研",
    ]
    report_work(first, TaskState.DONE, office)
    cancel(second, "并入年度考核", office)
    assert remind(noon(DUE)).noted == 0
    assert live(member) == []


def test_work_about_which_an_order_is_out_is_left_to_the_order(
    year: WorkList, office: User
) -> None:
    WORKLISTS.advance(year, "issue", office)
    late = after_workdays(year.items.get(task__no="1").due, -1)
    remind(noon(late))
    before = Notice.objects.filter(settled_at=None).count()
    item = year.items.get(task=Task.objects.get(no="1"))
    made = ORDERS.begin(SupervisionOrder(rule="overdue_task", cause_key=f"task:{item.task_id}", title="改造", unit=item.lead))  # fmt: skip
    SupervisionOrder.objects.filter(pk=made.pk).update(state=OrderState.ISSUED)
    remind(noon(late))
    assert Notice.objects.filter(settled_at=None).count() == before - 1


# --- projects ---


@pytest.fixture
@set_up_once
def project(add: AddReading) -> Project:
    """A project of 2025 and 2026 that the water bureau leads."""
    add(plan_reading(projects=[river(start=2025, end=2026, end_ym="2026-06")]))
    made = Project.objects.get()
    unit = Unit.objects.get_or_create(name="市水务局")[0]
    ProjectUnit.objects.get_or_create(item=made, unit=unit, role=Role.LEAD)
    return made


def test_a_project_is_told_before_its_end_and_after_it_but_not_for_ever(
    project: Project, office: User
) -> None:
    bureau = person("water", RoleName.UNIT_MEMBER, "市水务局")
    end = date(2026, 6, 30)
    remind(noon(after_workdays(end, -1)))
    assert "限期 2026-06-30，还有 1 个工作日" in live(bureau)[0]
    remind(noon(after_workdays(end, 8)))
    assert len(live(bureau)) == 1 and "已逾期 8 个工作日" in live(bureau)[0]
    assert remind(noon(date(2026, 12, 30))).noted == 0
    report_project(project, {"stage": "completed", "as_of": end}, office)
    remind(noon(date(2026, 12, 30)))
    assert live(bureau) == []


def test_a_project_behind_its_pace_is_told_once_a_report_to_who_reported(
    project: Project, office: User
) -> None:
    bureau = person("water", RoleName.UNIT_MEMBER, "市水务局")
    lead = person("lead", RoleName.UNIT_LEAD, "市水务局")
    report_project(project, {"stage": "building", "percent": Decimal(10), "as_of": date(2026, 3, 31)}, bureau)  # fmt: skip
    for day in (1, 2, 3):
        remind(noon(date(2026, 4, day)))
    assert (len(live(bureau)), len(live(lead))) == (1, 0)
    assert "10%" in live(bureau)[0]
    report_project(project, {"stage": "suspended", "as_of": date(2026, 4, 30)}, bureau)
    remind(noon(date(2026, 5, 6)))
    assert len(live(bureau)) == 1 and "10%" not in live(bureau)[0]
    assert Notice.objects.count() == 2


def test_a_project_that_should_have_begun_is_late_from_the_end_of_its_first_year(
    project: Project, office: User
) -> None:
    bureau = person("water", RoleName.UNIT_MEMBER, "市水务局")
    report_project(project, {"stage": "preparing", "as_of": date(2025, 12, 20)}, office)
    remind(noon(after_workdays(date(2025, 12, 31), 1)))
    assert "限期 2025-12-31，已逾期 1 个工作日" in live(bureau)[0]


# --- going out ---


def test_orders_returns_and_work_go_out_in_one_digest_by_mail(
    one: Return, forestry: User, office: User, mail: MailServer
) -> None:
    choose(forestry, by_mail=True)
    made = ORDERS.begin(SupervisionOrder(rule="inspection", cause_key="a", title="补植", unit=forestry.unit))  # fmt: skip
    SupervisionOrder.objects.filter(pk=made.pk).update(state=OrderState.PLANNED, due=DUE)
    meeting = Meeting.objects.create(held_on=date(2026, 3, 2), title="会议")
    add_item(meeting, {"text": "拟定办法", "lead": forestry.unit, "due": DUE}, office)
    remind(noon(DUE))
    assert mail.subjects() == ["【云川市】待办提醒 3 条"]
    assert all(word in mail.texts()[0] for word in ("补植", "进展填报表", "拟定办法"))
    remind(noon(DUE) + timedelta(hours=2))
    assert len(mail.received) == 1


def test_a_supporting_unit_is_told_by_the_group_robot(
    one: Return, water: User, forestry: User, robot: Robot
) -> None:
    choose(water, by_webhook=True)
    invite(one, forestry)
    remind(noon(DUE))
    ((_, body),) = robot.received
    assert "配合补充 进展填报表" in body["text"]["content"]


def test_a_reader_of_english_gets_english_mail(
    one: Return, forestry: User, mail: MailServer
) -> None:
    User.objects.filter(pk=forestry.pk).update(language="en")
    forestry.refresh_from_db()
    choose(forestry, by_mail=True)
    remind(noon(DUE))
    assert mail.subjects() == ["[Yunchuan] Waiting for you: 1"]
    assert "To file 进展填报表 (2025): 4 fields open, due 2026-04-09, due today" in mail.texts()[0]


def at_night(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(21, 30)))


def test_what_was_done_in_the_quiet_hours_is_not_sent_in_the_morning(
    one: Return, forestry: User, mail: MailServer
) -> None:
    choose(forestry, by_mail=True)
    assert remind(at_night(DUE)).waiting == 1
    fill(one)
    file(one, forestry)
    assert remind(noon(DUE + timedelta(1))).sent == 0
    assert mail.received == [] and not Delivery.objects.exists()


def test_a_digest_that_waited_over_night_says_what_holds_in_the_morning(
    one: Return, forestry: User, mail: MailServer
) -> None:
    choose(forestry, by_mail=True)
    remind(at_night(DUE))
    remind(noon(DUE + timedelta(1)))
    (text,) = mail.texts()
    assert "已逾期 1 个工作日" in text and "今天到期" not in text


def test_a_digest_that_failed_yesterday_and_todays_are_one(
    one: Return, forestry: User, mail: MailServer
) -> None:
    choose(forestry, by_mail=True)
    mail.refusing = True
    remind(noon(DUE))
    mail.refusing = False
    remind(noon(DUE + timedelta(1)))
    assert mail.subjects() == ["【云川市】待办提醒 1 条"]
    assert Delivery.objects.get().state == DeliveryState.SENT
    remind(noon(DUE + timedelta(1)) + timedelta(hours=4))
    assert len(mail.received) == 1


def test_a_long_message_to_a_robot_ends_with_a_whole_line_and_the_address(robot: Robot) -> None:
    text = "\n".join([*(f"{number}. 督办〔2026〕{number}号 河道整治，限期 2026-04-09" for number in range(100)), "https://luheng.example.invalid/notices/"])  # fmt: skip
    said = robot_message(text, "")["text"]["content"]
    assert len(said.encode()) <= 2000
    *lines, gap, last = said.split("\n")
    assert (gap, last) == ("……", "https://luheng.example.invalid/notices/")
    assert all(line in text.split("\n") for line in lines) and len(lines) > 20


def test_two_runs_at_once_tell_once(one: Return, forestry: User) -> None:
    from luheng.workplace.reminders import notices
    from luheng.workplace.reminders.matters import matters_of
    from luheng.workplace.reminders.people import Reachable

    matters = matters_of(DUE, Reachable.now())
    known, notices._known = notices._known, lambda said: {}  # the other run has not written yet
    try:
        notices.note(matters, noon(DUE))
        notices.note(matters, noon(DUE))
    finally:
        notices._known = known
    assert forestry.notices.count() == 1
