"""One way in: a file becomes a reading, whatever it turns out to be."""

from __future__ import annotations

from pathlib import Path

from luheng.documents.formats import open_bytes, open_source
from luheng.documents.model import Reading
from luheng.documents.plan.extent import find_extent
from luheng.documents.plan.lines import read_lines
from luheng.documents.plan.reading import read_outline, sections_of
from luheng.documents.plan.title_block import read_title_block
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
    extent = find_extent(page, tables)
    block = read_title_block(source, page, extent.lines, extent.title, extent.body_at)
    outline, findings = read_outline(source, extent, tables)
    reading.kind = "plan"
    reading.title, reading.title_as_printed = block.title, block.title_as_printed
    reading.issuer, reading.doc_no = block.issuer, block.doc_no
    reading.issued_on, reading.published_on = block.issued_on, block.published_on
    reading.status = block.status
    reading.sections = sections_of(source, outline)
    reading.findings += findings
