"""Who may do what: asked here and nowhere else.

Each role is a Django group. People of a unit or a district act for their own unit only.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import say
from luheng.workplace.models import Project, Target, Task, Unit, User

Person = User | AnonymousUser


class RoleName(StrEnum):
    """The roles of the site; a group of the same name holds their members."""

    ADMINISTRATOR = "administrator"
    PLAN_OFFICE = "plan_office"
    UNIT_LEAD = "unit_lead"
    UNIT_MEMBER = "unit_member"
    DISTRICT = "district"
    LEADER = "leader"
    AUDITOR = "auditor"
    READER = "reader"


_NAMES = frozenset(role.value for role in RoleName)
ROLE_LABELS = {
    RoleName.ADMINISTRATOR: say("管理员", "administrator"),
    RoleName.PLAN_OFFICE: say("牵头办公室", "plan office"),
    RoleName.UNIT_LEAD: say("单位负责人", "unit lead"),
    RoleName.UNIT_MEMBER: say("责任单位", "unit member"),
    RoleName.DISTRICT: say("县（市、区）", "district"),
    RoleName.LEADER: say("领导", "leader"),
    RoleName.AUDITOR: say("审计", "auditor"),
    RoleName.READER: say("只读", "reader"),
}


@runtime_checkable
class OfUnits(Protocol):
    """A record that knows which units it concerns."""

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether people of that unit may act on it."""


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
    COMPOSE_RETURN = "compose_return"
    FILE_RETURN = "file_return"
    REVIEW_RETURN = "review_return"
    PLAN_WORK = "plan_work"
    ISSUE_ORDER = "issue_order"
    ANSWER_ORDER = "answer_order"
    REVIEW_ORDER = "review_order"
    ADD_EVIDENCE = "add_evidence"
    COMMENT = "comment"
    REORGANISE = "reorganise"
    APPRAISE = "appraise"
    OBJECT = "object"
    MAKE_REPORT = "make_report"
    SHARE = "share"
    READ_HISTORY = "read_history"
    READ_AUDIT = "read_audit"
    SEE_JOBS = "see_jobs"
    ADMINISTER = "administer"
    OWN_ACCOUNT = "own_account"  # everyone signed in, whatever their role


class Reach(StrEnum):
    """Which records a page or an operation answers for. People of a unit are those whose every role is of one unit."""

    EVERY = "every"  # every record, for whoever may act
    OWN_UNIT = "own_unit"  # people of a unit are refused (403) where it is not their unit's
    SEEN = "seen"  # for people of a unit another unit's record is not there (404)
    OWN = "own"  # only one's own, for whoever may not see everyone's
    PUBLISHED = "published"  # before publishing: the office, auditors and the unit concerned


_READING = {Act.READ, Act.READ_PUBLIC, Act.OWN_ACCOUNT}
_OF_A_UNIT = {
    *_READING,
    Act.ENTER_OBSERVATION,
    Act.REPORT_PROGRESS,
    Act.IMPORT_ROWS,
    Act.FILE_RETURN,
    Act.ANSWER_ORDER,
    Act.ADD_EVIDENCE,
    Act.COMMENT,
}
_ALLOWED: dict[RoleName, set[Act]] = {
    RoleName.ADMINISTRATOR: set(Act),
    RoleName.PLAN_OFFICE: set(Act) - {Act.ADMINISTER, Act.READ_AUDIT},
    RoleName.UNIT_LEAD: _OF_A_UNIT | {Act.OBJECT},
    RoleName.UNIT_MEMBER: _OF_A_UNIT,
    RoleName.DISTRICT: _OF_A_UNIT | {Act.OBJECT},
    RoleName.LEADER: _READING,
    RoleName.AUDITOR: _READING | {Act.READ_HISTORY, Act.READ_AUDIT},
    RoleName.READER: _READING,
}
OF_ONE_UNIT = frozenset({RoleName.UNIT_LEAD, RoleName.UNIT_MEMBER, RoleName.DISTRICT})


def is_allowed(role: RoleName, act: Act) -> bool:
    """Whether a role may act at all, on some record or other."""
    return act in _ALLOWED[role]


def roles_of(person: Person) -> frozenset[RoleName]:
    """The roles a person has; a superuser is an administrator. Asks the database once a person."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    if person._roles is None:
        person._roles = _groups_of(person.pk)
    roles = frozenset(map(RoleName, person._roles & _NAMES))
    return roles | {RoleName.ADMINISTRATOR} if person.is_superuser else roles


@kept_until_written
def _groups_of(user_id: int) -> frozenset[str]:
    return frozenset(Group.objects.filter(user=user_id).values_list("name", flat=True))


def may(person: Person, act: Act, on: Any = None) -> bool:
    """Whether a person may act, on one record where the record matters.

    For people of a unit a task, project or target counts only where their unit leads or supports
    it, and a record that knows its units (`is_of_unit`) only where theirs is one of them.
    """
    if act is Act.OWN_ACCOUNT:
        return person.is_authenticated and person.is_active
    if act is Act.READ_PUBLIC and settings.LUHENG_CITY and settings.LUHENG_CITY.public:
        return True
    roles = {role for role in roles_of(person) if act in _ALLOWED[role]}
    if roles - OF_ONE_UNIT:
        return True
    if not roles:
        return False
    return act in _READING or on is None or _is_theirs(person, on)


def of_own_unit_only(person: Person) -> bool:
    """Whether all that a person may do follows from their unit."""
    return not roles_of(person) - OF_ONE_UNIT


def require(person: Person, act: Act, on: Any = None) -> None:
    """Raises `not_allowed` unless the person may act."""
    if not may(person, act, on):
        raise LuhengError("not_allowed", person=str(person), act=act.value)


def make_groups() -> None:
    """Makes the groups of the roles, so that the back office can offer them."""
    for role in RoleName:
        Group.objects.get_or_create(name=role.value)


def set_role(user: User, role: RoleName, unit: Unit | None = None) -> None:
    """Gives a person one role. Some need a unit; an administrator sees the back office."""
    if role in OF_ONE_UNIT and unit is None:
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
    if isinstance(on, OfUnits):
        return on.is_of_unit(unit_id)
    return not isinstance(on, Unit) or on.pk == unit_id
