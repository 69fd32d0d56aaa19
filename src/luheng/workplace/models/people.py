"""Units of government and the people who work in them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say


class Unit(models.Model):
    """A bureau, district, park or firm that plans name as lead or support."""

    name = models.CharField(say("单位名称", "unit"), max_length=120, unique=True)
    aliases = models.JSONField(say("别称", "aliases"), default=list, blank=True)
    kind = models.CharField(say("类别", "kind"), max_length=40, blank=True)
    active = models.BooleanField(say("在用", "active"), default=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=say("并入", "merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_from",
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("单位", "unit")
        verbose_name_plural = say("单位", "units")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person with an account. What they may do follows from their groups and their unit."""

    name = models.CharField(say("姓名", "name"), max_length=60, blank=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=say("所在单位", "unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )

    _roles: set[str] | None = None  # looked up once a request, see workplace.permissions

    class Meta(AbstractUser.Meta):
        verbose_name = say("用户", "user")
        verbose_name_plural = say("用户", "users")

    def __str__(self) -> str:
        return self.name or self.username


class ApiToken(models.Model):
    """A key for programs. Only its digest is kept: the key itself is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(say("用途", "purpose"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked = models.BooleanField(say("已停用", "revoked"), default=False)

    class Meta:
        verbose_name = say("接口令牌", "API token")
        verbose_name_plural = say("接口令牌", "API tokens")

    def __str__(self) -> str:
        return self.label
