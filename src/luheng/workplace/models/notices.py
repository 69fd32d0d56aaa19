"""Reminders: what a person is told in the site, and what went out by mail or to a group robot."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from luheng.workplace.language import say


class Channel(models.TextChoices):
    """How a reminder reaches somebody outside the site."""

    MAIL = "mail", say("电子邮件", "e-mail")
    WEBHOOK = "webhook", say("群机器人", "group robot")


class DeliveryState(models.TextChoices):
    """What became of a delivery."""

    PENDING = "pending", say("待发送", "pending")
    SENDING = "sending", say("发送中", "sending")
    SENT = "sent", say("已发送", "sent")
    FAILED = "failed", say("发送失败", "failed")


class NoticePreference(models.Model):
    """How a person wishes to be reminded. In the site everybody is."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preference"
    )
    by_mail = models.BooleanField(say("电子邮件", "e-mail"), default=False)
    by_webhook = models.BooleanField(say("群机器人", "group robot"), default=False)
    mobile = models.CharField(
        say("手机号（群机器人提醒用）", "mobile (for the robot to mention)"),
        max_length=20,
        blank=True,
    )
    quiet_from = models.TimeField(say("免打扰开始", "quiet from"), default=time(20))
    quiet_until = models.TimeField(say("免打扰结束", "quiet until"), default=time(8))

    class Meta:
        verbose_name = say("提醒方式", "way of being reminded")
        verbose_name_plural = say("提醒方式", "ways of being reminded")

    def __str__(self) -> str:
        return str(self.user_id)


class Notice(models.Model):
    """One thing a person is told about a record that waits for them: once for each mark."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")  # order, return, work, project
    due = models.DateField(say("限期", "due"), null=True)
    mark = models.CharField(max_length=40)  # before-5, on, after-3, step-12, sent-back-7
    urgent = models.BooleanField(say("升级", "escalated"), default=False)
    text_zh = models.TextField()
    text_en = models.TextField()
    at = models.DateTimeField(say("时间", "at"))
    read_at = models.DateTimeField(say("已读", "read at"), null=True, blank=True)
    settled_at = models.DateTimeField(say("已了结", "settled at"), null=True, blank=True)

    class Meta:
        verbose_name = say("提醒", "reminder")
        verbose_name_plural = say("提醒", "reminders")
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id", "due", "mark"],
                name="told_once_of_a_mark",
            ),
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id", "mark"],
                condition=Q(due=None),
                name="told_once_of_what_has_no_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text_zh


class Delivery(models.Model):
    """A digest on its way to one person by one channel: at most one a day unless escalated."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(say("渠道", "channel"), max_length=10, choices=Channel.choices)
    day = models.DateField(say("日期", "day"))
    urgent = models.BooleanField(say("升级", "escalated"), default=False)
    notices = models.ManyToManyField(Notice, related_name="deliveries")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(
        say("状态", "state"),
        max_length=10,
        choices=DeliveryState.choices,
        default=DeliveryState.PENDING,
        db_index=True,
    )
    not_before = models.DateTimeField(say("最早发送", "not before"))
    attempts = models.PositiveSmallIntegerField(say("次数", "attempts"), default=0)
    problem = models.CharField(say("问题", "problem"), max_length=400, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(say("发送时间", "sent at"), null=True, blank=True)

    class Meta:
        verbose_name = say("发送记录", "delivery")
        verbose_name_plural = say("发送记录", "deliveries")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "channel", "day"],
                condition=Q(urgent=False),
                name="one_usual_digest_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel} {self.day}"
