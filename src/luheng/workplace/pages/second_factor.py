"""两步验证: setting up an authenticator, its recovery codes, and taking it off again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from luheng.workplace.identity import second_factor
from luheng.workplace.identity.sessions import end_sessions
from luheng.workplace.identity.signing_in import SECOND_FACTOR
from luheng.workplace.language import say
from luheng.workplace.models import SecondFactor
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.pages.sign_in import password_is
from luheng.workplace.permissions import Act


@never_cache
@page(Act.OWN_ACCOUNT)
def set_up(request: PageRequest) -> HttpResponse:
    """What a second factor is; once begun, the picture and the secret to type."""
    return _page(request)


@page(Act.OWN_ACCOUNT)
@require_POST
def begin(request: PageRequest) -> HttpResponse:
    """Makes a secret, for whoever knows the password of the account."""
    if not _knows_password(request):
        return _page(request, problem=say("密码不对", "Not the password"), status=422)
    second_factor.begin(request.user)
    return redirect("second-factor")


@never_cache
@page(Act.OWN_ACCOUNT)
@require_POST
def confirm(request: PageRequest) -> HttpResponse:
    """Puts the authenticator to use and shows the recovery codes, this once."""
    codes = second_factor.confirm(request.user, request.POST.get("code", ""))
    if codes is None:
        problem = say(
            "验证码不对：请核对手机时间，输入最新的 6 位数字",
            "Not the code: check the clock of the phone and type the latest 6 digits",
        )
        return _page(request, problem=problem, status=422)
    request.session[SECOND_FACTOR] = "authenticator"
    end_sessions(request.user, request.user, but=request.session.session_key)
    return render(request, "luheng/recovery_codes.html", {"codes": codes, "begun": True})


@never_cache
@page(Act.OWN_ACCOUNT)
@require_POST
def new_codes(request: PageRequest) -> HttpResponse:
    """New recovery codes, for whoever gives a code of now."""
    if not second_factor.check(request.user, request.POST.get("code", "")).good:
        return _refused(request)
    codes = second_factor.new_recovery_codes(request.user)
    return render(request, "luheng/recovery_codes.html", {"codes": codes})


@page(Act.OWN_ACCOUNT)
@require_POST
def take_off(request: PageRequest) -> HttpResponse:
    """Takes the second factor off, for whoever gives a code of now."""
    if not second_factor.check(request.user, request.POST.get("code", "")).good:
        return _refused(request)
    second_factor.remove(request.user, request.user)
    request.session.pop(SECOND_FACTOR, None)
    end_sessions(request.user, request.user, but=request.session.session_key)
    messages.success(request, say("两步验证已关闭", "The second factor is off"), extra_tags="good")
    return redirect("account")


def _knows_password(request: PageRequest) -> bool:
    """Who signs in by the city's provider alone has none to know."""
    user = request.user
    given = request.POST.get("password", "")
    return not user.has_usable_password() or password_is(request, user, given)


def _refused(request: PageRequest) -> HttpResponse:
    factor = SecondFactor.objects.filter(user=request.user).first()
    until = factor.rests_until if factor else None
    if until and until > timezone.now():
        clock = f"{timezone.localtime(until):%H:%M}"
        text = say(
            f"输错次数过多，请在 {clock} 之后再试", f"Too many wrong codes: try after {clock}"
        )
    else:
        text = say("验证码不对，没有改动", "Not the code; nothing was changed")
    messages.error(request, text, extra_tags="bad")
    return redirect("account")


def _page(request: PageRequest, problem: object = "", status: int = 200) -> HttpResponse:
    factor = SecondFactor.objects.filter(user=request.user).first()
    begun = factor if factor and not factor.confirmed_at else None
    return render(request, "luheng/second_factor.html", {
        "in_use": bool(factor and factor.confirmed_at),
        "picture": second_factor.picture(begun) if begun else "",
        "secret": second_factor.secret_to_type(begun) if begun else "",
        "must": second_factor.must_have_one(request.user),
        "has_password": request.user.has_usable_password(),
        "problem": problem,
    }, status=status)  # fmt: skip
