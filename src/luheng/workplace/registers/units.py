"""责任清单: every unit and what it leads and supports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from luheng.workplace.models import (
    ProjectUnit,
    Review,
    Role,
    TargetUnit,
    TaskUnit,
    Unit,
    VerdictCode,
)
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.tasks import overdue


def _count(index: Any, *only: Q, role: str = Role.LEAD) -> Any:
    """How many items in force a unit has in a role."""
    rows = index.objects.filter(
        ~Q(item__review=Review.REJECTED), *only,
        unit=OuterRef("pk"), role=role, item__document__current=True,
    )  # fmt: skip
    counted = rows.order_by().values("unit").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _counted(
    key: str,
    zh: str,
    en: str,
    index: Any,
    only: Callable[[], Q] = Q,
    role: str = Role.LEAD,
    public: bool = False,
) -> Column:
    return Column(
        key=key, zh=zh, en=en, type="amount", filter="", public=public,
        expression=lambda: _count(index, only(), role=role),
    )  # fmt: skip


def _behind() -> Q:
    return Q(item__verdict__code__in=[VerdictCode.BEHIND, VerdictCode.MISSED])


UNITS = Register(
    key="units",
    zh="责任清单",
    en="Units",
    model=Unit,
    order=("name",),
    defaults={"active": Q(active=True)},
    public_rows=lambda: Q(active=True),
    detail="unit",
    empty_zh="还没有单位：导入方案后自动列出",
    empty_en="No unit yet: they appear with the first plan",
    columns=(
        Column(key="name", zh="单位", en="unit", searchable=True, public=True),
        _counted("lead_targets", "牵头目标", "targets led", TargetUnit, public=True),
        _counted("behind_targets", "滞后或未达标", "behind or missed", TargetUnit, _behind),
        _counted("lead_tasks", "牵头任务", "tasks led", TaskUnit, public=True),
        _counted(
            "support_tasks", "配合任务", "tasks supported", TaskUnit, role=Role.SUPPORT, public=True
        ),
        _counted("overdue_tasks", "逾期任务", "tasks overdue", TaskUnit, lambda: overdue("item__")),
        _counted("projects", "责任项目", "projects", ProjectUnit, public=True),
        Column(key="kind", zh="类别", en="kind", filter="distinct", shown=False),
        Column(key="active", zh="在用", en="active", type="flag", shown=False),
    ),
)
