"""The original beside what was read: people accept, correct and reject there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from tests.workplace.conftest import AddReading, person
from tests.workplace.set_up_once import set_up_once

from luheng.documents.model import Reading, Span, Target
from luheng.workplace.models import Review, User
from luheng.workplace.models import Target as TargetRecord
from luheng.workplace.permissions import RoleName

TEXT = "云川市绿色发展方案\n一、目标\n到2025年，甲达到90%，乙达到80%。\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
@set_up_once
def item(add: AddReading) -> TargetRecord:
    at = TEXT.index("甲达到90%")
    target = Target(
        indicator="甲", year=2025, op=">=", value=Decimal(90), unit="%",
        quote="甲达到90%", span=Span(at, at + 6),
    )  # fmt: skip
    reading = Reading(
        file="plan.txt", sha256="1" * 64, media_type="text/plain", text=TEXT, kind="plan",
        title="云川市绿色发展方案", targets=[target],
    )  # fmt: skip
    add(reading)
    return TargetRecord.objects.get()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_text_is_marked_where_a_target_was_read(item: TargetRecord, office: User) -> None:
    shown = signed_in(office).get(f"/documents/{item.document_id}/").content.decode()
    assert f'<mark class="target" data-items="target-{item.pk}">甲达到90%</mark>' in shown
    assert "≥ 90%" in shown


def test_accepting_answers_with_the_accepted_card(item: TargetRecord, office: User) -> None:
    answer = signed_in(office).post(f"/items/target/{item.pk}/accept/", {"version": item.version})
    assert answer.status_code == 200
    item.refresh_from_db()
    assert item.review == Review.ACCEPTED
    assert item.reviewed_by == office


def test_a_correction_is_saved_with_who_and_what(item: TargetRecord, office: User) -> None:
    client = signed_in(office)
    form = client.get(f"/items/target/{item.pk}/correct/").context["form"]
    data = {name: "" if value in (None, False) else value for name, value in form.initial.items()}
    data |= {"lead": "市发改委、市财政局", "value": "95", "places": "", "version": item.version}
    answer = client.post(f"/items/target/{item.pk}/correct/", data)
    assert answer.status_code == 200, answer.content.decode()
    item.refresh_from_db()
    assert (item.value, item.lead, item.review) == (
        Decimal(95),
        ["市发改委", "市财政局"],
        "corrected",
    )
    history = client.get(f"/items/target/{item.pk}/history/").content.decode()
    assert "office" in history
    assert "95" in history


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (RoleName.ADMINISTRATOR, True), (RoleName.PLAN_OFFICE, True), (RoleName.AUDITOR, True),
        (RoleName.LEADER, False), (RoleName.READER, False),
    ],
)  # fmt: skip
def test_who_changed_what_is_for_the_office_and_auditors(
    item: TargetRecord, role: RoleName, reads: bool
) -> None:
    client = signed_in(person("someone", role))
    assert client.get(f"/items/target/{item.pk}/history/").status_code == (200 if reads else 403)
    page = client.get(f"/targets/{item.pk}/").content.decode()
    assert (f"/items/target/{item.pk}/history/" in page) is reads


def test_the_second_of_two_people_is_told(item: TargetRecord, office: User) -> None:
    client = signed_in(office)
    client.post(f"/items/target/{item.pk}/accept/", {"version": item.version})
    answer = client.post(f"/items/target/{item.pk}/reject/", {"version": item.version})
    assert answer.status_code == 409
    assert "office" in answer.content.decode()


def test_a_reader_sees_no_buttons_and_may_not_review(item: TargetRecord) -> None:
    client = signed_in(person("reader", RoleName.READER))
    assert "data-act" not in client.get(f"/documents/{item.document_id}/").content.decode()
    assert client.post(f"/items/target/{item.pk}/accept/").status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(item: TargetRecord) -> None:
    answer = Client().get(f"/documents/{item.document_id}/")
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_a_page_speaks_english_to_whoever_switched(item: TargetRecord, office: User) -> None:
    client = signed_in(office)
    client.cookies["django_language"] = "en"
    shown = client.get(f"/documents/{item.document_id}/").content.decode()
    assert "Accept all" in shown
    assert "全部复核" not in shown
