"""Small invented files of every kind that evidence may be."""

from __future__ import annotations

import io

import openpyxl
from docx import Document
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
# the harmless test string of the anti-virus trade, in two halves so that no scanner minds this file
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


def photo(width: int = 40, height: int = 20, *, place: bool = True, rotated: bool = False) -> bytes:
    """A JPEG of one colour, with the place where it was taken."""
    image = Image.new("RGB", (width, height), "#1a7f5a")
    exif = Image.Exif()
    if rotated:
        exif[Base.Orientation] = 6
    if place:
        exif[Base.Make] = "SecretCamera"
        exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (30.0, 15.0, 0.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(*rows: list[object]) -> bytes:
    """An Excel file of these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
