"""Page numbers in the contents of a Word file, as LibreOffice lays the file out where it is installed.

Lines of official documents have exact heights, so the pages break in Word where they break here.
Without LibreOffice the numbers stay open and Word is told to fill them in when it opens the file.
"""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2
from lxml import etree

from luheng.documents.formats.old_office import as_pdf
from luheng.vocabulary.messages import LuhengError

OPEN = "—"  # stands where a page number is still to come
_PAGE = re.compile(
    rb'(PAGEREF (_Toc\d+) \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    rb"<w:r><w:t>)[^<]*(</w:t>)"
)
_SETTINGS, _BODY = "word/settings.xml", "word/document.xml"
_UPDATE = b'<w:updateFields w:val="true"/>'


def with_page_numbers(word: bytes) -> tuple[bytes, bool]:
    """The file with its page numbers filled in, and whether they are: else Word does it on opening.

    A file without contents stays as it is, byte for byte.
    """
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    body = next(info for info in parts if info.filename == _BODY)
    anchors = [name.decode() for _, name, _ in _PAGE.findall(parts[body])]
    if not anchors:
        return word, True
    pages = pages_of_headings(word)
    if len(pages) == len(anchors):
        numbers = {
            name.encode(): str(page).encode() for name, page in zip(anchors, pages, strict=True)
        }
        parts[body] = _PAGE.sub(lambda one: one[1] + numbers[one[2]] + one[3], parts[body])
    else:
        settings = next(info for info in parts if info.filename == _SETTINGS)
        parts[settings] = _told_to_update(parts[settings])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for info, content in parts.items():
            made.writestr(info, content)
    return out.getvalue(), len(pages) == len(anchors)


def pages_of_headings(word: bytes) -> list[int]:
    """The page of each heading in its order, the first page being 1; empty without LibreOffice."""
    try:
        laid_out = as_pdf("report.docx", word)
    except LuhengError:
        return []
    document = pypdfium2.PdfDocument(laid_out)
    try:
        places = [one.get_dest() for one in document.get_toc(max_depth=9)]
        return [place.get_index() + 1 for place in places if place is not None]
    finally:
        document.close()


def _told_to_update(settings: bytes) -> bytes:
    root = etree.fromstring(settings)
    if _UPDATE in settings:
        return settings
    space = root.nsmap["w"]
    mark = etree.Element(f"{{{space}}}updateFields")
    mark.set(f"{{{space}}}val", "true")
    # Its place among the settings: before what concerns notes and compatibility.
    later = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "mathPr",
             "themeFontLang", "clrSchemeMapping", "shapeDefaults", "decimalSymbol", "listSeparator")  # fmt: skip
    after = next((one for one in root if etree.QName(one).localname in later), None)
    if after is None:
        root.append(mark)
    else:
        after.addprevious(mark)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
