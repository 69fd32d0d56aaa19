"""The notebook in examples/ runs from top to bottom, and is kept without outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "examples" / "reading_a_plan.ipynb"


def printed(cell: nbformat.NotebookNode) -> str:
    """What a cell shows as text."""
    return "".join(
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for output in cell.get("outputs", [])
    )


def test_the_notebook_is_kept_without_outputs() -> None:
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert [
        cell.source for cell in cells if cell.get("outputs") or cell.get("execution_count")
    ] == []


@pytest.mark.slow
def test_the_notebook_goes_from_the_plan_to_the_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=600).execute()
    shown = {cell.source.split("\n")[0]: printed(cell) for cell in notebook.cells}
    assert "澜政发〔2024〕9号" in shown["import luheng"]
    assert "targets: " in shown["from datetime import date"]
    assert "非化石能源" in shown["for judgement in judgements.values():"]
