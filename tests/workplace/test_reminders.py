"""Reminders: told once of each mark, one digest a day, by a real mail server and a real receiver."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.workplace.conftest import person

from luheng.vocabulary.workdays import after_workdays
from luheng.workplace.city import City
from luheng.workplace.models import (
    Delivery,
    DeliveryState,
    Notice,
    NoticePreference,
    OrderState,
    SupervisionOrder,
    Unit,
    User,
)
from luheng.workplace.permissions import RoleName
from luheng.workplace.reminders.channels import robot_message, signed
from luheng.workplace.reminders.digests import after_quiet
from luheng.workplace.reminders.running import remind
from luheng.workplace.reminders.schedule import reached
from luheng.workplace.supervision.lifecycle import ORDERS
from luheng.workplace.supervision.orders import move_order
from luheng.workplace.supervision_settings import ReminderSettings

pytestmark = pytest.mark.django_db
DUE = date(2026, 9, 16)  # a Wednesday
USUAL = ReminderSettings()


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture
def bureau(city: City) -> User:
    return person("forestry", RoleName.UNIT_MEMBER, "市林业局")


@pytest.fixture
def order(bureau: User, office: User) -> SupervisionOrder:
    made = ORDERS.begin(
        SupervisionOrder(rule="inspection", cause_key="a", title="补植", unit=bureau.unit)
    )
    SupervisionOrder.objects.filter(pk=made.pk).update(
        state=OrderState.PLANNED, due=DUE, rectify_by=DUE, year=2026, number=3
    )
    made.refresh_from_db()
    return made


def choose(user: User, **chosen: Any) -> NoticePreference:
    User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.invalid")
    return NoticePreference.objects.create(user=user, **chosen)


class MailServer:
    """Keeps what it receives; refuses while told to."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.refusing = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusing:
            return "451 try again"
        self.received.append(envelope)
        return "250 OK"

    def texts(self) -> list[str]:
        found = [message_from_bytes(one.content) for one in self.received]
        return [one.get_payload(decode=True).decode() for one in found]  # type: ignore[union-attr]

    def subjects(self) -> list[str]:
        found = [message_from_bytes(one.content) for one in self.received]
        return [str(make_header(decode_header(one["Subject"]))) for one in found]


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    server = MailServer()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("LUHENG_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("LUHENG_SMTP_PORT", str(port))
    monkeypatch.setenv("LUHENG_SMTP_FROM", "luheng@example.invalid")
    yield server
    controller.stop()


class Robot:
    """A receiver such as DingTalk or WeCom: answers 200 and says in errcode whether it took it."""

    def __init__(self) -> None:
        self.received: list[tuple[str, Any]] = []
        self.answer: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                robot.received.append((self.path, body))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(robot.answer).encode())

            def log_message(self, *args: Any) -> None:
                """Tests say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def robot(monkeypatch: pytest.MonkeyPatch, city: City, settings: Any) -> Iterator[Robot]:
    receiver = Robot()
    port = receiver.server.server_port
    settings.LUHENG_CITY = replace(city, reminders=replace(USUAL, webhook="dingtalk"))
    monkeypatch.setenv("LUHENG_WEBHOOK_URL", f"http://127.0.0.1:{port}/robot/send?access_token=t")
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


# --- when ---


@pytest.mark.parametrize(
    ("workdays", "mark"),
    [
        (-6, None), (-5, "before-5"), (-4, "before-5"), (-2, "before-5"), (-1, "before-1"), (0, "on"),
        (1, "after-1"), (2, "after-1"), (3, "after-3"), (6, "after-3"), (7, "after-7"), (13, "after-7"),
        (14, "after-14"), (21, "after-21"),
    ],
)  # fmt: skip
def test_each_day_has_the_last_mark_it_reached(workdays: int, mark: str | None) -> None:
    found = reached(after_workdays(DUE, workdays), DUE, USUAL)
    assert (found.key if found else None) == mark


def test_days_off_and_make_up_days_count_as_they_are() -> None:
    holiday_due = date(2026, 10, 8)
    found = reached(date(2026, 9, 30), holiday_due, USUAL)  # the national day lies between
    assert found is not None
    assert (found.key, found.left, found.working) == ("before-1", 1, True)


def test_where_holidays_are_unknown_calendar_days_are_counted_and_said_so() -> None:
    found = reached(date(2190, 1, 1), date(2190, 1, 4), USUAL)
    assert found is not None
    assert (found.key, found.zh) == ("before-5", "还有 3 天")


def test_a_city_may_stop_reminding_after_the_last_mark() -> None:
    found = reached(after_workdays(DUE, 30), DUE, replace(USUAL, every=0))
    assert found is not None
    assert found.key == "after-7"


# --- who ---


def test_the_contact_then_the_unit_then_the_plan_office(
    order: SupervisionOrder, bureau: User, office: User
) -> None:
    lead = person("lead", RoleName.UNIT_LEAD, "市林业局")

    def told_on(day: date) -> set[User]:
        remind(noon(day))
        found = set(User.objects.filter(notices__isnull=False))
        Notice.objects.all().delete()
        return found

    order.contact = bureau
    order.save()
    assert told_on(DUE) == {bureau}
    User.objects.filter(pk=bureau.pk).update(is_active=False)
    assert told_on(DUE) == {lead}
    User.objects.filter(pk=lead.pk).update(is_active=False)
    assert told_on(DUE) == {office}
    SupervisionOrder.objects.filter(pk=order.pk).update(state=OrderState.ANSWERED)
    User.objects.filter(pk=lead.pk).update(is_active=True)
    assert told_on(DUE) == {office}  # to review is the plan office's turn


def test_a_contact_who_moved_to_another_unit_is_not_told(
    order: SupervisionOrder, bureau: User
) -> None:
    mover = person("mover", RoleName.UNIT_MEMBER, "市林业局")
    order.contact = mover
    order.save()
    mover.unit = Unit.objects.create(name="市水务局")
    mover.save()
    remind(noon(DUE))
    assert list(User.objects.filter(notices__isnull=False)) == [bureau]


# --- how often ---


def test_nobody_is_told_twice_of_a_mark_and_a_missed_run_is_made_up_for_once(
    order: SupervisionOrder, bureau: User
) -> None:
    late = after_workdays(DUE, 4)  # nothing ran since before the deadline
    assert remind(noon(late)).noted == 1
    assert remind(noon(late)).noted == 0
    assert "已逾期 4 个工作日" in Notice.objects.get().text_zh
    assert "4 working days overdue" in Notice.objects.get().text_en


def test_a_new_deadline_is_told_anew(order: SupervisionOrder) -> None:
    remind(noon(DUE))
    SupervisionOrder.objects.update(due=DUE + timedelta(1))
    remind(noon(DUE + timedelta(1)))
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("state", ["drafted", "closed", "waived", "lapsed", "dropped"])
def test_orders_that_wait_for_nobody_remind_nobody(order: SupervisionOrder, state: str) -> None:
    SupervisionOrder.objects.update(state=state)
    assert remind(noon(DUE)).noted == 0


def test_one_digest_a_day_for_all_orders(
    order: SupervisionOrder, bureau: User, mail: MailServer
) -> None:
    for number in range(3):
        made = ORDERS.begin(SupervisionOrder(rule="inspection", cause_key=f"n{number}", title=f"事项{number}", unit=bureau.unit))  # fmt: skip
        SupervisionOrder.objects.filter(pk=made.pk).update(state=OrderState.ISSUED, due=DUE)
    choose(bureau, by_mail=True)
    remind(noon(DUE))
    assert mail.subjects() == ["【云川市】待办提醒 4 条"]
    made = ORDERS.begin(SupervisionOrder(rule="inspection", cause_key="more", title="又一项", unit=bureau.unit))  # fmt: skip
    SupervisionOrder.objects.filter(pk=made.pk).update(state=OrderState.ISSUED, due=DUE)
    remind(noon(DUE) + timedelta(hours=3))
    assert len(mail.received) == 1  # waits for tomorrow's
    remind(noon(DUE + timedelta(1)))
    assert "又一项" in mail.texts()[1]


def test_an_escalation_goes_out_the_same_day(
    order: SupervisionOrder, bureau: User, office: User, mail: MailServer
) -> None:
    choose(bureau, by_mail=True, quiet_from=time(0), quiet_until=time(0))
    now = timezone.now()
    SupervisionOrder.objects.update(due=timezone.localdate())
    order.refresh_from_db()
    remind(now)
    move_order(order, "notify", office, note="逾期未改")
    remind(now + timedelta(minutes=1))
    assert mail.subjects() == ["【云川市】待办提醒 1 条", "【云川市】督办升级 1 条"]


def test_nothing_goes_out_in_quiet_hours(
    order: SupervisionOrder, bureau: User, mail: MailServer
) -> None:
    preference = choose(bureau, by_mail=True)  # quiet from 20 to 8
    night = timezone.make_aware(datetime.combine(DUE, time(21, 30)))
    assert remind(night).waiting == 1
    assert mail.received == []
    morning = timezone.make_aware(datetime.combine(DUE + timedelta(1), time(8, 0)))
    assert after_quiet(preference, night) == morning
    assert remind(morning).sent == 1
    assert len(mail.received) == 1  # the night's digest is the morning's: still one a day


def test_quiet_hours_within_a_day(bureau: User) -> None:
    preference = NoticePreference(user=bureau, quiet_from=time(12), quiet_until=time(14))
    assert after_quiet(preference, noon(DUE)) == noon(DUE) + timedelta(hours=2)
    assert after_quiet(preference, noon(DUE) + timedelta(hours=2)) == noon(DUE) + timedelta(hours=2)


def test_who_chose_nothing_is_told_in_the_site_only(
    order: SupervisionOrder, mail: MailServer
) -> None:
    assert remind(noon(DUE)).noted == 1
    assert mail.received == []


# --- sending ---


def test_a_refused_mail_is_tried_again_later_and_then_given_up(
    order: SupervisionOrder, bureau: User, mail: MailServer
) -> None:
    choose(bureau, by_mail=True, quiet_from=time(0), quiet_until=time(0))
    mail.refusing = True
    now = noon(DUE)
    assert remind(now).failed == 1
    assert remind(now + timedelta(minutes=4)).failed == 0  # five minutes first
    for _ in range(6):
        now += timedelta(hours=2)
        remind(now)
    delivery = Delivery.objects.get(day=DUE)
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 5)
    assert "451" in delivery.problem


def test_after_a_refusal_the_next_try_arrives(
    order: SupervisionOrder, bureau: User, mail: MailServer
) -> None:
    choose(bureau, by_mail=True)
    mail.refusing = True
    remind(noon(DUE))
    mail.refusing = False
    assert remind(noon(DUE) + timedelta(minutes=6)).sent == 1
    assert mail.received[0].rcpt_tos == ["forestry@example.invalid"]
    assert Delivery.objects.get().problem == ""


def test_without_a_mail_server_the_delivery_says_so(
    order: SupervisionOrder, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LUHENG_SMTP_HOST", raising=False)
    choose(bureau, by_mail=True)
    remind(noon(DUE))
    assert "没有设置邮件服务器" in Delivery.objects.get().problem


def test_what_was_being_sent_when_a_run_died_is_not_sent_again(
    order: SupervisionOrder, bureau: User, mail: MailServer
) -> None:
    choose(bureau, by_mail=True)
    remind(noon(DUE))
    Delivery.objects.update(state=DeliveryState.SENDING, tried_at=noon(DUE))
    remind(noon(DUE) + timedelta(minutes=20))
    assert len(mail.received) == 1
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_dingtalk_gets_a_signed_message_that_mentions_the_person(
    order: SupervisionOrder, bureau: User, robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUHENG_WEBHOOK_SECRET", "SECabc")
    monkeypatch.setenv("LUHENG_ADDRESS", "https://luheng.example.invalid/")
    choose(bureau, by_webhook=True, mobile="13800000000")
    assert remind(noon(DUE)).sent == 1
    ((path, body),) = robot.received
    asked = parse_qs(urlsplit(path).query)
    expected = hmac.new(b"SECabc", f"{asked['timestamp'][0]}\nSECabc".encode(), hashlib.sha256)
    assert asked["sign"] == [base64.b64encode(expected.digest()).decode()]
    assert asked["access_token"] == ["t"]
    assert body["msgtype"] == "text"
    assert "督办〔2026〕3号 补植" in body["text"]["content"]
    assert "https://luheng.example.invalid/notices/" in body["text"]["content"]
    assert body["at"] == {"atMobiles": ["13800000000"], "isAtAll": False}


def test_wecom_and_a_citys_own_template(city: City, settings: Any) -> None:
    settings.LUHENG_CITY = replace(city, reminders=replace(USUAL, webhook="wecom"))
    assert robot_message("文", "") == {
        "msgtype": "text", "text": {"content": "文", "mentioned_mobile_list": []},
    }  # fmt: skip
    own = city.folder / "templates" / "robot.json"
    own.parent.mkdir()
    own.write_text('{"words": "{text}！", "to": "{mobile}"}', encoding="utf-8")
    assert robot_message("文", "1") == {"words": "文！", "to": "1"}
    assert len(robot_message("文" * 2000, "")["words"].encode()) <= 2003


def test_a_robot_that_says_no_is_tried_again(
    order: SupervisionOrder, bureau: User, robot: Robot
) -> None:
    robot.answer = {"errcode": 310000, "errmsg": "sign not match"}
    choose(bureau, by_webhook=True)
    remind(noon(DUE))
    assert "310000 sign not match" in Delivery.objects.get().problem
    robot.answer = {"errcode": 0}
    assert remind(noon(DUE) + timedelta(minutes=10)).sent == 1


def test_an_address_without_a_secret_stays_as_it_is() -> None:
    assert signed("https://a/b?c=1", "", 5) == "https://a/b?c=1"
    assert signed("https://a/b", "s", 5).startswith("https://a/b?timestamp=5&sign=")


# --- the page ---


def test_a_person_reads_reminders_and_chooses_channels(
    order: SupervisionOrder, bureau: User, client: Client
) -> None:
    remind(noon(DUE))
    client.force_login(bureau)
    home = client.get("/").content.decode()
    assert 'class="unread"' in home
    page = client.get(reverse("notices")).content.decode()
    assert "今天到期" in page
    client.post(reverse("read-notices"))
    assert 'class="unread"' not in client.get("/").content.decode()
    wrong = client.post(reverse("notice-preference"), {"by_mail": "on", "quiet_from": "20:00", "quiet_until": "08:00"})  # fmt: skip
    assert wrong.status_code == 422
    right = {"by_mail": "on", "email": "a@example.invalid", "quiet_from": "22:00", "quiet_until": "07:00"}  # fmt: skip
    client.post(reverse("notice-preference"), right)
    assert NoticePreference.objects.get(user=bureau).quiet_from == time(22)
    bureau.refresh_from_db()
    assert bureau.email == "a@example.invalid"


def test_only_the_plan_office_sees_what_went_to_everyone(
    bureau: User, office: User, client: Client
) -> None:
    client.force_login(bureau)
    assert client.get(reverse("deliveries")).status_code == 403
    assert client.get("/api/v1/deliveries").status_code == 403
    client.force_login(office)
    assert client.get(reverse("deliveries")).status_code == 200
