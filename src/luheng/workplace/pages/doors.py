"""Every page has a door: who may enter, and what they see who may not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.language import current_language
from luheng.workplace.models import User
from luheng.workplace.permissions import Act, may
from luheng.workplace.review import EditedMeanwhile

View = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """A request that has passed a door: for type checkers, what the middleware has put on it."""

    user: User
    htmx: HtmxDetails


def city_of_site() -> City:
    """The city whose site this is. Raises `no_city_here` where none was opened."""
    city: City | None = settings.LUHENG_CITY
    if city is None:
        raise LuhengError("no_city_here", folder="LUHENG_CITY")
    return city


def page(act: Act = Act.READ) -> Callable[[View], View]:
    """A view that only people who may act enter; others sign in first, or are told.

    A problem that a person can mend is answered with its message: 409 where someone else was
    faster, 403 where it is not allowed, else 422.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def entered(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, act):
                if not request.user.is_authenticated:
                    if request.htmx:  # a part of a page cannot become the sign-in page
                        return HttpResponse(status=401)
                    return redirect_to_login(request.get_full_path())
                return render(request, "luheng/not_allowed.html", status=403)
            try:
                return view(request, *args, **kwargs)
            except LuhengError as problem:
                return refusal(request, problem)

        return entered

    return decorate


def refusal(request: HttpRequest, problem: LuhengError) -> HttpResponse:
    """The problem and its remedy; as a part of the page where the page asked for a part."""
    status = 422
    if isinstance(problem, EditedMeanwhile):
        status = 409
    elif problem.message.code == "not_allowed":
        status = 403
    language = current_language()
    context = {
        "problem": problem.message.text(language),
        "remedy": problem.message.remedy(language),
        "conflict": problem if isinstance(problem, EditedMeanwhile) else None,
    }
    part = getattr(request, "htmx", False)
    template = "luheng/parts/refusal.html" if part else "luheng/refusal.html"
    return render(request, template, context, status=status)
