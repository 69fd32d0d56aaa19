"""Reading the outline of a plan from a source."""

from __future__ import annotations

from luheng.documents.model import Finding, Section, Span
from luheng.documents.plan.clauses import ClauseReader
from luheng.documents.plan.extent import Extent
from luheng.documents.plan.lines import PlacedTable
from luheng.documents.plan.outline import Clause, Outline, PlanTable
from luheng.documents.plan.table_heads import column_roles, table_kind
from luheng.documents.source import Source


def read_outline(
    source: Source, extent: Extent, tables: list[PlacedTable]
) -> tuple[Outline, list[Finding]]:
    """The plan's clauses and tables, with findings about its numbering."""
    reader = ClauseReader(source)
    clauses = reader.read(extent.body)
    findings = reader.findings
    for annex in extent.annexes:
        annexed = ClauseReader(source, prefix=f"{annex.no}/", purpose="annex")
        clauses += annexed.read(annex.lines)
    starts = [(line.block, line.span.start) for line in extent.lines]
    first = starts[0][1] if starts else 0
    last = max([line.span.end for line in extent.lines] + [0])
    kept = [placed for placed in tables if _within(placed, extent)]
    last = max([last] + [placed.table.span.end for placed in kept])
    return (
        Outline(
            clauses=clauses,
            tables=[_plan_table(source, placed, clauses) for placed in kept],
            own_text=Span(first, last) if last > first else None,
        ),
        findings,
    )


def _within(placed: PlacedTable, extent: Extent) -> bool:
    return extent.next_plan is None or placed.block < extent.next_plan.block


def _plan_table(source: Source, placed: PlacedTable, clauses: list[Clause]) -> PlanTable:
    above = [clause for clause in clauses if clause.span.start < placed.table.span.start]
    return PlanTable(
        placed.table,
        table_kind(column_roles(source, placed.table)),
        above[-1] if above else None,
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
