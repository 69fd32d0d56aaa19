"""Every page has a door: who may enter, and what they see who may not."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import audited_refusal
from luheng.workplace.city import City
from luheng.workplace.language import current_language
from luheng.workplace.lifecycles import Lifecycle
from luheng.workplace.models import User
from luheng.workplace.permissions import Act, Reach, may
from luheng.workplace.review import EditedMeanwhile

NOT_THEIRS = frozenset({"not_allowed", "comment_not_yours"})  # problems answered with 403
View = Callable[..., HttpResponseBase]


class PageRequest(HttpRequest):
    """A request that has passed a door: for type checkers, what the middleware has put on it."""

    user: User
    htmx: HtmxDetails


@dataclass(frozen=True)
class Door:
    """What is declared of a page: the permission matrix is written and tested from it."""

    act: Act | None  # None: everyone, see `everyone`
    methods: tuple[str, ...] = ("GET",)
    posts: Act | None = None  # what a POST needs; None: as `act`
    reach: Reach = Reach.EVERY
    moves: Lifecycle | None = None  # the move in the address has an act of its own
    opened: bool = False  # for everyone, where the city has opened its public pages


def city_of_site() -> City:
    """The city whose site this is. Raises `no_city_here` where none was opened."""
    city: City | None = settings.LUHENG_CITY
    if city is None:
        raise LuhengError("no_city_here", folder="LUHENG_CITY")
    return city


def page(
    act: Act = Act.READ,
    *,
    posts: Act | None = None,
    reach: Reach = Reach.EVERY,
    moves: Lifecycle | None = None,
) -> Callable[[View], View]:
    """A view that only people who may act enter; others sign in first, or are told.

    A POST is taken where `posts` says whose it is, or where the view takes nothing else
    (`require_POST`); other pages answer it with 405. `reach` and `moves` declare what the view
    itself sees to: the permission matrix is compared with what it really answers.

    A problem that a person can mend is answered with its message: 409 where someone else was
    faster, 403 where it is not allowed, else 422.
    """

    def decorate(view: View) -> View:
        methods = _methods(view, posts)

        @wraps(view)
        def entered(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            needed = posts if posts and request.method == "POST" else act
            if not may(request.user, needed):
                return _turned_away(request)
            if request.method not in (*methods, "HEAD"):
                return HttpResponseNotAllowed(methods)
            try:
                return view(request, *args, **kwargs)
            except LuhengError as problem:
                return refusal(request, problem)

        entered.door = Door(act, methods, posts, reach, moves)  # type: ignore[attr-defined]
        return entered

    return decorate


def everyone(view: View, methods: tuple[str, ...] = ("GET",)) -> View:
    """A view without a door: what it shows is public, or asks by itself who is there."""
    view.door = Door(None, methods)  # type: ignore[attr-defined]
    return view


def opened(view: View) -> View:
    """A view for everyone, there only where the city has opened its public pages: 404 elsewhere."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_open()
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(("GET",))
        try:
            return view(request, *args, **kwargs)
        except LuhengError as problem:
            return refusal(request, problem)

    entered.door = Door(None, opened=True)  # type: ignore[attr-defined]
    return entered


def check_open() -> None:
    """Raises Http404 unless the city has opened its public pages."""
    if not (settings.LUHENG_CITY and settings.LUHENG_CITY.public):
        raise Http404("public page")


def _methods(view: View, posts: Act | None) -> tuple[str, ...]:
    """The methods a view takes: those it was limited to, else GET, and POST where it is declared."""
    limited = inspect.getclosurevars(view).nonlocals.get("request_method_list")
    if limited is not None:
        return tuple(limited)
    return ("GET", "POST") if posts else ("GET",)


def _turned_away(request: PageRequest) -> HttpResponse:
    """To the sign-in page, or the words that the account may not."""
    if request.user.is_authenticated:
        audited_refusal(request.user, request.path)
        return render(request, "luheng/not_allowed.html", status=403)
    if request.htmx:  # a part of a page cannot become the sign-in page
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())


def refusal(request: HttpRequest, problem: LuhengError) -> HttpResponse:
    """The problem and its remedy; as a part of the page where the page asked for a part."""
    status = 422
    if isinstance(problem, EditedMeanwhile):
        status = 409
    elif problem.message.code in NOT_THEIRS:
        status = 403
        user = getattr(request, "user", None)
        audited_refusal(user if isinstance(user, User) else None, request.path)
    language = current_language()
    context = {
        "problem": problem.message.text(language),
        "remedy": problem.message.remedy(language),
        "conflict": problem if isinstance(problem, EditedMeanwhile) else None,
    }
    part = getattr(request, "htmx", False)
    template = "luheng/parts/refusal.html" if part else "luheng/refusal.html"
    return render(request, template, context, status=status)
