"""Whose account it is that the provider vouches for: by its name for them, which never changes.

The first time, by the address that the provider has verified, where exactly one open account has
it and that is no administrator's; else a new account waits for a role. Administrators link their
own account from their account page, so that no address opens the whole site.
"""

from __future__ import annotations

import hashlib
import re

from django.db import transaction

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import record
from luheng.workplace.identity.openid import Vouched, provider
from luheng.workplace.models import AuditAct, OpenIdentity, User
from luheng.workplace.permissions import RoleName, roles_of, set_role

_NOT_IN_A_NAME = re.compile(r"[^\w.@+-]")


@transaction.atomic
def account_of(vouched: Vouched) -> User:
    """The account, made or matched at the first time. Raises `openid_closed`, `openid_newcomer`."""
    known = OpenIdentity.objects.select_related("user").filter(
        issuer=vouched.issuer, subject=vouched.subject
    )
    if identity := known.first():
        return _open(identity.user)
    user = _by_mail(vouched) or _newcomer(vouched)
    _link(user, vouched, "first")
    return user


@transaction.atomic
def link(user: User, vouched: Vouched) -> None:
    """Links the account of somebody who is signed in. Raises `openid_taken` where it is another's."""
    taken = OpenIdentity.objects.filter(issuer=vouched.issuer, subject=vouched.subject).first()
    if taken and taken.user_id != user.pk:
        raise LuhengError("openid_taken")
    if taken is None:
        for old in OpenIdentity.objects.filter(user=user, issuer=vouched.issuer):
            old.delete()
        _link(user, vouched, "own")


@transaction.atomic
def unlink(user: User) -> None:
    """Takes the link off. Raises `openid_only_way` for who has no password."""
    if not user.has_usable_password():
        raise LuhengError("openid_only_way")
    for identity in OpenIdentity.objects.filter(user=user):
        identity.delete()
    record(AuditAct.PERMISSION, "user", user.pk, by=user, details={"openid": "unlinked"})


def _open(user: User) -> User:
    if not user.is_active:
        raise LuhengError("openid_closed")
    return user


def _by_mail(vouched: Vouched) -> User | None:
    if not vouched.mail or not provider().match_mail:
        return None
    alike = list(User.objects.filter(email__iexact=vouched.mail))
    open_now = [one for one in alike if one.is_active]
    if alike and not open_now:
        _open(alike[0])  # who was closed does not come back as somebody new
    free = [one for one in open_now if not one.identities.filter(issuer=vouched.issuer).exists()]
    if len(open_now) != 1 or not free or RoleName.ADMINISTRATOR in roles_of(free[0]):
        return None
    return free[0]


def _newcomer(vouched: Vouched) -> User:
    wanted = provider().newcomers
    if wanted == "refuse":
        raise LuhengError("openid_newcomer")
    user = User(username=_free_name(vouched), name=vouched.name, email=vouched.mail)
    user.set_unusable_password()
    user.save()
    if wanted == "reader":
        set_role(user, RoleName.READER)
    return user


def _free_name(vouched: Vouched) -> str:
    """Their name there where nobody has it here, else one made of their subject."""
    name = _NOT_IN_A_NAME.sub("", vouched.username)[:100]
    if name and not User.objects.filter(username__iexact=name).exists():
        return name
    mark = hashlib.sha256(f"{vouched.issuer} {vouched.subject}".encode()).hexdigest()[:8]
    return f"{name or 'sso'}-{mark}"


def _link(user: User, vouched: Vouched, how: str) -> None:
    OpenIdentity.objects.create(user=user, issuer=vouched.issuer, subject=vouched.subject)
    record(AuditAct.PERMISSION, "user", user.pk, by=user, details={"openid": "linked", "how": how})
