"""The part of a report about tasks, projects and what the documents themselves get wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from luheng.workplace.models import TaskState
from luheng.workplace.registers.tasks import OVERDUE, STANDINGS
from luheng.workplace.reports.cited import Cited, Refs, cited, figures, plain
from luheng.workplace.reports.frozen import Frozen, Row, clause_text
from luheng.workplace.reports.report import (
    FindingLine,
    ProjectLine,
    ReportedTask,
    UnitMoney,
    UnitTasks,
)
from luheng.workplace.reports.standings import NO_LEAD, NOTHING

_UNDER_WAY = (TaskState.UNDER_WAY.value, TaskState.BLOCKED.value, TaskState.NOT_STARTED.value)

# Tasks


def task_summary(frozen: Frozen) -> Cited:
    """How many tasks there are and how far they have come."""
    tasks = frozen.rows("tasks")
    if not tasks:
        return plain("还没有读到任务。")
    parts: list[Cited] = [plain("共"), _count(frozen, tasks, "，逐项计数"), plain("项任务：")]
    words = []
    for code, word in STANDINGS.items():
        if found := [row for row in tasks if row["standing"] == code]:
            words.append(
                (*plain(word), *_count(frozen, found, f"，按进展状态“{word}”计数"), *plain("项"))
            )
    return _joined([*parts, _listed(words), plain("。")])


def unit_tasks(frozen: Frozen) -> list[UnitTasks]:
    """One line for each unit that leads or supports a task, busiest first."""
    lead: dict[str, list[Row]] = defaultdict(list)
    support: dict[str, list[Row]] = defaultdict(list)
    for row in frozen.rows("tasks"):
        for role, units in ((lead, row.get("lead")), (support, row.get("support"))):
            for unit in units or ():
                role[unit].append(row)
    names = sorted(
        {*lead, *support}, key=lambda name: (-len(lead[name]), -len(support[name]), name)
    )
    return [_unit_line(frozen, name, lead[name], support[name]) for name in names]


def _unit_line(frozen: Frozen, unit: str, lead: Sequence[Row], support: Sequence[Row]) -> UnitTasks:
    refs = _numbered(frozen, lead, f"，按{unit}牵头和进展状态计数") if lead else ()

    def standing(*codes: str) -> Cited:
        found = [row for row in lead if row["standing"] in codes]
        return cited(len(found), refs) if found else NOTHING

    return UnitTasks(
        unit=unit,
        lead=cited(len(lead), refs) if lead else NOTHING,
        done=standing(TaskState.DONE.value),
        under_way=standing(*_UNDER_WAY),
        overdue=standing(OVERDUE),
        not_reported=standing(TaskState.NOT_REPORTED.value),
        support=_count(frozen, support, f"，按{unit}配合计数"),
    )


def _count(frozen: Frozen, tasks: Sequence[Row], how: str) -> Cited:
    return cited(len(tasks), _numbered(frozen, tasks, how)) if tasks else NOTHING


def _numbered(frozen: Frozen, tasks: Iterable[Row], how: str) -> Refs:
    """A source that names the tasks by their numbers in their documents."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for row in tasks:
        document = frozen.document("tasks", row)
        number = clause_text(frozen.origin("tasks", row["id"]).get("clause") or row["no"])
        numbers[_title(document)].append(number)
    said = "；".join(f"{title}任务{'、'.join(found)}" for title, found in numbers.items())
    return frozen.sources.cite(f"由{said}{how}")


def _title(document: Row | None) -> str:
    if document is None:
        return "（文件已删除）"
    by = document.get("doc_no") or document.get("issuer")
    return f"《{document['title']}》（{by}）" if by else f"《{document['title']}》"


def reported_tasks(frozen: Frozen) -> list[ReportedTask]:
    """Tasks on which a unit reported, and overdue ones."""
    rows = [row for row in frozen.rows("tasks") if row["standing"] != TaskState.NOT_REPORTED.value]
    rows.sort(key=lambda row: row["standing"] != OVERDUE)
    return [_reported(frozen, row) for row in rows]


def _reported(frozen: Frozen, row: Row) -> ReportedTask:
    by = frozen.origin("progress", row["id"])
    who = "，".join(filter(None, (by.get("unit"), by.get("on"))))
    note = row.get("state_note") or ""
    title = row.get("title") or row.get("text", "")[:40]
    return ReportedTask(
        title=figures(title, lambda found: frozen.clause("tasks", row)),
        lead="、".join(row.get("lead") or ()) or NO_LEAD,
        standing=str(STANDINGS[row["standing"]]),
        note=figures(note, lambda found: frozen.sources.cite(f"任务进展填报（{who}）：“{note}”"))
        if note
        else NOTHING,
    )


# Projects


def project_summary(frozen: Frozen) -> Cited:
    """How many projects, how much money, how many without a sum."""
    projects = frozen.rows("projects")
    if not projects:
        return plain("文件中没有项目附表。")
    priced = [row for row in projects if row.get("investment_yi_yuan") is not None]
    said: list[Cited] = [plain("共"), _projects(frozen, projects), plain("个项目")]
    if priced:
        money = _money(frozen, priced)
        said += [plain("，列出总投资的"), _projects(frozen, priced), plain("个，合计"), money,
                 plain("亿元")]  # fmt: skip
    if without := [row for row in projects if row not in priced]:
        said += [plain("，"), _projects(frozen, without), plain("个未列总投资，不计入合计")]
    return _joined([*said, plain("。")])


def unit_money(frozen: Frozen) -> list[UnitMoney]:
    """Projects and their money by lead unit, most money first."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in frozen.rows("projects"):
        groups[row.get("lead") or NO_LEAD].append(row)
    names = sorted(groups, key=lambda name: (-_sum(groups[name]), name))
    return [
        UnitMoney(name, _projects(frozen, groups[name]), _money(frozen, groups[name]))
        for name in names
    ]


def projects(frozen: Frozen) -> list[ProjectLine]:
    """Every project with its money and its years."""
    return [_project(frozen, row) for row in frozen.rows("projects")]


def _project(frozen: Frozen, row: Row) -> ProjectLine:
    refs = frozen.clause("projects", row)
    years = [str(year) for year in (row.get("start"), row.get("end")) if year]
    return ProjectLine(
        no=row["no"],
        name=figures(row["name"], lambda found: refs),
        money=cited(row["investment_yi_yuan"], refs) or NOTHING,
        years="—".join(dict.fromkeys(years)) + "年" if years else "—",
        lead=row.get("lead") or NO_LEAD,
    )


def _sum(rows: Iterable[Row]) -> Decimal:
    return sum((Decimal(row["investment_yi_yuan"] or 0) for row in rows), Decimal(0))


def _projects(frozen: Frozen, rows: Sequence[Row]) -> Cited:
    return cited(len(rows), frozen.sources.computed(_refs(frozen, rows), "计数"))


def _money(frozen: Frozen, rows: Sequence[Row]) -> Cited:
    priced = [row for row in rows if row.get("investment_yi_yuan") is not None]
    if not priced:
        return NOTHING
    refs = _refs(frozen, priced)
    if len(priced) == 1:
        return cited(priced[0]["investment_yi_yuan"], refs)
    return cited(f"{_sum(priced):f}", frozen.sources.computed(refs, "相加"))


def _refs(frozen: Frozen, rows: Iterable[Row]) -> list[int]:
    return [ref for row in rows for ref in frozen.clause("projects", row)]


# Findings


def findings(frozen: Frozen) -> list[FindingLine]:
    """What the documents get wrong, in their order."""
    return [_finding(frozen, row) for row in frozen.rows("findings")]


def _finding(frozen: Frozen, row: Row) -> FindingLine:
    refs = frozen.clause("findings", row)
    problem = figures(row["problem"], lambda found: refs)
    if not any(piece.refs for piece in problem):
        problem = cited(row["problem"], refs)
    return FindingLine(_place(frozen, row), problem, row["remedy"])


def _place(frozen: Frozen, row: Row) -> str:
    """Where it stands: 方案附件3第8项; by its title where there are several plans."""
    document = frozen.document("findings", row)
    if document is None:
        return "—"
    plans = [one for one in frozen.rows("documents") if one["kind"] == "plan" and one["current"]]
    named = "方案" if plans == [document] else f"《{document['title']}》"
    return named + clause_text(frozen.origin("findings", row["id"]).get("clause") or "")


def _joined(parts: Iterable[Cited]) -> Cited:
    return tuple(piece for part in parts for piece in part)


def _listed(parts: Sequence[Cited]) -> Cited:
    words: list[Any] = []
    for part in parts:
        words += [*(plain("，") if words else ()), *part]
    return tuple(words)
