"""审计日志: who did what and when, entry by entry of the chain."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from luheng.workplace.audit.telling import subject_word, told
from luheng.workplace.models import AuditAct, AuditEntry
from luheng.workplace.permissions import Act
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register


def _details() -> Any:
    return Cast("details", CharField())


AUDIT = Register(
    key="audit",
    zh="审计日志",
    en="Audit log",
    model=AuditEntry,
    order=("-pk",),
    reads=Act.READ_AUDIT,
    empty_zh="没有符合条件的审计记录：放宽筛选",
    empty_en="No audit entry matches: widen the filters",
    columns=(
        Column(key="sequence", zh="序号", en="no.", type="amount", filter=""),
        Column(key="at", zh="时间", en="time", type="moment", filter=""),
        Column(key="actor", zh="账号", en="account", path="actor__username", filter="distinct"),
        Column(key="act", zh="操作", en="act", type="choice", choices=dict(AuditAct.choices)),
        Column(key="subject_kind", zh="对象", en="subject", filter="distinct", words=subject_word),
        Column(key="subject_id", zh="对象编号", en="subject id", searchable=True),
        Column(key="details", zh="说明", en="details", expression=_details, words=told, sortable=False, filter=""),
        Column(key="before", zh="此前摘要", en="digest before", sortable=False, filter="", shown=False),
        Column(key="after", zh="此后摘要", en="digest after", sortable=False, filter="", shown=False),
        Column(key="previous", zh="上一条哈希", en="previous hash", sortable=False, filter="", shown=False),
        Column(key="hash", zh="哈希", en="hash", searchable=True, sortable=False, filter="", shown=False),
    ),
)  # fmt: skip
