"""Work that goes on after its page was answered, and how far it has come."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from luheng.workplace.language import current_language, say


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", say("排队", "waiting")
    RUNNING = "running", say("进行中", "running")
    DONE = "done", say("已完成", "done")
    FAILED = "failed", say("未完成", "failed")
    CANCELLED = "cancelled", say("已取消", "cancelled")


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """One piece of bulk work. The record is the queue: whoever writes its name on it carries it out."""

    kind = models.CharField(say("工作", "work"), max_length=60)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    once = models.CharField(
        max_length=120, null=True, unique=True
    )  # a second start finds the first
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("发起人", "started by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="jobs",
    )
    state = models.CharField(
        say("状态", "state"), max_length=10, choices=JobState.choices, default=JobState.WAITING
    )
    done = models.PositiveIntegerField(say("已完成步数", "steps done"), default=0)
    total = models.PositiveIntegerField(say("总步数", "steps in all"), null=True)
    cursor = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # where to go on from
    message_zh = models.TextField(say("说明", "message"), blank=True)
    message_en = models.TextField(blank=True)
    notes = models.JSONField(default=list)  # what became of each part: zh, en, good
    result_url = models.CharField(max_length=300, blank=True)
    result_file = models.CharField(max_length=300, blank=True)  # in the folder of made files
    result_name = models.CharField(max_length=300, blank=True)  # what a browser saves it as
    asked_at = models.DateTimeField(say("发起时间", "asked at"), auto_now_add=True)
    started_at = models.DateTimeField(say("开始时间", "started at"), null=True)
    finished_at = models.DateTimeField(say("结束时间", "finished at"), null=True)
    heartbeat = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)  # since the last step was done
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        verbose_name = say("后台任务", "job")
        verbose_name_plural = say("后台任务", "jobs")
        ordering: ClassVar = ["-asked_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="job_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN_STATES

    @property
    def message(self) -> str:
        """What it is doing or what became of it, in the language of the reader."""
        return self.message_en if current_language() == "en" else self.message_zh
