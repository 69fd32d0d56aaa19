"""The second factor: a code of an authenticator (TOTP, RFC 6238) or a recovery code.

A code counts once, one step of 30 s before or after now; five wrong ones make it rest.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pyotp
import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_bulk, record
from luheng.workplace.identity import guessing
from luheng.workplace.identity.sealing import seal, unseal
from luheng.workplace.keeping import kept_until_written
from luheng.workplace.models import (
    AuditAct,
    RecoveryCode,
    SecondFactor,
    SecondFactorDuty,
    User,
)
from luheng.workplace.permissions import RoleName, roles_of

STEP_S = 30
CODES = 10
_WINDOW = (-1, 0, 1)  # steps: clocks of phones are not exact
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_PARTS, _PART = 4, 4  # 16 of 31 letters: 79 bits, so a plain digest is enough


@dataclass(frozen=True)
class Tried:
    """What became of a code."""

    good: bool
    by: Literal["", "authenticator", "recovery"] = ""
    rests_until: datetime | None = None  # too many wrong ones


def has_second_factor(user: User) -> bool:
    """Whether the person's authenticator is in use."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def must_have_one(user: User) -> bool:
    """Whether an administrator requires it of the person's role."""
    return bool({role.value for role in roles_of(user)} & roles_that_must())


@kept_until_written
def roles_that_must() -> frozenset[str]:
    """The roles of which it is required."""
    return frozenset(SecondFactorDuty.objects.values_list("role", flat=True))


@transaction.atomic
def require_of(roles: set[RoleName]) -> None:
    """Requires it of these roles and of no others."""
    wanted = {role.value for role in roles}
    for duty in SecondFactorDuty.objects.exclude(role__in=wanted):
        duty.delete()
    for role in sorted(wanted):
        SecondFactorDuty.objects.get_or_create(role=role)


def begin(user: User) -> SecondFactor:
    """A new secret, asked of nobody until it is confirmed. Raises `second_factor_in_use`."""
    if has_second_factor(user):
        raise LuhengError("second_factor_in_use")
    values = {"sealed": seal(pyotp.random_base32()), "confirmed_at": None, "last_step": 0}
    made, _ = SecondFactor.objects.update_or_create(user=user, defaults=values)
    return made


def secret_to_type(factor: SecondFactor) -> str:
    """The secret in groups of four. Raises `second_factor_unreadable`."""
    secret = _secret(factor)
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def picture(factor: SecondFactor) -> str:
    """The QR code that an authenticator reads, as SVG to stand in a page."""
    city = settings.LUHENG_CITY
    issuer = f"绿衡 {city.name}" if city else "绿衡"
    address = pyotp.TOTP(_secret(factor)).provisioning_uri(
        name=factor.user.username, issuer_name=issuer
    )
    made: str = segno.make(address, error="m").svg_inline(scale=5, border=3, omitsize=False)
    return made


def confirm(user: User, code: str) -> list[str] | None:
    """The recovery codes, now that the authenticator gave a right code; None where it did not.

    Raises `second_factor_not_begun`.
    """
    with transaction.atomic():
        factor = _locked(user, confirmed=False)
        if factor is None:
            raise LuhengError("second_factor_not_begun")
        if not _compare(factor, code).good:
            return None
        factor.confirmed_at = timezone.now()
        factor.save()
        return _new_codes(user)


def check(user: User, code: str) -> Tried:
    """Whether a code is right now and was not used before; wrong ones are counted and audited."""
    with transaction.atomic():
        factor = _locked(user, confirmed=True)
        tried = _compare(factor, code) if factor else Tried(False)
        if not tried.good:
            record(AuditAct.SIGN_IN_FAILED, "user", user.pk, details={"door": "code"})
    return tried


def new_recovery_codes(user: User) -> list[str]:
    """Ten new codes; those of before are void."""
    with transaction.atomic():
        return _new_codes(user)


def codes_left(user: User) -> int:
    """How many recovery codes were not used yet."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


@transaction.atomic
def remove(user: User, by: User | None) -> bool:
    """Whether there was one; it and the recovery codes are gone, and the audit log says by whom."""
    RecoveryCode.objects.filter(user=user).delete()
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None:
        return False
    factor._history_user = by  # type: ignore[attr-defined]
    factor.delete()
    details = {"second_factor": "removed" if by == user else "reset"}
    record(AuditAct.PERMISSION, "user", user.pk, by=by, details=details)
    return True


def _locked(user: User, *, confirmed: bool) -> SecondFactor | None:
    found = SecondFactor.objects.select_for_update().filter(user=user)
    return found.filter(confirmed_at__isnull=not confirmed).first()


def _compare(factor: SecondFactor, code: str) -> Tried:
    if until := guessing.rests_until(factor):
        return Tried(False, rests_until=until)
    typed = "".join(code.split()).replace("-", "").lower()
    if step := _step_of(factor, typed):
        factor.last_step = step
        SecondFactor.objects.filter(pk=factor.pk).update(last_step=step)
        guessing.right(factor)
        return Tried(True, "authenticator")
    if factor.confirmed_at and _use_recovery_code(factor.user, typed):
        guessing.right(factor)
        return Tried(True, "recovery")
    guessing.wrong(factor)
    return Tried(False, rests_until=guessing.rests_until(factor))


def _step_of(factor: SecondFactor, typed: str) -> int | None:
    """The time step whose code was typed, later than any used before; None where there is none."""
    secret = unseal(factor.sealed)
    if secret is None or len(typed) != 6:
        return None
    now, codes = int(time.time()) // STEP_S, pyotp.HOTP(secret)
    for step in (now + shift for shift in _WINDOW):
        if step > factor.last_step and constant_time_compare(codes.at(step), typed):
            return step
    return None


def _use_recovery_code(user: User, typed: str) -> bool:
    found = RecoveryCode.objects.select_for_update().filter(user=user, used_at=None)
    code = found.filter(digest=_digest(typed)).first()
    if code is None:
        return False
    code.used_at = timezone.now()
    code.save(update_fields=["used_at"])
    return True


def _new_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    plain = ["".join(secrets.choice(_LETTERS) for _ in range(_PARTS * _PART)) for _ in range(CODES)]
    made = RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(code)) for code in plain
    )
    audited_bulk(RecoveryCode, made, user, "new recovery codes")
    return ["-".join(code[at : at + _PART] for at in range(0, len(code), _PART)) for code in plain]


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _secret(factor: SecondFactor) -> str:
    secret = unseal(factor.sealed)
    if secret is None:
        raise LuhengError("second_factor_unreadable")
    return secret
