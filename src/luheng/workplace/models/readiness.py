"""示范创建: what kind of area the city is, and what is known of each item of an indicator set."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.files import Document


class Level(models.TextChoices):
    """Which table of a set is asked."""

    CITY = "city", say("市级", "city")
    COUNTY = "county", say("县级", "county")


class Terrain(models.TextChoices):
    """What thresholds by terrain depend on."""

    NOT_TOLD = "not_told", say("未填", "not told")
    MOUNTAIN = "mountain", say("山区", "mountains")
    HILL = "hill", say("丘陵区", "hills")
    PLAIN = "plain", say("平原区", "plains")
    ARID = "arid", say("干旱半干旱地区", "arid or semi-arid")
    PLATEAU = "plateau", say("青藏高原地区", "Qinghai-Tibet plateau")


class CitySize(models.TextChoices):
    """What thresholds by size depend on."""

    NOT_TOLD = "not_told", say("未填", "not told")
    SUPER = "super", say("超大、特大城市", "super and megacity")
    LARGE = "large", say("大城市", "large city")
    MEDIUM_SMALL = "medium_small", say("中小城市", "medium or small city")


class ReadinessArea(models.Model):
    """The area that applies: its level, terrain and size, the plan it goes by, what it has not."""

    pack = models.CharField(max_length=60, unique=True, editable=False)
    level = models.CharField(
        say("申报类型", "applies as"), max_length=10, choices=Level.choices, default=Level.CITY
    )
    terrain = models.CharField(
        say("地形", "terrain"), max_length=12, choices=Terrain.choices, default=Terrain.NOT_TOLD
    )
    size = models.CharField(
        say("城市规模", "size of the city"), max_length=14, choices=CitySize.choices,
        default=CitySize.NOT_TOLD,
    )  # fmt: skip
    plan = models.ForeignKey(
        Document, verbose_name=say("依据的规划", "plan"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    edition = models.CharField(
        say("规划采用的版本", "edition the plan goes by"), max_length=120, blank=True
    )  # blank: the one in force on the day the plan was issued
    base_year = models.PositiveSmallIntegerField(say("基准年", "base year"), null=True, blank=True)
    absent = models.JSONField(say("本地没有的对象", "what does not exist here"), default=list, blank=True)  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("创建地区情况", "area that applies")
        verbose_name_plural = say("创建地区情况", "areas that apply")

    def __str__(self) -> str:
        return f"{self.pack} {self.level}"


def _figure(zh: str, en: str) -> models.DecimalField:
    return models.DecimalField(say(zh, en), max_digits=24, decimal_places=6, null=True, blank=True)


class ReadinessItem(models.Model):
    """What is known of one thing that sets ask for. Editions that ask for the same thing share it.

    What is entered here stands where the city has no figure of the indicator, no value assigned and
    no figure of the base year; those come from their own records.
    """

    pack = models.CharField(max_length=60, editable=False)
    subject = models.CharField(max_length=200, editable=False)  # catalogue id, else its name
    zh = models.CharField(max_length=200, editable=False)
    en = models.CharField(max_length=200, editable=False)
    unit = models.CharField(max_length=40, blank=True, editable=False)
    done = models.BooleanField(say("已建立或已完成", "in place or done"), null=True, blank=True)
    period = models.CharField(say("数据年份", "year of the figure"), max_length=20, blank=True)
    value = _figure("现状值", "value now")
    assigned = _figure("上级下达值", "value assigned by the superior")
    base = _figure("基准年数值", "value of the base year")
    before = _figure("上年数值", "value of the year before")
    note = models.TextField(say("说明", "note"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", editable=False,
    )  # fmt: skip
    entered_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("创建指标", "item of readiness")
        verbose_name_plural = say("创建指标", "items of readiness")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "subject"], name="one_readiness_item")
        ]

    def __str__(self) -> str:
        return str(say(self.zh, self.en))
