"""Old Word, WPS, RTF and OpenDocument texts: LibreOffice turns them into .docx where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from luheng.vocabulary.messages import LuhengError

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120


def as_docx(name: str, data: bytes) -> bytes:
    """The file as .docx. Raises LuhengError without LibreOffice, or where it fails.

    Everything happens in a temporary folder with a profile of its own; macros are not run.
    """
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise LuhengError("libreoffice_missing", file=name)
    with tempfile.TemporaryDirectory(prefix="luheng-") as folder:
        given, made = Path(folder, "given.doc"), Path(folder, "made", "given.docx")
        given.write_bytes(data)
        command = [
            program, "--headless", "--norestore", "--nolockcheck",
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--convert-to", "docx", "--outdir", str(made.parent), str(given),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS, cwd=folder)
            return made.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise LuhengError("libreoffice_failed", file=name) from error
