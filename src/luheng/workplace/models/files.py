"""Files as they came, the documents read from them, and the clauses of those."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from luheng.workplace.language import say


class SourceFile(models.Model):
    """A file by its content. The bytes lie in the city folder as files/<sha256>."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(say("文件名", "file name"), max_length=255)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(say("字节", "bytes"))
    added_at = models.DateTimeField(say("加入时间", "added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = say("原始文件", "source file")
        verbose_name_plural = say("原始文件", "source files")

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One document read from a file: a plan, a bulletin or a return."""

    class Kind(models.TextChoices):
        """What a document is for."""

        PLAN = "plan", say("方案", "plan")
        BULLETIN = "bulletin", say("公报", "bulletin")
        RETURN = "return", say("填报表", "return")
        UNKNOWN = "unknown", say("未识别", "not recognised")

    source = models.OneToOneField(SourceFile, on_delete=models.PROTECT, related_name="document")
    kind = models.CharField(say("类别", "kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(say("标题", "title"), max_length=400)
    issuer = models.CharField(say("发文单位", "issuer"), max_length=200, blank=True)
    doc_no = models.CharField(say("文号", "document number"), max_length=120, blank=True)
    issued_on = models.CharField(say("成文日期", "issued on"), max_length=20, blank=True)
    status = models.CharField(say("状态", "status"), max_length=20, blank=True)
    period = models.CharField(say("所属时期", "period"), max_length=40, blank=True)
    place = models.CharField(say("地区", "place"), max_length=120, blank=True)
    implied_units = models.JSONField(
        say("全部任务共同责任单位", "units responsible for all tasks"), default=list, blank=True
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=say("替代", "replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    current = models.BooleanField(
        say("现行", "in force"), default=True, help_text=say("未被新版替代", "no later edition")
    )
    reader_version = models.CharField(max_length=40, blank=True)
    read_at = models.DateTimeField(say("识读时间", "read at"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = say("文件", "document")
        verbose_name_plural = say("文件", "documents")
        ordering: ClassVar = ["-issued_on", "-id"]

    def __str__(self) -> str:
        return self.title


class DocumentText(models.Model):
    """The one text that every span of the document points into; apart, since it is long."""

    document = models.OneToOneField(
        Document, primary_key=True, on_delete=models.CASCADE, related_name="body"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.document_id)


class Clause(models.Model):
    """A heading of the outline and the text under it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=80)  # Section.clause: stable as long as the number stands
    no = models.CharField(say("序号", "number"), max_length=20)
    title = models.CharField(say("标题", "title"), max_length=400)
    level = models.PositiveSmallIntegerField()
    chapter = models.CharField(say("章", "chapter"), max_length=20, blank=True)
    position = models.PositiveIntegerField()
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    body_start = models.PositiveIntegerField(null=True)
    body_end = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = say("条款", "clause")
        verbose_name_plural = say("条款", "clauses")
        ordering: ClassVar = ["document", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "key"], name="one_clause_of_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}".strip()
