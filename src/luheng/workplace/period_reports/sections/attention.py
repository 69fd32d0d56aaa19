"""滞后和未达标目标, 尚不能判定的目标: what needs somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luheng.workplace.period_reports.formulas import Row
from luheng.workplace.period_reports.layout import QUIET, Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.overview import pen_how
from luheng.workplace.period_reports.sections.pieces import (
    NOTHING,
    TROUBLED,
    indicator,
    lead,
    named,
    reason,
    verdict,
)
from luheng.workplace.period_reports.words import Pen, Words

_OPEN = ("insufficient_data", "cannot_be_judged", "")


def _write(pen: Pen) -> Mapping[str, Any]:
    found = [row for code in TROUBLED for row in pen.rows("targets", ["verdict", "=", code])]
    found.sort(key=lambda row: (TROUBLED.index(row["verdict"]), row.get("year") or 9999))
    if not found:
        nothing = pen.plain("没有未达标或滞后的目标。", "No target is missed or behind.")
        return {"summary": nothing, "rows": [], QUIET: True}
    return {"summary": _summary(pen), "rows": [_row(pen, row) for row in found]}


def _summary(pen: Pen) -> Words:
    missed, behind = (
        pen.count("targets", ["verdict", "=", code], how=pen_how(pen, zh, en))
        for code, zh, en in (("missed", "未达标", "missed"), ("behind", "滞后", "behind"))
    )
    return pen.say(
        "未达标目标{missed}项，滞后目标{behind}项，逐项列明情况、牵头单位和督办情况。",
        "{missed} targets are missed and {behind} are behind; each stands below with its reason, the unit"
        " that leads and the order it is under.",
        missed=missed, behind=behind,
    )  # fmt: skip


def _row(pen: Pen, row: Row) -> dict[str, Words]:
    return {
        "indicator": named(pen, row),
        "verdict": verdict(pen, row),
        "reason": reason(pen, row),
        "lead": lead(pen, "targets", row),
        "order": _order(pen, row),
    }


def _order(pen: Pen, row: Row) -> Words:
    """The latest order on the target with its state."""
    orders = pen.rows("orders", ["target", "=", row["id"]])
    if not orders:
        return pen.plain("未督办", "no order")
    state = pen.cell("orders", orders[-1], "state", "word", of="order")
    if not orders[-1]["no"]:
        return (state,)
    return (pen.cell("orders", orders[-1], "no"), "，" if pen.language == "zh" else ", ", state)


ATTENTION = Section(
    key="attention",
    zh="滞后和未达标目标",
    en="Targets missed or behind",
    write=_write,
    blocks=(
        Sentence(key="summary"),
        Table(
            key="rows", zh="滞后和未达标目标情况", en="Targets missed or behind",
            nothing_zh="本期没有滞后或未达标的目标。", nothing_en="No target is missed or behind.",
            columns=(
                column("indicator", "指标", "Indicator", 30),
                column("verdict", "判定", "Verdict", 19),
                column("reason", "情况", "Reason", 52),
                column("lead", "牵头单位", "Lead unit", 22),
                column("order", "督办", "Order", 24),
            ),
        ),
    ),
)  # fmt: skip


def _write_open(pen: Pen) -> Mapping[str, Any]:
    rows = pen.rows("targets", ["verdict", "in", [*_OPEN, None]])
    if not rows:
        nothing = pen.plain(
            "没有尚不能判定的目标。", "There is no target that cannot be judged yet."
        )
        return {"summary": nothing, "rows": [], QUIET: True}
    number = pen.count(
        "targets", ["verdict", "in", [*_OPEN, None]],
        how=pen_how(pen, "数据不足、无法判定或尚未判定", "data lacking, or cannot be judged"),
    )  # fmt: skip
    return {
        "summary": pen.say(
            "尚不能判定的目标{n}项：缺数据的不按零计，缺下达值或参照值的待录入后判定。",
            "{n} targets cannot be judged yet: what is missing is never counted as zero.",
            n=number,
        ),
        "rows": [
            {
                "indicator": indicator(pen, row),
                "year": (pen.cell("targets", row, "year", "year"),) if row.get("year") else NOTHING,
                "reason": reason(pen, row),
                "lead": lead(pen, "targets", row),
            }
            for row in rows
        ],
    }


UNDECIDED = Section(
    key="undecided",
    zh="尚不能判定的目标",
    en="Targets that cannot be judged yet",
    write=_write_open,
    blocks=(
        Sentence(key="summary"),
        Table(
            key="rows", zh="尚不能判定的目标", en="Targets that cannot be judged yet",
            nothing_zh="各项目标均可判定。", nothing_en="Every target can be judged.",
            columns=(
                column("indicator", "指标", "Indicator", 40),
                column("year", "目标年", "Year", 18),
                column("reason", "原因", "Reason", 62),
                column("lead", "牵头单位", "Lead unit", 24),
            ),
        ),
    ),
)  # fmt: skip
