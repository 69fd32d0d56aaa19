"""Keys for programs: shown once, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets

from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import ApiToken, User

_PREFIX = "lh_"


def make_token(username: str, label: str) -> tuple[ApiToken, str]:
    """A new token of a person and the key itself, which cannot be shown again."""
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise LuhengError("user_unknown", username=username)
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
    if not key.startswith(_PREFIX):
        return None
    token = ApiToken.objects.select_related("user").filter(digest=_digest(key), revoked=False)
    found = token.first()
    if found is None or not found.user.is_active:
        return None
    ApiToken.objects.filter(pk=found.pk).update(last_used_at=timezone.now())
    return found.user


def _digest(key: str) -> str:
    """SHA-256: the key is 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(key.encode()).hexdigest()
