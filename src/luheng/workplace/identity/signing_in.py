"""Signing in, whatever the door: a password or the city's provider first, then the second factor."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Literal

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from luheng.workplace.identity.second_factor import has_second_factor
from luheng.workplace.identity.sessions import note_beginning
from luheng.workplace.models import User

Door = Literal["password", "openid"]
SECOND_FACTOR = "second_factor"  # in a session: how it was given
_PENDING = "pending_sign_in"
_WAITS_S = 600
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Pending:
    """Somebody who gave their first factor and is asked for the second."""

    user_id: int
    door: Door
    onward: str  # the page they were going to
    at: float
    standing: str  # of the account, so that a new password in between ends it


def first_factor_given(
    request: HttpRequest, user: User, door: Door, onward: str, *, strong: bool = False
) -> bool:
    """Whether the person is in; if not, the second factor is asked for next.

    `strong`: the provider says that it has asked for a second factor itself.
    """
    if strong or not has_second_factor(user):
        complete(request, user, door, "provider" if strong else "")
        return True
    request.session.cycle_key()
    pending = Pending(user.pk, door, onward, time.time(), user.get_session_auth_hash())
    request.session[_PENDING] = asdict(pending)
    return False


def pending_of(request: HttpRequest) -> tuple[Pending, User] | None:
    """Who is asked for the second factor in this session; None after ten minutes."""
    kept = request.session.get(_PENDING)
    if kept is None:
        return None
    pending = Pending(**kept)
    user = User.objects.filter(pk=pending.user_id, is_active=True).first()
    if user is None or time.time() - pending.at > _WAITS_S:
        return None
    if not constant_time_compare(user.get_session_auth_hash(), pending.standing):
        return None
    return pending, user


def complete(request: HttpRequest, user: User, door: Door, second_factor: str = "") -> None:
    """Begins the session of the person under a new key."""
    request.session.pop(_PENDING, None)
    login(request, user, backend=_BACKEND)
    note_beginning(request, door)
    if second_factor:
        request.session[SECOND_FACTOR] = second_factor


def speak_their_language(response: HttpResponse, user: User) -> HttpResponse:
    """The answer, which sets the language that the person chose on their account page."""
    if user.language:
        remember_language(response, user.language)
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Sets the cookie that the pages ask."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
