"""Accounts: made with a role, a unit where the role needs one, and a password."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import Unit, User
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
    set_role(user, role, _unit(unit) if unit else None)
    return user, chosen


@transaction.atomic
def change_password(username: str, password: str = "") -> str:
    """The new password of an account, made up where none is given. Raises `user_unknown`."""
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise LuhengError("user_unknown", username=username)
    chosen = password or new_password()
    _set_password(user, chosen)
    user.save(update_fields=["password"])
    return chosen


def new_password() -> str:
    """Fourteen letters and digits, about eighty bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(14))


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise LuhengError("password_weak", problem="；".join(error.messages)) from error
    user.set_password(password)


def _unit(name: str) -> Unit:
    for unit in Unit.objects.filter(active=True):
        if name == unit.name or name in unit.aliases:
            return unit
    near = [unit.name for unit in Unit.objects.filter(name__contains=name)[:5]]
    raise LuhengError("unit_unknown", unit=name, near="、".join(near) or "—")
