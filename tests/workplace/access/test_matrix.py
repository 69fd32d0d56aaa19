"""The permission matrix is true: every page, move and operation asked by every role, and nobody else gets in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.workplace.access.visits import (
    BODIES,
    FORMS,
    MOVE_NAMED,
    PARTS,
    RECORDS,
    ROWS,
    first_row,
)
from tests.workplace.access.world import World, own

from luheng.workplace.matrix import Answer, Line, operation_lines, page_lines
from luheng.workplace.matrix.page import matrix_page
from luheng.workplace.models import AuditAct, AuditEntry
from luheng.workplace.permissions import Reach, RoleName
from luheng.workplace.tokens import make_token

pytestmark = pytest.mark.django_db
EVERYBODY: tuple[RoleName | None, ...] = (*RoleName, None)
SAME_FOR_UNITS = {  # once carried out; and what is said of a target, which everybody reads
    "reorganisation", "get_reorganisations", "get_handovers",
    "luheng_workplace_api_comments_list_comments",
}  # fmt: skip
LET_IN = {200, 302, 409, 422}
PAGE = Path(__file__).resolve().parents[3] / "docs" / "permissions.md"


def test_the_page_of_the_matrix_is_the_matrix() -> None:
    shown = PAGE.read_text(encoding="utf-8")
    assert shown == matrix_page(), "run: python tools/write_permissions.py"


def test_every_page_and_operation_says_how_it_is_asked() -> None:
    """A new one without a record in visits.py fails here at once, not only in the long test."""
    missing = [
        line.address
        for line in page_lines()
        if "<int:pk>" in line.address and line.name not in RECORDS
    ]
    missing += [
        line.name
        for line in operation_lines()
        if (line.method == "POST" and line.name not in BODIES)
        or list_of(line) not in ROWS | {"summary": None}
    ]
    assert not missing, f"say in visits.py how these are asked: {missing}"


@pytest.mark.slow
def test_every_page_answers_each_role_as_the_matrix_says(world: World) -> None:
    clients = {role: _client(world, role) for role in EVERYBODY}
    Client().get("/sign-in/")  # the first request of a day judges anew
    wrong = [
        problem
        for line in page_lines()
        for role in EVERYBODY
        for mine in _sides(line)
        for problem in _asked(world, clients[role], line, role, mine)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_every_operation_answers_each_role_as_the_matrix_says(world: World) -> None:
    Client().get("/sign-in/")  # the first request of a day judges anew
    keys = {role: make_token(role.value, "test")[1] for role in RoleName}
    wrong = []
    for role in EVERYBODY:
        headers = {"Authorization": f"Bearer {keys[role]}"} if role else {}
        client = Client(headers=headers)
        wrong += [
            problem
            for line in operation_lines()
            for mine in _sides(line)
            for problem in _called(world, client, line, role, mine)
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_what_takes_no_form_answers_a_form_with_405(world: World) -> None:
    client = _client(world, RoleName.ADMINISTRATOR)
    lines = page_lines()
    forms = {line.name for line in lines if line.method == "POST" or line.act is None}
    for line in lines:
        if line.name not in forms:
            assert client.post(_address(world, line, None, True)).status_code == 405, line.address


# --- pages ---


def _client(world: World, role: RoleName | None) -> Client:
    client = Client()
    if role is not None:
        client.force_login(world.people[role])
    return client


def _sides(line: Line) -> tuple[bool, ...]:
    """Whether a record is asked for as one's own unit's and as another's."""
    if line.name in SAME_FOR_UNITS:
        return (True,)
    whole = "<" not in line.address and "{" not in line.address
    return (True,) if whole or line.reach is Reach.EVERY else (True, False)


def _asked(
    world: World, client: Client, line: Line, role: RoleName | None, mine: bool
) -> Iterator[str]:
    address = _address(world, line, role, mine)
    form = FORMS.get(line.name, {})
    data = dict(form(world, mine) if callable(form) else form) if line.method == "POST" else {}
    before = _written()
    with transaction.atomic():
        answer = getattr(client, line.method.lower())(address, data)
        status, location = answer.status_code, answer.headers.get("Location", "")
        written = _written() - before
        transaction.set_rollback(True)
    expected = _expected(line, role, mine)
    got = "sign-in" if location.startswith("/sign-in/?") else str(status)
    if got not in expected:
        yield f"{line.method} {address} {line.move} {role} own={mine}: {got}, not {expected}"
    elif got in REFUSED and written:
        yield f"{line.method} {address} {line.move} {role} own={mine}: refused, but wrote {written}"


REFUSED = {"403", "404", "401", "sign-in"}
_IN = {str(status) for status in LET_IN}
_WITHOUT_PROVIDER = "openid/"  # of a city without a provider these pages are not there


def _expected(line: Line, role: RoleName | None, mine: bool) -> set[str]:
    """The answers that the matrix allows."""
    if line.opened:
        return _IN
    if line.act is None:
        return _IN | {"sign-out": {"405"}}.get(
            line.name,
            {"404"} if "key" in line.address or _WITHOUT_PROVIDER in line.address else set(),
        )
    if role is None:
        return {"sign-in"}
    answer = line.answer(role)
    if answer is Answer.YES or (answer is Answer.OWN and mine):
        return _IN | ({"404"} if _WITHOUT_PROVIDER in line.address else set())
    return {"404"} if line.reach is Reach.PUBLISHED and answer is not Answer.NO else _refusal(line, answer)  # fmt: skip


def _refusal(line: Line, answer: Answer) -> set[str]:
    if answer is Answer.OWN and line.reach is Reach.SEEN:
        return {"404"}
    if line.reach is Reach.OWN:
        return {"403", "404"}
    return {"403", "404"} if line.move and line.reach is Reach.SEEN else {"403"}


def _address(world: World, line: Line, role: RoleName | None, mine: bool) -> str:
    if "<" not in line.address:
        return line.address
    parts: dict[str, Any] = dict(PARTS.get(line.name, {}))
    if "<int:pk>" in line.address:
        kind = RECORDS.get(line.name)
        assert kind, f"{line.address}: say in visits.py which record stands in it"
        parts["pk"] = world.pk(kind, mine)
        if kind in ("job", "token", "share", "comment") and role and mine:
            parts["pk"] = own(kind, world.people[role]) or parts["pk"]
    if "<int:unit>" in line.address:
        parts["unit"] = world.pk("unit", mine)
    if line.move:
        parts[line.move_part or MOVE_NAMED.get(line.name, "move")] = line.move
    return reverse(line.name, kwargs=parts)


def _written() -> int:
    """How many changes stand in the audit log; every change of a record does."""
    return AuditEntry.objects.exclude(act__in=(AuditAct.EXPORT, AuditAct.REFUSED)).count()


# --- operations ---


def _called(
    world: World, client: Client, line: Line, role: RoleName | None, mine: bool
) -> Iterator[str]:
    address = _operation_address(world, line, role, mine)
    before = _written()
    with transaction.atomic():
        if line.method == "GET":
            status = client.get(address).status_code
        else:
            body = json.dumps(BODIES[line.name])
            status = client.post(address, body, content_type="application/json").status_code
        written = _written() - before
        transaction.set_rollback(True)
    expected = {"401"} if role is None and not line.opened else _expected(line, role, mine)
    if str(status) not in expected:
        yield f"{line.method} {address} {line.move} {role} own={mine}: {status}, not {expected}"
    elif status in (401, 403, 404) and written:
        yield f"{line.method} {address} {line.move} {role} own={mine}: refused, but wrote {written}"


def list_of(line: Line) -> str:
    """The list, or whatever else, that an operation is about."""
    parts = line.address.split("/")
    return parts[4] if parts[3] == "public" else parts[3]


def _operation_address(world: World, line: Line, role: RoleName | None, mine: bool) -> str:
    key = list_of(line)
    kind = ROWS.get(key, key) if key in ROWS else None
    item = world.pk(kind, mine) if kind else (first_row(key) if "{" in line.address else 0)
    if kind == "comment" and mine and role:
        item = own(kind, world.people[role]) or item
    parts = {"{kind}": "target", "{move}": line.move}
    named = re.sub(r"{\w+_id}", str(item), line.address)
    return re.sub(r"{\w+}", lambda part: parts[part[0]], named)
