"""Comments by program: the same records, the same rule of who sees and who may speak."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from luheng.workplace.api.doors import READERS, WRITERS, declared, person
from luheng.workplace.api.schemas import Problem
from luheng.workplace.comments.speaking import (
    MOST_CHARACTERS,
    comment,
    comments_on,
    correct,
    withdraw,
)
from luheng.workplace.comments.subjects import find_subject
from luheng.workplace.models import Comment, User
from luheng.workplace.permissions import Act, Reach

router = Router(tags=["comments"])
_PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
_LARGEST_ID = (1 << 62) - 1


class NewComment(Schema):
    """What is said, and which comment it answers."""

    text: str = Field(..., min_length=1, max_length=MOST_CHARACTERS, description="意见 text")
    parent: int | None = Field(
        None, ge=1, le=_LARGEST_ID, description="所回复的意见 comment answered"
    )


class NewText(Schema):
    """Other words for a comment."""

    text: str = Field(..., min_length=1, max_length=MOST_CHARACTERS, description="意见 text")


class CommentOut(Schema):
    """One comment; one that was withdrawn has no text."""

    id: int
    parent: int | None
    text: str
    by: str
    unit: str
    mentions: list[str]
    at: datetime.datetime
    edited_at: datetime.datetime | None
    withdrawn: bool


@router.get("/comments/{kind}/{item_id}", auth=READERS, summary="一条记录的意见", response={200: list[CommentOut], **_PROBLEMS}, openapi_extra=declared(Act.READ, Reach.SEEN))  # fmt: skip
def list_comments(request: HttpRequest, kind: str, item_id: int) -> Any:
    """The comments on a record, earliest first; kind: target, task, project, workitem, supervisionorder, return, evidence."""
    subject = find_subject(kind, item_id, person(request, Act.READ))
    rows = comments_on(subject).select_related("by", "unit").prefetch_related("mentions")
    return [_said(row) for row in rows]


@router.post("/comments/{kind}/{item_id}", auth=WRITERS, summary="提交意见", response={200: CommentOut, **_PROBLEMS}, openapi_extra=declared(Act.COMMENT, Reach.OWN_UNIT))  # fmt: skip
def add_comment(request: HttpRequest, kind: str, item_id: int, payload: NewComment) -> Any:
    """Adds a comment, or an answer to one of the same record."""
    caller = person(request, Act.COMMENT)
    subject = find_subject(kind, item_id, caller)
    parent = None
    if payload.parent is not None:
        parent = comments_on(subject).filter(pk=payload.parent).first()
        if parent is None:
            raise Http404(f"comment {payload.parent}")
    return _said(comment(subject, payload.text, caller, parent))


@router.post("/comment/{comment_id}/correct", auth=WRITERS, summary="修改自己的意见", response={200: CommentOut, **_PROBLEMS}, openapi_extra=declared(Act.COMMENT, Reach.OWN))  # fmt: skip
def correct_comment(request: HttpRequest, comment_id: int, payload: NewText) -> Any:
    """One's own comment in other words; the earlier ones stay in the history."""
    caller = person(request, Act.COMMENT)
    return _said(correct(_comment(comment_id, caller), payload.text, caller))


@router.post("/comment/{comment_id}/withdraw", auth=WRITERS, summary="撤回自己的意见", response={200: CommentOut, **_PROBLEMS}, openapi_extra=declared(Act.COMMENT, Reach.OWN))  # fmt: skip
def withdraw_comment(request: HttpRequest, comment_id: int) -> Any:
    """One's own comment, withdrawn."""
    caller = person(request, Act.COMMENT)
    return _said(withdraw(_comment(comment_id, caller), caller))


def _comment(comment_id: int, caller: User) -> Comment:
    found = Comment.objects.filter(pk=comment_id).first() if comment_id <= _LARGEST_ID else None
    if found is None:
        raise Http404(f"comment {comment_id}")
    find_subject(found.content_type.model, found.object_id, caller)
    return found


def _said(row: Comment) -> dict[str, Any]:
    return {
        "id": row.pk, "parent": row.parent_id, "text": "" if row.withdrawn else row.text,
        "by": str(row.by), "unit": str(row.unit or ""),
        "mentions": [unit.name for unit in row.mentions.all()], "at": row.at,
        "edited_at": row.edited_at, "withdrawn": row.withdrawn,
    }  # fmt: skip
