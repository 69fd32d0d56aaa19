"""One way in: a file becomes a reading, whatever it turns out to be."""

from __future__ import annotations

from pathlib import Path

from luheng.documents.formats import open_bytes, open_source
from luheng.documents.model import Reading
from luheng.documents.plan.extent import find_extent
from luheng.documents.plan.lines import read_lines
from luheng.documents.plan.reading import read_plan
from luheng.documents.source import Source


def read(file: str | Path | bytes, *, name: str = "") -> Reading:
    """Everything that is read from a file or from its content.

    `name` is what messages call the content of bytes. Raises LuhengError for a file that cannot
    be opened; a file that is no plan gives a reading with a finding.
    """
    if isinstance(file, bytes):
        return read_source(open_bytes(name, file))
    return read_source(open_source(Path(file)))


def read_source(source: Source) -> Reading:
    """Everything that is read from an opened file."""
    reading = Reading(
        file=source.file,
        sha256=source.sha256,
        media_type=source.media_type,
        text=source.text,
        findings=list(source.findings),
    )
    _read_plan(source, reading)
    return reading


def _read_plan(source: Source, reading: Reading) -> None:
    page, tables = read_lines(source)
    plan = read_plan(source, page, tables, find_extent(page, tables))
    block = plan.block
    reading.kind = "plan"
    reading.title, reading.title_as_printed = block.title, block.title_as_printed
    reading.issuer, reading.doc_no = block.issuer, block.doc_no
    reading.issued_on, reading.published_on = block.issued_on, block.published_on
    reading.status = block.status
    reading.sections, reading.tasks = plan.sections, plan.tasks
    reading.projects = plan.projects
    reading.implied_units_all_tasks = plan.implied_units
    reading.findings += plan.findings
