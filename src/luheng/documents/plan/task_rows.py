"""Rows of a table of tasks: 重点任务分工表 and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luheng.documents.model import Task
from luheng.documents.plan.assignments import Duties, PlacedDuty
from luheng.documents.plan.duties import Duty, implied_units, read_due, read_duty, without_implied
from luheng.documents.plan.findings import printed
from luheng.documents.plan.outline import Clause, PlanTable
from luheng.documents.plan.table_heads import Role, column_heads, column_roles
from luheng.documents.source import Cell, Source, Table

_TOTAL = re.compile(r"^(?:合计|小计|总计|共计)")
_NUMBERED = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)")


@dataclass(slots=True)
class TaskRow:
    """One row: its cells by role and the duties printed in it."""

    no: int | str
    text: Cell
    groups: list[str]
    duty: Duty
    raw: str
    due: str | None
    clause: Clause = field(init=False)


def read_task_rows(source: Source, placed: PlanTable, duties: Duties) -> list[TaskRow]:
    """The rows of a table of tasks; their units take part in settling names."""
    table = placed.table
    roles = column_roles(source, table)
    heads = column_heads(source, table)
    rows: list[TaskRow] = []
    divider = ""
    for cells in table.rows[table.header_rows :]:
        texts = {cell.text for cell in cells if cell.text}
        if len(texts) == 1 and len(cells) > 2:
            divider = _NUMBERED.sub("", texts.pop())
            continue
        row = _row(source, cells, roles, heads, divider, len(rows) + 1)
        if row is None:
            continue
        for cell in cells:
            if implied_units(source.view(cell.span).text) and not cell.merged:
                duties.read_note(source.view(cell.span).text)
        duties.count(row.duty)
        rows.append(row)
    return rows


def count_units(source: Source, table: Table, duties: Duties) -> None:
    """Let the units of a table of another kind take part in settling names."""
    roles = column_roles(source, table)
    for cells in table.rows[table.header_rows :]:
        for cell, role in zip(cells, roles, strict=True):
            if role in ("lead", "support") and cell.text and not cell.merged:
                duties.count(Duty(0, 0, (0, 0), lead=[source.view(cell.span).text]))


def _row(
    source: Source,
    cells: list[Cell],
    roles: list[Role | None],
    heads: list[str],
    divider: str,
    running: int,
) -> TaskRow | None:
    text = next((cell for cell, role in zip(cells, roles, strict=True) if role == "task"), None)
    if text is None or not text.text or _TOTAL.match(text.text):
        return None
    number = next((cell.text for cell, role in zip(cells, roles, strict=True) if role == "no"), "")
    groups = [
        _NUMBERED.sub("", re.sub(r"\s+", "", cell.text))
        for cell, role in zip(cells, roles, strict=True)
        if role == "group" and cell.text
    ]
    duty, raw = _duty(source, cells, roles, heads)
    due = next((cell.text for cell, role in zip(cells, roles, strict=True) if role == "due"), None)
    return TaskRow(
        int(number) if number.isdigit() else number or running,
        text, groups or ([divider] if divider else []), duty, raw, due,
    )  # fmt: skip


def _duty(
    source: Source, cells: list[Cell], roles: list[Role | None], heads: list[str]
) -> tuple[Duty, str]:
    """Units of a row: each column by its head, a cell that names roles itself by its words."""
    duty, raws = Duty(0, 0, (0, 0)), []
    several = [head for head, role in zip(heads, roles, strict=True) if role == "lead"]
    first = next((head for head in several if "牵头" in head or "主办" in head), None)
    for cell, role, head in zip(cells, roles, heads, strict=True):
        if role not in ("lead", "support") or not cell.text:
            continue
        view = source.view(cell.span)
        words = without_implied(view.text)
        if not words:
            continue
        end = view.text.find(words) + len(words)
        raws.append(printed(source, view.span(end - len(words), end)))
        supports = role == "support" or (first is not None and head != first and len(several) > 1)
        stated = read_duty(words)
        if supports:
            duty.support.append(words)
        elif stated and stated.support:
            duty.lead += stated.lead
            duty.support += stated.support
        else:
            duty.lead += stated.lead if stated else [words]
    return duty, "；".join(raws)


def row_tasks(
    source: Source, rows: list[TaskRow], clauses: list[Clause], duties: Duties, annex: str
) -> list[Task]:
    """The tasks of the rows, each with its clause; sections are found again by their titles."""
    headed = [clause for clause in clauses if clause.kind in ("chapter", "section")]
    titled = {clause.title: clause for clause in reversed(headed)}
    tasks = []
    for row in rows:
        assigned = duties.assign([PlacedDuty(row.duty, row.text.span, row.raw)])
        section = titled.get(row.groups[-1]) if row.groups else None
        chapter = titled.get(row.groups[0]) if row.groups else None
        span = row.text.span
        clause = _clause(row, annex, section, assigned.lead, assigned.support)
        row.clause = clause
        tasks.append(
            Task(
                quote=source.text[span.start : span.end], span=span, clause=clause.id, no=row.no,
                section=row.groups[-1] if row.groups else "",
                section_no=section.no if section and section.level > 1 else "",
                chapter=row.groups[0] if row.groups else "",
                chapter_no=section.chapter if section else (chapter.chapter if chapter else ""),
                title="", text=printed(source, span),
                lead=assigned.lead, support=assigned.support, units_raw=assigned.raw,
                due=read_due(row.due) if row.due else None,
            )
        )  # fmt: skip
    return tasks


def _clause(
    row: TaskRow, annex: str, section: Clause | None, lead: list[str], support: list[str]
) -> Clause:
    return Clause(
        id=f"{annex}/{row.no}", kind="row", no=str(row.no), title="", level=3,
        chapter=section.chapter if section else "", section=section.no if section else "",
        label=section.label if section and section.level > 1 else str(row.no), purpose="annex",
        body=[row.text.span], lead=lead, support=support,
    )  # fmt: skip
