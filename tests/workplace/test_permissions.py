"""Who may do what, role by role; a unit member acts for their own unit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.workplace.conftest import AddReading, person
from tests.workplace.reading_of import plan_reading

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.models import Task
from luheng.workplace.permissions import Act, RoleName, may, require, set_role

pytestmark = pytest.mark.django_db
READING = {Act.READ, Act.READ_PUBLIC, Act.OWN_ACCOUNT}
REPORTING = {
    Act.ENTER_OBSERVATION,
    Act.REPORT_PROGRESS,
    Act.IMPORT_ROWS,
    Act.FILE_RETURN,
    Act.ANSWER_ORDER,
    Act.ADD_EVIDENCE,
    Act.COMMENT,
}


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (RoleName.ADMINISTRATOR, set(Act)),
        (RoleName.PLAN_OFFICE, set(Act) - {Act.ADMINISTER, Act.READ_AUDIT}),
        (RoleName.UNIT_LEAD, READING | REPORTING | {Act.OBJECT}),
        (RoleName.UNIT_MEMBER, READING | REPORTING),
        (RoleName.DISTRICT, READING | REPORTING | {Act.OBJECT}),
        (RoleName.LEADER, READING),
        (RoleName.AUDITOR, READING | {Act.READ_HISTORY, Act.READ_AUDIT}),
        (RoleName.READER, READING),
    ],
)
def test_each_role_may_do_what_its_name_says(role: RoleName, acts: set[Act]) -> None:
    someone = person("someone", role, "市林业局")
    assert {act for act in Act if may(someone, act)} == acts


def test_a_unit_member_acts_for_tasks_their_unit_leads_or_supports(add: AddReading) -> None:
    add(plan_reading())
    member = person("member", RoleName.UNIT_MEMBER, "市工业和信息化局")
    assert may(member, Act.REPORT_PROGRESS, Task.objects.get(no="1"))
    assert not may(member, Act.REPORT_PROGRESS, Task.objects.get(no="2"))
    assert may(member, Act.READ, Task.objects.get(no="2"))


def test_nobody_reads_without_signing_in_unless_the_page_is_public(
    city: City, settings: object
) -> None:
    visitor = AnonymousUser()
    assert not any(may(visitor, act) for act in Act)
    settings.LUHENG_CITY = replace(city, public=True)  # type: ignore[attr-defined]
    assert {act for act in Act if may(visitor, act)} == {Act.READ_PUBLIC}


def test_an_account_that_was_closed_may_do_nothing() -> None:
    left = person("left", RoleName.PLAN_OFFICE)
    left.is_active = False
    with pytest.raises(LuhengError, match="没有权限"):
        require(left, Act.READ)


def test_a_unit_member_needs_a_unit() -> None:
    with pytest.raises(LuhengError, match="须指明单位"):
        person("adrift", RoleName.UNIT_MEMBER)


def test_a_new_role_takes_the_old_one_away() -> None:
    someone = person("someone", RoleName.ADMINISTRATOR)
    set_role(someone, RoleName.READER)
    assert not may(someone, Act.REVIEW)
    assert (someone.is_staff, someone.is_superuser) == (False, False)
