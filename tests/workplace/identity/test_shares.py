"""Shared links: what they show, when they end, that they give nothing else, that they are counted."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading
from tests.workplace.set_up_once import set_up_once

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.identity import guessing
from luheng.workplace.judging import judge_all
from luheng.workplace.models import (
    AuditAct,
    AuditEntry,
    ScorecardSnapshot,
    Share,
    Target,
    Unit,
    User,
)
from luheng.workplace.permissions import RoleName, set_role
from luheng.workplace.sharing.links import make_share, open_share, revoke
from luheng.workplace.snapshots import take_snapshot

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
@set_up_once
def target(add: AddReading) -> Target:
    add(plan_reading())
    judge_all()
    found = Target.objects.order_by("pk").first()
    assert found is not None
    return found


@pytest.fixture
def link(target: Target, office: User) -> str:
    return make_share(office, "target", target.pk, until=in_days(7))[1]


def test_a_link_shows_its_page_and_gives_no_session(
    client: Client, link: str, target: Target
) -> None:
    answer = client.get(f"/s/{link}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert target.indicator in page and target.quote in page
    assert not answer.cookies
    assert client.get(f"/targets/{target.pk}/").status_code == 302
    assert "/targets/" not in page and "/sign-in/" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_expired_revoked_and_unknown_answer_alike(
    client: Client, target: Target, office: User
) -> None:
    pages = []
    expired, key = make_share(office, "target", target.pk, until=in_days(1))
    Share.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    pages.append(client.get(f"/s/{key}/?lang=zh"))
    revoked, key2 = make_share(office, "target", target.pk, until=in_days(1), password="open it")
    revoke(revoked)
    pages.append(client.get(f"/s/{key2}/?lang=zh"))
    pages.append(client.get(f"/s/{'x' * 43}/?lang=zh"))
    left, key3 = make_share(person("left", RoleName.PLAN_OFFICE), "target", target.pk, until=in_days(1))  # fmt: skip
    User.objects.filter(pk=left.maker_id).update(is_active=False)
    pages.append(client.get(f"/s/{key3}/?lang=zh"))
    assert {page.status_code for page in pages} == {404}
    said = [
        page.content.decode().replace(key, "").replace(key2, "").replace(key3, "").replace("x" * 43, "")
        for page in pages
    ]  # fmt: skip
    assert len(set(said)) == 1
    assert "链接打不开" in said[0]


def test_the_key_is_kept_as_a_digest(link: str) -> None:
    share = Share.objects.get()
    assert link not in str(vars(share))
    assert len(share.digest) == 64


def test_a_password_is_asked_for_and_five_wrong_ones_rest(
    client: Client, target: Target, office: User
) -> None:
    share, key = make_share(office, "target", target.pk, until=in_days(1), password="open it")
    assert "open it" not in share.password
    asked = client.get(f"/s/{key}/").content.decode()
    assert target.quote not in asked
    assert target.quote in client.post(f"/s/{key}/", {"password": "open it"}).content.decode()
    for _ in range(guessing.TRIES):
        answer = client.post(f"/s/{key}/", {"password": "no"})
    assert answer.status_code == 429
    late = client.post(f"/s/{key}/", {"password": "open it"})
    assert target.quote not in late.content.decode()
    share.refresh_from_db()
    assert share.openings == 1


def test_openings_are_counted_and_audited_and_a_change_is_not(client: Client, link: str) -> None:
    client.get(f"/s/{link}/")
    client.get(f"/s/{link}/")
    share = Share.objects.get()
    assert share.openings == 2
    used = AuditEntry.objects.filter(act=AuditAct.SHARE_USED, subject_id=str(share.pk))
    assert used.count() == 2
    assert not AuditEntry.objects.filter(act=AuditAct.CHANGE, subject_kind="share").exists()


def test_public_parts_only_leave_the_notes_out(
    client: Client, target: Target, office: User
) -> None:
    Target.objects.filter(pk=target.pk).update(note="内部商定的口径")
    for public_only, shown in ((False, True), (True, False)):
        key = make_share(office, "target", target.pk, until=in_days(1), public_only=public_only)[1]
        assert ("内部商定的口径" in client.get(f"/s/{key}/").content.decode()) is shown


def test_a_list_is_shown_with_its_filters_and_public_columns(
    client: Client, target: Target, office: User
) -> None:
    view = f"targets?year={target.year}&columns=indicator,note,latest_value"
    whole = open_share(make_share(office, "list", view=view, until=in_days(1))[1]).subject
    public = open_share(
        make_share(office, "list", view=view, until=in_days(1), public_only=True)[1]
    ).subject
    assert whole is not None and public is not None
    assert whole.shown.query.columns == ("indicator", "note", "latest_value")
    assert public.shown.query.columns == ("indicator", "latest_value")
    one = f"targets?{urlencode({'q': target.indicator})}"
    page = client.get(f"/s/{make_share(office, 'list', view=one, until=in_days(1))[1]}/")
    assert page.content.decode().count('<th scope="row">') == 1 < Target.objects.count()
    assert [one.key for one in public.shown.register.columns if not one.public] == []


@pytest.mark.parametrize(
    ("kind", "view"),
    [("list", "audit?"), ("list", "deliveries?"), ("list", "nothing?"), ("secret", ""), ("target", "")],
)  # fmt: skip
def test_what_is_not_to_be_shared_is_refused(office: User, kind: str, view: str) -> None:
    with pytest.raises(LuhengError, match="无权查看"):
        make_share(office, kind, 999_999, view, until=in_days(1))


def test_a_report_is_fetched_by_whoever_opened_its_page(
    client: Client, target: Target, office: User
) -> None:
    snapshot = take_snapshot(office)
    assert ScorecardSnapshot.objects.filter(pk=snapshot.pk).exists()
    key = make_share(office, "report", snapshot.pk, until=in_days(1), password="open it")[1]
    ticket = client.post(f"/s/{key}/", {"password": "open it"}).context["ticket"]
    answer = client.post(f"/s/{key}/file/", {"ticket": ticket, "form": "docx"})
    assert answer.content[:2] == b"PK"
    assert not answer.cookies
    without = client.post(f"/s/{key}/file/", {"ticket": "forged", "form": "docx"})
    assert without.content[:2] != b"PK"
    exported = AuditEntry.objects.filter(act=AuditAct.EXPORT, subject_kind="report")
    assert exported.count() == 1


def test_the_ticket_of_one_link_opens_no_other(
    client: Client, target: Target, office: User
) -> None:
    snapshot = take_snapshot(office)
    ticket = client.get(f"/s/{make_share(office, 'target', target.pk, until=in_days(1))[1]}/").context["ticket"]  # fmt: skip
    key = make_share(office, "report", snapshot.pk, until=in_days(1), password="open it")[1]
    answer = client.post(f"/s/{key}/file/", {"ticket": ticket, "form": "docx"})
    assert answer.status_code == 404


def test_a_link_ends_when_its_maker_may_share_no_more(
    client: Client, link: str, office: User
) -> None:
    set_role(office, RoleName.READER)
    assert client.get(f"/s/{link}/").status_code == 404


def test_the_duty_sheet_of_a_unit(client: Client, target: Target, office: User) -> None:
    unit = Unit.objects.first()
    assert unit is not None
    key = make_share(office, "unit", unit.pk, until=in_days(1), public_only=True)[1]
    assert unit.name in client.get(f"/s/{key}/").content.decode()


def test_the_page_of_a_link_in_english_needs_no_cookie(client: Client, link: str) -> None:
    answer = client.get(f"/s/{link}/?lang=en")
    assert "Figures and their sources" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize(
    ("days", "password", "public", "said"),
    [
        (-1, "", False, "有效期"), (400, "", False, "有效期"), (1, "short", False, "至少"),
        (1, "", True, "单独公开"),
    ],
)  # fmt: skip
def test_a_link_that_makes_no_sense_is_refused(
    target: Target, office: User, days: int, password: str, public: bool, said: str
) -> None:
    snapshot = take_snapshot(office)
    with pytest.raises(LuhengError, match=said):
        make_share(office, "report", snapshot.pk, until=in_days(days), password=password, public_only=public)  # fmt: skip


def test_making_and_ending_one_through_the_pages(
    client: Client, target: Target, office: User
) -> None:
    client.force_login(office)
    assert (
        f"kind=target&amp;of={target.pk}" in client.get(f"/targets/{target.pk}/").content.decode()
    )
    form = {"kind": "target", "of": target.pk}
    assert client.get("/shares/new/", form).status_code == 200
    made = client.post("/shares/new/", form | {"title": "给市领导", "until": in_days(3)})
    address = made.context["address"]
    visitor = Client()
    assert visitor.get(address).status_code == 200
    assert "给市领导" in client.get("/shares/").content.decode()
    share = Share.objects.get()
    client.post(f"/shares/{share.pk}/revoke/")
    assert visitor.get(address).status_code == 404
    assert client.post("/shares/new/", form | {"title": "x", "until": in_days(999)}).status_code == 422  # fmt: skip


def test_others_see_their_own_links_and_administrators_all(
    client: Client, link: str, office: User
) -> None:
    share = Share.objects.get()
    client.force_login(person("colleague", RoleName.PLAN_OFFICE))
    assert share.title not in client.get("/shares/").content.decode()
    assert client.get(f"/shares/{share.pk}/").status_code == 404
    assert client.post(f"/shares/{share.pk}/revoke/").status_code == 404
    client.force_login(person("boss", RoleName.ADMINISTRATOR))
    assert share.title in client.get("/shares/").content.decode()
    assert client.get(f"/shares/{share.pk}/").status_code == 200
    client.force_login(person("reader", RoleName.READER))
    assert client.get("/shares/").status_code == 403
