"""The invented evidence: reports, a ledger, a photo and a screenshot, from sources/evidence.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter
from PIL import Image, ImageDraw

from tools.example_files import markup, pdf_file, word_file
from tools.example_files.workbook import WRITTEN

_SKY, _HILL, _GRASS, _WHITE, _LINE = "#dbe9f4", "#6f9f86", "#8fb996", "#ffffff", "#c3cad3"
_BINS = ("#2563a8", "#1a7f5a", "#b42318", "#5b6270")


def write(about: dict[str, Any], folder: Path) -> list[Path]:
    """Every file that the source describes."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [
        pdf_file.write(markup.parse(one["text"].strip()), folder / one["file"])
        for one in about["pdf"]
    ]
    made += [
        word_file.write(markup.parse(one["text"].strip()), folder / one["file"])
        for one in about["word"]
    ]
    made += [_workbook(one, folder / one["file"]) for one in about["workbook"]]
    return made + [_picture(one, folder / one["file"]) for one in about["picture"]]


def _workbook(about: dict[str, Any], path: Path) -> Path:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "虚构示例", "created": WRITTEN})
    sheet = book.add_worksheet(about["sheet"])
    for number, row in enumerate(about["rows"]):
        sheet.write_row(number, 0, row)
    sheet.set_column(1, 1, 24)
    book.close()
    return path


def _picture(about: dict[str, Any], path: Path) -> Path:
    image = Image.new("RGB", (960, 600), _SKY)
    draw = ImageDraw.Draw(image)
    (_street if about["kind"] == "photo" else _screen)(draw)
    image.save(path)
    return path


def _street(draw: ImageDraw.ImageDraw) -> None:
    """Four bins on the grass before two hills."""
    draw.ellipse((-200, 260, 560, 900), fill=_HILL)
    draw.ellipse((420, 320, 1200, 900), fill=_HILL)
    draw.rectangle((0, 430, 960, 600), fill=_GRASS)
    for number, colour in enumerate(_BINS):
        left = 180 + number * 160
        draw.rounded_rectangle((left, 360, left + 110, 530), 10, fill=colour)
        draw.rounded_rectangle((left - 8, 336, left + 118, 366), 8, fill=colour)
        draw.ellipse((left + 35, 420, left + 75, 460), outline=_WHITE, width=5)


def _screen(draw: ImageDraw.ImageDraw) -> None:
    """A window with a column chart."""
    draw.rectangle((0, 0, 960, 600), fill=_WHITE)
    draw.rectangle((0, 0, 960, 48), fill=_BINS[1])
    for number, height in enumerate((120, 150, 190, 210, 260, 300, 330, 360)):
        left = 90 + number * 100
        draw.rectangle((left, 540 - height, left + 56, 540), fill=_BINS[0])
    for at in (180, 300, 420, 540):
        draw.line((60, at, 900, at), fill=_LINE, width=2)
