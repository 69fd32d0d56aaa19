"""Reading a plan: its outline, then tasks with their units, then projects."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from luheng.documents.model import Finding, Project, Section, Span, Task
from luheng.documents.plan.annex_differences import annex_differences
from luheng.documents.plan.assignments import Duties
from luheng.documents.plan.boxes import box_projects
from luheng.documents.plan.checks import (
    check_counts,
    check_end,
    check_projects,
    check_sums,
    check_words,
)
from luheng.documents.plan.clauses import ClauseReader
from luheng.documents.plan.extent import Extent
from luheng.documents.plan.findings import finding
from luheng.documents.plan.lines import Line, PlacedTable
from luheng.documents.plan.outline import Clause, Outline, PlanTable
from luheng.documents.plan.projects import ProjectTable, read_projects
from luheng.documents.plan.table_heads import column_roles, table_kind
from luheng.documents.plan.task_rows import TaskRow, count_units, read_task_rows, row_tasks
from luheng.documents.plan.tasks import body_tasks
from luheng.documents.plan.title_block import TitleBlock, read_title_block
from luheng.documents.source import Source

_ANNEX_NO = re.compile(r"附\s*[件表录]\s*[\d一二三四五六七八九十]*")
_SAME_ROWS = 0.5  # share of table rows whose words the body has: then both list the same tasks


@dataclass(slots=True)
class PlanReading:
    """What the plan room reads; targets and observations are read by their own rooms."""

    block: TitleBlock
    outline: Outline
    sections: list[Section] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    implied_units: list[str] = field(default_factory=list)
    unit_names: dict[str, str] = field(default_factory=dict)  # as printed: the document's fullest
    findings: list[Finding] = field(default_factory=list)

    def named(self, units: list[str]) -> list[str]:
        """The units under the fullest names that the document prints, once each."""
        return list(dict.fromkeys(self.unit_names.get(unit, unit) for unit in units))


def read_plan(
    source: Source, page: list[Line], tables: list[PlacedTable], extent: Extent
) -> PlanReading:
    """Title block, outline and tasks of the plan that `extent` marks."""
    block = read_title_block(source, page, extent.lines, extent.title, extent.body_at)
    outline, findings = read_outline(source, extent, tables)
    plan = PlanReading(block, outline, sections_of(source, outline), findings=findings)
    duties = Duties(source)
    for clause in outline.clauses:
        duties.read_clause(clause)
    names = _names_of(outline.tables)
    rows = {
        name: read_task_rows(source, placed, duties)
        for name, placed in zip(names, outline.tables, strict=True)
        if placed.kind == "tasks"
    }
    for placed in outline.tables:
        if placed.kind == "indicators":
            count_units(source, placed.table, duties)
    duties.settle()
    plan.unit_names = duties.names
    for clause in outline.clauses:
        assigned = duties.of([clause])
        clause.lead, clause.support = assigned.lead, assigned.support
    plan.implied_units = duties.implied
    plan.tasks = _tasks(source, outline, rows, duties)
    tables_of_projects = [
        read_projects(source, placed, name)
        for name, placed in zip(names, outline.tables, strict=True)
        if placed.kind == "projects"
    ]
    boxed = box_projects(source, outline.boxes)
    outline.of_projects = {project.span for project in boxed}
    plan.projects = [project for table in tables_of_projects for project in table.projects] + boxed
    plan.findings += _findings(source, extent, outline, tables_of_projects)
    return plan


def _findings(
    source: Source, extent: Extent, outline: Outline, tables: list[ProjectTable]
) -> list[Finding]:
    """What is wrong with the plan, in the order of its text."""
    found: list[Finding] = []
    for clause in outline.clauses:
        for part in clause.body:
            found += check_words(source, part, clause.id)
            found += check_sums(source, part, clause.id)
    for table in tables:
        found += check_projects(source, table)
        for project in table.projects:
            found += check_words(source, project.span, project.clause)
            found += check_sums(source, project.span, project.clause)
            found += check_counts(source, project.span, project.clause)
    rows = [clause for clause in outline.clauses if clause.kind == "row"]
    found += annex_differences(source, outline.clauses, rows)
    found += check_end(source, extent.body, bool(extent.annexes or outline.tables))
    if extent.announced and not extent.annexes and not outline.tables:
        found.append(finding("plan_annex_missing", source, extent.announced.span, severity="info"))
    if extent.next_plan:
        found.append(
            finding("plan_second_in_file", source, extent.next_plan.span, severity="error")
        )
    return sorted(found, key=lambda one: one.span)


def _tasks(
    source: Source, outline: Outline, rows: dict[str, list[TaskRow]], duties: Duties
) -> list[Task]:
    """Tasks of the tables where there are such; of the body too, where it lists others."""
    own = [clause for clause in outline.clauses if clause.purpose != "annex"]
    annexed = [clause for clause in outline.clauses if clause.purpose == "annex"]
    in_body = body_tasks(source, own, duties)
    if not any(task.lead for task in in_body):
        for clause in annexed:
            clause.purpose = "tasks"
        in_annex = body_tasks(source, annexed, duties)
        for clause in annexed:
            clause.purpose = "annex"
        if any(task.lead for task in in_annex):
            in_body = in_annex
    in_rows: list[Task] = []
    for annex, read in rows.items():
        in_rows += row_tasks(source, read, own, duties, annex)
        outline.clauses += [row.clause for row in read]
    if not in_rows:
        return in_body
    shared = _share_in("".join(task.text for task in in_body), [task.text[:12] for task in in_rows])
    both_led = any(task.lead for task in in_body)
    if not both_led or shared >= _SAME_ROWS:
        return in_rows
    for number, task in enumerate(in_rows, len(in_body) + 1):  # numbers run on; the row keeps
        task.item, task.no = task.clause.replace("/", "-"), number  # its own in `item`
    return in_body + in_rows


def _share_in(text: str, openings: list[str]) -> float:
    """The share of some short words that a text holds, found in one pass for each of their lengths."""
    wanted = set(openings)
    held = {
        text[at : at + length]
        for length in {len(words) for words in wanted}
        for at in range(len(text) - length + 1)
        if text[at : at + length] in wanted
    }
    return sum(words in held for words in openings) / len(openings)


def _names_of(tables: list[PlanTable]) -> list[str]:
    """What ids call each table: its annex (附件2, a second one there 附件2~2), else 表 and a count."""
    names: list[str] = []
    taken: Counter[str] = Counter()
    for at, placed in enumerate(tables):
        found = _ANNEX_NO.search(placed.table.caption)
        name = re.sub(r"\s", "", found[0]) if found else f"表{at + 1}"
        taken[name] += 1
        names.append(f"{name}~{taken[name]}" if taken[name] > 1 else name)
    return names


def read_outline(
    source: Source, extent: Extent, tables: list[PlacedTable]
) -> tuple[Outline, list[Finding]]:
    """The plan's clauses and tables, with findings about its numbering."""
    reader = ClauseReader(source)
    clauses = reader.read(extent.body)
    findings, boxes = reader.findings, reader.boxes
    taken: Counter[str] = Counter()
    for annex in extent.annexes:
        taken[annex.no] += 1
        count = taken[annex.no]
        name = annex.no if count == 1 else f"{annex.no}~{count}"
        annexed = ClauseReader(source, prefix=f"{name}/", purpose="annex")
        annexed.open_annex(name, annex.mark)
        clauses += annexed.read(annex.lines)
        boxes += annexed.boxes
    starts = [(line.block, line.span.start) for line in extent.lines]
    first = starts[0][1] if starts else 0
    last = max([line.span.end for line in extent.lines] + [0])
    clause_starts = [clause.span.start for clause in clauses]
    kept = [placed for placed in tables if _within(placed, extent)]
    last = max([last] + [placed.table.span.end for placed in kept])
    return (
        Outline(
            clauses=clauses,
            tables=[_plan_table(source, placed, clauses, clause_starts) for placed in kept],
            boxes=boxes,
            own_text=Span(first, last) if last > first else None,
        ),
        findings,
    )


def _within(placed: PlacedTable, extent: Extent) -> bool:
    return extent.next_plan is None or placed.block < extent.next_plan.block


def _plan_table(
    source: Source, placed: PlacedTable, clauses: list[Clause], starts: list[int]
) -> PlanTable:
    above = bisect_left(starts, placed.table.span.start)
    return PlanTable(
        placed.table,
        table_kind(column_roles(source, placed.table)),
        clauses[above - 1] if above else None,
    )


def sections_of(source: Source, outline: Outline) -> list[Section]:
    """The headings of the plan's own chapters and sections."""
    found = []
    for clause in outline.clauses:
        if clause.kind not in ("chapter", "section") or clause.purpose == "annex":
            continue
        heading = clause.heading or clause.span
        found.append(
            Section(
                quote=source.text[heading.start : heading.end], span=heading, clause=clause.id,
                no=clause.no, title=clause.title, level=clause.level, chapter=clause.chapter,
                body=clause.span,
            )
        )  # fmt: skip
    return found
