"""The invented city's files: made again from their sources, they say the same."""

import json
import re
import tomllib
from pathlib import Path

import docx
import pypdfium2
import pytest
from openpyxl import load_workbook
from PIL import Image
from tools.build_example import build

from luheng.examples import city_folder

CITY = city_folder()


def words(path: Path) -> str:
    """All that a person sees in a file, without white space."""
    match path.suffix:
        case ".docx":
            document = docx.Document(str(path))
            lines = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
            lines += [text for part in document.iter_inner_content() for text in _texts(part)]
        case ".pdf":
            lines = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
        case ".xlsx":
            lines = [
                str(value)
                for sheet in load_workbook(path)
                for row in sheet.values
                for value in row
                if value is not None
            ]
        case ".html":
            lines = [re.sub(r"<[^>]*>", "", path.read_text("utf-8"))]
        case ".jpg" | ".png":
            lines = [str(Image.open(path).size)]
        case _:
            lines = [path.read_bytes().decode("gb18030")]
    return re.sub(r"\s", "", "".join(lines))


def _texts(part: object) -> list[str]:
    if isinstance(part, docx.table.Table):
        return [cell.text for row in part.rows for cell in row.cells]
    return [part.text]


def shipped(path: Path) -> Path:
    """Where the example has the file."""
    return CITY.joinpath(*path.parts[-2:]) if path.parent.name == "evidence" else CITY / path.name


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return build(tmp_path_factory.mktemp("example"))


def test_the_sources_give_the_files_that_are_shipped(made: list[Path]) -> None:
    assert {path.name: words(path) for path in made} == {
        path.name: words(shipped(path)) for path in made
    }


def test_a_file_holds_no_date_of_the_day_it_was_made(made: list[Path], tmp_path: Path) -> None:
    again = build(tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in made]


LISTED = tomllib.loads((CITY / "city.toml").read_text("utf-8"))["documents"]
DOCUMENTS = [LISTED["plan"], LISTED["second_edition"], *LISTED["bulletins"], *LISTED["returns"]]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_says_that_it_is_invented(name: str) -> None:
    assert "虚构" in words(CITY / name)[:160]


@pytest.mark.parametrize(
    "name", ["plan", "bulletin-2023", "bulletin-2024", "bulletin-2025", "returns"]
)
def test_every_quote_of_the_labels_stands_in_its_document(name: str) -> None:
    labels = json.loads((CITY / "labels" / f"{name}.json").read_text("utf-8"))
    text = words(CITY / labels["file"])
    lists = [rows for rows in labels.values() if isinstance(rows, list)]
    quotes = [
        row["quote"] for rows in lists for row in rows if isinstance(row, dict) and "quote" in row
    ]
    assert quotes
    assert [quote for quote in quotes if re.sub(r"\s", "", quote) not in text] == []


def test_the_plan_shows_every_form_of_a_target() -> None:
    plan = json.loads((CITY / "labels" / "plan.json").read_text("utf-8"))
    assert {target["op"] for target in plan["targets"]} == {
        ">=", "<=", "=", "reduce_by", "increase_by", "multiply_by", "meet_assigned",
        "meet_benchmark",
    }  # fmt: skip
    shown = {name for target in plan["targets"] for name, value in target.items() if value}
    assert shown >= {
        "strict", "range", "approx", "stretch", "stretch_only", "rate", "cumulative", "part_of",
        "series", "baseline", "binding", "base_year", "fraction", "change", "offset", "bound",
        "assigned_by", "benchmark", "conflict_with",
    }  # fmt: skip
    assert len(plan["sections"]) >= 30
    assert len(plan["tasks"]) >= 44
    assert len(plan["projects"]) >= 14
