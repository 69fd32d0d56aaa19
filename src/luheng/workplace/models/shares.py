"""Links that show one page to whoever has them, until a day, and nothing else."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from luheng.workplace.language import say
from luheng.workplace.models.identity import Guessable


class ShareKind(models.TextChoices):
    """What a link shows."""

    TARGET = "target", say("目标", "target")
    LIST = "list", say("清单", "list")
    UNIT = "unit", say("单位责任清单", "duty sheet of a unit")
    RETURN = "return", say("填报表", "return")
    REPORT = "report", say("报告", "report")
    DOSSIER = "dossier", say("验收资料", "dossier")


class Share(Guessable):
    """One link. Its key is kept as a digest alone; what it shows is looked up at each opening."""

    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("分享人", "shared by"),
        on_delete=models.PROTECT,
        related_name="shares",
    )  # it shows what this person may see on the day it is opened
    kind = models.CharField(say("内容", "shows"), max_length=10, choices=ShareKind.choices)
    object_id = models.PositiveBigIntegerField(null=True, editable=False)
    view = models.CharField(max_length=1000, blank=True, editable=False)  # of a list: its address
    title = models.CharField(say("名称", "title"), max_length=200)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    password = models.CharField(max_length=128, blank=True, editable=False)
    public_only = models.BooleanField(say("只含公开内容", "public parts only"), default=False)
    made_at = models.DateTimeField(say("分享时间", "shared at"), auto_now_add=True)
    expires_at = models.DateTimeField(say("到期时间", "expires at"))
    revoked_at = models.DateTimeField(say("撤销时间", "revoked at"), null=True, blank=True)
    openings = models.PositiveIntegerField(say("打开次数", "openings"), default=0, editable=False)
    last_opened_at = models.DateTimeField(say("最近打开", "last opened"), null=True, editable=False)

    class Meta:
        verbose_name = say("共享链接", "shared link")
        verbose_name_plural = say("共享链接", "shared links")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_live(self) -> bool:
        """Whether it still opens."""
        return self.revoked_at is None and self.expires_at > timezone.now()
