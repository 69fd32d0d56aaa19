"""机构名录: every unit with its place in the tree and its days; reorganisations; what they handed over."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from luheng.workplace.models import (
    FormerName,
    Handover,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    Unit,
    UnitKind,
    User,
)
from luheng.workplace.organisation.duties import KINDS
from luheng.workplace.organisation.tree import save_unit
from luheng.workplace.registers.column import OFFICE, Column
from luheng.workplace.registers.register import Register


def _counted(model: Any, **kept: Any) -> Any:
    rows = model.objects.filter(unit=OuterRef("pk"), **kept).order_by().values("unit")
    counted = rows.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _former() -> Any:
    rows = FormerName.objects.filter(unit=OuterRef("pk"), withdrawn=False).order_by("-until", "-pk")
    return Coalesce(Subquery(rows.values("name")[:1]), Value(""))


def _written(key: str, zh: str, en: str, **options: Any) -> Column:
    return Column(key=key, zh=zh, en=en, writers=OFFICE, **options)


def _depth() -> Any:
    """How far below the top a unit stands, so that a workbook has parents before those below them."""
    above = ("parent", "parent__parent", "parent__parent__parent")
    steps = [
        When(**{f"{path}__isnull": True}, then=Value(depth)) for depth, path in enumerate(above)
    ]
    return Case(*steps, default=Value(len(above)), output_field=IntegerField())


def _basis() -> Any:
    named = When(document__isnull=False, document_no="", then="document__title")
    return Case(named, default="document_no", output_field=CharField())


def _seen(unit_id: int) -> Q:
    return Q(state=ReorganisationState.CARRIED_OUT)


def _handed_over(unit_id: int) -> Q:
    return Q(done=True) & (Q(unit=unit_id) | Q(successor__unit=unit_id))


ORGANISATION = Register(
    key="organisation",
    zh="机构名录",
    en="Organisation",
    model=Unit,
    order=(_depth(), "name"),
    defaults={"active": Q(active=True)},
    detail="unit",
    save=save_unit,
    creates=True,
    empty_zh="还没有单位：导入方案后自动列出，也可导入机构名录",
    empty_en="No unit yet: they appear with the first plan, or import the list of units",
    columns=(
        _written("name", "单位", "unit", searchable=True, required=True),
        _written("kind", "类别", "kind", type="choice", choices={"": "—", **dict(UnitKind.choices)}),
        _written("parent", "上级单位", "parent unit", path="parent__name", filter="distinct"),
        _written("founded_on", "设立日期", "founded on", type="date"),
        _written("abolished_on", "撤销日期", "abolished on", type="date"),
        _written("aliases", "别称", "other names", type="names", sortable=False),
        Column(key="former", zh="原名", en="former name", expression=_former, sortable=False),
        Column(key="successor", zh="并入", en="merged into", path="merged_into__name"),
        Column(
            key="people", zh="人员", en="people", type="amount", filter="",
            expression=lambda: _counted(User, is_active=True),
        ),
        Column(key="active", zh="在用", en="active", type="flag", shown=False),
    ),
)  # fmt: skip

REORGANISATIONS_REGISTER = Register(
    key="reorganisations",
    zh="机构改革清单",
    en="Reorganisations",
    model=Reorganisation,
    order=("-effective_on", "-pk"),
    defaults={"state": ~Q(state=ReorganisationState.DROPPED)},
    detail="reorganisation",
    of_unit=_seen,
    empty_zh="没有机构改革：在“机构”页拟定",
    empty_en="No reorganisation: draft one on the page of the organisation",
    columns=(
        Column(key="kind", zh="方式", en="kind", type="choice", choices=dict(ReorganisationKind.choices)),
        Column(key="effective_on", zh="生效日期", en="in effect from", type="date"),
        Column(key="basis", zh="依据", en="document", expression=_basis),
        Column(key="reason", zh="事由", en="reason", searchable=True, sortable=False),
        Column(key="state", zh="状态", en="state", type="choice", choices=dict(ReorganisationState.choices)),
    ),
)  # fmt: skip

HANDOVERS = Register(
    key="handovers",
    zh="职责移交清单",
    en="Duties handed over",
    model=Handover,
    order=("-reorganisation__effective_on", "pk"),
    defaults={"done": Q(done=True)},
    of_unit=_handed_over,
    empty_zh="没有移交过职责",
    empty_en="No duty was handed over",
    columns=(
        Column(key="label", zh="事项", en="what", searchable=True, sortable=False),
        Column(key="duty", zh="类别", en="kind", type="choice", choices=KINDS),
        Column(key="unit", zh="原单位", en="former unit", path="unit__name", filter="distinct"),
        Column(key="successor", zh="承接单位", en="successor", path="successor__name", filter="distinct"),
        Column(key="effective_on", zh="生效日期", en="in effect from", type="date", path="reorganisation__effective_on"),
        Column(key="document_no", zh="文号", en="document number", path="reorganisation__document_no", filter="distinct"),
        Column(key="reorganisation", zh="机构改革编号", en="reorganisation", type="amount", path="reorganisation_id", shown=False),
        Column(key="done", zh="已移交", en="done", type="flag", shown=False),
    ),
)  # fmt: skip
