"""Accounts are closed, never deleted: every door shuts at once, the name stays in the history."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import record
from luheng.workplace.identity.duties import duties_of, hand_over
from luheng.workplace.identity.sessions import end_sessions
from luheng.workplace.models import AuditAct, Unit, User
from luheng.workplace.permissions import Act, RoleName, require, roles_of, set_role


@transaction.atomic
def close_account(user: User, by: User, heir: User | None) -> None:
    """Closes an account and hands its open duties over; `heir` None leaves them to the unit.

    Sessions and keys end with it. Raises `not_allowed`, `account_closed`, `account_own`,
    `account_last_administrator`, `heir_unfit`.
    """
    require(by, Act.ADMINISTER)
    _one_at_a_time()
    user = User.objects.get(pk=user.pk)
    if not user.is_active:
        raise LuhengError("account_closed", person=str(user))
    if user.pk == by.pk:
        raise LuhengError("account_own")
    _not_the_last(user)
    if heir is not None:
        heir = User.objects.get(pk=heir.pk)  # as it is now
        if not heir.is_active or heir.pk == user.pk:
            raise LuhengError("heir_unfit", person=str(heir))
    handed = hand_over(duties_of(user), heir, by)
    user.is_active, user.closed_at = False, timezone.now()
    user.set_unusable_password()
    user._history_user = by  # type: ignore[attr-defined]
    user.save(update_fields=["is_active", "closed_at", "password"])
    end_sessions(user, by)
    details = {"account": "closed", "to": heir.pk if heir else None, **handed}
    record(AuditAct.PERMISSION, "user", user.pk, by=by, details=details)


@transaction.atomic
def reopen_account(user: User, by: User) -> None:
    """Opens a closed account again; it needs a new password. Raises `account_open`."""
    require(by, Act.ADMINISTER)
    if user.is_active:
        raise LuhengError("account_open", person=str(user))
    user.is_active, user.closed_at = True, None
    user.save(update_fields=["is_active", "closed_at"])
    record(AuditAct.PERMISSION, "user", user.pk, by=by, details={"account": "reopened"})


@transaction.atomic
def give_role(user: User, role: RoleName, unit: Unit | None, by: User) -> None:
    """Gives a person a role and a unit. Raises `account_last_administrator`, `unit_member_without_unit`."""
    require(by, Act.ADMINISTER)
    _one_at_a_time()
    if role is not RoleName.ADMINISTRATOR:
        _not_the_last(User.objects.get(pk=user.pk))
    set_role(user, role, unit)


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could administer the site."""
    if RoleName.ADMINISTRATOR not in roles_of(user):
        return False
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    administrators = others.filter(is_superuser=True) | others.filter(
        groups__name=RoleName.ADMINISTRATOR.value
    )
    return not administrators.exists()


def _not_the_last(user: User) -> None:
    if is_last_administrator(user):
        raise LuhengError("account_last_administrator", person=str(user))


def _one_at_a_time() -> None:
    """Two administrators who close each other in the same moment wait for one another."""
    locked = User.objects.select_for_update().filter(is_superuser=True).order_by("pk")
    list(locked.values_list("pk", flat=True))
