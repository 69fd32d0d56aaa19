"""Supervision orders (督办单), the rule runs that drafted them, and what each quoted at that time."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.items import Target, Task
from luheng.workplace.models.people import Unit
from luheng.workplace.models.steps import Moving


class RuleKey(models.TextChoices):
    """Why an order is there: the rule that found the cause, or whose finding it is."""

    MISSED = "missed", say("目标未达标", "target missed")
    BEHIND = "behind", say("目标滞后", "target behind")
    OVERDUE_TASK = "overdue_task", say("任务逾期", "task overdue")
    NO_RETURN = "no_return", say("逾期未填报", "no return")
    EVIDENCE_MISSING = "evidence_missing", say("缺佐证材料", "evidence missing")
    INSPECTION = "inspection", say("外部督察审计", "inspection or audit")


class OrderState(models.TextChoices):
    """Where an order stands."""

    DRAFTED = "drafted", say("待下达", "drafted")
    ISSUED = "issued", say("待签收", "issued")
    SIGNED = "signed", say("待报方案", "signed for")
    PLANNED = "planned", say("整改中", "rectifying")
    ANSWERED = "answered", say("待复核", "answered")
    SENT_BACK = "sent_back", say("已退回", "sent back")
    REVIEWED = "reviewed", say("待销号", "reviewed")
    CLOSED = "closed", say("已销号", "closed")
    WAIVED = "waived", say("已豁免", "waived")
    LAPSED = "lapsed", say("豁免期满", "waiver lapsed")
    DROPPED = "dropped", say("已撤销", "dropped")


ENDED_ORDERS = (OrderState.CLOSED, OrderState.LAPSED, OrderState.DROPPED)


class Escalation(models.IntegerChoices):
    """How far an order has been escalated."""

    NONE = 0, say("未升级", "not escalated")
    NOTICE = 1, say("通报", "notice")
    INTERVIEW = 2, say("约谈", "interview")
    REPORT = 3, say("报请领导", "reported to leaders")


class RuleRun(models.Model):
    """One run of the rules: when, with which settings, on which verdicts. Never edited."""

    at = models.DateTimeField(say("运行时间", "run at"))
    day = models.DateField(say("判定日", "as of"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("运行人", "run by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )  # empty: the house itself, after verdicts changed
    rules = models.JSONField(say("规则", "rules"), default=list)  # as they were in force
    verdicts = models.JSONField(default=dict)  # target id → [code, inputs digest]
    verdicts_digest = models.CharField(say("判定摘要", "digest of the verdicts"), max_length=64)
    drafted = models.PositiveIntegerField(say("新起草", "drafted"), default=0)
    standing = models.PositiveIntegerField(say("已有督办", "covered already"), default=0)
    gone = models.PositiveIntegerField(say("情形消除", "causes gone"), default=0)
    lapsed = models.PositiveIntegerField(say("豁免期满", "waivers lapsed"), default=0)
    luheng = models.CharField(max_length=40)

    class Meta:
        verbose_name = say("规则运行", "rule run")
        verbose_name_plural = say("规则运行", "rule runs")
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.day}"


class SupervisionOrder(Moving):
    """A supervision order: what is wrong, by which clause and verdict, who puts it right by when."""

    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    rule = models.CharField(say("督办事由", "cause"), max_length=20, choices=RuleKey.choices)
    cause_key = models.CharField(max_length=200, editable=False)  # the same trouble, the same key
    run = models.ForeignKey(
        RuleRun, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    title = models.CharField(say("督办事项", "subject"), max_length=200)
    requirement = models.TextField(say("督办要求", "what is required"), blank=True)
    quote = models.TextField(say("依据原文", "quoted text"), blank=True)
    source = models.CharField(say("督察来源", "source of the finding"), max_length=120, blank=True)
    finding_no = models.CharField(say("问题编号", "finding number"), max_length=80, blank=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=say("责任单位", "unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="orders",
    )
    others = models.ManyToManyField(
        Unit, verbose_name=say("其他责任单位", "other units"), blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("联系人", "contact"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    target = models.ForeignKey(
        Target, null=True, blank=True, on_delete=models.SET_NULL, related_name="orders"
    )
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="orders"
    )
    frozen = models.JSONField(default=dict, encoder=DjangoJSONEncoder, editable=False)
    days = models.PositiveSmallIntegerField(say("整改工作日", "working days"), default=20)
    rectify_by = models.DateField(say("整改期限", "to be rectified by"), null=True, blank=True)
    issued_on = models.DateField(say("下达日期", "issued on"), null=True, blank=True)
    escalation = models.PositiveSmallIntegerField(
        say("升级", "escalation"), choices=Escalation.choices, default=Escalation.NONE
    )
    gone_on = models.DateField(say("情形消除日", "cause gone on"), null=True, blank=True)
    gone_zh = models.TextField(blank=True)
    gone_en = models.TextField(blank=True)
    earlier = models.ForeignKey(
        "self",
        verbose_name=say("前次督办", "earlier order"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="later",
    )
    history = HistoricalRecords(m2m_fields=[others])

    class Meta:
        verbose_name = say("督办单", "supervision order")
        verbose_name_plural = say("督办单", "supervision orders")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="one_order_of_a_number"),
            models.UniqueConstraint(
                fields=["cause_key"],
                condition=~Q(state__in=[str(one) for one in ENDED_ORDERS]),
                name="one_open_order_of_a_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numbered} {self.title}".strip()

    @property
    def numbered(self) -> str:
        """督办〔2026〕3号; empty before it is issued."""
        return f"督办〔{self.year}〕{self.number}号" if self.number else ""

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit is to answer it; a draft is nobody's yet."""
        if self.state in (OrderState.DRAFTED, OrderState.DROPPED):
            return False
        return self.unit_id == unit_id or self.others.filter(pk=unit_id).exists()
