"""重点项目: money planned, arranged and spent, and which projects are late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luheng.workplace.models import FundingSource
from luheng.workplace.period_reports.formulas import Row
from luheng.workplace.period_reports.layout import QUIET, Chart, Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.overview import pen_how
from luheng.workplace.period_reports.sections.pieces import NOTHING, cell, kinds_of, lead
from luheng.workplace.period_reports.showing import shown
from luheng.workplace.period_reports.words import Pen, Series, Traced, Words

_AMOUNTS = (
    ("planned_wan_yuan", "计划", "planned"),
    ("arranged_wan_yuan", "到位", "arranged"),
    ("spent_wan_yuan", "完成", "spent"),
)


def _write(pen: Pen) -> Mapping[str, Any]:
    year = int(pen.last[:4])
    late = pen.rows("building", ["attention", "=", True])
    sources = kinds_of(pen.rows("funding", ["year", "=", year]), "source", FundingSource.values)
    return {
        "summary": _summary(pen),
        "money": _money(pen, year),
        "sources": [_source(pen, year, one) for one in sources],
        "chart": _chart(pen, year),
        "late": [_late(pen, row) for row in late],
        "rows": [_project(pen, year, row) for row in pen.rows("projects")],
        QUIET: not pen.rows("projects"),
    }


def _summary(pen: Pen) -> Words:
    total = pen.count("projects")
    if total.text == "0":
        return pen.plain("现行方案没有项目附表。", "The plans in force list no project.")
    return pen.say(
        "现行方案列有重点项目{total}个，其中列明总投资的{priced}个、合计{money}亿元（未列总投资的不计入）；"
        "按最近一次填报，需要关注的{late}个，尚未填报进度的{silent}个。",
        "The plans in force list {total} projects; {priced} have a sum, together {money} hundred million"
        " yuan. {late} need attention and {silent} have not been reported on.",
        total=total,
        priced=pen.count("projects", ["investment_yi_yuan", "known", True],
                         how=pen_how(pen, "列明总投资", "with a sum")),
        money=pen.sum("projects", "investment_yi_yuan", how=pen_how(pen, "总投资（亿元）", "investment")),
        late=pen.count("building", ["attention", "=", True],
                       how=pen_how(pen, "滞后、逾期、停工或未按期开工", "behind, overdue, suspended or late")),
        silent=pen.count("building", ["pace", "=", "not_reported"],
                         how=pen_how(pen, "未填报", "not reported")),
    )  # fmt: skip


def _amount(pen: Pen, field: str, *where: Any, how: str = "", drawn: bool = False) -> Traced:
    """A sum of money; a chart draws it by its digits alone."""
    return pen.sum("funding", field, *where, places=2, how=how, grouped=not drawn)


def _money(pen: Pen, year: int) -> Words:
    of_year = ["year", "=", year]
    said = pen.given(year, "year")
    if not pen.rows("funding", of_year):
        return pen.say(
            "{year}还没有填报项目资金。", "No money has been reported for {year} yet.", year=said
        )
    planned, arranged, spent = (
        _amount(pen, field, of_year, how=f"{year}{pen.citing.comma}{pen_how(pen, zh, en)}") for field, zh, en in _AMOUNTS
    )  # fmt: skip
    return pen.say(
        "{year}项目资金计划{planned}万元，到位{arranged}万元（到位率{share}），完成投资{spent}万元"
        "（占计划{done}）；没有填报的金额不按零计。",
        "In {year} {planned} ten thousand yuan were planned, {arranged} arranged ({share}) and {spent} spent"
        " ({done} of the plan). Amounts nobody reported are not counted as zero.",
        year=said, planned=planned, arranged=arranged, spent=spent,
        share=pen.percent(arranged, planned), done=pen.percent(spent, planned),
    )  # fmt: skip


def _source(pen: Pen, year: int, source: str) -> dict[str, Words]:
    where = (["year", "=", year], ["source", "=", source])
    return {
        "name": (pen.given(source, "word", of="funding"),),
        **{
            field: (
                _amount(pen, field, *where, how=f"{year}{pen.citing.comma}{_word(pen, source)}"),
            )
            for field, _, _ in _AMOUNTS
        },
    }


def _word(pen: Pen, source: str) -> str:
    return shown(source, {"as": "word", "of": "funding", "language": pen.language})


def _chart(pen: Pen, year: int) -> Series | None:
    of_year = ["year", "=", year]
    amounts = [_amount(pen, field, of_year, drawn=True) for field, _, _ in _AMOUNTS]
    if not pen.rows("funding", of_year):
        return None
    title = pen.say(
        "{year}项目资金（万元）", "Money of projects in {year} (ten thousand yuan)",
        year=pen.given(year, "year"),
    )  # fmt: skip
    return Series(title, [pen.plain(zh, en) for _, zh, en in _AMOUNTS], amounts)


def _late(pen: Pen, row: Row) -> dict[str, Words]:
    project = pen.facts.row("projects", row["id"])
    return {
        "name": cell(pen, "projects", project, "name") if project else NOTHING,
        "pace": cell(pen, "building", row, "pace", "word", of="pace"),
        "reason": cell(pen, "building", row, f"reason_{pen.language}"),
        "percent": cell(pen, "building", row, "percent", "amount", places=2),
        "lead": lead(pen, "projects", project) if project else NOTHING,
    }


def _project(pen: Pen, year: int, row: Row) -> dict[str, Words]:
    built = pen.facts.row("building", row["id"])
    where = (["project", "=", row["id"]], ["year", "=", year])
    return {
        "no": cell(pen, "projects", row, "no"),
        "name": cell(pen, "projects", row, "name"),
        "invested": cell(pen, "projects", row, "investment_yi_yuan", "amount"),
        "arranged": (_amount(pen, "arranged_wan_yuan", *where, how=row["name"]),),
        "spent": (_amount(pen, "spent_wan_yuan", *where, how=row["name"]),),
        "percent": cell(pen, "building", built, "percent", "amount", places=2) if built else NOTHING,
        "pace": cell(pen, "building", built, "pace", "word", of="pace") if built else NOTHING,
    }  # fmt: skip


PROJECTS = Section(
    key="projects",
    zh="重点项目",
    en="Projects",
    write=_write,
    blocks=(
        Sentence(key="summary"),
        Sentence(key="money"),
        Table(
            key="sources", zh="本年项目资金来源（万元）", en="Money by source (ten thousand yuan)",
            nothing_zh="本年没有填报项目资金。", nothing_en="No money has been reported for the year.",
            columns=(
                column("name", "资金来源", "Source of money", 48),
                column("planned_wan_yuan", "计划", "Planned", 30, number=True),
                column("arranged_wan_yuan", "到位", "Arranged", 30, number=True),
                column("spent_wan_yuan", "完成", "Spent", 30, number=True),
            ),
        ),
        Chart(key="chart"),
        Table(
            key="late", zh="需要关注的项目", en="Projects that need attention",
            nothing_zh="没有填报为滞后、逾期、停工或未按期开工的项目。",
            nothing_en="No project is reported as behind, overdue, suspended or late to start.",
            columns=(
                column("name", "项目名称", "Project", 44),
                column("pace", "情况", "Standing", 22),
                column("reason", "说明", "Reason", 38),
                column("percent", "进度（%）", "Built (%)", 18, number=True),
                column("lead", "责任单位", "Lead unit", 22),
            ),
        ),
        Table(
            key="rows", zh="重点项目进展", en="Projects",
            nothing_zh="没有项目。", nothing_en="There is no project.",
            columns=(
                column("no", "序号", "No.", 13),
                column("name", "项目名称", "Project", 36),
                column("invested", "总投资（亿元）", "Investment (hundred million yuan)", 27, number=True),
                column("arranged", "本年到位（万元）", "Arranged (ten thousand yuan)", 22, number=True),
                column("spent", "本年完成（万元）", "Spent (ten thousand yuan)", 22, number=True),
                column("percent", "进度（%）", "Built (%)", 15, number=True),
                column("pace", "情况", "Standing", 25),
            ),
        ),
    ),
)  # fmt: skip
