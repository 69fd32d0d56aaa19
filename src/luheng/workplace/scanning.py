"""The door to a virus scanner: a clamd socket or a command. What it cannot clear is not taken.

LUHENG_VIRUS_SCANNER names it:
  unix:/run/clamav/clamd.ctl      clamd on this machine
  tcp:127.0.0.1:3310              clamd by address
  command:clamscan --no-summary   any program; the file's path comes last; 0 clean, 1 infected
Empty: files are not scanned.
"""

from __future__ import annotations

import shlex
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from luheng.vocabulary.messages import LuhengError

_CHUNK = 1 << 16
_SECONDS = 120
_LONGEST_ANSWER = 4096


def scan(path: Path, name: str) -> None:
    """Nothing where the file is clean or no scanner is set.

    Raises `file_infected` naming what was found, `scanner_failed` where the scanner gives no
    answer: a file nobody looked at is refused like an infected one.
    """
    scanner: str = settings.LUHENG_VIRUS_SCANNER
    if not scanner:
        return
    kind, _, where = scanner.partition(":")
    try:
        found = _by_command(where, path) if kind == "command" else _by_clamd(kind, where, path)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise LuhengError("scanner_failed", file=name, problem=_reason(error)) from error
    if found:
        raise LuhengError("file_infected", file=name, found=found)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or str(error)


def _by_command(command: str, path: Path) -> str:
    """What was found, empty for a clean file. Raises ValueError for an answer that is neither."""
    words = shlex.split(command)
    if not words:
        raise ValueError("LUHENG_VIRUS_SCANNER ?")
    run = subprocess.run(
        [*words, str(path)], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if run.returncode not in (0, 1):
        raise ValueError(f"{words[0]}: {run.returncode}")
    lines = [line for line in run.stdout.splitlines() if line.strip()]
    return "" if run.returncode == 0 else (lines[0] if lines else words[0])[:200]


def _by_clamd(kind: str, where: str, path: Path) -> str:
    """As `_by_command`, by clamd's INSTREAM: the daemon need not be allowed to read our files."""
    with _connected(kind, where) as clamd, path.open("rb") as file:
        clamd.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            clamd.sendall(len(chunk).to_bytes(4, "big") + chunk)
        clamd.sendall(bytes(4))
        said = _answer(clamd)
    if said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    if said == "stream: OK":
        return ""
    raise ValueError(said[:200] or "clamd: no answer")


@contextmanager
def _connected(kind: str, where: str) -> Iterator[socket.socket]:
    if kind == "unix":
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(_SECONDS)
        with clamd:
            clamd.connect(where)
            yield clamd
    elif kind == "tcp":
        host, _, port = where.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=_SECONDS) as clamd:
            yield clamd
    else:
        raise ValueError(f"LUHENG_VIRUS_SCANNER: {kind}")


def _answer(clamd: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        part = clamd.recv(_LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
