"""机构改革: how units are renamed, merged, split and abolished, and which duty went where."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.evidence import Evidence
from luheng.workplace.models.people import Unit, UnitKind
from luheng.workplace.models.steps import Moving


class ReorganisationKind(models.TextChoices):
    """What happens to the units."""

    RENAME = "rename", say("更名", "renamed")
    MERGE = "merge", say("合并（并入）", "merged")
    SPLIT = "split", say("分设", "split")
    ABOLISH = "abolish", say("撤销", "abolished")
    TRANSFER = "transfer", say("划转部分职责", "part of its duties transferred")


class ReorganisationState(models.TextChoices):
    """Where a reorganisation stands."""

    DRAFTED = "drafted", say("拟定中", "being drafted")
    APPROVED = "approved", say("已确定，待生效", "approved, not in effect yet")
    CARRIED_OUT = "carried_out", say("已实施", "carried out")
    UNDONE = "undone", say("已撤回", "undone")
    DROPPED = "dropped", say("已作废", "dropped")


def _document() -> models.ForeignKey:
    return models.ForeignKey(
        Evidence,
        verbose_name=say("依据文件", "document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Reorganisation(Moving):
    """One change of the organisation on one day by one document. Undone by its own rows, never deleted."""

    kind = models.CharField(say("方式", "kind"), max_length=10, choices=ReorganisationKind.choices)
    units = models.ManyToManyField(
        Unit, verbose_name=say("原单位", "units"), related_name="reorganisations"
    )
    effective_on = models.DateField(say("生效日期", "in effect from"))
    document = _document()
    document_no = models.CharField(say("文号", "document number"), max_length=120, blank=True)
    reason = models.TextField(say("事由", "reason"), blank=True)
    new_name = models.CharField(say("新名称", "new name"), max_length=120, blank=True)
    filed_since_stays = models.BooleanField(
        say("生效日后已报送的填报表仍归原单位", "returns filed since that day stay with the unit"),
        default=False,
    )
    before = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)
    history = HistoricalRecords(m2m_fields=[units])

    class Meta:
        verbose_name = say("机构改革", "reorganisation")
        verbose_name_plural = say("机构改革", "reorganisations")
        ordering: ClassVar = ["-effective_on", "-id"]

    def __str__(self) -> str:
        names = "、".join(unit.name for unit in self.units.all()) if self.pk else ""
        kind = self.get_kind_display()
        return str(say(f"{names}{kind}", f"{names}: {kind}"))

    @property
    def ends_units(self) -> bool:
        """Whether the units cease."""
        return self.kind in (
            ReorganisationKind.MERGE, ReorganisationKind.SPLIT, ReorganisationKind.ABOLISH,
        )  # fmt: skip


class Successor(models.Model):
    """A unit that takes over, there already or founded by the reorganisation, and what it takes."""

    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.PROTECT, related_name="successors"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="succeeds"
    )  # empty until a unit of that name is founded
    name = models.CharField(say("承接单位", "successor"), max_length=120)
    kind = models.CharField(
        say("类别", "kind"), max_length=40, blank=True, choices=UnitKind.choices
    )
    takes = models.JSONField(say("承接事项", "takes"), default=list, blank=True)
    takes_rest = models.BooleanField(say("承接其余事项", "takes the rest"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("承接单位", "successor")
        verbose_name_plural = say("承接单位", "successors")
        ordering: ClassVar = ["reorganisation", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reorganisation", "name"], name="one_successor_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """Which successor takes one record over: said by a person beforehand, or as it was done.

    `before` and `after` are the fields that the change touched; `digest` is the whole record
    after it, so that whatever was built on it since shows.
    """

    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.PROTECT, related_name="handovers"
    )
    duty = models.CharField(say("类别", "kind"), max_length=20)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    label = models.CharField(say("事项", "what"), max_length=400)
    unit = models.ForeignKey(
        Unit, verbose_name=say("原单位", "unit"), on_delete=models.PROTECT, related_name="handed_over"
    )  # fmt: skip
    successor = models.ForeignKey(
        Successor, null=True, on_delete=models.PROTECT, related_name="handovers"
    )  # empty: it stays, or the unit itself was renamed
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: by a rule of the reorganisation
    done = models.BooleanField(say("已移交", "done"), default=False)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = say("移交事项", "handover")
        verbose_name_plural = say("移交事项", "handovers")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="handover_subject")
        ]

    def __str__(self) -> str:
        return self.label

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit handed it over or took it."""
        return unit_id in (self.unit_id, self.successor.unit_id if self.successor else None)


class FormerName(models.Model):
    """What a unit was called before, until when and by which document."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(say("原名", "former name"), max_length=120)
    since = models.DateField(say("起", "since"), null=True, blank=True)
    until = models.DateField(say("止", "until"))
    document_no = models.CharField(say("文号", "document number"), max_length=120, blank=True)
    reorganisation = models.ForeignKey(
        Reorganisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn = models.BooleanField(say("已撤回", "withdrawn"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("原名", "former name")
        verbose_name_plural = say("原名", "former names")
        ordering: ClassVar = ["unit", "until", "id"]

    def __str__(self) -> str:
        return self.name
