"""自评: each indicator with its demand, its value, what the city says of it and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luheng.judgement.model import Verdict
from luheng.workplace.period_reports.formulas import Row
from luheng.workplace.period_reports.layout import QUIET, Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.overview import pen_how
from luheng.workplace.period_reports.sections.pieces import (
    cell,
    counted,
    demand,
    indicator,
    kinds_of,
    latest,
)
from luheng.workplace.period_reports.showing import shown
from luheng.workplace.period_reports.words import Pen, Words


def _write(pen: Pen) -> Mapping[str, Any]:
    rows = pen.rows("targets")
    return {
        "summary": _summary(pen, rows),
        "rows": [_row(pen, row) for row in rows],
        QUIET: not rows,
    }


def _summary(pen: Pen, rows: list[Row]) -> Words:
    if not rows:
        return pen.plain("还没有可以自评的指标。", "There is no indicator to assess yet.")
    met = pen.count("targets", ["verdict", "=", "met"], how=pen_how(pen, "达标", "met"))
    total = pen.count("targets")
    codes = kinds_of(rows, "verdict", [one.value for one in Verdict])
    parts = [
        (_said(code, "zh"), _said(code, "en"),
         pen.count("targets", ["verdict", "=", code], how=_said(code, pen.language)))
        for code in codes
    ]  # fmt: skip
    return pen.say(
        "对照方案逐项自评指标{total}项：{parts}；达到要求的占{share}。结论由判定规则得出，缺数据的不作结论。",
        "{total} indicators were assessed: {parts}; {share} are attained. Conclusions follow from the rules of"
        " judgement, and where data lack there is none.",
        total=total, share=pen.percent(met, total), parts=counted(pen, *parts),
    )  # fmt: skip


def _said(code: str, language: str) -> str:
    return shown(code, {"as": "word", "of": "attained", "language": language})


def _row(pen: Pen, row: Row) -> dict[str, Words]:
    return {
        "indicator": indicator(pen, row),
        "demand": demand(pen, row),
        "latest": latest(pen, row),
        "attained": cell(pen, "targets", row, "verdict", "word", of="attained"),
        "proof": _proof(pen, row),
    }


def _proof(pen: Pen, row: Row) -> Words:
    """Up to three titles; how many more there are."""
    proofs = pen.rows("proofs", ["target", "=", row["id"]])
    if not proofs:
        return pen.plain("缺佐证", "none")
    titles = pen.joined([cell(pen, "proofs", one, "title") for one in proofs[:3]], "；", "; ")
    if len(proofs) <= 3:
        return titles
    number = pen.count("proofs", ["target", "=", row["id"]])
    return (*titles, *pen.say("等{n}份", " and more, {n} in all", n=number))


ASSESSMENT = Section(
    key="assessment",
    zh="指标自评",
    en="Self-assessment of indicators",
    write=_write,
    blocks=(
        Sentence(key="summary"),
        Table(
            key="rows", zh="指标自评表", en="Indicators",
            nothing_zh="没有可以自评的指标。", nothing_en="There is no indicator to assess.",
            columns=(
                column("indicator", "指标", "Indicator", 36),
                column("demand", "要求", "Requirement", 32),
                column("latest", "实际", "Actual", 28),
                column("attained", "自评", "Result", 22),
                column("proof", "佐证材料", "Evidence", 26),
            ),
        ),
    ),
)  # fmt: skip
