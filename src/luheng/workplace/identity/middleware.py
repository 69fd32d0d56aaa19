"""What every request of somebody signed in passes: seen again, and with a second factor if due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from luheng.workplace.identity.second_factor import must_have_one
from luheng.workplace.identity.sessions import BEGAN, SEEN, is_signed_in
from luheng.workplace.identity.signing_in import SECOND_FACTOR
from luheng.workplace.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]
_TOLD_APART = timedelta(minutes=10)
_OPEN = {
    "second-factor",
    "begin-second-factor",
    "confirm-second-factor",
    "sign-out",
    "set_language",
}


class StillHere:
    """Notes to ten minutes when a session was last used: reading must not wait for a write."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if is_signed_in(request):
            seen, now = request.session.get(SEEN), timezone.now()
            if _lasted_too_long(request, now):
                logout(request)
            elif seen is None or now - datetime.fromisoformat(seen) > _TOLD_APART:
                request.session[SEEN] = now.isoformat()
        return self.get_response(request)


def _lasted_too_long(request: HttpRequest, now: datetime) -> bool:
    """Whether a session is older than any may be; those of old versions do not know."""
    began = request.session.get(BEGAN)
    longest = timedelta(seconds=settings.LUHENG_SESSION_LONGEST)
    return began is not None and now - datetime.fromisoformat(began) > longest


class SecondFactorFirst:
    """Whose role needs a second factor sets one up before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """The page where one is set up, in place of any other."""
        if not is_signed_in(request) or request.session.get(SECOND_FACTOR):
            return None
        match = request.resolver_match
        if (match and match.url_name in _OPEN) or _is_static(request):
            return None
        if not isinstance(request.user, User) or not must_have_one(request.user):
            return None
        if request.path.startswith("/api/") or request.headers.get("HX-Request"):
            return JsonResponse({"detail": "second factor"}, status=403)
        return redirect("second-factor")


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}")
