"""共享链接: one's own links, a form for a new one, the end of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.language import current_language, say
from luheng.workplace.models import Share
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.pages.evidence_forms import day_input
from luheng.workplace.pages.lists import list_answer, list_context
from luheng.workplace.permissions import Act, Reach, may
from luheng.workplace.registers.shares import SHARES
from luheng.workplace.sharing.links import (
    LEAST_PASSWORD,
    MOST_DAYS,
    USUAL_DAYS,
    make_share,
    revoke,
)
from luheng.workplace.sharing.subjects import Subject, subject_of


class ShareForm(forms.Form):
    """What is asked of a new link."""

    title = forms.CharField(label=say("名称", "title"), max_length=200)
    until = forms.DateField(
        label=say("有效期至", "opens until"),
        widget=day_input(),
        help_text=say(f"最长 {MOST_DAYS} 天", f"{MOST_DAYS} days at most"),
    )
    password = forms.CharField(
        label=say("打开密码（可不填）", "password (optional)"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=say(
            f"至少 {LEAST_PASSWORD} 位；请用另外的途径告诉对方",
            f"{LEAST_PASSWORD} characters or more; tell it by another way than the link",
        ),
    )
    public_only = forms.BooleanField(label=say("只含公开内容", "public parts only"), required=False)


@page(Act.SHARE, reach=Reach.OWN)
def share_list(request: PageRequest) -> HttpResponse:
    """Everyone's own links; those of all for administrators."""
    own = {"own": Q(maker=request.user)}  # no column has that name, so no filter takes it off
    everyone = may(request.user, Act.ADMINISTER)
    register = SHARES if everyone else replace(SHARES, defaults=own)
    return list_answer(request, "luheng/shares.html", list_context(request, register))


@page(Act.SHARE, posts=Act.SHARE)
def new_share(request: PageRequest) -> HttpResponse:
    """The form for a link to one thing, and the link itself, this once."""
    asked = request.POST if request.method == "POST" else request.GET
    object_id = int(asked["of"]) if asked.get("of", "").isdigit() else None
    about = (asked.get("kind", ""), object_id, asked.get("view", "")[:1000])
    subject = subject_of(request.user, *about)
    if request.method != "POST":
        day = timezone.localdate() + timedelta(days=USUAL_DAYS)
        return _form(request, ShareForm(initial={"title": subject.title, "until": day}), subject, about)  # fmt: skip
    form = ShareForm(request.POST)
    if form.is_valid():
        try:
            share, key = make_share(request.user, *about, **form.cleaned_data)
        except LuhengError as problem:
            form.add_error(None, problem.message.text(current_language()))
        else:
            address = request.build_absolute_uri(reverse("shared", args=[key]))
            return render(request, "luheng/share.html", {"share": share, "address": address})
    return _form(request, form, subject, about, 422)


@page(Act.SHARE, reach=Reach.OWN)
def one_share(request: PageRequest, pk: int) -> HttpResponse:
    """One link: what it shows, until when, how often it was opened."""
    return render(request, "luheng/share.html", {"share": _own(request, pk)})


@page(Act.SHARE, reach=Reach.OWN)
@require_POST
def revoke_share(request: PageRequest, pk: int) -> HttpResponse:
    """Ends a link at once."""
    revoke(_own(request, pk))
    messages.success(request, say("链接已撤销", "The link is revoked"), extra_tags="good")
    return redirect("shares")


def _own(request: PageRequest, pk: int) -> Share:
    known = Share.objects.select_related("maker")
    if not may(request.user, Act.ADMINISTER):
        known = known.filter(maker=request.user)
    return get_object_or_404(known, pk=pk)


def _form(
    request: PageRequest, form: ShareForm, subject: Subject, about: Any, status: int = 200
) -> HttpResponse:
    if not subject.has_public_parts:
        del form.fields["public_only"]
    context = {"form": form, "subject": subject, "about": about}
    return render(request, "luheng/share_new.html", context, status=status)
