"""A text file is opened without the libraries of the other formats."""

import subprocess
import sys

SCRIPT = """
import sys
from luheng.documents.formats import open_bytes
open_bytes("方案.txt", "一、总则".encode())
print(*sorted(sys.modules))
"""


def test_a_text_file_needs_no_office_library() -> None:
    run = [sys.executable, "-c", SCRIPT]
    environment = {"PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"}
    loaded = set(
        subprocess.run(
            run, capture_output=True, text=True, check=True, env=environment
        ).stdout.split()
    )
    assert "luheng.documents.formats.text" in loaded
    assert not loaded & {"lxml", "docx", "openpyxl", "pypdfium2", "pdfplumber", "python_calamine"}
