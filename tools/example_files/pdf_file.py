"""A PDF with a text layer, set by typst."""

from __future__ import annotations

import re
from pathlib import Path

import typst

from tools.example_files.markup import Block, Break, Paragraph, Table

PREAMBLE = """
#set document(title: "Luheng invented example", date: none)
#set page(paper: "a4", margin: (x: 27mm, y: 25mm), numbering: "— 1 —")
#set text(font: ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun"), size: 12pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 0.85em, first-line-indent: (amount: 2em, all: true))
"""
FORMS = {
    "标题": "#align(center, text(size: 18pt, weight: 700)[{}])\n",
    "落款": "#align(center)[{}]\n",
    "表题": "#block(width: 100%, sticky: true, align(center, strong[{}]))\n",
    "说明": "#text(size: 10pt)[{}]\n",
    "一级标题": "#strong[{}]\n",
    "正文": "{}\n",
}


def write(blocks: list[Block], path: Path) -> Path:
    """The blocks as a PDF file. Merged cells and page breaks are not needed here: ValueError."""
    text = PREAMBLE + "\n".join(_block(block) for block in blocks)
    path.write_bytes(typst.compile(text.encode()))
    return path


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return FORMS[block.style].format(_escaped(block.text))
    if isinstance(block, Break) or block.merges():
        raise ValueError("page breaks and merged cells have no form in the PDF writer")
    return _table(block)


def _table(table: Table) -> str:
    cells = ", ".join(f"[{_escaped(cell)}]" for row in table.rows for cell in row)
    form = f"inset: 6pt, align: center, columns: (auto,) * {len(table.rows[0])}"
    return f"#align(center, block(breakable: false, table({form}, {cells})))\n"


def _escaped(text: str) -> str:
    return re.sub(r"([\\#*_`$<>@\[\]~])", r"\\\1", text)
