"""What a unit or a district learns of another unit's return: what it was asked itself, nothing more."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.utils import timezone
from tests.workplace.access.marked import Marks, mark, whole_answer
from tests.workplace.access.test_matrix import _address, _operation_address, _sides
from tests.workplace.access.world import World

from luheng.workplace.matrix import operation_lines, page_lines
from luheng.workplace.models import (
    AskedField,
    Contribution,
    Return,
    ReturnRow,
    Step,
    Unit,
)
from luheng.workplace.permissions import OF_ONE_UNIT, RoleName

pytestmark = pytest.mark.django_db
ASKED = {"name", "place", "measure", "indicator_id", "last_value", "last_period"}


@pytest.fixture
def marks(world: World) -> Marks:
    """The own unit supports one row of the other's return; a third unit supports the same row."""
    Client().get("/sign-in/")  # the first request of a day judges anew
    theirs: Any = world.records["return"][1]
    assert theirs.rows.count() > 1
    own = world.people[RoleName.UNIT_LEAD].unit
    third = Unit.objects.create(name="市丙局")
    for unit in (own, third):
        Contribution.objects.create(row=theirs.rows.first(), unit=unit)
    theirs.steps.create(move="issue", state_to="issued", note="说明", at=timezone.now())
    kinds = (Return, ReturnRow, AskedField, Contribution, Step)
    return mark(kinds, but=frozenset({"period", "last_period"}))


def _of_others(record: models.Model, name: str, own: Unit, supported: ReturnRow) -> bool:
    """Whether a field belongs to another unit's return, and was not asked of one's own."""
    if isinstance(record, ReturnRow):
        asked = record.pk == supported.pk and name in ASKED
        return record.parent.unit_id != own.pk and not asked
    if isinstance(record, AskedField):
        asked = record.pk == supported.asked_id and name in ASKED
        return record.unit_id != own.pk and not asked
    if isinstance(record, Contribution):
        return record.row.parent.unit_id != own.pk and record.unit_id != own.pk
    if isinstance(record, Step):
        subject: Any = record.subject
        return isinstance(subject, Return) and subject.unit_id != own.pk
    return False  # what must agree is said in the warnings of rows, and is of one unit's fields


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(OF_ONE_UNIT))
def test_a_unit_sees_of_anothers_return_what_it_was_asked_and_nothing_more(
    world: World, marks: Marks, role: RoleName
) -> None:
    cache.clear()
    person = world.people[role]
    own, theirs = person.unit, world.pk("return", mine=False)
    supported = ReturnRow.objects.filter(parent=theirs).first()
    assert supported is not None
    forbidden = {
        mark
        for mark, (record, name) in marks.of.items()
        if _of_others(record, name, own, supported)
    }
    client = Client()
    client.force_login(person)
    seen: set[str] = set()
    wrong = []
    for address in _addresses(world, role):
        found = marks.in_text(whole_answer(client.get(address)))
        seen |= found
        wrong += [f"{address}: {marks.where(found & forbidden)}"] if found & forbidden else []
    assert not wrong, "\n".join(wrong)
    for record, name in _to_be_seen(world, supported, own):
        (mark,) = [one for one, at in marks.of.items() if at == (record, name)]
        assert mark in seen, (record, name)


def _addresses(world: World, role: RoleName) -> list[str]:
    pages = [
        _address(world, line, role, mine)
        for line in page_lines()
        if line.method == "GET" and line.act is not None
        for mine in (True, False)
    ]
    operations = [
        _operation_address(world, line, role, mine)
        for line in operation_lines()
        if line.method == "GET"
        for mine in _sides(line)
    ]
    rows = ReturnRow.objects.values_list("parent", flat=True).distinct()
    return [*pages, *operations, *(f"/api/v1/returns/{pk}/rows" for pk in rows)]


def _to_be_seen(world: World, supported: ReturnRow, own: Unit) -> list[tuple[models.Model, str]]:
    """So that the test can fail: what the unit says and is asked stands on its pages."""
    mine = ReturnRow.objects.filter(parent=world.pk("return", mine=True)).first()
    given = Contribution.objects.get(row=supported, unit=own)
    assert mine is not None
    return [(mine, "note"), (mine.asked, "name"), (supported.asked, "name"), (given, "comment")]


@pytest.mark.slow
def test_the_office_and_auditors_see_the_whole_return(world: World, marks: Marks) -> None:
    theirs = world.pk("return", mine=False)
    rows = ReturnRow.objects.filter(parent=theirs)
    wanted = {
        mark
        for mark, (record, name) in marks.of.items()
        if isinstance(record, ReturnRow) and record in rows and name in ("note", "warnings")
    }
    assert wanted
    for role in (RoleName.PLAN_OFFICE, RoleName.AUDITOR):
        client = Client()
        client.force_login(world.people[role])
        answers = [client.get(f"/returns/{theirs}/"), client.get(f"/api/v1/returns/{theirs}/rows")]
        seen = [marks.in_text(whole_answer(one)) for one in answers]
        assert wanted <= seen[0] | seen[1]
