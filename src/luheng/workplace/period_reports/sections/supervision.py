"""督查督办, 填报情况: orders by state, overdue and waived; returns filed in time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luheng.workplace.models import OrderState, RuleKey
from luheng.workplace.period_reports.formulas import Row
from luheng.workplace.period_reports.layout import QUIET, Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.overview import pen_how
from luheng.workplace.period_reports.sections.pieces import (
    busiest,
    cell,
    day,
    kinds_of,
    lead,
    named,
)
from luheng.workplace.period_reports.showing import shown
from luheng.workplace.period_reports.words import Pen, Words


def _write_orders(pen: Pen) -> Mapping[str, Any]:
    orders = pen.rows("orders")
    waived = pen.rows("orders", ["state", "=", OrderState.WAIVED.value])
    return {
        "summary": _orders_summary(pen),
        "states": [
            {"state": (pen.given(code, "word", of="order"),),
             "count": (pen.count("orders", ["state", "=", code], how=_word(pen, "order", code)),)}
            for code in kinds_of(orders, "state", OrderState.values)
        ],
        "causes": [
            {"cause": (pen.given(code, "word", of="rule"),),
             "count": (pen.count("orders", ["rule", "=", code], how=_word(pen, "rule", code)),),
             "ended": (pen.count("orders", ["rule", "=", code], ["ended", "=", True], how=_word(pen, "rule", code)),)}
            for code in kinds_of(orders, "rule", RuleKey.values)
        ],
        "rows": [_order(pen, row) for row in pen.rows("orders", ["ended", "=", False])],
        "waived": [
            {"title": _subject(pen, row), "unit": lead(pen, "orders", row, "unit"),
             "on": day(pen, "orders", row, "waived_on"), "until": day(pen, "orders", row, "due")}
            for row in waived
        ],
        QUIET: not orders,
    }  # fmt: skip


def _word(pen: Pen, of: str, code: str) -> str:
    return shown(code, {"as": "word", "of": of, "language": pen.language})


def _orders_summary(pen: Pen) -> Words:
    total = pen.count("orders", how=pen_how(pen, "已下达和已豁免", "issued or waived"))
    if total.text == "0":
        return pen.plain("还没有下达督办单。", "No supervision order has been issued yet.")
    closed = pen.count("orders", ["state", "=", "closed"], how=pen_how(pen, "已销号", "closed"))
    return pen.say(
        "累计督办{total}件，已销号{closed}件，销号率{share}；正在办理{open}件，其中逾期{late}件；"
        "已升级（通报、约谈、报请领导）{up}件；已豁免{waived}件。",
        "Orders in all: {total}; closed: {closed} ({share}); at work: {open}, overdue among them: {late};"
        " escalated: {up}; waived: {waived}.",
        total=total, closed=closed, share=pen.percent(closed, total),
        open=pen.count("orders", ["ended", "=", False], how=pen_how(pen, "办理中", "at work")),
        late=pen.count("orders", ["overdue", "=", True], how=pen_how(pen, "逾期", "overdue")),
        up=pen.count("orders", ["escalation", ">=", 1], how=pen_how(pen, "已升级", "escalated")),
        waived=pen.count("orders", ["state", "=", "waived"], how=pen_how(pen, "已豁免", "waived")),
    )  # fmt: skip


def _subject(pen: Pen, row: Row) -> Words:
    """The title as it was issued; in English of an order on a target, the target and the cause."""
    target = pen.facts.row("targets", row.get("target")) if pen.language == "en" else None
    if target is None:
        return cell(pen, "orders", row, "title")
    return (*named(pen, target), ": ", *cell(pen, "orders", row, "rule", "word", of="rule"))


def _order(pen: Pen, row: Row) -> dict[str, Words]:
    late = pen.plain("（逾期）", " (overdue)") if row["overdue"] else ()
    return {
        "no": cell(pen, "orders", row, "no"),
        "title": _subject(pen, row),
        "unit": lead(pen, "orders", row, "unit"),
        "state": (*cell(pen, "orders", row, "state", "word", of="order"), *late),
        "rectify_by": day(pen, "orders", row, "rectify_by"),
    }


ORDERS = Section(
    key="orders",
    zh="督查督办",
    en="Supervision",
    write=_write_orders,
    blocks=(
        Sentence(key="summary"),
        Table(
            key="states", zh="督办单办理情况", en="Orders by state",
            nothing_zh="没有督办单。", nothing_en="There is no order.",
            columns=(
                column("state", "状态", "State", 84),
                column("count", "件数", "Orders", 54, number=True),
            ),
        ),
        Table(
            key="causes", zh="督办事由", en="Orders by cause",
            nothing_zh="没有督办单。", nothing_en="There is no order.",
            columns=(
                column("cause", "事由", "Cause", 68),
                column("count", "件数", "Orders", 35, number=True),
                column("ended", "已办结", "Ended", 35, number=True),
            ),
        ),
        Table(
            key="rows", zh="正在办理的督办单", en="Orders at work",
            nothing_zh="没有正在办理的督办单。", nothing_en="No order is at work.",
            columns=(
                column("no", "文号", "No.", 28),
                column("title", "督办事项", "Subject", 48),
                column("unit", "责任单位", "Unit", 26),
                column("state", "状态", "State", 20),
                column("rectify_by", "整改期限", "Rectify by", 22),
            ),
        ),
        Table(
            key="waived", zh="已豁免的督办事项", en="Waivers",
            nothing_zh="没有豁免。", nothing_en="There is no waiver.",
            columns=(
                column("title", "督办事项", "Subject", 64),
                column("unit", "责任单位", "Unit", 32),
                column("on", "豁免日期", "Waived on", 24),
                column("until", "豁免至", "Until", 24),
            ),
        ),
    ),
)  # fmt: skip


def _write_returns(pen: Pen) -> Mapping[str, Any]:
    due = (["due", ">=", pen.first], ["due", "<=", pen.last])
    units = busiest(pen.rows("returns", *due), "unit")
    missing = pen.rows("returns", ["standing", "=", "overdue"])
    return {
        "summary": _returns_summary(pen, due),
        "units": [_unit(pen, due, unit) for unit in units],
        "missing": [
            {"title": cell(pen, "returns", row, "title"), "unit": lead(pen, "returns", row, "unit"),
             "period": cell(pen, "returns", row, "period", "period"),
             "due": day(pen, "returns", row, "due")}
            for row in missing
        ],
        QUIET: not units,
    }  # fmt: skip


def _returns_summary(pen: Pen, due: Any) -> Words:
    total = pen.count("returns", *due, how=pen_how(pen, "限期在本期", "due in the period"))
    if total.text == "0":
        return pen.plain("本期没有到期的填报表。", "No return fell due in the period.")
    filed = pen.count(
        "returns", *due, ["standing", "=", "in_time"], how=pen_how(pen, "按时报送", "filed in time")
    )
    return pen.say(
        "本期到期填报表{total}份，按时报送{filed}份，按时报送率{share}；逾期报送{late}份，逾期未报{missing}份。",
        "{total} returns fell due: {filed} were filed in time ({share}), {late} late, {missing} not at all.",
        total=total, filed=filed, share=pen.percent(filed, total),
        late=pen.count("returns", *due, ["standing", "=", "late"], how=pen_how(pen, "逾期报送", "late")),
        missing=pen.count("returns", *due, ["standing", "=", "overdue"],
                          how=pen_how(pen, "逾期未报", "overdue")),
    )  # fmt: skip


def _unit(pen: Pen, due: Any, unit: str) -> dict[str, Words]:
    def number(*more: Any) -> Words:
        return (pen.count("returns", *due, ["unit", "=", unit], *more, how=unit),)

    return {
        "unit": (pen.given(unit, "text"),),
        "asked": number(),
        **{key: number(["standing", "=", key]) for key in ("in_time", "late", "overdue")},
    }


RETURNS = Section(
    key="returns",
    zh="填报情况",
    en="Returns",
    write=_write_returns,
    blocks=(
        Sentence(key="summary"),
        Table(
            key="units", zh="各单位填报情况", en="Returns by unit",
            nothing_zh="本期没有到期的填报表。", nothing_en="No return fell due in the period.",
            columns=(
                column("unit", "填报单位", "Unit", 54),
                column("asked", "应报", "Asked", 20, number=True),
                column("in_time", "按时", "In time", 20, number=True),
                column("late", "逾期报送", "Late", 22, number=True),
                column("overdue", "逾期未报", "Overdue", 22, number=True),
            ),
        ),
        Table(
            key="missing", zh="逾期未报的填报表", en="Returns overdue",
            nothing_zh="没有逾期未报的填报表。", nothing_en="No return is overdue.",
            columns=(
                column("title", "填报表", "Return", 50),
                column("unit", "填报单位", "Unit", 36),
                column("period", "时期", "Period", 32),
                column("due", "限期", "Due", 24),
            ),
        ),
    ),
)  # fmt: skip
