"""逐日数据: tables of days that a history is counted from, kept as the files they came as."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from luheng.workplace.language import say
from luheng.workplace.models.files import SourceFile


class DayFile(models.Model):
    """A table of days for one history and place. A later one supersedes it; the file itself stays."""

    history_id = models.CharField(say("数据种类", "what is counted"), max_length=120)
    place = models.CharField(say("地区", "place"), max_length=120)
    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField(say("起", "from"))
    last_day = models.DateField(say("止", "to"))
    days = models.PositiveIntegerField(say("天数", "days"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(say("加入时间", "added at"), auto_now_add=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="supersedes"
    )

    class Meta:
        verbose_name = say("逐日数据", "table of days")
        verbose_name_plural = say("逐日数据", "tables of days")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.history_id} {self.place} {self.first_day}—{self.last_day}"
