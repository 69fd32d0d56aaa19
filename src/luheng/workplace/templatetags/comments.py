"""What the comments part of a page needs to know of its subject."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString

from luheng.workplace.comments.speaking import may_comment, threads
from luheng.workplace.comments.subjects import SUBJECTS, address_of, kind_of
from luheng.workplace.models import Comment, Mention, Notice
from luheng.workplace.permissions import Act, may

register = template.Library()


@register.simple_tag(takes_context=True)
def comments_of(context: dict[str, Any], subject: Any) -> dict[str, Any]:
    """The comments on a subject; whether this person may comment, and sees what was withdrawn."""
    person = context["request"].user
    found = threads(subject)
    return {
        "threads": found,
        "count": sum(1 + len(one.replies) for one in found),
        "kind": kind_of(subject),
        "may_comment": may_comment(person, subject),
        "may_see_history": may(person, Act.READ_HISTORY),
        "person": person,
    }


@register.filter
def with_mentions(comment: Comment) -> SafeString:
    """The words of a comment in paragraphs, the units it names set off."""
    html = linebreaks(escape(comment.text))
    for unit in comment.mentions.all():
        for name in {unit.name, *unit.aliases}:
            said = escape(name)
            html = html.replace(f"@{said}", f'<b class="mention">@{said}</b>')
    return SafeString(html)


@register.filter
def earlier_words(comment: Comment) -> list[Any]:
    """What a comment said before, latest first."""
    return list(comment.history.all()[1:]) if comment.edited_at else []


@register.filter
def notice_address(notice: Notice) -> str:
    """The page of the record that a reminder is about."""
    kind = ContentType.objects.get_for_id(notice.content_type_id).model
    return reverse(SUBJECTS[kind].page, args=[notice.object_id])


@register.filter
def mention_address(mention: Mention) -> str:
    """Where the comment stands that a person was told of."""
    subject = mention.comment.subject
    return address_of(subject) if subject is not None else ""
