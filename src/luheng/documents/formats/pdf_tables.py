"""Ruled tables of PDF pages. Looking for them is slow, so it is done only on pages with rules."""

from __future__ import annotations

import contextlib
import io
import logging
from dataclasses import dataclass
from itertools import islice
from typing import Any

from luheng.documents.formats.composing import Printed, one_line

_FEWEST_RULES = 6
_NEAR = 3.0  # points by which the edges of neighbouring cells may differ
_NUMBER_HEADS = ("序号", "序號", "编号")


@dataclass(slots=True)
class PdfTable:
    """A table and how far up and down it reaches, in points from the foot of the page."""

    rows: list[list[Printed]]
    width: int
    left: float
    bottom: float
    right: float
    top: float


class RuledTables:
    """Finds the ruled tables of a file; pdfplumber is loaded when the first page needs it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._plumber: Any = None
        self.unread: list[int] = []  # pages, from 1, whose tables could not be read

    def on_page(self, number: int, page: Any, text_page: Any) -> list[PdfTable]:
        """The tables of a page from top to bottom."""
        from pypdfium2 import raw

        rules = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)
        if len(list(islice(rules, _FEWEST_RULES))) < _FEWEST_RULES:
            return []
        try:
            tables = self._found(number, text_page)
        except Exception:  # pdfminer meets broken files with whatever error it runs into
            self.unread.append(number + 1)
            return []
        kept = [table for table in tables if table.width > 1 and len(table.rows) > 1]
        return sorted(kept, key=lambda table: -table.top)

    def _found(self, number: int, text_page: Any) -> list[PdfTable]:
        if self._plumber is None:
            import pdfplumber

            logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
            self._plumber = pdfplumber.open(io.BytesIO(self._data))
        plumbed = self._plumber.pages[number]
        tables = [_table(found.cells, plumbed, text_page) for found in plumbed.find_tables()]
        plumbed.close()
        return tables

    def close(self) -> None:
        """Let go of the file."""
        if self._plumber is not None:
            with contextlib.suppress(Exception):  # it parses even here
                self._plumber.close()


def _table(
    cells: list[tuple[float, float, float, float]], plumbed: Any, text_page: Any
) -> PdfTable:
    """The grid of the cells' boxes; (left, top, right, bottom), measured from the page's top."""
    columns = _edges([box[0] for box in cells] + [box[2] for box in cells])
    lines = _edges([box[1] for box in cells] + [box[3] for box in cells])
    height = float(plumbed.height)
    rows: list[list[tuple[int, Printed]]] = [[] for _ in lines[1:]]
    for left, top, right, bottom in cells:
        row, column = _at(lines, top), _at(columns, left)
        text = text_page.get_text_bounded(left, height - bottom, right, height - top)
        printed = Printed(
            one_line(text.replace("\ufffe", "").splitlines()),
            max(1, _at(columns, right) - column),
            max(1, _at(lines, bottom) - row),
        )
        rows[min(row, len(rows) - 1)].append((column, printed))
    printed_rows = [[cell for _, cell in sorted(row, key=lambda pair: pair[0])] for row in rows]
    return PdfTable(
        printed_rows,
        len(columns) - 1,
        columns[0],
        height - lines[-1],
        columns[-1],
        height - lines[0],
    )


def _edges(places: list[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _at(edges: list[float], place: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - place))


def continued(above: PdfTable, below: PdfTable) -> bool:
    """Put a table at the head of a page to the one at the foot of the page before, if it goes on.

    A first row without its running number is the rest of a row that the page break cut in two.
    """
    if above.width != below.width:
        return False
    head = [cell.text for cell in above.rows[0]]
    rows = [row for row in below.rows if [cell.text for cell in row] != head]
    last = above.rows[-1]
    numbered = bool(head) and head[0] in _NUMBER_HEADS
    if rows and numbered and len(rows[0]) == len(last) and not rows[0][0].text:
        above.rows[-1] = [
            Printed(one_line([cell.text, rest.text]), cell.columns, cell.rows)
            for cell, rest in zip(last, rows[0], strict=True)
        ]
        rows = rows[1:]
    above.rows += rows
    return True
