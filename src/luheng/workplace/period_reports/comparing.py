"""A PDF or an appendix against the one that the city kept: what reads differently is named with its place."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from zipfile import BadZipFile

import openpyxl
import pypdfium2
from openpyxl.utils.exceptions import InvalidFileException

from luheng.documents.formats.archive import Archive
from luheng.documents.formats.limits import Limits
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.city import City
from luheng.workplace.models import PeriodReport
from luheng.workplace.period_reports.making import file_of

_LATEST = 5  # reports of one title that a file is compared with


@dataclass(frozen=True)
class Compared:
    """The report that a file goes by, in the language of the file, and what reads differently there."""

    report: PeriodReport
    title: str
    problems: list[Message]


def compare(city: City, content: bytes, form: str) -> Compared | None:
    """The file beside the kept one of the same title that it is most like; None where none is."""
    title = _title(content, form)
    if not title:
        return None
    found = [
        Compared(report, title, differences(path.read_bytes(), content, form))
        for report in _titled(title)
        for file in report.files
        if file["form"] == form and report.titled(file["language"]) == title
        and (path := file_of(city, file)).is_file()
    ]  # fmt: skip
    return min(found, key=lambda one: len(one.problems), default=None)


def differences(kept: bytes, given: bytes, form: str) -> list[Message]:
    """What reads differently in a file: sheet and cell, or page, with what should stand there."""
    return list(_DIFFERENCES[form](kept, given))


def _titled(title: str) -> Iterator[PeriodReport]:
    reports = PeriodReport.objects.filter(title=title) | PeriodReport.objects.filter(title_en=title)
    yield from reports.order_by("-pk")[:_LATEST]


def _title(content: bytes, form: str) -> str:
    """What a file says it is; empty for one that cannot be read."""
    try:
        if form == "pdf":
            document = pypdfium2.PdfDocument(content)
            return str(document.get_metadata_dict().get("Title") or "")
        return str(_workbook(content).properties.title or "")
    except (
        pypdfium2.PdfiumError,
        BadZipFile,
        InvalidFileException,
        LuhengError,
        KeyError,
        ValueError,
    ):
        return ""


def _workbook(content: bytes) -> openpyxl.Workbook:
    Archive("report.xlsx", content, Limits.from_environment())  # refuses what unpacks too large
    return openpyxl.load_workbook(io.BytesIO(content))


def _cells(content: bytes) -> dict[tuple[str, str], str]:
    """What each cell reads by its sheet and place."""
    return {
        (sheet.title, cell.coordinate): str(cell.value)
        for sheet in _workbook(content).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def _cell_differences(kept: bytes, given: bytes) -> Iterator[Message]:
    expected, found = _cells(kept), _cells(given)
    for sheet, cell in dict.fromkeys([*expected, *found]):
        was, now = expected.get((sheet, cell), "—"), found.get((sheet, cell), "—")
        if was != now:
            place = {"zh": f"工作表“{sheet}”单元格{cell}", "en": f"sheet “{sheet}”, cell {cell}"}
            yield _differs(place, now, was)


def _pages(content: bytes) -> list[list[str]]:
    """The lines of each page."""
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded().splitlines() for page in document]


def _line_differences(kept: bytes, given: bytes) -> Iterator[Message]:
    expected, found = (
        [(number, line) for number, page in enumerate(_pages(one), 1) for line in page]
        for one in (kept, given)
    )
    words = [[line for _, line in one] for one in (expected, found)]
    for act, a, b, c, d in SequenceMatcher(a=words[0], b=words[1], autojunk=False).get_opcodes():
        if act == "equal":
            continue
        page = found[c][0] if c < d else expected[a][0]
        place = {"zh": f"第{page}页", "en": f"page {page}"}
        lines = max(b - a, d - c)
        for at in range(lines):
            was = words[0][a + at] if a + at < b else "—"
            now = words[1][c + at] if c + at < d else "—"
            yield _differs(place, now, was)


def _differs(place: dict[str, str], found: str, expected: str) -> Message:
    return Message("report_piece_differs", {"place": place, "found": found, "expected": expected})


_DIFFERENCES: dict[str, Callable[[bytes, bytes], Iterator[Message]]] = {
    "xlsx": _cell_differences,
    "pdf": _line_differences,
}
