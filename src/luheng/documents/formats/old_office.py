"""What LibreOffice turns into something else, where it is installed: old texts into .docx, .docx into PDF."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from luheng.vocabulary.messages import LuhengError

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120


def as_docx(name: str, data: bytes) -> bytes:
    """An old Word, WPS, RTF or OpenDocument text as .docx. Raises LuhengError without LibreOffice, or where it fails."""
    return _turned(name, data, "given.doc", "docx")


def as_pdf(name: str, data: bytes) -> bytes:
    """A .docx as the PDF it prints to, headings as bookmarks. Raises as `as_docx` does."""
    return _turned(name, data, "given.docx", "pdf")


def _turned(name: str, data: bytes, given_name: str, form: str) -> bytes:
    """The file in another form.

    Everything happens in a temporary folder with a profile of its own; macros are not run.
    """
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise LuhengError("libreoffice_missing", file=name)
    with tempfile.TemporaryDirectory(prefix="luheng-") as folder:
        given, made = Path(folder, given_name), Path(folder, "made", f"given.{form}")
        given.write_bytes(data)
        command = [
            program, "--headless", "--norestore", "--nolockcheck",
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--convert-to", form, "--outdir", str(made.parent), str(given),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, cwd=folder)
            return made.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise LuhengError("libreoffice_failed", file=name) from error
