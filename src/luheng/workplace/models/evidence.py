"""Files that prove something, and what each of them proves."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say
from luheng.workplace.models.files import Clause, SourceFile
from luheng.workplace.models.people import Unit


class Visibility(models.TextChoices):
    """Who may see it besides those who work on it."""

    INTERNAL = "internal", say("内部", "internal")
    PUBLIC = "public", say("公开", "public")


class Evidence(models.Model):
    """A file with what it is, whose it is and the period that it holds for. Withdrawn, never deleted."""

    class Kind(models.TextChoices):
        """What sort of proof it is."""

        REGULATION = "regulation", say("规划或制度文件", "plan or regulation")
        DATA = "data", say("数据", "data")
        STATEMENT = "statement", say("情况说明", "statement")
        PHOTO = "photo", say("照片", "photo")
        CERTIFICATE = "certificate", say("证书", "certificate")
        SCREENSHOT = "screenshot", say("系统截图", "screenshot of a system")

    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(say("类型", "kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(say("名称", "title"), max_length=200)
    document_no = models.CharField(say("文号", "document number"), max_length=120, blank=True)
    issuer = models.CharField(say("出具单位", "issuer"), max_length=120, blank=True)
    valid_from = models.DateField(say("有效期起", "valid from"), null=True, blank=True)
    valid_until = models.DateField(say("有效期止", "valid until"), null=True, blank=True)
    visibility = models.CharField(
        say("公开范围", "visibility"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.INTERNAL,
    )
    sm3 = models.CharField(max_length=64)  # beside SourceFile.sha256, as GB/T 32905 has it
    unit = models.ForeignKey(
        Unit,
        verbose_name=say("提交单位", "unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("上传人", "uploaded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(say("上传时间", "uploaded at"))
    withdrawn = models.BooleanField(say("已撤回", "withdrawn"), default=False)
    withdrawn_why = models.TextField(say("撤回原因", "why withdrawn"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("佐证材料", "evidence")
        verbose_name_plural = say("佐证材料", "evidence")
        ordering: ClassVar = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.title

    def is_of_unit(self, unit_id: int) -> bool:
        """Whether that unit handed it in."""
        return self.unit_id == unit_id


class Proof(models.Model):
    """That a piece of evidence proves something of one record: a target, a task, an order."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="proofs")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.SET_NULL, related_name="proofs"
    )
    note = models.CharField(say("证明内容", "what it proves"), max_length=400, blank=True)
    bound_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    bound_at = models.DateTimeField(say("关联时间", "bound at"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("佐证关系", "proof")
        verbose_name_plural = say("佐证关系", "proofs")
        ordering: ClassVar = ["content_type", "object_id", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evidence", "content_type", "object_id"], name="one_proof_of_a_thing"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="proof_subject")
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} → {self.content_type_id}/{self.object_id}"
