"""Old formats through a real LibreOffice: what is read is what the .docx of the same plan gives.

Without LibreOffice these tests skip aloud, and fail in CI; the way to the program and back is held by
the stand-in of test_bad_files.py as well.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from tools.find_programs import LIBREOFFICE, require

import luheng
from luheng.documents.model import to_json

pytestmark = pytest.mark.slow
_FORMATS = ("doc", "wps", "rtf", "odt")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one plan in every format."""
    program = require(LIBREOFFICE)
    folder = tmp_path_factory.mktemp("old")
    plan = folder / "plan.docx"
    _write(plan)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for made in _FORMATS:
        command = [program, "--headless", profile, "--convert-to", made, str(plan)]
        subprocess.run(command, check=True, capture_output=True, timeout=600, cwd=folder)
    return folder


def _write(plan: Path) -> None:
    document: Any = Document()
    document.add_heading("霁川市绿色低碳循环发展实施方案", 0)
    document.add_paragraph("为落实上级部署，结合我市实际，制定本方案。")
    document.add_paragraph("一、总体要求")
    document.add_paragraph(
        "（一）主要目标。到2025年，森林覆盖率达到58%以上，单位地区生产总值能耗下降14.5%。"
    )
    document.add_paragraph("二、重点任务")
    document.add_paragraph("（一）建设绿色工厂。")
    for words in ("开展清洁生产审核。（市生态环境局负责）", "推进园区改造。（市财政局负责）"):
        document.add_paragraph(words, style="List Number")  # Word itself prints 1. and 2.
    document.add_paragraph("附件1 主要指标表")
    table = _table(document, [["类别", "指标", "单位", "2025年目标值"],
                              ["生态", "森林覆盖率", "%", "58"], ["", "岸线保有率", "%", "75"]])  # fmt: skip
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("附件2 重点项目建设表")
    _table(document, [["序号", "项目名称", "建设内容", "总投资（亿元）", "建设单位"],
                      ["1", "污水处理厂", "扩建5万吨/日", "6.6", "市水务集团"]])  # fmt: skip
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.save(str(plan))


def _table(document: Any, rows: list[list[str]]) -> Any:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    return table


def _read(file: Path) -> dict[str, Any]:
    reading: dict[str, Any] = to_json(luheng.read(file))
    return {
        name: part for name, part in reading.items() if name not in ("file", "sha256", "media_type")
    }


@pytest.mark.parametrize("old", _FORMATS)
def test_an_old_format_reads_as_the_docx_it_was_saved_from(saved: Path, old: str) -> None:
    newest = _read(saved / "plan.docx")
    assert [task["no"] for task in newest["tasks"]] == [1, 2]
    assert len(newest["targets"]) == 3
    assert [project["builder"] for project in newest["projects"]] == ["市水务集团"]
    assert _read(saved / f"plan.{old}") == newest
