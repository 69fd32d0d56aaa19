"""Records that move through states, and every step they took."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

from luheng.workplace.language import say
from luheng.workplace.models.evidence import Evidence
from luheng.workplace.models.people import Unit


class Step(models.Model):
    """One move of a record: from where to where, who, when, why. Steps are added, never edited."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    move = models.CharField(say("操作", "move"), max_length=40)
    state_from = models.CharField(max_length=30, blank=True)
    state_to = models.CharField(max_length=30)
    note = models.TextField(say("说明", "note"), blank=True)
    document = models.ForeignKey(
        Evidence,
        verbose_name=say("依据文件", "document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    due = models.DateField(say("限期", "due"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: a rule of the house, not a person
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(say("时间", "at"))

    class Meta:
        verbose_name = say("办理记录", "step")
        verbose_name_plural = say("办理记录", "steps")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="step_subject")
        ]

    def __str__(self) -> str:
        return f"{self.move}: {self.state_from} → {self.state_to}"


class Moving(models.Model):
    """A record with a lifecycle: its state, since when, and the day by which the next step is due."""

    state = models.CharField(say("状态", "state"), max_length=30, editable=False, db_index=True)
    state_since = models.DateTimeField(say("进入时间", "since"), editable=False)
    due = models.DateField(say("限期", "due"), null=True, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    steps = GenericRelation(Step)

    class Meta:
        abstract = True
