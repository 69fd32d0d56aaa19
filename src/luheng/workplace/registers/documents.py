"""文件清单: every document of the city and how much of it still waits for review."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from luheng.workplace.models import Document, Observation, Project, Review, Target, Task
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.shared_columns import PUBLISHED


def _count(model: Any, **only: Any) -> Any:
    rows = model.objects.filter(document=OuterRef("pk"), **only).order_by().values("document")
    counted = rows.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _drafts() -> Any:
    counts = [_count(model, review=Review.DRAFT) for model in (Target, Task, Project, Observation)]
    return counts[0] + counts[1] + counts[2] + counts[3]


DOCUMENTS = Register(
    key="documents",
    zh="文件清单",
    en="Documents",
    model=Document,
    order=("-issued_on", "-pk"),
    public_rows=lambda: Q(current=True, kind__in=PUBLISHED),
    detail="document",
    empty_zh="还没有文件：请导入方案和公报",
    empty_en="No document yet: add a plan and bulletins",
    columns=(
        Column(key="title", zh="标题", en="title", searchable=True, public=True),
        Column(
            key="kind", zh="类别", en="kind", type="choice", choices=dict(Document.Kind.choices),
            public=True,
        ),
        Column(key="issuer", zh="发文单位", en="issuer", searchable=True, filter="distinct", public=True),
        Column(key="doc_no", zh="文号", en="document number", searchable=True, public=True),
        Column(key="issued_on", zh="成文日期", en="issued on", public=True),
        Column(key="current", zh="现行", en="in force", type="flag", public=True),
        Column(
            key="targets", zh="目标", en="targets", type="amount",
            expression=lambda: _count(Target), filter="",
        ),
        Column(
            key="tasks", zh="任务", en="tasks", type="amount",
            expression=lambda: _count(Task), filter="",
        ),
        Column(
            key="observations", zh="数据", en="figures", type="amount",
            expression=lambda: _count(Observation), filter="",
        ),
        Column(
            key="drafts", zh="待复核", en="to review", type="amount", expression=_drafts, filter=""
        ),
        Column(key="file", zh="文件名", en="file", path="source__name", shown=False),
        Column(key="read_at", zh="识读时间", en="read at", type="moment", filter="", shown=False),
    ),
)  # fmt: skip
