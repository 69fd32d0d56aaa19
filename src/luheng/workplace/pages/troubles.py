"""What a person sees when a page is not there, may not be seen, or went wrong."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from luheng.vocabulary.messages import Message
from luheng.workplace.city import City
from luheng.workplace.language import current_language

_LEAST_WAIT = timedelta(minutes=15)
_AWAY_S = 15  # a database takes some seconds to start


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page or record."""
    return render(request, "luheng/troubles/not_there.html", status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the account may not open this page."""
    return render(request, "luheng/not_allowed.html", status=403)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413 for more than the site takes at once, else 400; neither database nor session is asked."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    context = {"too_much": too_much, "limit_mb": _limit_mb()}
    page = render_to_string("luheng/troubles/refused.html", context)
    return HttpResponse(page, status=413 if too_much else 400)


def _limit_mb() -> int:
    city: City | None = settings.LUHENG_CITY
    return city.file_limit_mb if city else City.file_limit_mb


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database does not answer: said without it, to programs as JSON."""
    if _database_away(sys.exc_info()[1]):
        return _try_again(request, Message("database_away"))
    return HttpResponse(render_to_string("luheng/troubles/went_wrong.html"), status=500)


def _database_away(error: BaseException | None) -> bool:
    """Whether it cannot be reached or is busy; SQLite calls a table that is not there the same."""
    return isinstance(error, OperationalError | InterfaceError) and "no such" not in str(error)


def _try_again(request: HttpRequest, message: Message) -> HttpResponse:
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(
            message.in_both(), status=503, json_dumps_params={"ensure_ascii": False}
        )
    else:
        language = current_language()
        context = {"problem": message.text(language), "remedy": message.remedy(language)}
        page = render_to_string("luheng/troubles/try_again.html", context)
        response = HttpResponse(page, status=503)
    response["Retry-After"] = str(_AWAY_S)
    return response


def form_outdated(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form came from a page that is too old, or from another site."""
    return render(request, "luheng/troubles/form_outdated.html", status=403)


def locked_out(request: HttpRequest, *rest: Any) -> HttpResponse:
    """429: too many wrong passwords; says when to try again. Every further try starts the wait anew."""
    wait = get_cool_off(request) or _LEAST_WAIT
    context = {"until": timezone.localtime() + wait, "minutes": int(wait.total_seconds() // 60)}
    response = render(request, "luheng/troubles/locked_out.html", context, status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response
