"""Units of government and the people who work in them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say


class UnitKind(models.TextChoices):
    """What sort of unit it is. `district` is what duties of all districts are passed on to."""

    MUNICIPAL = "bureau", say("市直部门", "bureau")
    DISTRICT = "district", say("县（市、区）", "district")
    OFFICE = "office", say("办事机构", "office")
    INSTITUTION = "institution", say("事业单位", "public institution")
    STATE_COMPANY = "state_company", say("国有企业", "state company")
    PARK = "park", say("园区", "park")
    FIRM = "firm", say("企业", "firm")
    OTHER = "other", say("其他", "other")


class Unit(models.Model):
    """A bureau, district, park or firm that plans name as lead or support.

    It exists from `founded_on` to the day before `abolished_on`; no day: always, as far as known.
    """

    name = models.CharField(say("单位名称", "unit"), max_length=120, unique=True)
    aliases = models.JSONField(say("别称", "aliases"), default=list, blank=True)
    kind = models.CharField(say("类别", "kind"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=say("上级单位", "parent unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    founded_on = models.DateField(say("设立日期", "founded on"), null=True, blank=True)
    abolished_on = models.DateField(say("撤销日期", "abolished on"), null=True, blank=True)
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
    language = models.CharField(
        say("语言", "language"),
        max_length=10,
        blank=True,
        choices=[("zh-hans", "中文"), ("en", "English")],
    )
    closed_at = models.DateTimeField(say("停用时间", "closed at"), null=True, blank=True)

    _roles: frozenset[str] | None = None  # looked up once a request, see workplace.permissions

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
