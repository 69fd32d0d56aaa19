"""What only the raw XML of a workbook tells: percentages, comments, what is hidden, and its extent.

The extent is checked before the sheets are opened: a single value in the last row of the last column
would otherwise fill the memory.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import normpath

from lxml import etree

from luheng.documents.formats.archive import Archive, attribute, child, local_name
from luheng.documents.formats.limits import Limits
from luheng.vocabulary.messages import LuhengError, Message

_MOST_COLUMNS = 16_384
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PERCENT_FORMATS = frozenset(["9", "10"])
_SCALED = re.compile(r"[0#?],+(?![0#?,])|0[!\\]\.0")
"""A comma behind the last digit divides by a thousand; 0!.0, shows a number in 万."""


@dataclass(slots=True)
class Marks:
    """Marked cells of a sheet as (row, column) from 0."""

    percent: set[tuple[int, int]] = field(default_factory=set)
    scaled: set[tuple[int, int]] = field(default_factory=set)  # shown in thousands or 万
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncomputed: list[str] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)

    def messages(self, sheet: str) -> Iterator[Message]:
        """What is wrong with cells of the sheet, cell by cell."""
        for cell in self.uncomputed:
            yield Message("formula_without_value", {"cell": f"{sheet}!{cell}"})
        for cell, error in self.errors:
            yield Message("cell_error", {"cell": f"{sheet}!{cell}", "error": error})


def marks_of(file: str, data: bytes, limits: Limits) -> dict[str, Marks]:
    """The marks of each sheet of a workbook; none for the old binary form.

    Raises LuhengError for a workbook whose tables are too large.
    """
    if not data.startswith(b"PK"):
        return {}
    archive = Archive(file, data, limits)
    if "xl/workbook.bin" in archive:
        raise LuhengError("format_unknown", file=file, found="XLSB")
    if "xl/workbook.xml" in archive:
        styles = _Styles.of(archive)
        return {
            name: _marks(archive, part, styles, limits) for name, part in _sheets(archive).items()
        }
    _check_opendocument(archive, limits)
    return {}


def _sheets(archive: Archive) -> dict[str, str]:
    """The member that holds each sheet."""
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in archive:
        for relation in archive.tree("xl/_rels/workbook.xml.rels"):
            target = relation.get("Target", "").removeprefix("/xl/").removeprefix("/")
            targets[relation.get("Id", "")] = f"xl/{target}"
    sheets: dict[str, str] = {}
    for sheet in _parts(archive.tree("xl/workbook.xml"), "sheets"):
        identity = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        part = targets.get(str(identity), "")
        if part in archive and "worksheets/" in part:
            sheets[sheet.get("name", "")] = part
    return sheets


def _parts(parent: etree._Element, name: str) -> list[etree._Element]:
    element = child(parent, name)
    return [] if element is None else list(element)


@dataclass(frozen=True, slots=True)
class _Styles:
    """Numbers of the cell styles that show something else than the number itself."""

    percent: frozenset[str] = frozenset()
    scaled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, archive: Archive) -> _Styles:
        if "xl/styles.xml" not in archive:
            return cls()
        styles = archive.tree("xl/styles.xml")
        own = {
            form.get("numFmtId", ""): form.get("formatCode", "")
            for form in _parts(styles, "numFmts")
        }
        bare = {number: re.sub(r'"[^"]*"', "", code) for number, code in own.items()}
        percent = {n for n, code in bare.items() if "%" in re.sub(r"\\.", "", code)}
        scaled = {n for n, code in bare.items() if _SCALED.search(code)}
        return cls(_styles_with(styles, _PERCENT_FORMATS | percent), _styles_with(styles, scaled))


def _styles_with(styles: etree._Element, formats: frozenset[str] | set[str]) -> frozenset[str]:
    return frozenset(
        str(number)
        for number, style in enumerate(_parts(styles, "cellXfs"))
        if style.get("numFmtId") in formats
    )


def _marks(archive: Archive, part: str, styles: _Styles, limits: Limits) -> Marks:
    marks = Marks(comments=_comments(archive, part))
    rows = columns = 0
    for cell in _cells(archive, part, marks):
        address = cell.get("r", "")
        place = _place(address)
        value = child(cell, "v")
        empty = value is None or not (value.text or "")
        if place is None or (empty and not len(cell)):
            continue
        rows, columns = max(rows, place[0] + 1), max(columns, place[1] + 1)
        kind = cell.get("t", "n")
        if cell.get("s") in styles.percent and kind == "n":
            marks.percent.add(place)
        if cell.get("s") in styles.scaled and kind == "n":
            marks.scaled.add(place)
        if kind == "e":
            marks.errors.append((address, (value.text or "") if value is not None else ""))
        elif empty and kind != "str" and child(cell, "f") is not None:
            marks.uncomputed.append(address)
    if rows * columns > limits.max_cells:
        raise LuhengError("too_many_cells", file=archive.file, limit=limits.max_cells)
    return marks


def _comments(archive: Archive, part: str) -> dict[tuple[int, int], str]:
    """The comments of a sheet's cells."""
    folder, _, file = part.rpartition("/")
    relations = f"{folder}/_rels/{file}.rels"
    found: dict[tuple[int, int], str] = {}
    for relation in archive.tree(relations) if relations in archive else ():
        target = relation.get("Target", "")
        if not relation.get("Type", "").endswith("/comments"):
            continue
        member = target.lstrip("/") if target.startswith("/") else normpath(f"{folder}/{target}")
        for comment in archive.tree(member).iter() if member in archive else ():
            place = _place(comment.get("ref", "")) if local_name(comment) == "comment" else None
            if place is not None:
                texts = (t.text or "" for t in comment.iter() if local_name(t) == "t")
                found[place] = " ".join("".join(texts).split())
    return found


def _cells(archive: Archive, part: str, marks: Marks) -> Iterator[etree._Element]:
    """The cells of a sheet one after the other; each is forgotten when the next is asked for."""
    content = archive.read(part)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise LuhengError("xml_entities", file=archive.file)
    stream = etree.iterparse(
        io.BytesIO(content), events=("end",), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=True,
    )  # fmt: skip
    try:
        for _, element in stream:
            name = local_name(element)
            if name == "c":
                yield element
            elif name == "row":
                if element.get("hidden") in ("1", "true") and element.get("r", "").isdigit():
                    marks.hidden_rows.add(int(element.get("r", "")) - 1)
                element.clear()
            elif name == "col" and element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                marks.hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
    except etree.XMLSyntaxError as error:
        raise LuhengError("archive_damaged", file=archive.file) from error


def _place(address: str) -> tuple[int, int] | None:
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _check_opendocument(archive: Archive, limits: Limits) -> None:
    """Repeated cells and rows count as often as they are repeated."""
    cells = 0
    for row in archive.tree("content.xml").iter():
        if local_name(row) != "table-row":
            continue
        filled = [cell for cell in row if len(cell)]
        width = sum(_repeated(cell, "number-columns-repeated") for cell in filled)
        cells += width * _repeated(row, "number-rows-repeated")
        if cells > limits.max_cells:
            raise LuhengError("too_many_cells", file=archive.file, limit=limits.max_cells)


def _repeated(element: etree._Element, name: str) -> int:
    value = attribute(element, name)
    return int(value) if value.isascii() and value.isdigit() else 1
