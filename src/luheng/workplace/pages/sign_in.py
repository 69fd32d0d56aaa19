"""Signing in: the name and password first, then the code of the second factor where there is one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from luheng.workplace.identity import second_factor
from luheng.workplace.identity.openid import provider
from luheng.workplace.identity.signing_in import (
    Door,
    complete,
    first_factor_given,
    pending_of,
    speak_their_language,
)
from luheng.workplace.language import say
from luheng.workplace.models import User
from luheng.workplace.pages.doors import everyone

_FEW = 3  # recovery codes left, of which a person is told


@method_decorator(never_cache, name="dispatch")
class SignIn(LoginView):
    """The page with name and password."""

    template_name = "luheng/sign_in.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """With the city's provider, where it has one."""
        return super().get_context_data(provider=provider(), **more)

    def form_valid(self, form: Any) -> HttpResponse:
        """Goes on to the code, or to where the person was going."""
        return go_on(self.request, form.get_user(), "password", self.get_success_url())


def go_on(
    request: HttpRequest, user: User, door: Door, onward: str, *, strong: bool = False
) -> HttpResponse:
    """After the first factor: the page they were going to, or the code first."""
    if first_factor_given(request, user, door, onward, strong=strong):
        return speak_their_language(redirect(onward), user)
    return redirect("sign-in-code")


@partial(everyone, methods=("GET", "POST"))
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Asks for the code of whoever has just given the first factor."""
    found = pending_of(request)
    if found is None:
        messages.warning(request, say("请重新登录", "Sign in again"), extra_tags="warn")
        return redirect("sign-in")
    if request.method != "POST":
        return render(request, "luheng/sign_in_code.html")
    pending, user = found
    tried = second_factor.check(user, request.POST.get("code", ""))
    if tried.good:
        complete(request, user, pending.door, tried.by)
        _tell_of_few_codes(request, user, tried)
        return speak_their_language(redirect(pending.onward), user)
    until = tried.rests_until
    context = {"until": timezone.localtime(until) if until else None, "wrong": True}
    return render(request, "luheng/sign_in_code.html", context, status=429 if until else 422)


def password_is(request: HttpRequest, user: User, password: str) -> bool:
    """Whether it is the person's password; wrong ones are throttled as at the sign-in."""
    found = authenticate(request, username=user.username, password=password)
    return found is not None and found.pk == user.pk


def _tell_of_few_codes(request: HttpRequest, user: User, tried: second_factor.Tried) -> None:
    if tried.by != "recovery":
        return
    left = second_factor.codes_left(user)
    text = say(
        f"已用一个恢复码，还剩 {left} 个。手机不在身边时请尽快更换验证器",
        f"A recovery code was used; {left} are left. If the phone is lost, set up another one soon",
    )
    messages.warning(request, text, extra_tags="bad" if left <= _FEW else "warn")
