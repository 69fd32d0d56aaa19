"""人员: administrators list, invite, place, close and reopen accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.http import require_POST

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.accounts import add_user
from luheng.workplace.audit import record
from luheng.workplace.identity import second_factor
from luheng.workplace.identity.closing import close_account, give_role, reopen_account
from luheng.workplace.identity.duties import duties_of
from luheng.workplace.identity.sessions import end_sessions, sessions_of
from luheng.workplace.language import current_language, say
from luheng.workplace.models import AuditAct, SecondFactorDuty, Unit, User
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.pages.lists import list_answer, list_context
from luheng.workplace.permissions import OF_ONE_UNIT, ROLE_LABELS, Act, RoleName, roles_of
from luheng.workplace.registers.people import PEOPLE

_ROLES = [(role.value, label) for role, label in ROLE_LABELS.items()]


class PlaceForm(forms.Form):
    """Who somebody is in the city: name, address, role and unit."""

    name = forms.CharField(label=say("姓名", "name"), max_length=60, required=False)
    email = forms.EmailField(label=say("邮箱", "e-mail address"), required=False)
    role = forms.ChoiceField(label=say("角色", "role"), choices=_ROLES)
    unit = forms.ModelChoiceField(
        Unit.objects.filter(active=True),
        label=say("单位", "unit"),
        required=False,
        empty_label=str(say("（无）", "(none)")),
    )

    def clean(self) -> dict[str, Any]:
        """Roles of a unit need one."""
        given = super().clean() or {}
        if given.get("role") in OF_ONE_UNIT and not given.get("unit"):
            self.add_error("unit", str(say("这个角色须指明单位", "This role needs a unit")))
        return given


class NewPersonForm(PlaceForm):
    """A new account."""

    username = forms.CharField(
        label=say("用户名", "user name"),
        max_length=150,
        validators=[
            RegexValidator(
                r"^[\w.@+-]+$",
                say("只用文字、数字和 @ . + - _", "letters, digits and @ . + - _ only"),
            )
        ],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    field_order = ("username", "name", "email", "role", "unit")


@page(Act.ADMINISTER)
def people(request: PageRequest) -> HttpResponse:
    """Everyone with an account; who waits for a role; which roles need a second factor."""
    context = list_context(request, PEOPLE)
    bound = set(SecondFactorDuty.objects.values_list("role", flat=True))
    context |= {
        "waiting": User.objects.filter(is_active=True, groups=None, is_superuser=False),
        "duty": [(role.value, label, role.value in bound) for role, label in ROLE_LABELS.items()],
    }
    return list_answer(request, "luheng/people.html", context)


@page(Act.ADMINISTER, posts=Act.ADMINISTER)
def new_person(request: PageRequest) -> HttpResponse:
    """A new account and the link by which its person sets a password."""
    form = NewPersonForm(request.POST or None, initial={"role": RoleName.UNIT_MEMBER.value})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                unit = given["unit"].name if given["unit"] else ""
                role = RoleName(given["role"])
                user, _ = add_user(given["username"], role, unit=unit, name=given["name"])
                user.email = given["email"]
                user.save(update_fields=["email"])
        except LuhengError as problem:
            form.add_error("username", problem.message.text(current_language()))
        else:
            return _person(request, user, invitation=_invitation(request, user))
    status = 422 if request.method == "POST" else 200
    return render(request, "luheng/person_new.html", {"form": form}, status=status)


@page(Act.ADMINISTER)
def person(request: PageRequest, pk: int) -> HttpResponse:
    """One account: place, sessions, second factor, keys, links, and the way to close it."""
    return _person(request, _user(pk))


@page(Act.ADMINISTER)
@require_POST
def place(request: PageRequest, pk: int) -> HttpResponse:
    """Keeps name, address, role and unit."""
    user = _user(pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _person(request, user, form=form, status=422)
    given = form.cleaned_data
    with transaction.atomic():
        give_role(user, RoleName(given["role"]), given["unit"], request.user)
        user.name, user.email = given["name"], given["email"]
        user.save(update_fields=["name", "email"])
    messages.success(request, say("已保存", "Kept"), extra_tags="good")
    return redirect("person", pk=pk)


@page(Act.ADMINISTER)
@require_POST
def invite(request: PageRequest, pk: int) -> HttpResponse:
    """A link by which the person sets a new password; good for three days and once."""
    user = _user(pk)
    if not user.is_active:
        raise LuhengError("account_closed", person=str(user))
    details = {"password": "invitation"}
    record(AuditAct.PERMISSION, "user", user.pk, by=request.user, details=details)
    return _person(request, user, invitation=_invitation(request, user))


@page(Act.ADMINISTER)
@require_POST
def reset_second_factor(request: PageRequest, pk: int) -> HttpResponse:
    """Takes off the second factor of somebody who lost phone and recovery codes."""
    user = _user(pk)
    second_factor.remove(user, request.user)
    end_sessions(user, request.user, but=request.session.session_key)
    messages.success(
        request, say("两步验证已重置", "The second factor is reset"), extra_tags="good"
    )
    return redirect("person", pk=pk)


@page(Act.ADMINISTER)
@require_POST
def sign_out_person(request: PageRequest, pk: int) -> HttpResponse:
    """Ends every session of the person."""
    end_sessions(_user(pk), request.user, but=request.session.session_key)
    messages.success(
        request, say("已让此人在各设备退出", "Signed out everywhere"), extra_tags="good"
    )
    return redirect("person", pk=pk)


@page(Act.ADMINISTER, posts=Act.ADMINISTER)
def close(request: PageRequest, pk: int) -> HttpResponse:
    """What rests on the person and who takes it; then the account is closed."""
    user = _user(pk)
    duties = duties_of(user)
    to = request.POST.get("to", "")
    if request.method == "POST" and (to or not duties.any):
        heir = get_object_or_404(User, pk=int(to)) if to.isdigit() else None
        close_account(user, request.user, heir)
        messages.success(request, say("账号已停用", "The account is closed"), extra_tags="good")
        return redirect("person", pk=pk)
    heirs = User.objects.filter(is_active=True).exclude(pk=pk).exclude(groups=None)
    heirs = heirs.select_related("unit").order_by("unit__name", "username")
    near = [one for one in heirs if user.unit_id and one.unit_id == user.unit_id]
    context = {
        "person": user,
        "duties": duties,
        "colleagues": near,
        "others": [one for one in heirs if one not in near],
        "asked": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "luheng/person_close.html", context, status=status)


@page(Act.ADMINISTER)
@require_POST
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Opens a closed account; its person sets a new password by a link."""
    user = _user(pk)
    reopen_account(user, request.user)
    return _person(request, user, invitation=_invitation(request, user))


@page(Act.ADMINISTER)
@require_POST
def require_second_factor(request: PageRequest) -> HttpResponse:
    """Keeps which roles need a second factor."""
    known = {role.value for role in RoleName}
    chosen = {RoleName(one) for one in request.POST.getlist("role") if one in known}
    second_factor.require_of(chosen)
    messages.success(request, say("已保存", "Kept"), extra_tags="good")
    return redirect("people")


class Invitation(PasswordResetConfirmView):
    """Where an invited person sets their password; the link says who they are."""

    template_name = "luheng/invitation.html"
    success_url = reverse_lazy("sign-in")
    post_url_token = "new"

    def get_user(self, uidb64: str) -> Any:
        """The person; nobody where the account is closed."""
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        """Keeps the password and leads to the sign-in."""
        text = say("密码已设好，请登录", "The password is set: sign in")
        messages.success(self.request, text, extra_tags="good")
        return super().form_valid(form)


def _user(pk: int) -> User:
    return get_object_or_404(User.objects.select_related("unit"), pk=pk)


def _invitation(request: PageRequest, user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("invitation", args=[uid, default_token_generator.make_token(user)])
    return request.build_absolute_uri(path)


def _person(
    request: PageRequest, user: User, *, form: Any = None, invitation: str = "", status: int = 200
) -> HttpResponse:
    roles = sorted(roles_of(user))
    initial = {"name": user.name, "email": user.email, "unit": user.unit_id}
    initial |= {"role": roles[0].value if roles else RoleName.READER.value}
    response = render(request, "luheng/person.html", {
        "person": user,
        "roles": [ROLE_LABELS[role] for role in roles],
        "form": form or PlaceForm(initial=initial),
        "invitation": invitation,
        "sessions": sessions_of(user),
        "has_second_factor": second_factor.has_second_factor(user),
        "must_have_one": second_factor.must_have_one(user),
        "duties": duties_of(user),
        "oneself": user.pk == request.user.pk,
    }, status=status)  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response
