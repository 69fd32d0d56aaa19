"""Signing in by the city's provider: there, back again, and linking one's own account."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.audit import record
from luheng.workplace.identity.openid import provider, redirect_to_provider, vouched_for
from luheng.workplace.identity.openid_accounts import account_of, link, unlink
from luheng.workplace.language import say
from luheng.workplace.models import AuditAct, User
from luheng.workplace.pages.doors import PageRequest, everyone, page, refusal
from luheng.workplace.pages.sign_in import go_on, password_is
from luheng.workplace.permissions import Act

_ONWARD, _LINKS = "openid_onward", "openid_links"
_LINK_S = 600
_View = Callable[[HttpRequest], HttpResponse]


def _where_there_is_one(view: _View) -> _View:
    """404 where the city has no provider; problems in words, and in the log of failed sign-ins."""

    @wraps(view)
    def entered(request: HttpRequest) -> HttpResponse:
        if not provider().on:
            raise Http404("openid")
        try:
            return view(request)
        except LuhengError as problem:
            why = {"door": "openid", "why": problem.message.code}
            record(AuditAct.SIGN_IN_FAILED, "user", details=why)
            return refusal(request, problem)

    return everyone(never_cache(require_safe(entered)))  # type: ignore[return-value]


@_where_there_is_one
def begin(request: HttpRequest) -> HttpResponse:
    """To the provider; `next` is the page to open afterwards."""
    onward = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
    request.session[_ONWARD] = onward if safe else reverse("home")
    return redirect_to_provider(request, request.build_absolute_uri(reverse("openid-back")))


@_where_there_is_one
def back(request: HttpRequest) -> HttpResponse:
    """From the provider: in, or linked where that was asked for within ten minutes."""
    links = request.session.pop(_LINKS, None)
    vouched = vouched_for(request)
    if isinstance(request.user, User) and _wanted(links, request.user):
        link(request.user, vouched)
        messages.success(request, say("已关联", "Linked"), extra_tags="good")
        return redirect("account")
    user = account_of(vouched)
    onward = request.session.pop(_ONWARD, reverse("home"))
    strong = vouched.second_factor and provider().trust_second_factor
    return go_on(request, user, "openid", onward, strong=strong)


@page(Act.OWN_ACCOUNT)
@require_POST
def ask_to_link(request: PageRequest) -> HttpResponse:
    """After the password, the way to the provider to link one's own account."""
    if not provider().on:
        raise Http404("openid")
    if not password_is(request, request.user, request.POST.get("password", "")):
        messages.error(request, say("密码不对", "Not the password"), extra_tags="bad")
        return redirect("account")
    request.session[_LINKS] = [request.user.pk, time.time()]
    return render(request, "luheng/openid_link.html", {"provider": provider()})


@page(Act.OWN_ACCOUNT)
@require_POST
def take_off(request: PageRequest) -> HttpResponse:
    """Takes the link of one's own account off."""
    unlink(request.user)
    messages.success(request, say("已解除关联", "Unlinked"), extra_tags="good")
    return redirect("account")


def _wanted(links: list[float] | None, user: User) -> bool:
    return bool(links) and links[0] == user.pk and time.time() - links[1] < _LINK_S  # type: ignore[index]
