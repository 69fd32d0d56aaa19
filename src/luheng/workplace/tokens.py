"""Keys for programs: shown once, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.accounts import user_named
from luheng.workplace.audit import audited_wrong_key
from luheng.workplace.models import ApiToken, User

_PREFIX = "lh_"
_TOLD_APART = timedelta(minutes=1)  # uses of a key


def make_token(username: str, label: str) -> tuple[ApiToken, str]:
    """A new token of a person and the key itself, which cannot be shown again."""
    user = user_named(username)
    key = _PREFIX + secrets.token_urlsafe(32)
    return ApiToken.objects.create(user=user, label=label[:80], digest=_digest(key)), key


def revoke_token(token_id: int) -> ApiToken:
    """The token, working no more. Raises `token_unknown`."""
    token = ApiToken.objects.select_related("user").filter(pk=token_id).first()
    if token is None:
        raise LuhengError("token_unknown", token=token_id)
    token.revoked = True
    token.save(update_fields=["revoked"])
    return token


def owner_of(key: str) -> User | None:
    """The person whose key this is; None for a wrong or revoked key or a closed account."""
    digest = _digest(key)
    found = ApiToken.objects.select_related("user").filter(digest=digest).first()
    if found is None or found.revoked or not found.user.is_active:
        owner = found.user if found else None
        audited_wrong_key(digest, found.pk if found else None, owner)
        return None
    _note_use(found)
    return found.user


def _note_use(token: ApiToken) -> None:
    """To the minute: reading a list must not wait for a write each time."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > _TOLD_APART:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _digest(key: str) -> str:
    """SHA-256: the key is 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(key.encode()).hexdigest()
