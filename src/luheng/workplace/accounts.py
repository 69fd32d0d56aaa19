"""Accounts: made with a role, a unit where the role needs one, and a password."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import ReorganisationState, Successor, Unit, User
from luheng.workplace.organisation.names import final, units_by_name
from luheng.workplace.permissions import RoleName, set_role

_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike


@transaction.atomic
def add_user(
    username: str, role: RoleName, *, unit: str = "", name: str = "", password: str = ""
) -> tuple[User, str]:
    """The account and its password, made up where none is given.

    Raises `user_exists`, `unit_unknown`, `unit_member_without_unit`, `password_weak`.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise LuhengError("user_exists", username=username)
    user = User(username=username, name=name)
    chosen = password or new_password()
    _set_password(user, chosen)
    user.save()
    set_role(user, role, unit_named(unit) if unit else None)
    return user, chosen


@transaction.atomic
def change_password(username: str, password: str = "") -> str:
    """The new password of an account, made up where none is given. Raises `user_unknown`."""
    user = user_named(username)
    chosen = password or new_password()
    _set_password(user, chosen)
    user.save(update_fields=["password"])
    return chosen


def user_named(username: str) -> User:
    """The account of a user name. Raises `user_unknown`."""
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise LuhengError("user_unknown", username=username)
    return user


def new_password() -> str:
    """Fourteen letters and digits, about eighty bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(14))


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise LuhengError("password_weak", problem="；".join(error.messages)) from error
    user.set_password(password)


def unit_named(name: str) -> Unit:
    """The unit of a name or another name of it; of a merged unit the one that took over.

    Raises `unit_unknown` with names that are near, `unit_abolished` for one that has several successors.
    """
    units = {unit.pk: unit for unit in Unit.objects.all()}
    found = units_by_name(units.values()).get(name)
    found = found and final(found, units)
    if found is not None and found.active:
        return found
    if found is not None and found.abolished_on:
        successors = Successor.objects.filter(
            reorganisation__units=found, reorganisation__state=ReorganisationState.CARRIED_OUT
        )
        said = "、".join(successors.values_list("name", flat=True)) or "—"
        raise LuhengError("unit_abolished", unit=name, day=found.abolished_on, successors=said)
    near = [unit.name for unit in Unit.objects.filter(name__contains=name, active=True)[:5]]
    raise LuhengError("unit_unknown", unit=name, near="、".join(near) or "—")
