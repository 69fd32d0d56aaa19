"""月报、季报、年度报告、自评报告: reports that were made, from which snapshot, with which files."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.vocabulary.messages import Language, LuhengError
from luheng.workplace.language import say
from luheng.workplace.models.standing import ScorecardSnapshot
from luheng.workplace.models.steps import Moving


class ReportKind(models.TextChoices):
    """What sort of report it is."""

    MONTHLY = "monthly", say("月报", "monthly bulletin")
    QUARTERLY = "quarterly", say("季度报告", "quarterly report")
    ANNUAL = "annual", say("年度报告", "annual report")
    SELF_ASSESSMENT = "self_assessment", say("自评报告", "self-assessment")


class ReportState(models.TextChoices):
    """Where a report stands."""

    DRAFTED = "drafted", say("拟稿", "draft")
    PUBLISHED = "published", say("已发布", "published")
    OPEN = "open", say("已向社会公开", "open to the public")
    DROPPED = "dropped", say("已作废", "dropped")


OUT = (ReportState.PUBLISHED, ReportState.OPEN)  # its contents stand for good
_MOVES_ON = {"state", "state_since", "version"}  # all that may still change then


class PeriodReport(Moving):
    """One report. Its files lie in the city's reports by their digests; once published it never changes."""

    kind = models.CharField(say("种类", "kind"), max_length=20, choices=ReportKind.choices)
    period = models.CharField(say("时期", "period"), max_length=20)
    title = models.CharField(say("名称", "title"), max_length=200)
    title_en = models.CharField(say("英文名称", "English title"), max_length=200, blank=True)
    languages = models.JSONField(say("语言", "languages"), default=list)
    documents = models.JSONField(say("文件", "documents"), default=list)  # only their targets
    as_of = models.DateField(say("判定日", "as of"))
    snapshot = models.ForeignKey(ScorecardSnapshot, on_delete=models.PROTECT, related_name="+")
    compared_with = models.ForeignKey(
        ScorecardSnapshot, null=True, on_delete=models.PROTECT, related_name="+"
    )  # of the last report of its kind
    files = models.JSONField(default=list)  # form, language, sha256, size, template
    numbers = models.PositiveIntegerField(say("有来源的数字", "numbers with a source"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("生成人", "made by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(say("生成时间", "made at"), auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("报告", "report")
        verbose_name_plural = say("报告", "reports")
        ordering: ClassVar = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.title

    def titled(self, language: Language) -> str:
        """The title in a language, in Chinese where there is no other."""
        return self.title_en if language == "en" and self.title_en else self.title

    def save(self, *args: Any, **options: Any) -> None:
        """Raises `report_published` for a change of what was published."""
        if self.pk and self._changes_what_is_out():
            raise LuhengError("report_published", report=self.titles())
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Raises `report_published`; a draft is dropped, not deleted."""
        raise LuhengError("report_published", report=self.titles())

    def _changes_what_is_out(self) -> bool:
        """Whether it was published, and more than who may see it is another now."""
        out = PeriodReport.objects.filter(pk=self.pk, state__in=OUT).first()
        if out is None:
            return False
        fields = (one.attname for one in self._meta.concrete_fields if one.name not in _MOVES_ON)
        same = all(getattr(self, name) == getattr(out, name) for name in fields)
        return not same or self.state not in OUT

    def titles(self) -> dict[str, str]:
        """The title in both languages, for a message."""
        return {"zh": self.titled("zh"), "en": self.titled("en")}
