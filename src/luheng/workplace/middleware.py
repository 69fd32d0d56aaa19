"""What every answer of the site passes through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from luheng.workplace.judging import judge_if_the_day_changed
from luheng.workplace.keeping import asked_once
from luheng.workplace.supervision.runs import run_automatically

_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src {script}; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)


_ALWAYS = {
    "Permissions-Policy": (
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ContentSecurityPolicy:
    """Nothing may be loaded from outside. The back office's own scripts need eval; ours do not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its policy, unless the view set one."""
        response = self.get_response(request)
        back_office = request.path.startswith("/admin/")
        script = "'self' 'unsafe-inline' 'unsafe-eval'" if back_office else "'self'"
        response.headers.setdefault("Content-Security-Policy", _POLICY.format(script=script))
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        return response


class AskedOnce:
    """What was written is asked once a request, for all the kept answers it needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        with asked_once():
            return self.get_response(request)


class ChineseFirst:
    """Chinese unless the reader switched; what the browser prefers is not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer in the language of the reader's cookie."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _ in settings.LANGUAGES}
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response


class VerdictsOfToday:
    """Verdicts age with the calendar: the first request of a day has them judged anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.day: date | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, after verdicts of an earlier day have been renewed."""
        today = timezone.localdate()
        if self.day != today:
            self.day = today
            if not settings.LUHENG_BACKGROUND:  # else the worker does it, see jobs.judging
                judge_if_the_day_changed()
                run_automatically()  # tasks and waivers end with the calendar, too
        return self.get_response(request)
