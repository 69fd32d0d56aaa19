"""Makes the Word, PDF, Excel and text files of the invented city from their readable sources.

    python tools/build_example.py [FOLDER]

writes into the example's own folder, or into FOLDER. The same sources give the same text, and on
the same machine the same bytes: dates inside the files are fixed.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from luheng.examples import city_folder
from tools.example_files import evidence, markup, pdf_file, word_file, workbook

SOURCES = city_folder() / "sources"


def build(folder: Path) -> list[Path]:
    """Every file made from a source, in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = (SOURCES / "plan.txt").read_text("utf-8")
    bulletin = (SOURCES / "bulletin-2023.txt").read_text("utf-8")
    text_file = folder / "bulletin-2023.txt"
    text_file.write_bytes(bulletin.encode("gb18030"))
    figures = tomllib.loads((SOURCES / "returns.toml").read_text("utf-8"))
    proofs = tomllib.loads((SOURCES / "evidence.toml").read_text("utf-8"))
    return [
        *evidence.write(proofs, folder / "evidence"),
        word_file.write(markup.parse(plan), folder / "plan.docx"),
        word_file.write(markup.parse(second_edition(plan)), folder / "second-edition.docx"),
        text_file,
        pdf_file.write(
            markup.parse((SOURCES / "bulletin-2025.txt").read_text("utf-8")),
            folder / "bulletin-2025.pdf",
        ),
        workbook.write(figures, folder / "returns.xlsx"),
    ]


def second_edition(plan: str) -> str:
    """The plan with the changes of second-edition.toml. Raises ValueError when one does not fit."""
    changes = tomllib.loads((SOURCES / "second-edition.toml").read_text("utf-8"))["change"]
    for change in changes:
        if plan.count(change["old"]) != 1:
            raise ValueError(f"second-edition.toml: {change['old']!r} must occur once in plan.txt")
        plan = plan.replace(change["old"], change["new"])
    return plan


if __name__ == "__main__":
    for made in build(Path(sys.argv[1]) if len(sys.argv) > 1 else city_folder()):
        print(made)
