"""责任清单: every unit and what it leads and supports."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from luheng.workplace.models import (
    Project,
    ProjectUnit,
    Review,
    Role,
    Target,
    TargetUnit,
    Task,
    TaskUnit,
    Unit,
    VerdictCode,
)
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.register import Register
from luheng.workplace.registers.tasks import overdue


def _count(index: Any, items: Any, *only: Q, role: str = Role.LEAD) -> Any:
    """How many items in force a unit has in a role."""
    kept = items.objects.filter(*only, document__current=True).exclude(review=Review.REJECTED)
    rows = index.objects.filter(unit=OuterRef("pk"), role=role, item__in=kept)
    counted = rows.order_by().values("unit").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _counted(
    key: str, zh: str, en: str, index: Any, items: Any, *only: Any, **options: Any
) -> Column:
    def expression() -> Any:
        conditions = [one() if callable(one) else one for one in only]
        return _count(index, items, *conditions, **options)

    return Column(key=key, zh=zh, en=en, type="amount", expression=expression, filter="")


_BEHIND = Q(verdict__code__in=[VerdictCode.BEHIND, VerdictCode.MISSED])

UNITS = Register(
    key="units",
    zh="责任清单",
    en="Units",
    model=Unit,
    order=("name",),
    defaults={"active": Q(active=True)},
    detail="unit",
    empty_zh="还没有单位：导入方案后自动列出",
    empty_en="No unit yet: they appear with the first plan",
    columns=(
        Column(key="name", zh="单位", en="unit", searchable=True),
        _counted("lead_targets", "牵头目标", "targets led", TargetUnit, Target),
        _counted("behind_targets", "滞后或未达标", "behind or missed", TargetUnit, Target, _BEHIND),
        _counted("lead_tasks", "牵头任务", "tasks led", TaskUnit, Task),
        _counted("support_tasks", "配合任务", "tasks supported", TaskUnit, Task, role=Role.SUPPORT),
        _counted("overdue_tasks", "逾期任务", "tasks overdue", TaskUnit, Task, overdue),
        _counted("projects", "责任项目", "projects", ProjectUnit, Project),
        Column(key="kind", zh="类别", en="kind", filter="distinct", shown=False),
        Column(key="active", zh="在用", en="active", type="flag", shown=False),
    ),
)
