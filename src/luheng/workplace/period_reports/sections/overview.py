"""总体情况: how many targets stand where, and what happened in the period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luheng.judgement.model import Verdict
from luheng.workplace.period_reports.layout import QUIET, Chart, Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.pieces import counted, kinds_of
from luheng.workplace.period_reports.words import Pen, Series, Words


def _write(pen: Pen) -> Mapping[str, Any]:
    verdicts = kinds_of(pen.rows("targets"), "verdict", [one.value for one in Verdict])
    rows = [_verdict(pen, code) for code in verdicts]
    return {
        "summary": _summary(pen, verdicts),
        "period": _period(pen),
        "counts": rows,
        "chart": _chart(pen, rows),
        QUIET: not rows,
    }


def _of(pen: Pen, code: str) -> Any:
    word = Verdict(code).text(pen.language)
    how = f"verdict is “{word}”" if pen.language == "en" else f"判定为“{word}”"
    return pen.count("targets", ["verdict", "=", code], how=how)


def _summary(pen: Pen, verdicts: list[str]) -> Words:
    total = pen.count("targets")
    if total.text == "0":
        return pen.plain(
            "还没有读到目标，本期不作评价。请先加入方案文件。",
            "No target has been read yet, so nothing is judged. Add a plan first.",
        )
    parts = [
        (Verdict(code).text("zh"), Verdict(code).text("en"), _of(pen, code)) for code in verdicts
    ]
    return pen.say(
        "截至{day}，现行方案共有目标{total}项，其中{parts}。",
        "As of {day} the plans in force set {total} targets: {parts}.",
        day=_as_of(pen), total=total, parts=counted(pen, *parts),
    )  # fmt: skip


def _as_of(pen: Pen) -> Any:
    return pen.given(pen.facts.now["as_of"], "day")


def _period(pen: Pen) -> Words:
    """The daily work of the period in one sentence."""
    span = (["issued_on", ">=", pen.first], ["issued_on", "<=", pen.last])
    closed = (["closed_on", ">=", pen.first], ["closed_on", "<=", pen.last])
    due = (["due", ">=", pen.first], ["due", "<=", pen.last])
    return pen.say(
        "{period}，下达督办单{issued}件，销号{closed}件；到期填报表{due}份，按时报送{filed}份；"
        "到期年度工作{work}项，已完成{done}项。",
        "In the period ({period}), {issued} supervision orders were issued and {closed} closed. Returns that fell"
        " due: {due}, filed in time: {filed}. Yearly work that fell due: {work}, done: {done}.",
        period=pen.given(pen.period, "period"),
        issued=pen.count("orders", *span, how=pen_how(pen, "下达日期在本期", "issued in the period")),
        closed=pen.count("orders", *closed, how=pen_how(pen, "销号日期在本期", "closed in the period")),
        due=pen.count("returns", *due, how=pen_how(pen, "限期在本期", "due in the period")),
        filed=pen.count("returns", *due, ["standing", "=", "in_time"],
                        how=pen_how(pen, "限期在本期且按时报送", "due in the period and filed in time")),
        work=pen.count("work", *due, how=pen_how(pen, "完成时限在本期", "due in the period")),
        done=pen.count("work", *due, ["state", "=", "done"],
                       how=pen_how(pen, "完成时限在本期且已完成", "due in the period and done")),
    )  # fmt: skip


def pen_how(pen: Pen, zh: str, en: str) -> str:
    """Over which rows, in the language of the report."""
    return en if pen.language == "en" else zh


def _verdict(pen: Pen, code: str) -> dict[str, Any]:
    number = _of(pen, code)
    early = pen.count(
        "targets", ["verdict", "=", code], ["provisional", "=", True],
        how=pen_how(pen, "依据初步数", "on preliminary figures"),
    )  # fmt: skip
    return {
        "verdict": (pen.given(code, "light"),),
        "count": (number,),
        "share": (pen.share(number, pen.count("targets")),),
        "preliminary": (early,),
    }


def _chart(pen: Pen, rows: list[dict[str, Any]]) -> Series | None:
    if not rows:
        return None
    title = pen.plain("各类判定的目标数（项）", "Targets by verdict")
    return Series(title, [row["verdict"] for row in rows], [row["count"][0] for row in rows])


OVERVIEW = Section(
    key="overview",
    zh="总体情况",
    en="Overview",
    write=_write,
    blocks=(
        Sentence(key="summary"),
        Sentence(key="period"),
        Table(
            key="counts", zh="目标判定情况", en="Targets by verdict",
            nothing_zh="没有可以判定的目标。", nothing_en="There is no target to judge.",
            columns=(
                column("verdict", "判定", "Verdict", 44),
                column("count", "项数", "Targets", 26, number=True),
                column("share", "占比（%）", "Share (%)", 30, number=True),
                column("preliminary", "其中：初步数", "Preliminary", 30, number=True),
            ),
        ),
        Chart(key="chart"),
    ),
)  # fmt: skip
