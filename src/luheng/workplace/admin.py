"""The back office: accounts, units, tokens and settings of people. Only administrators enter.

Records that follow from documents are shown with their history and are changed on the pages alone,
where a change is judged at once. Nobody is deleted: an account is closed, so its history keeps its name.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminSelectWidget

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.identity.closing import is_last_administrator
from luheng.workplace.language import current_language, say
from luheng.workplace.models import (
    ApiToken,
    IndicatorMapping,
    Observation,
    Project,
    ScorecardSnapshot,
    Target,
    Task,
    Unit,
    User,
)
from luheng.workplace.permissions import OF_ONE_UNIT, ROLE_LABELS, RoleName, roles_of, set_role

admin.site.unregister(Group)


class RoleForm(forms.ModelForm):
    """A role beside an account: one role each, and a unit where the role needs one."""

    role = forms.ChoiceField(
        label=say("角色", "role"), choices=list(ROLE_LABELS.items()), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = roles_of(self.instance) if self.instance.pk else {RoleName.READER}
        self.fields["role"].initial = next((role for role in RoleName if role in held), RoleName.READER)  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Raises where a unit member has no unit."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") in OF_ONE_UNIT and not cleaned.get("unit"):
            problem = LuhengError("unit_member_without_unit", person=cleaned.get("username") or "")
            self.add_error("unit", problem.message.text(current_language()))
        demoted = self.instance.pk and cleaned.get("role") != RoleName.ADMINISTRATOR
        if demoted and is_last_administrator(self.instance):
            problem = LuhengError("account_last_administrator", person=str(self.instance))
            self.add_error("role", problem.message.text(current_language()))
        return cleaned


class AccountForm(RoleForm, UserChangeForm):
    """An account that is there."""


class NewAccountForm(RoleForm, UserCreationForm):
    """An account to be made."""


@admin.register(User)
class Accounts(UserAdmin, ModelAdmin):
    """People, their role and their unit."""

    form, add_form, change_password_form = AccountForm, NewAccountForm, AdminPasswordChangeForm
    list_display = ("username", "name", "role_shown", "unit", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "name", "unit__name")
    ordering = ("username",)
    autocomplete_fields = ("unit",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "is_active")  # closed on the page of people
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "role", "unit", "is_active")}),
        (say("时间", "dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "name", "role", "unit", "password1", "password2")}),
    )

    @admin.display(description=say("角色", "role"))
    def role_shown(self, user: User) -> str:
        """The role in words."""
        return "、".join(str(ROLE_LABELS[role]) for role in sorted(roles_of(user)))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Saves the account and gives it its one role."""
        super().save_model(request, obj, form, change)
        if "role" in form.cleaned_data:
            set_role(obj, RoleName(form.cleaned_data["role"]), obj.unit)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: an account is closed instead."""
        return False


@admin.register(Unit)
class Units(SimpleHistoryAdmin, ModelAdmin):
    """Bureaus, districts, parks and firms; one that ceased is taken out of use or merged."""

    list_display = ("name", "kind", "active", "merged_into")
    list_filter = ("active", "kind")
    search_fields = ("name", "aliases")
    autocomplete_fields = ("merged_into",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a unit is taken out of use instead."""
        return False


class ReadOnly(ModelAdmin):
    """Shown, searched, never written here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


@admin.register(ApiToken)
class Tokens(ReadOnly):
    """Keys of programs. The digest is not shown; a key is made at the command line, revoked here."""

    list_display = ("label", "user", "created_at", "last_used_at", "revoked")
    list_filter = ("revoked",)
    search_fields = ("label", "user__username", "user__name")
    fields = ("label", "user", "created_at", "last_used_at", "revoked")
    readonly_fields = ("label", "user", "created_at", "last_used_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators, to revoke one."""
        return request.user.is_superuser


@admin.register(IndicatorMapping)
class Mappings(SimpleHistoryAdmin, ReadOnly):
    """Which catalogue entry a printed name means, as people said on the page of names."""

    list_display = ("printed", "indicator_id", "mapped_by", "mapped_at")
    search_fields = ("printed", "indicator_id")


@admin.register(ScorecardSnapshot)
class Snapshots(ReadOnly):
    """Frozen scorecards by their hash; their contents are read in reports."""

    list_display = ("__str__", "as_of", "taken_by", "taken_at")
    fields = ("label", "as_of", "taken_by", "taken_at", "sha256")


class Records(SimpleHistoryAdmin, ReadOnly):
    """What was read from documents, with the history of every change."""

    list_filter = ("review",)
    list_per_page = 50


def _register(model: type[models.Model], shown: tuple[str, ...], searched: tuple[str, ...]) -> None:
    options: dict[str, Any] = {"list_display": shown, "search_fields": searched}
    admin.site.register(model, type(f"{model.__name__}Records", (Records,), options))


_register(Target, ("indicator", "year", "value", "unit", "review"), ("indicator", "quote"))
_register(Task, ("no", "title", "state", "review"), ("title", "text"))
_register(Project, ("no", "name", "investment_yi_yuan", "review"), ("name", "content"))
_register(Observation, ("indicator", "period", "value", "unit", "review"), ("indicator", "quote"))
