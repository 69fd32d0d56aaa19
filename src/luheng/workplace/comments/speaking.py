"""A person comments, answers, corrects their words, withdraws them; units that are named are told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.comments.subjects import SUBJECTS, kind_of, may_see
from luheng.workplace.models import Comment, Mention, Unit, User
from luheng.workplace.organisation.names import final, units_by_name
from luheng.workplace.permissions import Act, Person, may, require

MOST_CHARACTERS = 4000
_MARK = re.compile("[@＠]")


@dataclass
class Thread:
    """A comment and the answers to it."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)


def comments_on(subject: Any) -> QuerySet[Comment]:
    """All that was said of a record, in order."""
    content_type = ContentType.objects.get_for_model(type(subject))
    return Comment.objects.filter(content_type=content_type, object_id=subject.pk)


def threads(subject: Any) -> list[Thread]:
    """The comments on a record, each with its answers; two queries."""
    rows = comments_on(subject).select_related("by", "unit").prefetch_related("mentions")
    found: dict[int, Thread] = {}
    for row in rows:
        if row.parent_id is None:
            found[row.pk] = Thread(row)
        else:
            found[row.parent_id].replies.append(row)
    return list(found.values())


def may_comment(person: Person, subject: Any) -> bool:
    """Whether a person may comment: units that lead or support it, those named there, the plan office."""
    if not may(person, Act.COMMENT) or not may_see(person, subject):
        return False
    if SUBJECTS[kind_of(subject)].concerned(person, subject):
        return True
    unit_id = getattr(person, "unit_id", None)
    named = comments_on(subject).filter(mentions=unit_id, withdrawn=False)
    return unit_id is not None and named.exists()


@transaction.atomic
def comment(subject: Any, text: str, by: User, parent: Comment | None = None) -> Comment:
    """The comment; an answer to an answer stands under the same first comment.

    Raises `not_allowed`, `comment_empty`, `comment_too_long`, `comment_withdrawn`.
    """
    if not may_comment(by, subject):
        raise LuhengError("not_allowed", person=str(by), act=Act.COMMENT.value)
    if parent is not None and parent.withdrawn:
        raise LuhengError("comment_withdrawn")
    made = Comment(
        subject=subject, text=_checked(text), by=by, unit=by.unit, at=timezone.now(),
        parent=(parent.parent or parent) if parent else None,
    )  # fmt: skip
    _save(made, by)
    _tell(made, subject, parent)
    return made


@transaction.atomic
def correct(one: Comment, text: str, by: User) -> Comment:
    """The comment with other words; what stood before stays in the history."""
    current = _own(one, by)
    current.text, current.edited_at = _checked(text), timezone.now()
    current.version += 1
    _save(current, by)
    _tell(current, current.subject, None)
    return current


@transaction.atomic
def withdraw(one: Comment, by: User) -> Comment:
    """The comment, its words shown no more; who spoke and when stays, and the words in the history."""
    current = _own(one, by)
    current.withdrawn = True
    current.version += 1
    _save(current, by)
    return current


def named_units(text: str) -> list[Unit]:
    """The units that a text names as @市林业局, by any of their names; the longest that fits."""
    if not _MARK.search(text):
        return []
    units = {unit.pk: unit for unit in Unit.objects.all()}
    known = units_by_name(units.values())
    names = sorted(known, key=len, reverse=True)
    found: dict[int, Unit] = {}
    for mark in _MARK.finditer(text):
        rest = text[mark.end() :]
        name = next((one for one in names if rest.startswith(one)), None)
        if name is not None:
            unit = final(known[name], units)
            found[unit.pk] = unit
    return list(found.values())


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise LuhengError("comment_empty")
    if len(text) > MOST_CHARACTERS:
        raise LuhengError("comment_too_long", count=len(text), most=MOST_CHARACTERS)
    return text


def _own(one: Comment, by: User) -> Comment:
    require(by, Act.COMMENT)
    current = Comment.objects.select_for_update().get(pk=one.pk)
    if current.by_id != by.pk:
        raise LuhengError("comment_not_yours")
    if current.withdrawn:
        raise LuhengError("comment_withdrawn")
    return current


def _save(one: Comment, by: User) -> None:
    one._history_user = by  # type: ignore[attr-defined]
    one.save()


def _tell(said: Comment, subject: Any, answered: Comment | None) -> None:
    """Tells, once each, the people of the units named and the person answered, who may see it."""
    units = named_units(said.text)
    said.mentions.set(units)
    people = set(User.objects.filter(unit__in=units, is_active=True))
    people |= {answered.by} if answered else set()
    for person in people - {said.by}:
        if person.is_active and may_see(person, subject):
            Mention.objects.get_or_create(comment=said, user=person, defaults={"at": said.at})
