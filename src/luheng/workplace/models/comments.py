"""Comments on any record that has a page, and who was told that their unit is mentioned."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.people import Unit


class Comment(models.Model):
    """What a person says of a record, or answers. Edits stay in the history; withdrawn, never deleted."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    text = models.TextField(say("意见", "comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )  # of the person on that day
    at = models.DateTimeField(say("时间", "at"))
    edited_at = models.DateTimeField(say("修改时间", "edited at"), null=True, blank=True)
    withdrawn = models.BooleanField(say("已撤回", "withdrawn"), default=False)
    mentions = models.ManyToManyField(
        Unit, verbose_name=say("提到的单位", "units mentioned"), blank=True, related_name="mentioned_in"
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("意见", "comment")
        verbose_name_plural = say("意见", "comments")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="comment_subject")
        ]

    def __str__(self) -> str:
        return str(say("（已撤回）", "(withdrawn)")) if self.withdrawn else self.text[:60]


class Mention(models.Model):
    """One person told, in the site, of a comment that mentions their unit or answers them."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="told")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions"
    )
    at = models.DateTimeField(say("时间", "at"))
    read_at = models.DateTimeField(say("已读", "read at"), null=True, blank=True)

    class Meta:
        verbose_name = say("提到", "mention")
        verbose_name_plural = say("提到", "mentions")
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "user"], name="told_once_of_a_comment")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} → {self.user_id}"
