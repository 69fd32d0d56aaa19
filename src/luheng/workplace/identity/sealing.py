"""Secrets that must be read again are sealed with the site's key: a stolen database tells none.

With another secret key than the one they were sealed by, they stay shut for ever.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str) -> str:
    """The secret, readable only with the site's key."""
    return _box().encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str | None:
    """The secret; None where it was sealed by another key or was changed."""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"luheng second factor")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
