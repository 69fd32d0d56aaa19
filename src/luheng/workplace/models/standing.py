"""Where targets stand, and what people decided that judgement rests on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.items import Observation, Target


class VerdictCode(models.TextChoices):
    """The seven verdicts, in the order in which a scorecard lists them."""

    MET = "met", say("达标", "met")
    ON_TRACK = "on_track", say("按序时推进", "on track")
    BEHIND = "behind", say("滞后", "behind")
    MISSED = "missed", say("未达标", "missed")
    INSUFFICIENT_DATA = "insufficient_data", say("数据不足", "insufficient data")
    NOT_YET_DUE = "not_yet_due", say("未到期", "not yet due")
    CANNOT_BE_JUDGED = "cannot_be_judged", say("无法判定", "cannot be judged")


class Verdict(models.Model):
    """The judgement of one target with all that it rests on; made anew when its inputs change."""

    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="verdict")
    code = models.CharField(
        say("判定", "verdict"), max_length=20, choices=VerdictCode.choices, db_index=True
    )
    rule = models.CharField(say("规则", "rule"), max_length=80)
    reason_zh = models.TextField(say("理由", "reason"))
    reason_en = models.TextField()
    latest_value = models.DecimalField(
        say("最新值", "latest value"), max_digits=24, decimal_places=6, null=True
    )
    latest_period = models.CharField(say("最新值时期", "period"), max_length=20, blank=True)
    latest_unit = models.CharField(max_length=40, blank=True)
    provisional = models.BooleanField(say("初步", "provisional"), default=False)
    early = models.BooleanField(say("未到期", "before the year's end"), default=False)
    progress = models.DecimalField(
        say("完成进度", "share of the way"), max_digits=24, decimal_places=6, null=True
    )  # 1 is all of the way from base to target
    due = models.PositiveSmallIntegerField(say("到期年", "due"), null=True)
    numbers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # the judgement as JSON
    lineage = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # settings and versions
    observations = models.ManyToManyField(Observation, related_name="verdicts")
    as_of = models.DateField(say("判定日", "as of"))
    inputs_digest = models.CharField(max_length=64)
    judged_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = say("判定", "verdict")
        verbose_name_plural = say("判定", "verdicts")

    def __str__(self) -> str:
        return f"{self.target_id} {self.code}"


class IndicatorMapping(models.Model):
    """A printed indicator name and the catalogue entry a person found for it, once for all."""

    printed = models.CharField(
        say("原文指标名", "indicator as printed"), max_length=200, unique=True
    )
    indicator_id = models.CharField(say("指标目录编号", "catalogue id"), max_length=120)
    mapped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    mapped_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("指标对应", "indicator mapping")
        verbose_name_plural = say("指标对应", "indicator mappings")
        ordering: ClassVar = ["printed"]

    def __str__(self) -> str:
        return f"{self.printed} → {self.indicator_id}"


class AssignedValue(models.Model):
    """What the superior government assigned, for a target that says 完成下达任务."""

    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="assigned")
    op = models.CharField(say("要求", "demand"), max_length=20)
    value = models.DecimalField(say("下达值", "assigned value"), max_digits=24, decimal_places=6)
    unit = models.CharField(say("计量单位", "unit"), max_length=40, blank=True)
    base_year = models.PositiveSmallIntegerField(say("基年", "base year"), null=True, blank=True)
    document_no = models.CharField(say("下达文号", "document number"), max_length=120, blank=True)
    note = models.TextField(say("备注", "note"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    entered_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("下达值", "assigned value")
        verbose_name_plural = say("下达值", "assigned values")

    def __str__(self) -> str:
        return f"{self.target_id}: {self.value} {self.unit}"


class ScorecardSnapshot(models.Model):
    """The scorecard frozen at one moment: what reports are made from and later ones compared with."""

    taken_at = models.DateTimeField(say("时间", "taken at"), auto_now_add=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    label = models.CharField(say("名称", "label"), max_length=120, blank=True)
    as_of = models.DateField(say("判定日", "as of"))
    contents = models.JSONField(encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)  # of the contents: a report can name what it froze

    class Meta:
        verbose_name = say("评估快照", "scorecard snapshot")
        verbose_name_plural = say("评估快照", "scorecard snapshots")
        ordering: ClassVar = ["-taken_at", "-id"]

    def __str__(self) -> str:
        return self.label or f"{self.taken_at:%Y-%m-%d %H:%M}"
