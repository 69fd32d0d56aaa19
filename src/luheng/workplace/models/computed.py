"""Results of official methods (计算结果), each with its whole lineage."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from luheng.workplace.language import say
from luheng.workplace.models.items import Observation


class Computed(models.Model):
    """A value computed by an official method. Computed again from other numbers, it is a new one.

    `record` is the lineage: method version, versions of official numbers, inputs. `given` are the
    inputs as they were entered, `working` the calculation written out in both languages. Where the method gives an indicator of the catalogue, `observation`
    is the figure that targets are judged by.
    """

    method = models.CharField(say("方法", "method"), max_length=120, db_index=True)
    period = models.CharField(say("时期", "period"), max_length=20)
    place = models.CharField(say("地区", "place"), max_length=120)
    using = models.CharField(say("指定版本", "edition"), max_length=200, blank=True)
    given = models.JSONField(say("输入", "inputs"), default=dict)
    record = models.JSONField(say("计算依据", "lineage"), default=dict)
    working = models.JSONField(say("演算过程", "working"), default=dict)
    value = models.DecimalField(
        say("数值", "value"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    words = models.CharField(say("结果", "result"), max_length=400, blank=True)
    unit = models.CharField(say("计量单位", "unit"), max_length=40, blank=True)
    mark = models.CharField(say("依据可靠程度", "mark"), max_length=12)
    digest = models.CharField(say("依据摘要", "digest"), max_length=64)
    observation = models.OneToOneField(
        Observation, null=True, blank=True, on_delete=models.SET_NULL, related_name="computed"
    )
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    computed_at = models.DateTimeField(say("计算时间", "computed at"), auto_now_add=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="supersedes"
    )

    class Meta:
        verbose_name = say("计算结果", "computed result")
        verbose_name_plural = say("计算结果", "computed results")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["method", "period", "place", "using", "digest"],
                name="one_result_of_a_lineage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.place} {self.period}"

    @property
    def numbers(self) -> dict[str, Any]:
        """The versions of official numbers it used, by parameter."""
        return {
            version["parameter"]: version
            for step in self.record["lineage"]["steps"]
            for argument in step["arguments"]
            for version in argument.get("versions", ())
        }
