"""Pages of a PDF as pictures: what is in the file never runs in the reader's browser."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import pypdfium2

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.previews.pictures import LONGEST_SIDE, as_jpeg

_PDFIUM = Lock()  # it must not be called by two threads at once


def page_count(path: Path) -> int:
    """How many pages there are. Raises `no_preview` for a damaged or locked file."""
    try:
        with _PDFIUM, pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise LuhengError("no_preview", file=path.name) from error


def page_image(path: Path, number: int, name: str) -> bytes:
    """Page `number`, from 1, as a JPEG with its longer side of LONGEST_SIDE. Raises `no_preview`."""
    try:
        with _PDFIUM, pypdfium2.PdfDocument(path) as document:
            page = document[number - 1]
            scale = LONGEST_SIDE / max(1.0, *page.get_size())
            return as_jpeg(page.render(scale=min(scale, 4)).to_pil())
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise LuhengError("no_preview", file=name) from error
