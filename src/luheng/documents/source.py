"""The text of a file and its layout, before anyone asks what it means.

`Source.text` is the one text that every span of a reading points into. For a text file it is the
decoded file; for Word, PDF, HTML and Excel it is what was extracted, one paragraph a line, the cells
of a table row divided by tabs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from luheng.documents.model import Finding, Span
from luheng.documents.view import View


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; lines that were broken inside a sentence are one paragraph again."""

    span: Span
    style: str = ""  # of Word: "Heading 1", "Title" …


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. A merged cell stands once in every place it covers, with the same span."""

    span: Span
    text: str  # as printed, line breaks inside the cell taken out, outer white space stripped
    merged: bool = False  # the text was carried here from the merged or blank-continued cell
    reference: str = ""  # sheet and cell of a workbook: 指标!C4


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, every row with the same number; repeated page-break headers are taken out."""

    span: Span
    rows: list[list[Cell]]
    header_rows: int = 1
    caption: str = ""  # the heading or unit line just above: 附件2 重点项目建设表, 单位：亿元


Block = Paragraph | Table


@dataclass(slots=True)
class Source:
    """A file, opened."""

    file: str
    sha256: str
    media_type: str
    text: str
    blocks: list[Block]
    encoding: str | None = None
    findings: list[Finding] = field(default_factory=list)
    _views: dict[Span, View] = field(default_factory=dict, repr=False, compare=False)

    def view(self, span: Span) -> View:
        """The text of a span as the grammar reads it; kept, since several rooms read it."""
        if span not in self._views:
            self._views[span] = View.of(self.text, span)
        return self._views[span]

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs outside tables, in order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))
