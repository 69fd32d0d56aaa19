"""Posts of the invented city's units: accounts that nobody can sign in with, so that units can act."""

from __future__ import annotations

from luheng.workplace.models import Unit, User
from luheng.workplace.permissions import RoleName, set_role


def post_of(unit: Unit, role: RoleName = RoleName.UNIT_LEAD) -> User:
    """The account of a unit's post, made at the first call; it has no password."""
    username = f"unit-{unit.pk}"
    if found := User.objects.filter(username=username).first():
        return found
    user = User(username=username, name="经办（虚构）")
    user.set_unusable_password()
    user.save()
    set_role(user, role, unit)
    return user


def office_of_the_example() -> User:
    """The post of the plan office, which has no password either."""
    user = User(username="office", name="牵头办公室经办（虚构）")
    user.set_unusable_password()
    user.save()
    set_role(user, RoleName.PLAN_OFFICE)
    return user
