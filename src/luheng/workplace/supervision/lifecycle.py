"""The lifecycle of a supervision order, from draft to closure, declared once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.workdays import after_workdays
from luheng.workplace.lifecycles import Given, Lifecycle, Move, Need
from luheng.workplace.lights import scheme
from luheng.workplace.models import (
    ENDED_ORDERS,
    Escalation,
    OrderState,
    RuleKey,
    SupervisionOrder,
    VerdictCode,
)
from luheng.workplace.permissions import Act
from luheng.workplace.supervision.deadlines import supervision_settings, workday_or_none

S = OrderState
_AT_WORK = frozenset({S.SIGNED, S.PLANNED, S.SENT_BACK})
_WITH_UNIT = _AT_WORK | {S.ISSUED}
_ISSUED = _WITH_UNIT | {S.ANSWERED, S.REVIEWED}
_NOTE = frozenset({Need.NOTE})
_SEND_BACK_DAYS = 10


def red_verdicts() -> list[str]:
    """The verdicts that show red in the city's lights."""
    return [code for code in VerdictCode.values if scheme().colours[code] == "red"]  # type: ignore[index]


def is_still_red(order: SupervisionOrder) -> bool:
    """Whether the target of an order is red now."""
    verdict = getattr(order.target, "verdict", None)
    return verdict is not None and verdict.code in red_verdicts()


def _issue(order: SupervisionOrder, given: Given) -> None:
    """Number, day of issue, and the day by which it is to be put right."""
    if order.unit is None:
        raise LuhengError("order_needs_unit", order=order.title)
    today = timezone.localdate()
    _in_future(given.due)
    order.rectify_by = given.due or order.rectify_by or _counted(today, order.days)
    _in_future(order.rectify_by)
    last = SupervisionOrder.objects.filter(year=today.year).aggregate(last=Max("number"))["last"]
    order.year, order.number, order.issued_on = today.year, (last or 0) + 1, today
    order.due = _at_most(supervision_settings().sign_days, order)


def _sign(order: SupervisionOrder, given: Given) -> None:
    """Who signs is the contact, until the unit names another."""
    order.contact = given.by
    order.due = _at_most(supervision_settings().plan_days, order)


def _plan(order: SupervisionOrder, given: Given) -> None:
    order.due = order.rectify_by


def _return_plan(order: SupervisionOrder, given: Given) -> None:
    _in_future(given.due)
    order.due = given.due or _at_most(supervision_settings().plan_days, order)


def _answer(order: SupervisionOrder, given: Given) -> None:
    """From here it is the plan office's turn."""
    order.due = workday_or_none(timezone.localdate(), supervision_settings().review_days)


def _send_back(order: SupervisionOrder, given: Given) -> None:
    _in_future(given.due)
    order.rectify_by = order.due = given.due or _counted(timezone.localdate(), _SEND_BACK_DAYS)


def _close(order: SupervisionOrder, given: Given) -> None:
    """A target that is red still is closed with a reason only."""
    order.due = None
    if is_still_red(order) and not given.note:
        raise LuhengError("order_still_red", order=str(order))


def _ask_extension(order: SupervisionOrder, given: Given) -> None:
    order.due = given.standing  # asking moves nothing; the plan office decides on the day


def _extend(order: SupervisionOrder, given: Given) -> None:
    standing = given.standing or order.rectify_by
    if given.due is None or (standing and given.due <= standing):
        raise LuhengError("extension_not_later", standing=standing or "—", given=given.due or "—")
    _in_future(given.due)
    order.rectify_by = max(given.due, order.rectify_by or given.due)


def _escalate(order: SupervisionOrder, given: Given) -> None:
    order.due = given.standing
    order.escalation += 1


def _waive(order: SupervisionOrder, given: Given) -> None:
    _in_future(given.due)


def _lapse(order: SupervisionOrder, given: Given) -> None:
    order.due = None


def _counted(today: date, days: int) -> date:
    """The day so many working days later. Raises `order_needs_date` where holidays are unknown."""
    try:
        return after_workdays(today, days)
    except LuhengError as unknown:
        year = unknown.message.values["year"]
        raise LuhengError("order_needs_date", days=days, year=year) from unknown


def _at_most(days: int, order: SupervisionOrder) -> date | None:
    """So many working days from now, never after the day by which all is to be put right."""
    day = workday_or_none(timezone.localdate(), days)
    known = [one for one in (day, order.rectify_by) if one]
    return min(known) if known else None


def _in_future(day: date | None) -> None:
    if day is not None and day < timezone.localdate():
        raise LuhengError("date_past", day=day)


def _level(level: Escalation) -> Callable[[Any], bool]:
    return lambda order: order.escalation == level


def _is_gone(order: Any) -> bool:
    return order.gone_on is not None


def _may_be_dropped(order: Any) -> bool:
    return _is_gone(order) or order.rule == RuleKey.INSPECTION


def _move(key: str, zh: str, en: str, sources: Any, to: str, act: Act, **more: Any) -> Move:
    return Move(key=key, zh=zh, en=en, sources=frozenset(sources), to=to, act=act, **more)


_MOVES = (
    _move("issue", "下达", "Issue", {S.DRAFTED}, S.ISSUED, Act.ISSUE_ORDER, prepare=_issue),
    _move("sign", "签收", "Sign for", {S.ISSUED}, S.SIGNED, Act.ANSWER_ORDER, prepare=_sign),
    _move("plan", "报送整改方案", "Hand in the plan", {S.SIGNED}, S.PLANNED, Act.ANSWER_ORDER,
          needs=_NOTE, prepare=_plan),
    _move("return_plan", "退回方案", "Return the plan", {S.PLANNED}, S.SIGNED, Act.REVIEW_ORDER,
          needs=_NOTE, prepare=_return_plan),
    _move("answer", "反馈整改情况", "Answer", {S.PLANNED, S.SENT_BACK}, S.ANSWERED, Act.ANSWER_ORDER,
          needs=_NOTE, prepare=_answer),
    _move("review", "复核", "Review", {S.ANSWERED}, S.REVIEWED, Act.REVIEW_ORDER, needs=_NOTE,
          prepare=_answer),
    _move("close", "销号", "Close", {S.REVIEWED}, S.CLOSED, Act.REVIEW_ORDER, prepare=_close),
    _move("lift", "情形消除销号", "Close, the cause is gone", _ISSUED, S.CLOSED, Act.REVIEW_ORDER,
          needs=_NOTE, when=_is_gone, prepare=_close),
    _move("send_back", "退回", "Send back", {S.ANSWERED, S.REVIEWED}, S.SENT_BACK, Act.REVIEW_ORDER,
          needs=_NOTE, prepare=_send_back),
    _move("ask_extension", "申请延期", "Ask for more time", _AT_WORK, "", Act.ANSWER_ORDER,
          needs=frozenset({Need.NOTE, Need.DOCUMENT}), prepare=_ask_extension),
    _move("extend", "延期", "Extend", _AT_WORK, "", Act.REVIEW_ORDER,
          needs=frozenset({Need.DOCUMENT, Need.DATE}), prepare=_extend),
    _move("notify", "通报", "Notice", _WITH_UNIT, "", Act.ISSUE_ORDER, needs=_NOTE,
          when=_level(Escalation.NONE), prepare=_escalate),
    _move("interview", "约谈", "Interview", _WITH_UNIT, "", Act.ISSUE_ORDER, needs=_NOTE,
          when=_level(Escalation.NOTICE), prepare=_escalate),
    _move("report_up", "报请领导", "Report to leaders", _WITH_UNIT, "", Act.ISSUE_ORDER, needs=_NOTE,
          when=_level(Escalation.INTERVIEW), prepare=_escalate),
    _move("waive", "豁免", "Waive", _ISSUED | {S.DRAFTED}, S.WAIVED, Act.REVIEW_ORDER,
          needs=frozenset(Need), prepare=_waive),
    _move("lapse", "终止豁免", "End the waiver", {S.WAIVED}, S.LAPSED, Act.REVIEW_ORDER,
          needs=_NOTE, by_rule=True, prepare=_lapse),
    _move("drop", "撤销", "Drop", {S.DRAFTED}, S.DROPPED, Act.ISSUE_ORDER, needs=_NOTE,
          by_rule=True, when=_may_be_dropped, prepare=_lapse),
)  # fmt: skip

ORDERS = Lifecycle(
    key="orders",
    model=SupervisionOrder,
    states=OrderState,
    start=S.DRAFTED,
    moves=_MOVES,
    ended=frozenset(ENDED_ORDERS),
)
ESCALATING = frozenset({"notify", "interview", "report_up"})
