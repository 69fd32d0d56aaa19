"""How far the tasks have come, as the units report it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from luheng.workplace.language import say


class TaskState(models.TextChoices):
    """How far a task has come."""

    NOT_REPORTED = "not_reported", say("未填报", "not reported")
    NOT_STARTED = "not_started", say("未启动", "not started")
    UNDER_WAY = "under_way", say("推进中", "under way")
    BLOCKED = "blocked", say("受阻", "blocked")
    DONE = "done", say("已完成", "done")


class TaskProgress(models.Model):
    """One report on a task. Reports are added, never edited; the latest one is the task's state."""

    task = models.ForeignKey("Task", on_delete=models.CASCADE, related_name="progress")
    unit = models.ForeignKey("Unit", null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(say("进展", "progress"), max_length=12, choices=TaskState.choices)
    note = models.TextField(say("说明", "note"), blank=True)
    reported_at = models.DateTimeField(say("填报时间", "reported at"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = say("任务进展", "task progress")
        verbose_name_plural = say("任务进展", "task progress")
        ordering: ClassVar = ["-reported_at", "-id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.state}"
