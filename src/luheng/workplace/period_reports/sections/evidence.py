"""佐证材料, 考核结果: what is not proved yet, and the appraisal once it is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luheng.workplace.evidence.lacking import Holding
from luheng.workplace.period_reports.formulas import Row
from luheng.workplace.period_reports.layout import QUIET, Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.overview import pen_how
from luheng.workplace.period_reports.sections.pieces import NOTHING, cell, indicator, kinds_of, lead
from luheng.workplace.period_reports.showing import shown
from luheng.workplace.period_reports.words import Pen, Words


def _write(pen: Pen) -> Mapping[str, Any]:
    lacking = pen.rows("lacking")
    return {
        "summary": _summary(pen),
        "holdings": [
            {"holding": (pen.given(code, "word", of="holding"),),
             **{kind: (pen.count("lacking", ["holding", "=", code], ["kind", "=", kind],
                               how=shown(code, {"as": "word", "of": "holding", "language": pen.language})),)
                for kind in ("target", "task")}}
            for code in kinds_of(lacking, "holding", Holding.values)
        ],
        "rows": [
            {"name": _target(pen, row),
             "year": (pen.cell("lacking", row, "year", "year"),) if row.get("year") else NOTHING,
             "holding": cell(pen, "lacking", row, "holding", "word", of="holding"),
             "lead": lead(pen, "lacking", row)}
            for row in pen.rows("lacking", ["kind", "=", "target"])
        ],
    }  # fmt: skip


def _target(pen: Pen, row: Row) -> Words:
    """The target by its name as printed; in English by the catalogue's."""
    found = pen.facts.row("targets", row.get("subject")) if pen.language == "en" else None
    return indicator(pen, found) if found else cell(pen, "lacking", row, "name")


def _summary(pen: Pen) -> Words:
    targets, tasks = (
        pen.count("lacking", ["kind", "=", kind], how=pen_how(pen, zh, en))
        for kind, zh, en in (("target", "目标", "targets"), ("task", "任务", "tasks"))
    )
    return pen.say(
        "缺有效佐证材料的目标{targets}项（共{all}项）、任务{tasks}项（共{every}项）；任务逐项见附录。",
        "{targets} of {all} targets and {tasks} of {every} tasks have no valid evidence; the tasks stand in the"
        " appendix.",
        targets=targets, tasks=tasks, all=pen.count("targets"), every=pen.count("tasks"),
    )  # fmt: skip


EVIDENCE = Section(
    key="evidence",
    zh="佐证材料",
    en="Evidence",
    write=_write,
    blocks=(
        Sentence(key="summary"),
        Table(
            key="holdings", zh="缺佐证情况", en="What is lacking",
            nothing_zh="各项目标、任务均有有效佐证。", nothing_en="Everything has valid evidence.",
            columns=(
                column("holding", "佐证情况", "Evidence", 58),
                column("target", "目标（项）", "Targets", 40, number=True),
                column("task", "任务（项）", "Tasks", 40, number=True),
            ),
        ),
        Table(
            key="rows", zh="缺佐证的目标", en="Targets without evidence",
            nothing_zh="每项目标都有有效佐证。", nothing_en="Every target has valid evidence.",
            columns=(
                column("name", "目标", "Target", 66),
                column("year", "目标年", "Year", 22),
                column("holding", "佐证情况", "Evidence", 26),
                column("lead", "牵头单位", "Lead unit", 30),
            ),
        ),
    ),
)  # fmt: skip


def _write_appraisal(pen: Pen) -> Mapping[str, Any]:
    lines = pen.rows("appraisal")
    if not lines:
        nothing = pen.plain("考核结果尚未发布，本期不列。", "No appraisal has been published yet.")
        return {"summary": nothing, "units": [], QUIET: True}
    units = list(dict.fromkeys(row["unit"] for row in lines))
    return {
        "summary": pen.say(
            "已发布“{title}”（{year}），考核单位{n}个；得分由判定和任务进展按公布的方案计算，逐项说明见系统。",
            "“{title}” of {year} is published; {n} units were appraised from verdicts and tasks by the scheme"
            " that was made known.",
            title=pen.cell("appraisal", lines[0], "title"),
            year=pen.cell("appraisal", lines[0], "year", "year"),
            n=pen.count("appraisal", distinct="unit", how=pen_how(pen, "不同单位", "different units")),
        ),
        "units": [_unit(pen, unit) for unit in units],
    }  # fmt: skip


def _unit(pen: Pen, unit: str) -> dict[str, Words]:
    scored = (["unit", "=", unit], ["points", "known", True])
    group = pen.rows("appraisal", ["unit", "=", unit])[0]
    return {
        "unit": (pen.given(unit, "text"),),
        "group": cell(pen, "appraisal", group, f"group_{pen.language}"),
        "points": (pen.sum("appraisal", "points", *scored, places=2, how=unit),),
        "full": (pen.sum("appraisal", "full", *scored, places=2, how=unit),),
    }


APPRAISAL = Section(
    key="appraisal",
    zh="考核结果",
    en="Appraisal",
    write=_write_appraisal,
    blocks=(
        Sentence(key="summary"),
        Table(
            key="units", zh="考核得分", en="Points",
            nothing_zh="没有可列的考核得分。", nothing_en="There are no points to show.",
            columns=(
                column("unit", "单位", "Unit", 54),
                column("group", "分组", "Group", 40),
                column("points", "得分", "Points", 24, number=True),
                column("full", "满分", "Out of", 24, number=True),
            ),
        ),
    ),
)  # fmt: skip
