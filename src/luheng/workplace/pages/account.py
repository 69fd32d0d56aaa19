"""我的账号: what a person changes about their own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from luheng.workplace.identity import second_factor
from luheng.workplace.identity.openid import provider
from luheng.workplace.identity.sessions import (
    end_session,
    end_sessions,
    handle_of,
    sessions_of,
)
from luheng.workplace.identity.signing_in import remember_language
from luheng.workplace.language import say
from luheng.workplace.models import User
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.pages.sign_in import password_is
from luheng.workplace.permissions import ROLE_LABELS, Act, Reach, may, require, roles_of
from luheng.workplace.tokens import make_token, revoke_token


class DetailsForm(forms.ModelForm):
    """Where a person is written to, and in which language the pages answer them.

    Another address needs the password: reminders, and whatever is sent later, would go there.
    """

    password = forms.CharField(
        label=say("现在的密码（改邮箱时填）", "password of now (for another address)"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        required=False,
        strip=False,
    )

    class Meta:
        model = User
        fields = ("email", "language")
        labels = {"email": say("邮箱", "e-mail address")}  # noqa: RUF012

    def __init__(self, request: PageRequest, data: Any = None, **given: Any) -> None:
        super().__init__(data, instance=request.user, **given)
        self.request = request
        if not request.user.has_usable_password():
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        """The password of now must be right where the address is another."""
        given = super().clean() or {}
        asked = "email" in self.changed_data and "password" in self.fields
        if asked and not password_is(self.request, self.request.user, given["password"]):
            self.add_error("password", str(say("改邮箱须填现在的密码", "Another address needs the password of now")))  # fmt: skip
        return given


class PasswordForm(forms.Form):
    """A new password, given twice, with the one of now."""

    old = forms.CharField(
        label=say("现在的密码", "password of now"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
    new = forms.CharField(
        label=say("新密码", "new password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=say(
            "至少 8 位，不要全是数字，不要用城市、单位或系统的名称",
            "8 characters or more, not digits alone, not the name of the city, unit or site",
        ),
        strip=False,
    )
    again = forms.CharField(
        label=say("再输一次", "once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, request: PageRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """The password of now must be right, the new one strong and typed twice alike."""
        given = super().clean() or {}
        if self.errors:
            return given
        if not password_is(self.request, self.request.user, given["old"]):
            self.add_error("old", str(say("密码不对", "Not the password")))
        elif given["new"] != given["again"]:
            self.add_error("again", str(say("两次输入不一致", "Not the same twice")))
        else:
            try:
                validate_password(given["new"], self.request.user)
            except ValidationError as error:
                self.add_error("new", error)
        return given


@page(Act.OWN_ACCOUNT)
def account(request: PageRequest) -> HttpResponse:
    """Everything about one's own account."""
    return _page(request)


@page(Act.OWN_ACCOUNT)
@require_POST
def save_details(request: PageRequest) -> HttpResponse:
    """Keeps the address and the language."""
    form = DetailsForm(request, request.POST)
    if not form.is_valid():
        return _page(request, details=form, status=422)
    user = form.save(commit=False)
    user.save(update_fields=["email", "language"])
    messages.success(request, say("已保存", "Kept"), extra_tags="good")
    response = redirect("account")
    if user.language:
        remember_language(response, user.language)
    return response


@page(Act.OWN_ACCOUNT)
@require_POST
def change_password(request: PageRequest) -> HttpResponse:
    """Sets a new password; every other session of the person ends."""
    form = PasswordForm(request, request.POST)
    if not request.user.has_usable_password() or not form.is_valid():
        return _page(request, password=form, status=422)
    request.user.set_password(form.cleaned_data["new"])
    request.user.save(update_fields=["password"])
    update_session_auth_hash(request, request.user)
    end_sessions(request.user, request.user, but=request.session.session_key)
    text = say(
        "密码已更换，其他设备已退出", "The password is changed; other devices are signed out"
    )
    messages.success(request, text, extra_tags="good")
    return redirect("account")


@page(Act.OWN_ACCOUNT)
@require_POST
def sign_out_elsewhere(request: PageRequest) -> HttpResponse:
    """Ends one session of one's own by its handle, or all but this one."""
    handle = request.POST.get("session", "")
    if handle:
        end_session(request.user, handle, request.user)
    else:
        end_sessions(request.user, request.user, but=request.session.session_key)
    messages.success(request, say("已退出", "Signed out"), extra_tags="good")
    return redirect("account")


@page(Act.OWN_ACCOUNT)
@require_POST
def add_token(request: PageRequest) -> HttpResponse:
    """Makes a key for a program and shows it this once."""
    require(request.user, Act.READ)
    label = request.POST.get("label", "").strip()
    if not label:
        messages.error(request, say("请写明令牌的用途", "Say what the token is for"), extra_tags="bad")  # fmt: skip
        return _page(request, status=422)
    _, key = make_token(request.user.username, label)
    return _page(request, key=key)


@page(Act.OWN_ACCOUNT, reach=Reach.OWN)
@require_POST
def end_token(request: PageRequest, pk: int) -> HttpResponse:
    """Revokes a key of one's own."""
    revoke_token(get_object_or_404(request.user.tokens, pk=pk).pk)
    messages.success(request, say("令牌已停用", "The token is revoked"), extra_tags="good")
    return redirect("account")


def _page(
    request: PageRequest, *, details: Any = None, password: Any = None, key: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    user = User.objects.select_related("unit").get(pk=request.user.pk)
    here = request.session.session_key
    response = render(request, "luheng/account.html", {
        "roles": [ROLE_LABELS[role] for role in sorted(roles_of(user))],
        "person": user,
        "details": details or DetailsForm(request, initial=_language_now(request, user)),
        "password": password or PasswordForm(request),
        "sessions": [(handle_of(one), one, one.session_key == here) for one in sessions_of(user)],
        "tokens": user.tokens.order_by("revoked", "-pk"),
        "key": key,
        "may_have_tokens": may(user, Act.READ),
        "has_second_factor": second_factor.has_second_factor(user),
        "must_have_one": second_factor.must_have_one(user),
        "provider": provider(),
        "identity": user.identities.filter(issuer=provider().issuer).first(),
        "codes_left": second_factor.codes_left(user),
    }, status=status)  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


def _language_now(request: PageRequest, user: User) -> dict[str, str]:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return {} if user.language else {"language": chosen or settings.LANGUAGE_CODE}
