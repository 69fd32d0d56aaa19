"""提醒: what a person was told, and by which channels they wish to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from luheng.workplace.comments.subjects import may_see
from luheng.workplace.language import say
from luheng.workplace.models import Mention, NoticePreference
from luheng.workplace.pages.doors import PageRequest, city_of_site, page
from luheng.workplace.permissions import Act, may

_PAGE = 50


class PreferenceForm(forms.ModelForm):
    """The channels of one person and their quiet hours."""

    email = forms.EmailField(label=say("邮箱", "e-mail address"), required=False)

    class Meta:
        model = NoticePreference
        fields = ("by_mail", "by_webhook", "mobile", "quiet_from", "quiet_until")
        widgets = {  # noqa: RUF012
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for name in ("quiet_from", "quiet_until")
        }

    field_order = ("by_mail", "email", "by_webhook", "mobile", "quiet_from", "quiet_until")

    def clean(self) -> dict[str, Any]:
        """Mail needs an address."""
        given = super().clean() or {}
        if given.get("by_mail") and not given.get("email"):
            self.add_error("email", str(say("请填写邮箱", "Enter an address")))
        return given


@page()
def notice_list(request: PageRequest) -> HttpResponse:
    """One's own reminders, unread ones first; the channels beside them."""
    return _page(request, _form(request))


@page()
@require_POST
def read(request: PageRequest) -> HttpResponse:
    """Marks one's own reminders as read."""
    request.user.notices.filter(read_at=None).update(read_at=timezone.now())
    request.user.mentions.filter(read_at=None).update(read_at=timezone.now())
    return redirect("notices")


@page()
@require_POST
def prefer(request: PageRequest) -> HttpResponse:
    """Keeps the channels and quiet hours a person chose."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    preference = form.save(commit=False)
    preference.user = request.user
    preference.save()
    request.user.email = form.cleaned_data["email"]
    request.user.save(update_fields=["email"])
    messages.success(request, say("提醒方式已保存", "Kept"), extra_tags="good")
    return redirect("notices")


def _mentions(request: PageRequest) -> list[Mention]:
    """The comments that name one's unit or answer one, latest first, while one may see them."""
    told = request.user.mentions.select_related("comment__by", "comment__unit", "comment__content_type")[:_PAGE]  # fmt: skip
    return [one for one in told if may_see(request.user, one.comment.subject)]


def _form(request: PageRequest, data: Any = None) -> PreferenceForm:
    standing = NoticePreference.objects.filter(user=request.user).first()
    return PreferenceForm(data, instance=standing, initial={"email": request.user.email})


def _page(request: PageRequest, form: PreferenceForm, status: int = 200) -> HttpResponse:
    unread_first = F("read_at").desc(nulls_first=True)
    standing_first = F("settled_at").asc(nulls_first=True)
    ordered = request.user.notices.select_related("content_type").order_by(
        standing_first, unread_first, "-at", "-pk"
    )
    return render(request, "luheng/notices.html", {
        "shown": Paginator(ordered, _PAGE).get_page(request.GET.get("page")),
        "mentions": _mentions(request),
        "form": form,
        "robot": city_of_site().reminders.webhook,
        "deliveries": request.user.deliveries.all()[:10],
        "may_see_all": may(request.user, Act.ISSUE_ORDER),
    }, status=status)  # fmt: skip
