"""Whatever leaves the site as a file, or as rows by program, stands in the audit log; so does who is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.workplace.access.test_matrix import _address, _operation_address, _sides
from tests.workplace.access.world import World

from luheng.workplace.audit import link_waiting, verify
from luheng.workplace.matrix import operation_lines, page_lines
from luheng.workplace.models import ApiToken, AuditAct, AuditEntry
from luheng.workplace.permissions import RoleName
from luheng.workplace.tokens import make_token, revoke_token

pytestmark = pytest.mark.django_db
SCREENS = {"summary", "comments", "public"}  # counts, what people said on a page, what all may read
EMPTY = {"method-template", "restatement-sheet"}  # to be filled in: nothing of the city is in it
EXPORTING = {  # pages known to hand out a file: none may be lost from this list unseen
    "target-figures", "project-figures", "export-rows", "order-sheet", "report", "job-file",
    "evidence-file", "dossier-file", "raw-file", "return-excel", "period-report-file", "report-template",
    "moved-entry",
}  # fmt: skip


def _exports() -> int:
    return AuditEntry.objects.filter(act=AuditAct.EXPORT).count()


@pytest.mark.slow
def test_every_page_that_hands_out_a_file_writes_its_entry(world: World) -> None:
    client = Client()
    client.force_login(world.people[RoleName.ADMINISTRATOR])
    handed_out = set()
    for line in page_lines():
        if line.method != "GET" or line.act is None:
            continue
        before = _exports()
        answer: Any = client.get(_address(world, line, RoleName.ADMINISTRATOR, True))
        if line.name in EMPTY:
            continue
        if answer.headers.get("Content-Disposition", "").startswith("attachment"):
            handed_out.add(line.name)
            assert _exports() == before + 1, line.address
    assert handed_out == EXPORTING


@pytest.mark.slow
def test_every_operation_that_gives_rows_writes_its_entry(world: World) -> None:
    cache.clear()
    key = make_token(RoleName.ADMINISTRATOR.value, "test")[1]
    client = Client(headers={"Authorization": f"Bearer {key}"})
    for line in operation_lines():
        if line.method == "GET" and line.address.split("/")[3] not in SCREENS:
            before = _exports()
            address = _operation_address(world, line, RoleName.ADMINISTRATOR, _sides(line)[0])
            assert client.get(address).status_code == 200, address
            assert _exports() == before + 1, address
    link_waiting()
    assert verify().entries == AuditEntry.objects.count()


def test_who_is_refused_stands_in_the_log_once_a_minute(world: World) -> None:
    cache.clear()
    client = Client()
    client.force_login(world.people[RoleName.READER])
    for _ in range(3):
        assert client.get("/audit/").status_code == 403
    task = world.pk("task", mine=False)
    client.force_login(world.people[RoleName.UNIT_MEMBER])
    assert client.post(f"/tasks/{task}/progress/", {"state": "done"}).status_code == 403
    refused = AuditEntry.objects.filter(act=AuditAct.REFUSED).order_by("pk")
    assert [(one.subject_id, one.actor_id) for one in refused] == [
        ("/audit/", world.people[RoleName.READER].pk),
        (f"/tasks/{task}/progress/", world.people[RoleName.UNIT_MEMBER].pk),
    ]


def test_a_key_that_opens_nothing_stands_in_the_log_without_the_key(world: World) -> None:
    cache.clear()
    token, key = make_token(RoleName.READER.value, "test")
    revoke_token(token.pk)
    for wrong in (key, "lh_never_made", "lh_never_made", "no key at all"):
        answer = Client(headers={"Authorization": f"Bearer {wrong}"}).get("/api/v1/targets")
        assert answer.status_code == 401
    failed = AuditEntry.objects.filter(act=AuditAct.SIGN_IN_FAILED, subject_kind="apitoken")
    assert [one.subject_id for one in failed.order_by("pk")] == [str(token.pk), "", ""]
    assert key not in str(list(failed.values("details", "subject_id")))
    assert ApiToken.objects.get(pk=token.pk).last_used_at is None
