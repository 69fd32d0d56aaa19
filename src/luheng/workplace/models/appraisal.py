"""考核: an appraisal of units by a frozen scheme, its lines, marks that people enter, objections."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.evidence import Evidence
from luheng.workplace.models.people import Unit
from luheng.workplace.models.steps import Moving


class AppraisalState(models.TextChoices):
    """Where an appraisal stands."""

    DRAFTED = "drafted", say("拟定中", "being drafted")
    ANNOUNCED = "announced", say("公示中", "announced")
    SETTLED = "settled", say("公示结束", "objections settled")
    PUBLISHED = "published", say("已发布", "published")
    VOID = "void", say("已作废", "void")


def _points(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=9, decimal_places=4, **options)


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )


def _document() -> models.ForeignKey:
    return models.ForeignKey(
        Evidence,
        verbose_name=say("依据文件", "document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Appraisal(Moving):
    """The appraisal of one year. Its scheme is kept word for word, so that it can be recomputed."""

    year = models.PositiveSmallIntegerField(say("年度", "year"))
    title = models.CharField(say("名称", "title"), max_length=200)
    scheme_name = models.CharField(say("考核方案", "scheme"), max_length=120)
    scheme_text = models.TextField(say("方案全文", "text of the scheme"))
    scheme_sha256 = models.CharField(max_length=64)
    computed_at = models.DateTimeField(say("计分时间", "computed at"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("考核", "appraisal")
        verbose_name_plural = say("考核", "appraisals")
        ordering: ClassVar = ["-year", "title", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "title"],
                condition=~models.Q(state="void"),
                name="one_appraisal_of_a_title_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.title}"


class AppraisalLine(models.Model):
    """What one item gave one unit. Computed anew until announced; then corrected by a new line."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="lines")
    unit = models.ForeignKey(
        Unit, verbose_name=say("单位", "unit"), on_delete=models.PROTECT, related_name="appraised"
    )
    group = models.CharField(max_length=60)
    group_zh = models.CharField(say("分组", "group"), max_length=120)
    group_en = models.CharField(max_length=120)
    item = models.CharField(max_length=60)
    item_zh = models.CharField(say("考核内容", "item"), max_length=120)
    item_en = models.CharField(max_length=120)
    rule = models.CharField(say("计分规则", "rule"), max_length=40)
    rule_line = models.PositiveIntegerField()  # where the scheme's text declares the item
    position = models.PositiveIntegerField()  # of the unit, as the scheme and names order them
    item_position = models.PositiveIntegerField()
    weight = _points(say("权重", "weight"))
    full = _points(say("满分", "full marks"))
    points = _points(say("得分", "points"), null=True)  # null: nothing to score, not zero
    statement_zh = models.TextField(say("得分说明", "how it came about"))
    statement_en = models.TextField()
    inputs = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.TextField(say("更正原因", "why corrected"), blank=True)
    document = _document()
    made_by = _person()
    made_at = models.DateTimeField(say("时间", "at"))

    class Meta:
        verbose_name = say("考核得分", "points")
        verbose_name_plural = say("考核得分", "points")
        ordering: ClassVar = ["position", "item_position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appraisal", "unit", "item"],
                condition=models.Q(corrects__isnull=True),
                name="one_computed_line_of_an_item",
            )
        ]

    def __str__(self) -> str:
        return str(say(f"{self.unit} {self.item_zh}", f"{self.unit} {self.item_en}"))

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether it is that unit's points."""
        return self.unit_id == unit_id


class _Published(models.Manager["AppraisalLine"]):
    def get_queryset(self) -> models.QuerySet[AppraisalLine]:
        standing = models.Q(appraisal__state=AppraisalState.PUBLISHED, corrected_by=None)
        return super().get_queryset().filter(standing)


class PublishedLine(AppraisalLine):
    """Points that hold in a published appraisal: all that a list, a workbook or the API gives out."""

    objects: ClassVar[_Published] = _Published()  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = say("已发布得分", "published points")
        verbose_name_plural = say("已发布得分", "published points")


class AppraisalMark(models.Model):
    """Points that a person entered: a manual score, a bonus, a deduction. Withdrawn, never deleted."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="marks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(say("考核内容", "item"), max_length=60)
    points = _points(say("分值", "points"))
    reason = models.CharField(say("事由", "reason"), max_length=400)
    document = _document()
    entered_by = _person()
    entered_at = models.DateTimeField(say("录入时间", "entered at"))
    withdrawn = models.BooleanField(say("已撤回", "withdrawn"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("评分", "mark")
        verbose_name_plural = say("评分", "marks")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.reason


class Objection(models.Model):
    """What a unit holds against a line, and what the plan office answered."""

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "open", say("待答复", "open")
        ACCEPTED = "accepted", say("已采纳", "accepted")
        REJECTED = "rejected", say("未采纳", "rejected")

    line = models.ForeignKey(AppraisalLine, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField(say("异议", "objection"))
    document = _document()
    raised_by = _person()
    raised_at = models.DateTimeField(say("提出时间", "raised at"))
    outcome = models.CharField(
        say("处理结果", "outcome"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN
    )
    answer = models.TextField(say("答复", "answer"), blank=True)
    answered_by = _person()
    answered_at = models.DateTimeField(say("答复时间", "answered at"), null=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("异议", "objection")
        verbose_name_plural = say("异议", "objections")
        ordering: ClassVar = ["raised_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit raised it."""
        return self.line.unit_id == unit_id
