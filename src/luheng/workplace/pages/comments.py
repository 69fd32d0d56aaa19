"""Comments are written, answered, corrected and withdrawn on the page of what they are about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from luheng.workplace.comments.speaking import comment, comments_on, correct, withdraw
from luheng.workplace.comments.subjects import address_of, find_subject
from luheng.workplace.language import say
from luheng.workplace.models import Comment
from luheng.workplace.pages.doors import PageRequest, page
from luheng.workplace.permissions import Act, Reach


@page(Act.COMMENT, reach=Reach.OWN_UNIT)
@require_POST
def add_comment(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """A new comment, or an answer to one."""
    subject = find_subject(kind, pk, request.user)
    answered = request.POST.get("parent", "")
    parent = get_object_or_404(comments_on(subject), pk=int(answered)) if answered.isdecimal() else None  # fmt: skip
    comment(subject, request.POST.get("text", ""), request.user, parent)
    messages.success(request, say("意见已提交", "The comment was added"), extra_tags="good")
    return redirect(address_of(subject))


@page(Act.COMMENT, reach=Reach.OWN)
@require_POST
def correct_comment(request: PageRequest, pk: int) -> HttpResponse:
    """One's own comment in other words."""
    found = _comment(request, pk)
    correct(found, request.POST.get("text", ""), request.user)
    messages.success(request, say("意见已修改", "The comment was changed"), extra_tags="good")
    return redirect(address_of(found.subject))


@page(Act.COMMENT, reach=Reach.OWN)
@require_POST
def withdraw_comment(request: PageRequest, pk: int) -> HttpResponse:
    """One's own comment, withdrawn."""
    found = _comment(request, pk)
    withdraw(found, request.user)
    messages.success(request, say("意见已撤回", "The comment was withdrawn"), extra_tags="good")
    return redirect(address_of(found.subject))


def _comment(request: PageRequest, pk: int) -> Comment:
    """The comment, where its record may be seen."""
    found = get_object_or_404(Comment, pk=pk)
    find_subject(found.content_type.model, found.object_id, request.user)
    return found
