"""年度重点工作: the year's work list by unit, and what is due in the period or overdue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luheng.workplace.period_reports.formulas import Row
from luheng.workplace.period_reports.layout import Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.overview import pen_how
from luheng.workplace.period_reports.sections.pieces import busiest, cell, counted, day, lead
from luheng.workplace.period_reports.showing import shown
from luheng.workplace.period_reports.words import Pen, Words
from luheng.workplace.registers.tasks import OVERDUE, STANDINGS


def _write(pen: Pen) -> Mapping[str, Any]:
    year = int(pen.last[:4])
    units = busiest(pen.rows("work", ["year", "=", year]), "lead")
    due = pen.rows("work", ["due", ">=", pen.first], ["due", "<=", pen.last])
    late = [row for row in pen.rows("work", ["overdue", "=", True]) if row not in due]
    return {
        "summary": _summary(pen, year),
        "tasks": _tasks(pen),
        "units": [_unit(pen, year, unit) for unit in units],
        "rows": [_row(pen, row) for row in (*due, *late)],
    }


def _summary(pen: Pen, year: int) -> Words:
    of_year = ["year", "=", year]
    total = pen.count("work", of_year, how=pen_how(pen, f"{year}年安排", f"work of {year}"))
    said = pen.given(year, "year")
    if total.text == "0":
        return pen.say(
            "{year}还没有年度重点工作安排。",
            "There is no yearly work list of {year} yet.",
            year=said,
        )
    done = pen.count("work", of_year, ["state", "=", "done"], how=pen_how(pen, "已完成", "done"))
    return pen.say(
        "{year}重点工作共{total}项，已完成{done}项，完成率{share}；逾期未完成{late}项，尚未填报进展{silent}项；"
        "会议议定事项{decisions}项，已落实{settled}项。",
        "The work list of {year} has {total} items: {done} done ({share}), {late} overdue, {silent} not yet"
        " reported on. Meetings decided {decisions} matters, {settled} of which are settled.",
        year=said, total=total, done=done, share=pen.percent(done, total),
        late=pen.count("work", of_year, ["overdue", "=", True], how=pen_how(pen, "逾期", "overdue")),
        silent=pen.count("work", of_year, ["state", "=", "not_reported"],
                         how=pen_how(pen, "未填报", "not reported")),
        decisions=pen.count("work", ["kind", "=", "decision"],
                            how=pen_how(pen, "类别为议定事项", "decisions of meetings")),
        settled=pen.count("work", ["kind", "=", "decision"], ["state", "=", "done"],
                          how=pen_how(pen, "议定事项已完成", "decisions that are done")),
    )  # fmt: skip


def _tasks(pen: Pen) -> Words:
    total = pen.count("tasks")
    if total.text == "0":
        return pen.plain("还没有读到方案任务。", "No task of a plan has been read yet.")
    parts = [
        (_said(code, "zh"), _said(code, "en"),
         pen.count("tasks", ["standing", "=", code], how=_said(code, pen.language)))
        for code in (*[one for one in STANDINGS if one != OVERDUE], OVERDUE)
    ]  # fmt: skip
    return pen.say(
        "方案任务共{total}项：{parts}。", "The plans set {total} tasks: {parts}.",
        total=total, parts=counted(pen, *parts),
    )  # fmt: skip


def _said(code: str, language: str) -> str:
    return shown(code, {"as": "word", "of": "standing", "language": language})


def _unit(pen: Pen, year: int, unit: str) -> dict[str, Words]:
    where = (["year", "=", year], ["lead", "=", unit])

    def number(*more: Any) -> Words:
        return (pen.count("work", *where, *more, how=unit),)

    return {
        "unit": (pen.given(unit, "text"),),
        "total": number(),
        "done": number(["state", "=", "done"]),
        "under_way": number(["state", "in", ["under_way", "blocked", "not_started"]]),
        "overdue": number(["overdue", "=", True]),
        "silent": number(["state", "=", "not_reported"]),
    }


def _row(pen: Pen, row: Row) -> dict[str, Words]:
    state = cell(pen, "work", row, "state", "word", of="state")
    late = pen.plain("（逾期）", " (overdue)") if row["overdue"] else ()
    return {
        "text": cell(pen, "work", row, "text", longest=80),
        "lead": lead(pen, "work", row),
        "due": day(pen, "work", row, "due"),
        "state": (*state, *late),
        "note": cell(pen, "work", row, "note", longest=60),
    }


WORK = Section(
    key="work",
    zh="任务和年度重点工作",
    en="Tasks and yearly work",
    write=_write,
    blocks=(
        Sentence(key="tasks"),
        Sentence(key="summary"),
        Table(
            key="units", zh="各单位年度重点工作", en="Yearly work by unit",
            nothing_zh="没有可按单位列出的年度工作。", nothing_en="There is no yearly work to show by unit.",
            columns=(
                column("unit", "牵头单位", "Lead unit", 46),
                column("total", "合计", "All", 18, number=True),
                column("done", "已完成", "Done", 18, number=True),
                column("under_way", "推进中", "Under way", 20, number=True),
                column("overdue", "逾期", "Overdue", 18, number=True),
                column("silent", "未填报", "Not reported", 24, number=True),
            ),
        ),
        Table(
            key="rows", zh="本期到期和逾期的工作", en="Work due in the period or overdue",
            nothing_zh="本期没有到期或逾期的年度工作。", nothing_en="No yearly work fell due or is overdue.",
            columns=(
                column("text", "工作内容", "Work", 50),
                column("lead", "牵头单位", "Lead unit", 26),
                column("due", "时限", "Due", 22),
                column("state", "进展", "Progress", 20),
                column("note", "说明", "Note", 26),
            ),
        ),
    ),
)  # fmt: skip
