"""督办台账: every supervision order with its state, its lamp and its deadline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Concat

from luheng.workplace.language import say
from luheng.workplace.models import (
    Escalation,
    OrderState,
    RuleKey,
    SupervisionOrder,
    User,
    VerdictCode,
)
from luheng.workplace.registers.column import OFFICE, Column
from luheng.workplace.registers.register import Register
from luheng.workplace.supervision.deadlines import LAMPS, lamp_expression
from luheng.workplace.supervision.orders import correct_draft, enter_finding, unit_named


def _number() -> Any:
    text = Concat(
        Value("督办〔"), Cast("year", CharField()), Value("〕"), Cast("number", CharField()), Value("号"),
        output_field=CharField(),
    )  # fmt: skip
    return Case(When(number=None, then=Value("")), default=text, output_field=CharField())


def _escalation() -> Any:
    """The level as a key of its choices; nothing where an order was not escalated."""
    return Case(
        When(escalation=Escalation.NONE, then=Value("")),
        default=Cast("escalation", CharField()),
        output_field=CharField(),
    )


def _gone() -> Any:
    return Case(
        When(gone_on=None, then=Value("no")), default=Value("yes"), output_field=CharField()
    )


def _of_unit(unit_id: int) -> Q:
    """What people of a unit see: their own orders, drafts never."""
    theirs = Q(unit_id=unit_id) | Q(pk__in=SupervisionOrder.others.through.objects.filter(unit_id=unit_id).values("supervisionorder_id"))  # fmt: skip
    return theirs & ~Q(state__in=(OrderState.DRAFTED, OrderState.DROPPED))


def _save(
    row_id: int | None, version: int | None, values: Mapping[str, Any], by: User
) -> SupervisionOrder:
    """A new row is a finding from elsewhere; a row that is there must be a draft still."""
    if row_id is None:
        return enter_finding(values, by)
    changes = dict(values)
    if "unit" in changes:
        changes["unit"] = unit_named(changes["unit"])
    return correct_draft(SupervisionOrder.objects.get(pk=row_id), changes, by, version)


def _written(key: str, zh: str, en: str, **options: Any) -> Column:
    return Column(key=key, zh=zh, en=en, writers=OFFICE, **options)


ORDERS_REGISTER = Register(
    key="orders",
    zh="督办台账",
    en="Supervision orders",
    model=SupervisionOrder,
    order=(F("due").asc(nulls_last=True), "-pk"),
    defaults={"state": ~Q(state=OrderState.DROPPED)},
    detail="order",
    save=_save,
    creates=True,
    of_unit=_of_unit,
    empty_zh="没有督办单：在“督办规则”中运行规则，或登记外部督察、审计发现的问题",
    empty_en="No order: run the rules, or enter a finding of an inspection or audit",
    columns=(
        Column(key="no", zh="文号", en="no.", expression=_number, sortable=False),
        _written("title", "督办事项", "subject", searchable=True),
        Column(key="rule", zh="事由", en="cause", type="choice", choices=dict(RuleKey.choices)),
        _written("unit", "责任单位", "unit", path="unit__name", filter="distinct",
                 synonyms=("整改责任单位", "牵头单位", "整改单位")),
        Column(key="state", zh="状态", en="state", type="choice", choices=dict(OrderState.choices)),
        Column(
            key="lamp", zh="期限", en="deadline", type="choice", expression=lamp_expression,
            choices=LAMPS, lamp=True, sortable=False,
        ),
        Column(key="due", zh="本步限期", en="next step due", type="date"),
        _written("rectify_by", "整改期限", "to be rectified by", type="date",
                 synonyms=("整改时限", "完成时限", "整改完成时限")),
        Column(
            key="verdict", zh="现判定", en="verdict now", type="choice",
            path="target__verdict__code", choices=dict(VerdictCode.choices),
        ),
        Column(
            key="escalation", zh="升级", en="escalation", type="choice",
            expression=_escalation,
            choices={str(level): label for level, label in Escalation.choices if level},
        ),
        Column(
            key="gone", zh="情形消除", en="cause gone", type="choice", expression=_gone, shown=False,
            choices={"yes": say("是", "yes"), "no": say("否", "no")},
        ),
        _written("source", "督察来源", "source of the finding", filter="distinct", shown=False,
                 required=True, synonyms=("问题来源", "检查来源", "来源")),
        _written("finding_no", "问题编号", "finding number", searchable=True, shown=False,
                 required=True, synonyms=("编号", "问题序号")),
        _written("quote", "依据原文", "quoted text", searchable=True, sortable=False, shown=False,
                 required=True, synonyms=("问题描述", "存在问题", "问题内容", "反馈问题")),
        _written("requirement", "督办要求", "what is required", sortable=False, shown=False),
        Column(key="issued_on", zh="下达日期", en="issued on", type="date", shown=False),
        Column(
            key="target", zh="对应目标", en="target", path="target__indicator", shown=False,
            searchable=True,
        ),
        Column(key="task", zh="对应任务", en="task", path="task__title", shown=False),
    ),
)  # fmt: skip
