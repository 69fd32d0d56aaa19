"""Nobody acts as another, sessions end, redirects stay here, workbooks that swell are refused."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.workplace.access.world import World

from luheng.workplace.identity.sessions import BEGAN
from luheng.workplace.models import AuditEntry, SiteSession, TaskProgress, User
from luheng.workplace.permissions import RoleName
from luheng.workplace.tokens import make_token

pytestmark = pytest.mark.django_db
AUTHORS = ("reported_by", "entered_by", "by", "user", "user_id", "uploaded_by", "unit", "_history_user")  # fmt: skip


def _client(world: World, role: RoleName) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def test_a_form_that_names_another_author_is_still_the_senders(world: World) -> None:
    task, member = world.pk("task", mine=True), world.people[RoleName.UNIT_MEMBER]
    office = world.people[RoleName.PLAN_OFFICE]
    forged = dict.fromkeys(AUTHORS, str(office.pk))
    answer = _client(world, RoleName.UNIT_MEMBER).post(
        f"/tasks/{task}/progress/", {"state": "done", "note": "完成", **forged}
    )
    assert answer.status_code == 302
    report = TaskProgress.objects.get(task=task)
    assert (report.reported_by, report.unit) == (member, member.unit)
    entry = AuditEntry.objects.filter(subject_kind="taskprogress").get()
    assert entry.actor_id == member.pk


def test_a_body_that_names_another_author_is_still_the_tokens_owner(world: World) -> None:
    member = world.people[RoleName.UNIT_MEMBER]
    office = world.people[RoleName.PLAN_OFFICE]
    key = make_token(member.username, "test")[1]
    client = _client(world, RoleName.PLAN_OFFICE)  # signed in besides: the token counts
    body = {"state": "done", "note": "", **dict.fromkeys(AUTHORS, office.pk)}
    task = world.pk("task", mine=True)
    answer = client.post(
        f"/api/v1/tasks/{task}/progress", body, content_type="application/json",
        headers={"Authorization": f"Bearer {key}", "X-Forwarded-User": office.username, "Remote-User": office.username},
    )  # fmt: skip
    assert answer.status_code == 200
    assert TaskProgress.objects.get(task=task).reported_by == member


def test_no_page_takes_on_another_account(world: World) -> None:
    """No address, header or cookie makes an administrator somebody else."""
    from luheng.workplace.matrix import page_lines

    words = ("impersonat", "hijack", "login-as", "sudo", "switch-user")
    assert not [line for line in page_lines() if any(word in line.address for word in words)]
    client = _client(world, RoleName.READER)
    before = client.session["_auth_user_id"]
    for header in ("Remote-User", "X-Forwarded-User", "X-Remote-User", "X-Original-User"):
        assert client.get("/people/", headers={header: "administrator"}).status_code == 403
    assert client.session["_auth_user_id"] == before


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(world: World) -> None:
    user = User.objects.get(username="reader")
    user.set_password("a-long-passphrase-1")
    user.save()
    client = Client()
    client.get("/sign-in/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosen-by-somebody-else-0123456"
    client.post("/sign-in/", {"username": "reader", "password": "a-long-passphrase-1"})
    key = client.session.session_key
    assert key != "chosen-by-somebody-else-0123456" and len(key or "") >= 32
    client.post("/sign-out/")
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = key
    assert again.get("/").status_code == 302
    assert not SiteSession.objects.filter(session_key=key).exists()


def test_a_session_ends_after_half_a_day_without_use_and_after_a_week_at_most(
    world: World,
) -> None:
    assert settings.SESSION_COOKIE_AGE <= 12 * 3600
    client = _client(world, RoleName.READER)
    session: SessionBase = client.session
    session[BEGAN] = (timezone.now() - timedelta(days=6)).isoformat()
    session.save()
    assert client.get("/account/").status_code == 200
    session = client.session
    session[BEGAN] = (timezone.now() - timedelta(days=8)).isoformat()
    session.save()
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("to", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_after_signing_in_or_switching_language_nobody_is_sent_elsewhere(
    world: World, to: str
) -> None:
    user = User.objects.get(username="reader")
    user.set_password("a-long-passphrase-1")
    user.save()
    given = {"username": "reader", "password": "a-long-passphrase-1", "next": to}
    for address, form in (("/sign-in/", given), ("/i18n/setlang/", {"language": "en", "next": to})):
        location = Client().post(address, form).headers.get("Location", "/")
        assert location.startswith("/") and not location.startswith("//"), (address, location)


def test_a_workbook_that_would_swell_is_refused(world: World) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    upload = SimpleUploadedFile("bomb.xlsx", file.getvalue())
    answer: Any = _client(world, RoleName.PLAN_OFFICE).post("/lists/targets/import/", {"file": upload})  # fmt: skip
    assert answer.status_code == 422
