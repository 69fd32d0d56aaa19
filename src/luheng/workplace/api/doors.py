"""Who may call what: a token for programs, the session for people who are signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from luheng.workplace.models import User
from luheng.workplace.permissions import Act, Reach, require
from luheng.workplace.tokens import owner_of


class Token(HttpBearer):
    """`Authorization: Bearer lh_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The owner of the key."""
        return owner_of(token)


READERS: list[Any] = [Token(), SessionAuth()]  # whoever may read
WRITERS: list[Any] = [Token()]  # programs only: a form on another site has no token


def declared(act: Act, reach: Reach = Reach.EVERY, **more: Any) -> dict[str, Any]:
    """What the description says of an operation besides its form: whose it is, and for which records.

    The permission matrix is written from it and compared with what the operation answers.
    """
    return {"x-act": act.value, "x-reach": reach.value, **more}


def person(request: Any, act: Act, on: Any = None) -> User:
    """The caller, once it is sure that they may act. Raises `not_allowed`."""
    caller: User = request.auth
    require(caller, act, on)
    return caller
