"""Small PDF files with Chinese text, written object by object for the tests."""

from collections.abc import Sequence

Placed = tuple[float, float, str]  # left, foot, text: at 12 points a character is 12 wide


def text_at(left: float, foot: float, text: str, size: int = 12) -> str:
    """The drawing of one line of text."""
    code = text.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf {left} {foot} Td <{code}> Tj ET\n"


def rules(lefts: Sequence[float], feet: Sequence[float]) -> str:
    """The drawing of a grid of ruled lines."""
    across = "".join(f"{min(lefts)} {y} m {max(lefts)} {y} l S\n" for y in feet)
    return across + "".join(f"{x} {min(feet)} m {x} {max(feet)} l S\n" for x in lefts)


def pdf_file(*pages: str, trailer: str = "") -> bytes:
    """A PDF with one page for each drawing."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
    ]
    for number, drawing in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(drawing)}>>\nstream\n{drawing}\nendstream")
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF".encode()
