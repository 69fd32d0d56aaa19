"""What was read from documents, as it stands now.

Each item keeps two things apart: `as_read`, the reader's latest values, and the fields beside it,
which hold unless a person changed them. So a correction survives a better reading.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.files import Clause, Document
from luheng.workplace.models.progress import TaskState


class Review(models.TextChoices):
    """What a person made of an item that was read."""

    DRAFT = "draft", say("待复核", "draft")
    ACCEPTED = "accepted", say("已复核", "accepted")
    CORRECTED = "corrected", say("已修改", "corrected")
    REJECTED = "rejected", say("已剔除", "rejected")


class Operator(models.TextChoices):
    """What a target demands of its value."""

    AT_LEAST = ">=", say("不低于", "at least")
    AT_MOST = "<=", say("不高于", "at most")
    EQUAL = "=", say("等于", "equal to")
    REDUCE_BY = "reduce_by", say("下降", "falls by")
    INCREASE_BY = "increase_by", say("增长", "grows by")
    MULTIPLY_BY = "multiply_by", say("达到基数的倍数", "multiple of the base")
    MEET_ASSIGNED = "meet_assigned", say("完成下达任务", "meets the assigned value")
    MEET_BENCHMARK = "meet_benchmark", say("达到参照水平", "meets a benchmark")


def _amount(label: Any = "", **options: Any) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=24, decimal_places=6, null=True, blank=True, **options
    )


def _text(label: Any, length: int, **options: Any) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True, **options)


def _year(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


class ReadItem(models.Model):
    """Anything read from a document, with its exact words, its review and its history."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="%(class)ss")
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.SET_NULL, related_name="%(class)ss"
    )
    clause_key = _text(say("条款", "clause"), 80)
    key = models.CharField(max_length=400, editable=False)  # finds the item again when re-reading
    position = models.PositiveIntegerField(default=0, editable=False)
    quote = models.TextField(say("原文", "quote"), blank=True)
    span_start = models.PositiveIntegerField(null=True, editable=False)
    span_end = models.PositiveIntegerField(null=True, editable=False)
    as_read = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)
    review = models.CharField(
        say("复核", "review"),
        max_length=10,
        choices=Review.choices,
        default=Review.DRAFT,
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("复核人", "reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(say("复核时间", "reviewed at"), null=True, blank=True)
    conflict = models.JSONField(default=dict, blank=True, editable=False)  # field → the new reading
    vanished = models.BooleanField(default=False, editable=False)  # the latest reading lacks it
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["document", "position"]
        indexes: ClassVar = [models.Index(fields=["document", "review"], name="%(class)s_review")]


class Target(ReadItem):
    """One indicator, one year, one demand. Fields are those of `documents.model.Target`."""

    indicator = models.CharField(say("指标", "indicator"), max_length=200)
    printed_indicator = _text(say("原文指标名", "indicator as printed"), 200)
    indicator_id = _text(say("指标目录编号", "catalogue id"), 120, db_index=True)
    year = _year(say("目标年", "year"))
    op = models.CharField(say("要求", "demand"), max_length=20, choices=Operator.choices)
    value = _amount(say("目标值", "value"))
    unit = _text(say("计量单位", "unit"), 40)
    strict = models.BooleanField(say("不含本数", "strict"), default=False)
    value_min = _amount(say("下限", "lower bound"))
    value_max = _amount(say("上限", "upper bound"))
    range = models.BooleanField(say("区间", "range"), default=False)
    approx = models.BooleanField(say("左右", "approximate"), default=False)
    bound = _text(say("界限方向", "bound"), 20)
    assigned_by = _text(say("下达单位", "assigned by"), 120)
    benchmark = _text(say("参照", "benchmark"), 200)
    offset = _amount(say("高于参照", "offset"))
    offset_unit = _text(say("差值单位", "unit of the offset"), 40)
    base = _text(say("基期", "base"), 20)
    base_year = _year(say("基年", "base year"))
    baseline = _amount(say("基数", "baseline"))
    baseline_year = _year(say("基数年份", "year of the baseline"))
    change = _amount(say("变化量", "change"))
    change_unit = _text(say("变化量单位", "unit of the change"), 40)
    rate = _text(say("年均", "rate"), 10)
    cumulative = models.BooleanField(say("累计", "cumulative"), default=False)
    year_from = _year(say("起始年", "from year"))
    period_years = _year(say("年数", "number of years"))
    stretch = _amount(say("力争值", "stretch value"))
    stretch_only = models.BooleanField(say("仅为力争", "stretch only"), default=False)
    wording = _text(say("措辞", "wording"), 40)
    binding = _text(say("属性", "nature"), 10)
    series = _text(say("系列", "series"), 200)
    part_of = _text(say("其中", "part of"), 200)
    places = models.JSONField(say("地区", "places"), default=list, blank=True)
    lead = models.JSONField(say("牵头单位", "lead units"), default=list, blank=True)
    support = models.JSONField(say("配合单位", "supporting units"), default=list, blank=True)
    section = _text(say("章节", "section"), 40)
    note = models.TextField(say("备注", "note"), blank=True)

    class Meta(ReadItem.Meta):
        verbose_name = say("目标", "target")
        verbose_name_plural = say("目标", "targets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="one_target_of_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year or ''}".strip()


class Task(ReadItem):
    """A duty with the units that lead and support it."""

    no = models.CharField(say("序号", "number"), max_length=40)
    item = _text(say("章节序号", "number in its section"), 40)
    section = _text(say("章节", "section"), 400)
    section_no = _text(say("节", "section number"), 40)
    chapter = _text(say("章名", "chapter"), 400)
    chapter_no = _text(say("章", "chapter number"), 40)
    title = _text(say("任务", "task"), 400)
    text = models.TextField(say("任务内容", "text"))
    lead = models.JSONField(say("牵头单位", "lead units"), default=list, blank=True)
    support = models.JSONField(say("配合单位", "supporting units"), default=list, blank=True)
    units_raw = models.TextField(say("责任单位原文", "units as printed"), blank=True)
    due = _text(say("完成时限", "due"), 10)
    state = models.CharField(
        say("进展", "progress"),
        max_length=12,
        choices=TaskState.choices,
        default=TaskState.NOT_REPORTED,
        editable=False,
    )
    state_note = models.TextField(say("进展说明", "progress note"), blank=True, editable=False)
    state_at = models.DateTimeField(say("更新时间", "updated at"), null=True, editable=False)

    class Meta(ReadItem.Meta):
        verbose_name = say("任务", "task")
        verbose_name_plural = say("任务", "tasks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="one_task_of_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title or self.text[:40]}"


class Project(ReadItem):
    """A row of a project annex; every column of the printed table is kept in `columns`."""

    no = models.CharField(say("序号", "number"), max_length=40)
    name = models.CharField(say("项目名称", "project"), max_length=400)
    content = models.TextField(say("建设内容", "content"), blank=True)
    start = _year(say("开工年", "start year"))
    end = _year(say("完工年", "end year"))
    start_ym = _text(say("开工年月", "start month"), 10)
    end_ym = _text(say("完工年月", "end month"), 10)
    period_raw = _text(say("建设期原文", "period as printed"), 120)
    investment_yi_yuan = _amount(say("总投资（亿元）", "investment (100 million yuan)"))
    investment_wan_yuan = _amount(say("总投资（万元）", "investment (10,000 yuan)"))
    investment_raw = _text(say("总投资原文", "investment as printed"), 120)
    builder = _text(say("建设单位", "builder"), 400)
    lead = _text(say("责任单位", "lead unit"), 400)
    place = _text(say("建设地点", "place"), 400)
    columns = models.JSONField(say("原表各列", "printed columns"), default=dict, blank=True)

    class Meta(ReadItem.Meta):
        verbose_name = say("项目", "project")
        verbose_name_plural = say("项目", "projects")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="one_project_of_a_key")
        ]

    def __str__(self) -> str:
        return self.name


class Milestone(ReadItem):
    """A dated or absolute goal without a number; its words are its quote."""

    year = _year(say("年份", "year"))
    section = _text(say("章节", "section"), 40)

    class Meta(ReadItem.Meta):
        verbose_name = say("定性目标", "milestone")
        verbose_name_plural = say("定性目标", "milestones")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="one_milestone_of_a_key")
        ]

    def __str__(self) -> str:
        return self.quote[:60]


class Finding(ReadItem):
    """What a document itself gets wrong. Accepted: so it is; rejected: no fault; draft: open."""

    code = models.CharField(max_length=80)
    severity = models.CharField(
        say("程度", "severity"),
        max_length=10,
        choices=[
            ("error", say("错误", "error")),
            ("warning", say("疑问", "warning")),
            ("info", say("提示", "information")),
        ],
    )
    text_zh = models.TextField(say("问题", "problem"))
    text_en = models.TextField()
    remedy_zh = models.TextField(say("建议", "remedy"), blank=True)
    remedy_en = models.TextField(blank=True)
    suggestion = models.TextField(say("可能应为", "probably meant"), blank=True)

    class Meta(ReadItem.Meta):
        verbose_name = say("文件疑点", "finding")
        verbose_name_plural = say("文件疑点", "findings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="one_finding_of_a_key")
        ]

    def __str__(self) -> str:
        return str(say(self.text_zh, self.text_en))


class Observation(ReadItem):
    """What an indicator was. Superseded by a later or final figure, never overwritten."""

    class Kind(models.TextChoices):
        """What the number says about the indicator."""

        LEVEL = "level", say("水平值", "level")
        COUNT = "count", say("数量", "count")
        CHANGE_PCT = "change_pct", say("同比变化（%）", "change (%)")
        CHANGE_PP = "change_pp", say("同比变化（百分点）", "change (points)")
        CUMULATIVE = "cumulative_change_pct", say("累计变化（%）", "cumulative change (%)")

    class Status(models.TextChoices):
        """Whether the figure may still change."""

        FINAL = "final", say("最终数", "final")
        PRELIMINARY = "preliminary", say("初步数", "preliminary")

    document = models.ForeignKey(  # type: ignore[assignment]
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="observations"
    )
    indicator = models.CharField(say("指标", "indicator"), max_length=200, db_index=True)
    printed_indicator = _text(say("原文指标名", "indicator as printed"), 200)
    indicator_id = _text(say("指标目录编号", "catalogue id"), 120)
    place = _text(say("地区", "place"), 120)
    period = models.CharField(say("时期", "period"), max_length=20)
    value = models.DecimalField(say("数值", "value"), max_digits=24, decimal_places=6)
    unit = _text(say("计量单位", "unit"), 40)
    kind = models.CharField(
        say("类型", "kind"), max_length=24, choices=Kind.choices, default="level"
    )
    alt_kind = _text(say("另一可能类型", "other possible kind"), 24)
    status = models.CharField(
        say("口径", "status"), max_length=12, choices=Status.choices, default="final"
    )
    cell = _text(say("单元格", "cell"), 80)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("填报人", "entered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entered_at = models.DateTimeField(say("填报时间", "entered at"), null=True, editable=False)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="supersedes"
    )

    class Meta(ReadItem.Meta):
        verbose_name = say("数据", "observation")
        verbose_name_plural = say("数据", "observations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="one_observation_of_a_key"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(document__isnull=True),
                name="one_entered_observation_of_a_key",
            ),
        ]
        indexes: ClassVar = [
            *ReadItem.Meta.indexes,
            models.Index(fields=["indicator_id", "place", "period"]),
            models.Index(fields=["period", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.place} {self.period}"
