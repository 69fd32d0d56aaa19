"""Every page has a door: who may enter, and what they see who may not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import current_language
from luheng.workplace.permissions import Act, may
from luheng.workplace.review import EditedMeanwhile

View = Callable[..., HttpResponse]


def page(act: Act = Act.READ) -> Callable[[View], View]:
    """A view that only people who may act enter; others sign in first, or are told.

    A problem that a person can mend is answered with its message: 409 where someone else was
    faster, 403 where it is not allowed, else 422.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user, act):
                if not request.user.is_authenticated:
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
