"""Who may do what: asked here and nowhere else.

Four roles, each a Django group. A unit member acts for their own unit only.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import say
from luheng.workplace.models import Project, Target, Task, Unit, User

Person = User | AnonymousUser


class RoleName(StrEnum):
    """The roles of the site; a group of the same name holds their members."""

    ADMINISTRATOR = "administrator"
    PLAN_OFFICE = "plan_office"
    UNIT_MEMBER = "unit_member"
    READER = "reader"


ROLE_LABELS = {
    RoleName.ADMINISTRATOR: say("管理员", "administrator"),
    RoleName.PLAN_OFFICE: say("牵头办公室", "plan office"),
    RoleName.UNIT_MEMBER: say("责任单位", "unit member"),
    RoleName.READER: say("只读", "reader"),
}


class Act(StrEnum):
    """What a person may want to do."""

    READ = "read"
    READ_PUBLIC = "read_public"
    ADD_DOCUMENT = "add_document"
    REVIEW = "review"
    MAP_INDICATOR = "map_indicator"
    ASSIGN_VALUE = "assign_value"
    ENTER_OBSERVATION = "enter_observation"
    REPORT_PROGRESS = "report_progress"
    IMPORT_ROWS = "import_rows"
    TAKE_SNAPSHOT = "take_snapshot"
    ADMINISTER = "administer"


_READING = {Act.READ, Act.READ_PUBLIC}
_ALLOWED: dict[RoleName, set[Act]] = {
    RoleName.ADMINISTRATOR: set(Act),
    RoleName.PLAN_OFFICE: set(Act) - {Act.ADMINISTER},
    RoleName.UNIT_MEMBER: {*_READING, Act.ENTER_OBSERVATION, Act.REPORT_PROGRESS, Act.IMPORT_ROWS},
    RoleName.READER: set(_READING),
}


def roles_of(person: Person) -> set[RoleName]:
    """The roles a person has; a superuser is an administrator. Asks the database once a person."""
    if not person.is_authenticated or not person.is_active:
        return set()
    if person._roles is None:
        person._roles = set(person.groups.values_list("name", flat=True))
    administrator = {RoleName.ADMINISTRATOR} if person.is_superuser else set()
    return {role for role in RoleName if role.value in person._roles} | administrator


def may(person: Person, act: Act, on: Any = None) -> bool:
    """Whether a person may act, on one record where the record matters.

    For a unit member a task, project or target counts only where their unit leads or supports it.
    """
    if act is Act.READ_PUBLIC and settings.LUHENG_CITY and settings.LUHENG_CITY.public:
        return True
    roles = {role for role in roles_of(person) if act in _ALLOWED[role]}
    if roles - {RoleName.UNIT_MEMBER}:
        return True
    if RoleName.UNIT_MEMBER not in roles:
        return False
    return act in _READING or on is None or _is_theirs(person, on)


def require(person: Person, act: Act, on: Any = None) -> None:
    """Raises `not_allowed` unless the person may act."""
    if not may(person, act, on):
        raise LuhengError("not_allowed", person=str(person), act=act.value)


def make_groups() -> None:
    """Makes the groups of the roles, so that the back office can offer them."""
    for role in RoleName:
        Group.objects.get_or_create(name=role.value)


def set_role(user: User, role: RoleName, unit: Unit | None = None) -> None:
    """Gives a person one role. A unit member needs a unit; an administrator sees the back office."""
    if role is RoleName.UNIT_MEMBER and unit is None:
        raise LuhengError("unit_member_without_unit", person=str(user))
    group, _ = Group.objects.get_or_create(name=role.value)
    user.groups.set([group])
    user.unit = unit
    user.is_staff = user.is_superuser = role is RoleName.ADMINISTRATOR
    user.save(update_fields=["unit", "is_staff", "is_superuser"])
    user._roles = None


def _is_theirs(person: Person, on: Any) -> bool:
    unit_id = getattr(person, "unit_id", None)
    if unit_id is None:
        return False
    if isinstance(on, Task | Target | Project):
        return on.units.filter(unit_id=unit_id).exists()
    return not isinstance(on, Unit) or on.pk == unit_id
