"""Returns (填报表): what is asked of each unit, and what it answers period by period."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.files import SourceFile
from luheng.workplace.models.funding import ProjectStage
from luheng.workplace.models.items import Observation, Project, Task
from luheng.workplace.models.people import Unit
from luheng.workplace.models.progress import TaskProgress, TaskState
from luheng.workplace.models.steps import Moving


class Frequency(models.TextChoices):
    """How often a return is asked for."""

    ONCE = "once", say("一次性", "once")
    MONTHLY = "monthly", say("月报", "monthly")
    QUARTERLY = "quarterly", say("季报", "quarterly")
    HALF_YEARLY = "half_yearly", say("半年报", "half-yearly")
    YEARLY = "yearly", say("年报", "yearly")


class ReturnForm(models.Model):
    """What is asked, of whom and how often. Composed once, issued again each period."""

    title = models.CharField(say("名称", "title"), max_length=120)
    frequency = models.CharField(
        say("报送周期", "frequency"), max_length=12, choices=Frequency.choices
    )
    due_workdays = models.PositiveSmallIntegerField(say("期后工作日", "working days"), default=5)
    note = models.TextField(say("填报说明", "note"), blank=True)
    active = models.BooleanField(say("在用", "in use"), default=True)
    composed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    composed_at = models.DateTimeField(say("编制时间", "composed at"), auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("填报表式", "return form")
        verbose_name_plural = say("填报表式", "return forms")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title


class AskedField(models.Model):
    """One field of a form, asked of one unit. Dropped when no longer asked, never deleted."""

    class Kind(models.TextChoices):
        """What is asked."""

        INDICATOR = "indicator", say("指标", "indicator")
        TASK = "task", say("任务", "task")
        PROJECT = "project", say("项目", "project")

    form = models.ForeignKey(ReturnForm, on_delete=models.PROTECT, related_name="fields")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="asked_fields")
    kind = models.CharField(say("类别", "kind"), max_length=10, choices=Kind.choices)
    subject_key = models.CharField(max_length=400, db_index=True)  # what two repeats share
    name = models.CharField(say("填报项", "field"), max_length=400)
    indicator_id = models.CharField(say("指标目录编号", "catalogue id"), max_length=120, blank=True)
    place = models.CharField(say("地区", "place"), max_length=120, blank=True)
    measure = models.CharField(say("计量单位", "unit of measure"), max_length=40, blank=True)
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="asked_fields"
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="asked_fields"
    )
    position = models.PositiveIntegerField(default=0)
    dropped = models.BooleanField(say("不再填报", "no longer asked"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("填报项", "field asked")
        verbose_name_plural = say("填报项", "fields asked")
        ordering: ClassVar = ["unit", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["form", "unit", "subject_key"], name="asked_once_of_a_unit"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit is asked."""
        return self.unit_id == unit_id


class FieldIdentity(models.Model):
    """Fields of a form that must agree: a total and its parts, shares of a whole, a share of two."""

    class Kind(models.TextChoices):
        """What must agree."""

        SUM = "sum", say("合计＝各分项之和", "total = sum of its parts")
        SOME = "some", say("分项（其中）之和不大于合计", "some parts, not more than the total")
        SHARES = "shares", say("各占比之和＝100%", "shares make up 100%")
        SHARE = "share", say("占比＝分子÷分母", "share = part ÷ whole")

    form = models.ForeignKey(ReturnForm, on_delete=models.PROTECT, related_name="identities")
    kind = models.CharField(say("核对关系", "what must agree"), max_length=8, choices=Kind.choices)
    first = models.ForeignKey(
        AskedField, null=True, on_delete=models.PROTECT, related_name="+"
    )  # the total, or the share
    whole = models.ForeignKey(AskedField, null=True, on_delete=models.PROTECT, related_name="+")
    parts = models.ManyToManyField(AskedField, related_name="+")
    dropped = models.BooleanField(say("不再核对", "no longer checked"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("核对关系", "identity of fields")
        verbose_name_plural = say("核对关系", "identities of fields")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first or ''}"


class ReturnState(models.TextChoices):
    """How far one unit's return of one period has come."""

    ISSUED = "issued", say("待填报", "to be filed")
    FILED = "filed", say("待审核", "filed")
    RETURNED = "returned", say("已退回", "sent back")
    ACCEPTED = "accepted", say("已通过", "accepted")
    WITHDRAWN = "withdrawn", say("已收回", "withdrawn")


class Return(Moving):
    """The return of one unit for one period."""

    form = models.ForeignKey(ReturnForm, on_delete=models.PROTECT, related_name="returns")
    unit = models.ForeignKey(
        Unit, verbose_name=say("填报单位", "unit"), on_delete=models.PROTECT, related_name="returns"
    )
    period = models.CharField(say("时期", "period"), max_length=20)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("填报表", "return")
        verbose_name_plural = say("填报表", "returns")
        ordering: ClassVar = ["-period", "unit", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["form", "unit", "period"], name="one_return_of_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form.title} {self.period} {self.unit}"

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit files it."""
        return self.unit_id == unit_id


class Answer(models.TextChoices):
    """How a row was answered."""

    OPEN = "", say("未填", "open")
    GIVEN = "given", say("已填", "given")
    UNCHANGED = "unchanged", say("无变化", "unchanged")
    CONFIRMED = "confirmed", say("已核对", "confirmed")
    NO_FIGURE = "no_figure", say("本期无数据", "no figure")


class RowReview(models.TextChoices):
    """What the plan office made of a row."""

    PENDING = "pending", say("待审核", "to be reviewed")
    ACCEPTED = "accepted", say("已通过", "accepted")
    RETURNED = "returned", say("已退回", "sent back")


class ReturnRow(models.Model):
    """One answer: the value or the progress, by whom, from which cell, and what came of it."""

    parent = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="rows")
    asked = models.ForeignKey(AskedField, on_delete=models.PROTECT, related_name="rows")
    answer = models.CharField(
        say("填报情况", "answer"), max_length=10, choices=Answer.choices, default="", blank=True
    )
    value = models.DecimalField(
        say("本期值", "value"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    status = models.CharField(
        say("口径", "status"),
        max_length=12,
        choices=Observation.Status.choices,
        default=Observation.Status.FINAL,
    )
    state = models.CharField(
        say("进展", "progress"), max_length=12, choices=TaskState.choices, blank=True
    )
    percent = models.DecimalField(
        say("形象进度（%）", "physical progress (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    stage = models.CharField(
        say("阶段", "stage"), max_length=10, choices=ProjectStage.choices, blank=True
    )
    text = models.TextField(say("进展说明", "progress note"), blank=True)
    note = models.TextField(say("填报备注", "remark"), blank=True)
    warnings = models.JSONField(default=list, blank=True)
    last_value = models.DecimalField(
        say("上期值", "last value"), max_digits=24, decimal_places=6, null=True
    )
    last_period = models.CharField(say("上期", "last period"), max_length=20, blank=True)
    known = models.ForeignKey(
        Observation, null=True, blank=True, on_delete=models.SET_NULL, related_name="confirmed_in"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(say("填报时间", "answered at"), null=True)
    source = models.ForeignKey(SourceFile, null=True, on_delete=models.PROTECT, related_name="+")
    cell = models.CharField(say("单元格", "cell"), max_length=80, blank=True)
    review = models.CharField(
        say("审核", "review"),
        max_length=10,
        choices=RowReview.choices,
        default=RowReview.PENDING,
    )
    review_reason = models.TextField(say("退回原因", "why sent back"), blank=True)
    observation = models.ForeignKey(
        Observation, null=True, on_delete=models.SET_NULL, related_name="return_rows"
    )
    progress = models.ForeignKey(
        TaskProgress, null=True, on_delete=models.SET_NULL, related_name="return_rows"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("填报行", "row of a return")
        verbose_name_plural = say("填报行", "rows of returns")
        ordering: ClassVar = ["parent", "asked__kind", "asked__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "asked"], name="one_row_of_a_field")
        ]

    def __str__(self) -> str:
        return self.asked.name

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit files the return."""
        return self.parent.unit_id == unit_id

    @property
    def is_answered(self) -> bool:
        """Whether the unit has said something for the period."""
        return bool(self.answer)


class Contribution(models.Model):
    """What a supporting unit adds to a row that the lead unit files."""

    row = models.ForeignKey(ReturnRow, on_delete=models.PROTECT, related_name="contributions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contributions")
    value = models.DecimalField(
        say("数值", "value"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    comment = models.TextField(say("意见", "comment"), blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(say("反馈时间", "given at"), null=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("配合单位意见", "contribution")
        verbose_name_plural = say("配合单位意见", "contributions")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "unit"], name="one_contribution_of_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.row_id}"

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit was asked to contribute."""
        return self.unit_id == unit_id


class SheetMapping(models.Model):
    """What a person of a unit decided about sheets of one shape: which column means what."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheet_mappings")
    signature = models.CharField(max_length=40)
    decided = models.JSONField(default=dict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(say("确定时间", "decided at"), auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("列的对应", "mapping of a sheet")
        verbose_name_plural = say("列的对应", "mappings of sheets")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "signature"], name="one_mapping_of_a_shape")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.signature}"

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit decided it."""
        return self.unit_id == unit_id
