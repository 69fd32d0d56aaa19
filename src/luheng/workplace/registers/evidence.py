"""佐证材料清单: every piece of evidence; and the targets and tasks that none proves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from luheng.workplace.evidence.lacking import Holding, holding_on
from luheng.workplace.language import say
from luheng.workplace.models import (
    Evidence,
    Proof,
    Target,
    TargetUnit,
    Task,
    TaskState,
    TaskUnit,
    Visibility,
)
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.shared_columns import (
    CLAUSE,
    DOCUMENT,
    IN_FORCE,
    REVIEW,
    units_column,
)

EXPIRING_DAYS = 60
VALIDITY = {
    "valid": say("有效", "valid"),
    "expiring": say("60日内到期", "ends within 60 days"),
    "expired": say("已过期", "expired"),
    "not_yet": say("未到有效期", "not yet valid"),
}

BINDING = {"bound": say("已关联", "bound"), "unbound": say("未关联", "not bound yet")}


def _validity() -> Case:
    today = timezone.localdate()
    return Case(
        When(valid_until__lt=today, then=Value("expired")),
        When(valid_from__gt=today, then=Value("not_yet")),
        When(valid_until__lte=today + timedelta(days=EXPIRING_DAYS), then=Value("expiring")),
        default=Value("valid"),
        output_field=CharField(),
    )


def _binding() -> Case:
    proves = Exists(Proof.objects.filter(evidence=OuterRef("pk")))
    return Case(
        When(proves, then=Value("bound")), default=Value("unbound"), output_field=CharField()
    )


EVIDENCE = Register(
    key="evidence",
    zh="佐证材料清单",
    en="Evidence",
    model=Evidence,
    order=("-uploaded_at", "-pk"),
    defaults={"withdrawn": Q(withdrawn=False)},
    public_rows=lambda: Q(visibility=Visibility.PUBLIC, withdrawn=False),
    detail="evidence-item",
    empty_zh="没有符合条件的材料：可在目标、任务、项目的页面上传，或在此成批上传后再关联",
    empty_en="Nothing matches: upload on the page of a target, task or project, or many files here and bind them later",
    columns=(
        Column(key="title", zh="名称", en="title", searchable=True, public=True),
        Column(
            key="kind", zh="类型", en="kind", type="choice", choices=dict(Evidence.Kind.choices),
            public=True,
        ),
        Column(key="unit", zh="提交单位", en="unit", path="unit__name", filter="distinct"),
        Column(key="document_no", zh="文号", en="document number", searchable=True, public=True),
        Column(key="issuer", zh="出具单位", en="issued by", searchable=True, shown=False, public=True),
        Column(key="valid_from", zh="有效期起", en="valid from", type="date", shown=False, public=True),
        Column(key="valid_until", zh="有效期止", en="valid until", type="date", public=True),
        Column(
            key="validity", zh="效期", en="validity", type="choice",
            expression=_validity, choices=VALIDITY,
        ),
        Column(
            key="bound", zh="关联", en="binding", type="choice", expression=_binding,
            choices=BINDING,
        ),
        Column(
            key="visibility", zh="公开范围", en="visibility", type="choice",
            choices=dict(Visibility.choices), shown=False,
        ),
        Column(key="withdrawn", zh="已撤回", en="withdrawn", type="flag", shown=False),
        Column(
            key="uploaded_by", zh="上传人", en="uploaded by", path="uploaded_by__name", shown=False
        ),
        Column(key="uploaded_at", zh="上传时间", en="uploaded at", type="moment", filter=""),
        Column(key="file", zh="文件名", en="file", path="source__name", searchable=True, shown=False),
        Column(key="sha256", zh="SHA-256 杂凑值", en="SHA-256", path="source__sha256", shown=False),
        Column(key="sm3", zh="SM3 杂凑值", en="SM3", shown=False),
    ),
)  # fmt: skip


def _holding_column(kind: str) -> Column:
    def of_today() -> Any:
        return holding_on(timezone.localdate(), kind)

    return Column(
        key="holding", zh="佐证情况", en="evidence", type="choice",
        expression=of_today, choices=dict(Holding.choices),
    )  # fmt: skip


_LACKING = IN_FORCE | {"holding": ~Q(computed_holding=Holding.HELD)}
_NOTHING_LACKS_ZH = "没有符合条件的记录：每一项都有有效佐证，或请放宽筛选"
_NOTHING_LACKS_EN = "Nothing matches: everything has valid evidence, or widen the filters"

TARGET_EVIDENCE = Register(
    key="target-evidence",
    zh="缺佐证的目标",
    en="Targets without evidence",
    model=Target,
    order=("document_id", "position", "pk"),
    defaults=_LACKING,
    detail="target",
    empty_zh=_NOTHING_LACKS_ZH,
    empty_en=_NOTHING_LACKS_EN,
    columns=(
        Column(key="indicator", zh="指标", en="indicator", searchable=True),
        Column(key="year", zh="目标年", en="year", type="year"),
        _holding_column("target"),
        units_column("lead", "牵头单位", "lead", TargetUnit, writable=False),
        CLAUSE,
        DOCUMENT,
        REVIEW,
    ),
)  # fmt: skip

TASK_EVIDENCE = Register(
    key="task-evidence",
    zh="缺佐证的任务",
    en="Tasks without evidence",
    model=Task,
    order=("document_id", "position", "pk"),
    defaults=_LACKING,
    detail="task",
    empty_zh=_NOTHING_LACKS_ZH,
    empty_en=_NOTHING_LACKS_EN,
    columns=(
        Column(key="no", zh="序号", en="no.", sortable=False),
        Column(key="title", zh="任务", en="task", searchable=True),
        Column(key="due", zh="完成时限", en="due"),
        Column(
            key="state", zh="进展", en="progress", type="choice", choices=dict(TaskState.choices)
        ),
        _holding_column("task"),
        units_column("lead", "牵头单位", "lead", TaskUnit, writable=False),
        CLAUSE,
        DOCUMENT,
        REVIEW,
    ),
)  # fmt: skip
