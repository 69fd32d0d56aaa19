"""One way in: a file becomes a reading, whatever it turns out to be."""

from __future__ import annotations

from pathlib import Path

from luheng.documents.formats import Limits, open_bytes, open_source
from luheng.documents.kinds import kind_of
from luheng.documents.model import Reading, Span
from luheng.documents.observations import read_observations
from luheng.documents.plan.extent import find_extent
from luheng.documents.plan.findings import finding
from luheng.documents.plan.lines import read_lines
from luheng.documents.plan.reading import PlanReading, read_plan
from luheng.documents.source import Source
from luheng.documents.targets import read_targets


def read(file: str | Path | bytes, *, name: str = "", limits: Limits | None = None) -> Reading:
    """Everything that is read from a file or from its content.

    `name` is what messages call the content of bytes; `limits` bound the file, by default those of
    the environment (LUHENG_LIMIT_…). Raises LuhengError for a file that cannot
    be opened; a file that is no plan gives a reading with a finding.
    """
    limits = limits or Limits.from_environment()
    if isinstance(file, bytes):
        return read_source(open_bytes(name, file, limits=limits))
    return read_source(open_source(Path(file), limits=limits))


def read_source(source: Source) -> Reading:
    """Everything that is read from an opened file."""
    reading = Reading(
        file=source.file,
        sha256=source.sha256,
        media_type=source.media_type,
        text=source.text,
        findings=list(source.findings),
    )
    page, tables = read_lines(source)
    extent = find_extent(page, tables)
    reading.kind = kind_of(source, page, tables, extent)
    if reading.kind == "plan":
        _take_plan(source, read_plan(source, page, tables, extent), reading)
    elif reading.kind == "bulletin":
        _take_bulletin(source, reading)
    else:
        start = Span(0, min(len(source.text), 20))
        reading.findings.append(finding("not_a_plan", source, start))
    return reading


def _take_plan(source: Source, plan: PlanReading, reading: Reading) -> None:
    block = plan.block
    reading.title, reading.title_as_printed = block.title, block.title_as_printed
    reading.issuer, reading.doc_no = block.issuer, block.doc_no
    reading.issued_on, reading.published_on = block.issued_on, block.published_on
    reading.status = block.status
    reading.sections, reading.tasks = plan.sections, plan.tasks
    reading.projects = plan.projects
    reading.implied_units_all_tasks = plan.implied_units
    reading.findings += plan.findings
    issued = block.issued_on  # not the page's date: a plan may be reposted years later
    reading.targets, reading.milestones, found = read_targets(
        source,
        plan.outline,
        written_year=int(issued[:4]) if issued else None,
        title=block.title or "",
    )
    for target in reading.targets:  # a bureau has one name in the whole reading
        target.lead = plan.named(target.lead)
        target.support = plan.named(target.support)
    reading.findings = sorted([*reading.findings, *found], key=lambda one: one.span)


def _take_bulletin(source: Source, reading: Reading) -> None:
    bulletin = read_observations(source)
    reading.title, reading.issuer = bulletin.title, bulletin.issuer
    reading.period, reading.status = bulletin.period, bulletin.status
    reading.published_on = bulletin.published_on
    reading.observations = bulletin.observations
    reading.findings += bulletin.findings
