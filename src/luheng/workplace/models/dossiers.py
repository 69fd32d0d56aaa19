"""Dossiers that were made: for which period and indicators, with what in them. The file is kept."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from luheng.workplace.language import say


class Dossier(models.Model):
    """One dossier. Its bytes lie in the city folder as dossiers/<sha256>.zip; it is never changed."""

    title = models.CharField(say("名称", "title"), max_length=200)
    start = models.DateField(say("时期起", "from"))
    end = models.DateField(say("时期止", "until"))
    as_of = models.DateField(say("判定日", "as of"))
    selection = models.JSONField(default=dict)
    targets = models.PositiveIntegerField(say("目标数", "targets"))
    pieces = models.PositiveIntegerField(say("材料份数", "pieces of evidence"))
    missing = models.PositiveIntegerField(say("缺佐证", "missing"))
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(say("字节", "bytes"))
    fingerprint = models.CharField(max_length=64)  # of the key that signed
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("生成人", "made by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(say("生成时间", "made at"), auto_now_add=True)

    class Meta:
        verbose_name = say("资料包", "dossier")
        verbose_name_plural = say("资料包", "dossiers")
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.title
