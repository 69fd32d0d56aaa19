"""A run of the rules: drafts what is missing, says what is gone, ends waivers that ran out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

import luheng
from luheng.workplace.models import (
    ENDED_ORDERS,
    OrderState,
    RuleKey,
    RuleRun,
    SupervisionOrder,
    User,
    Verdict,
)
from luheng.workplace.permissions import Act, require
from luheng.workplace.supervision.causes import Cause, find_causes
from luheng.workplace.supervision.deadlines import supervision_settings, workday_or_none
from luheng.workplace.supervision.lifecycle import ORDERS
from luheng.workplace.supervision.quoting import frozen
from luheng.workplace.wording import plain_amount

_REQUIREMENTS = {
    RuleKey.MISSED: "请查明目标未达标的原因，制定整改方案，明确措施、时限和责任人，按期整改并反馈结果。",
    RuleKey.BEHIND: "请对照序时进度查找差距，制定赶超措施，明确时限和责任人，按期整改并反馈结果。",
    RuleKey.OVERDUE_TASK: "请说明任务逾期的原因，明确完成时间和保障措施，按期完成并反馈结果。",
    RuleKey.NO_RETURN: "请按要求补报填报表，并说明逾期原因。",
    RuleKey.EVIDENCE_MISSING: "请补充能够证明完成情况的佐证材料，注明对应条款和有效期。",
}


@dataclass(frozen=True)
class _Plan:
    """What a run would do."""

    draft: list[Cause]
    standing: int
    gone: list[SupervisionOrder]  # their cause is there no longer
    back: list[SupervisionOrder]  # their cause was gone and is there again
    lapsed: list[SupervisionOrder]  # waivers that ran out

    def __bool__(self) -> bool:
        return bool(self.draft or self.gone or self.back or self.lapsed)


def run_rules(by: User | None = None, today: date | None = None) -> RuleRun:
    """The run, recorded with the rules and verdicts that it rested on.

    Running again with nothing new drafts nothing. Raises `not_allowed`.
    """
    if by is not None:
        require(by, Act.ISSUE_ORDER)
    with transaction.atomic(), translation.override("zh-hans"):  # orders are written in Chinese
        today = today or timezone.localdate()
        return _carry_out(_plan(today), by, today)


def run_automatically() -> RuleRun | None:
    """A run by the house after verdicts changed, recorded only where it did something."""
    if not supervision_settings().automatic:
        return None
    with transaction.atomic(), translation.override("zh-hans"):
        today = timezone.localdate()
        plan = _plan(today)
        return _carry_out(plan, None, today) if plan else None


def _plan(today: date) -> _Plan:
    rules = supervision_settings().rules
    causes = {cause.key: cause for cause in find_causes(rules, today)}
    open_orders = SupervisionOrder.objects.exclude(state__in=ENDED_ORDERS)
    ruled = open_orders.exclude(rule=RuleKey.INSPECTION).select_related("target__verdict", "task")
    orders = {order.cause_key: order for order in ruled}
    lapsed = [one for one in open_orders if one.state == OrderState.WAIVED and one.due and one.due < today]  # fmt: skip
    ended = {order.cause_key for order in lapsed}
    wanted = [cause for cause in causes.values() if rules[cause.rule].on]
    draft = [cause for cause in wanted if cause.key not in orders or cause.key in ended]
    return _Plan(
        draft=draft,
        standing=len(wanted) - len(draft),
        gone=[one for key, one in orders.items() if key not in causes and one.gone_on is None],
        back=[one for key, one in orders.items() if key in causes and one.gone_on is not None],
        lapsed=lapsed,
    )


def _carry_out(plan: _Plan, by: User | None, today: date) -> RuleRun:
    run = _recorded(by, today)
    for order in plan.lapsed:
        ORDERS.advance(order, "lapse", None, note=f"豁免至{order.due}，已期满")
    for order in plan.gone:
        _say_gone(order, today)
    for order in plan.back:
        order.gone_on, order.gone_zh, order.gone_en = None, "", ""
        order.save(update_fields=["gone_on", "gone_zh", "gone_en"])
    run.drafted = sum(_draft(cause, run, today) for cause in plan.draft)
    run.standing, run.gone, run.lapsed = plan.standing, len(plan.gone), len(plan.lapsed)
    run.save()
    return run


def _recorded(by: User | None, today: date) -> RuleRun:
    """The run before it does anything: rules in force, verdicts as they stand."""
    verdicts = Verdict.objects.filter(target__document__current=True).order_by("target_id")
    seen = {str(pk): [code, digest] for pk, code, digest in verdicts.values_list("target_id", "code", "inputs_digest")}  # fmt: skip
    rules = supervision_settings().rules
    return RuleRun.objects.create(
        at=timezone.now(),
        day=today,
        by=by,
        rules=[{"rule": key, **asdict(rule)} for key, rule in rules.items()],
        verdicts=seen,
        verdicts_digest=hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest(),
        luheng=luheng.__version__,
    )


def _draft(cause: Cause, run: RuleRun | None, today: date) -> bool:
    """Whether a draft was made; not where somebody was faster."""
    order = drafted(cause, run, today)
    try:
        with transaction.atomic():
            ORDERS.begin(order)
            order.others.set(cause.units[1:])
    except IntegrityError:
        return False
    return True


def drafted(cause: Cause, run: RuleRun | None, today: date) -> SupervisionOrder:
    """The draft of an order for a cause, not saved: quotes what stands now, links the earlier one."""
    days = supervision_settings().rules[cause.rule].days
    past = SupervisionOrder.objects.filter(
        cause_key=cause.key, state__in=(OrderState.CLOSED, OrderState.LAPSED)
    )
    copy = frozen(cause)
    return SupervisionOrder(
        rule=cause.rule,
        cause_key=cause.key,
        run=run,
        title=cause.title[:200],
        requirement=_REQUIREMENTS[cause.rule],
        quote=copy["quote"],
        unit=cause.units[0] if cause.units else None,
        target=cause.target,
        task=cause.task,
        frozen=copy,
        days=days,
        rectify_by=workday_or_none(today, days),
        earlier=past.order_by("-pk").first(),
    )


def _say_gone(order: SupervisionOrder, today: date) -> None:
    """Says on an order that its cause is there no longer; a draft nobody touched is dropped."""
    order.gone_on = today
    order.gone_zh, order.gone_en = _gone_words(order, "zh"), _gone_words(order, "en")
    order.save(update_fields=["gone_on", "gone_zh", "gone_en"])
    if order.state == OrderState.DRAFTED and order.version == 1:
        ORDERS.advance(order, "drop", None, note=order.gone_zh)


def _gone_words(order: SupervisionOrder, language: str) -> str:
    english = language == "en"
    verdict = getattr(order.target, "verdict", None)
    if order.target and verdict and order.rule in (RuleKey.MISSED, RuleKey.BEHIND):
        with translation.override("en" if english else "zh-hans"):
            word = verdict.get_code_display()
        figure = ""
        if verdict.latest_value is not None:
            figure = (
                f"{verdict.latest_period} {plain_amount(verdict.latest_value)}{verdict.latest_unit}"
            )
        if english:
            return f"Now judged {word}{f' ({figure})' if figure else ''}"
        return f"现判定为{word}{f'（{figure}）' if figure else ''}"
    return "The cause is there no longer" if english else "督办情形已不存在"
