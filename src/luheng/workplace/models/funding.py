"""What projects cost, year by year and by source, how far they are built, and where they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.items import Project
from luheng.workplace.models.people import Unit


def _money(zh: str, en: str) -> models.DecimalField:
    return models.DecimalField(
        say(zh, en),
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )


class FundingSource(models.TextChoices):
    """Where the money comes from, as investment statistics divide it."""

    CENTRAL = "central", say("中央预算内", "central budget")
    PROVINCIAL = "provincial", say("省级财政", "provincial budget")
    CITY = "city", say("市级财政", "city budget")
    DISTRICT = "district", say("县（市、区）财政", "district budget")
    BOND = "bond", say("专项债券", "special bonds")
    LOAN = "loan", say("银行贷款", "bank loans")
    OWN = "own", say("企业自筹", "own funds of firms")
    PRIVATE = "private", say("社会资本", "private capital")
    FOREIGN = "foreign", say("利用外资", "foreign funds")
    OTHER = "other", say("其他", "other")
    UNDIVIDED = "undivided", say("未分来源", "not divided by source")


class ProjectFunding(models.Model):
    """The money of one project, year and source. An empty amount is unknown, not zero."""

    project = models.ForeignKey(
        Project, verbose_name=say("项目", "project"), on_delete=models.PROTECT, related_name="funding"
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(say("年度", "year"))
    source = models.CharField(
        say("资金来源", "source"), max_length=12, choices=FundingSource.choices
    )
    planned_wan_yuan = _money("计划（万元）", "planned (10,000 yuan)")
    arranged_wan_yuan = _money("到位（万元）", "arranged (10,000 yuan)")
    spent_wan_yuan = _money("完成（万元）", "spent (10,000 yuan)")
    note = models.CharField(say("备注", "note"), max_length=400, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(say("填报时间", "entered at"))
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("项目资金", "project funding")
        verbose_name_plural = say("项目资金", "project funding")
        ordering: ClassVar = ["project", "year", "source"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "year", "source"], name="one_amount_of_a_year_and_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year} {self.get_source_display()}"


class ProjectStage(models.TextChoices):
    """How far a project is built."""

    PREPARING = "preparing", say("前期", "in preparation")
    BUILDING = "building", say("在建", "under construction")
    SUSPENDED = "suspended", say("停工", "suspended")
    COMPLETED = "completed", say("完工", "completed")


class ProjectReport(models.Model):
    """One report on how far a project is built. Added, never edited; the latest counts."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    as_of = models.DateField(say("截至", "as of"))
    stage = models.CharField(say("阶段", "stage"), max_length=10, choices=ProjectStage.choices)
    percent = models.DecimalField(
        say("形象进度（%）", "physical progress (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    note = models.TextField(say("说明", "note"), blank=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField(say("填报时间", "reported at"))

    class Meta:
        verbose_name = say("项目进度", "project report")
        verbose_name_plural = say("项目进度", "project reports")
        ordering: ClassVar = ["-as_of", "-id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.as_of}"


def _degrees(zh: str, en: str, limit: int) -> models.DecimalField:
    bounds: list[Any] = [MinValueValidator(Decimal(-limit)), MaxValueValidator(Decimal(limit))]
    return models.DecimalField(say(zh, en), max_digits=9, decimal_places=6, validators=bounds)


class ProjectSite(models.Model):
    """Where a project stands, in degrees as a person gave them."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="site")
    longitude = _degrees("经度（°）", "longitude (°)", 180)
    latitude = _degrees("纬度（°）", "latitude (°)", 90)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("项目位置", "project site")
        verbose_name_plural = say("项目位置", "project sites")

    def __str__(self) -> str:
        return f"{self.longitude}, {self.latitude}"
