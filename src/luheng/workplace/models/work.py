"""年度重点工作安排: the plan broken down into what is done this year, and what meetings decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.evidence import Evidence
from luheng.workplace.models.items import Task
from luheng.workplace.models.people import Unit
from luheng.workplace.models.progress import TaskState
from luheng.workplace.models.steps import Moving


class WorkListState(models.TextChoices):
    """Where a yearly work list stands."""

    DRAFTED = "drafted", say("编制中", "being drafted")
    ISSUED = "issued", say("已印发", "issued")
    CLOSED = "closed", say("已办结", "closed")


class WorkList(Moving):
    """The work of one year; its items come from the plans in force."""

    year = models.PositiveSmallIntegerField(say("年度", "year"), unique=True)
    title = models.CharField(say("名称", "title"), max_length=200)
    document_no = models.CharField(say("文号", "document number"), max_length=120, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("年度重点工作安排", "yearly work list")
        verbose_name_plural = say("年度重点工作安排", "yearly work lists")
        ordering: ClassVar = ["-year"]

    def __str__(self) -> str:
        return self.title


class Meeting(models.Model):
    """A meeting of the steering group; what it decided are work items."""

    held_on = models.DateField(say("会议日期", "held on"))
    title = models.CharField(say("会议名称", "title"), max_length=200)
    minutes = models.ForeignKey(
        Evidence,
        verbose_name=say("会议纪要", "minutes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(say("备注", "note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("会议", "meeting")
        verbose_name_plural = say("会议", "meetings")
        ordering: ClassVar = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.title}（{self.held_on:%Y-%m-%d}）"


class WorkItem(models.Model):
    """One piece of work with the unit that answers for it and a day. Cancelled, never deleted."""

    class Kind(models.TextChoices):
        """What sort of item it is."""

        MEASURE = "measure", say("重点工作", "measure")
        SUBTASK = "subtask", say("子任务", "sub-task")
        MILESTONE = "milestone", say("节点", "milestone")
        DISTRICT = "district", say("县（市、区）任务", "duty of a district")
        DECISION = "decision", say("议定事项", "decision")

    worklist = models.ForeignKey(
        WorkList, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    task = models.ForeignKey(
        Task,
        verbose_name=say("方案任务", "task of the plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="work",
    )
    kind = models.CharField(say("类别", "kind"), max_length=10, choices=Kind.choices)
    no = models.CharField(say("序号", "number"), max_length=40, blank=True)
    text = models.TextField(say("工作内容", "work"))
    lead = models.ForeignKey(
        Unit,
        verbose_name=say("牵头单位", "lead unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="work_led",
    )
    supports = models.ManyToManyField(
        Unit, verbose_name=say("配合单位", "supporting units"), blank=True, related_name="work_supported"
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("责任人", "owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="work",
    )
    due = models.DateField(say("完成时限", "due"), null=True, blank=True, db_index=True)
    state = models.CharField(
        say("进展", "progress"),
        max_length=12,
        choices=TaskState.choices,
        default=TaskState.NOT_REPORTED,
        editable=False,
    )
    percent = models.DecimalField(
        say("完成比例", "share done"), max_digits=5, decimal_places=2, null=True, editable=False
    )  # as reported: never worked out from parts
    note = models.TextField(say("进展说明", "progress note"), blank=True, editable=False)
    reported_at = models.DateTimeField(say("更新时间", "updated at"), null=True, editable=False)
    cancelled = models.BooleanField(say("已取消", "cancelled"), default=False)
    cancelled_why = models.TextField(say("取消原因", "why cancelled"), blank=True)
    position = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("年度工作", "work item")
        verbose_name_plural = say("年度工作", "work items")
        ordering: ClassVar = ["worklist", "meeting", "position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(worklist__isnull=True) ^ models.Q(meeting__isnull=True),
                name="work_of_a_year_or_of_a_meeting",
            ),
            models.UniqueConstraint(
                fields=["worklist", "task"],
                condition=models.Q(kind="measure"),
                name="one_measure_of_a_task_a_year",
            ),
            models.UniqueConstraint(
                fields=["parent", "lead"],
                condition=models.Q(kind="district"),
                name="one_duty_of_a_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.text[:40]}".strip()

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit leads or supports it."""
        return self.lead_id == unit_id or self.supports.filter(pk=unit_id).exists()


class WorkReport(models.Model):
    """One report on a work item: in words, as a share, or a milestone reached. Added, never edited."""

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(say("进展", "progress"), max_length=12, choices=TaskState.choices)
    percent = models.DecimalField(
        say("完成比例", "share done"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    note = models.TextField(say("说明", "note"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField(say("填报时间", "reported at"))

    class Meta:
        verbose_name = say("年度工作进展", "work report")
        verbose_name_plural = say("年度工作进展", "work reports")
        ordering: ClassVar = ["-reported_at", "-id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state}"
