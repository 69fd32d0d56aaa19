"""The audit log: entries that nobody edits, each bound to the one before it by its hash."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from luheng.workplace.language import say


class AuditAct(models.TextChoices):
    """What was done."""

    CREATE = "create", say("新增", "added")
    CHANGE = "change", say("修改", "changed")
    REMOVE = "remove", say("删除", "removed")
    BULK = "bulk", say("批量写入", "written in bulk")
    PERMISSION = "permission", say("权限变更", "permission changed")
    EXPORT = "export", say("导出", "exported")
    SIGN_IN = "sign_in", say("登录", "signed in")
    SIGN_IN_FAILED = "sign_in_failed", say("登录失败", "sign-in failed")
    SIGN_OUT = "sign_out", say("退出", "signed out")
    REFUSED = "refused", say("拒绝访问", "refused")
    SHARE_USED = "share_used", say("打开共享链接", "shared link opened")


class AuditEntry(models.Model):
    """One act. Of people it holds the account's id, no name and no address.

    It is written in the transaction of the act, and linked into the chain right after: then it
    gets its sequence, the hash of the entry before it and its own, once. A trigger of the
    database refuses every other update and every deletion.
    """

    sequence = models.PositiveBigIntegerField(say("序号", "no."), unique=True, null=True)
    at = models.DateTimeField(say("时间", "time"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=say("账号", "account"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )  # empty: the command line, a rule of the house, or nobody known
    act = models.CharField(say("操作", "act"), max_length=16, choices=AuditAct.choices)
    subject_kind = models.CharField(say("对象", "subject"), max_length=60)
    subject_id = models.CharField(say("对象编号", "subject id"), max_length=64, blank=True)
    before = models.CharField(say("此前摘要", "digest before"), max_length=64, blank=True)
    after = models.CharField(say("此后摘要", "digest after"), max_length=64, blank=True)
    details = models.JSONField(say("说明", "details"), default=dict)
    previous = models.CharField(say("上一条哈希", "previous hash"), max_length=64, blank=True)
    hash = models.CharField(say("哈希", "hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = say("审计记录", "audit entry")
        verbose_name_plural = say("审计日志", "audit log")
        ordering: ClassVar = ["-sequence"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_subject"),
            models.Index(fields=["hash"], name="audit_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act} {self.subject_kind} {self.subject_id}"
