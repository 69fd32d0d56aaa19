"""Whatever the scanner does not clear is not taken: infected, unreachable, broken."""

from __future__ import annotations

import socketserver
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.workplace.evidence.conftest import Take
from tests.workplace.evidence.evidence_files import EICAR

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.models import Evidence, SourceFile

pytestmark = pytest.mark.django_db
SIGNATURE = b"EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does, knows one virus."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        if len(content) > 400_000:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif SIGNATURE in content:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[None]:
    """A daemon on a real socket of this machine, and settings that name it."""
    server: socketserver.BaseServer
    if request.param == "tcp":
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
        settings.LUHENG_VIRUS_SCANNER = f"tcp:127.0.0.1:{server.server_address[1]}"  # type: ignore[index]
    else:
        server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd.ctl"), Clamd)
        settings.LUHENG_VIRUS_SCANNER = f"unix:{tmp_path / 'clamd.ctl'}"
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def refused(take: Take, content: bytes, name: str = "材料.txt") -> LuhengError:
    with pytest.raises(LuhengError) as problem:
        take(content, name)
    assert not Evidence.objects.exists()
    assert not SourceFile.objects.exists()
    return problem.value


def test_an_infected_file_is_refused_and_what_was_found_is_said(clamd: None, take: Take) -> None:
    problem = refused(take, EICAR)
    assert problem.message.code == "file_infected"
    assert "Eicar-Test-Signature" in str(problem)


def test_a_clean_file_larger_than_a_chunk_is_taken(clamd: None, take: Take) -> None:
    assert take(b"clean\n" * 40_000, "材料.txt").evidence.pk


def test_a_file_the_scanner_will_not_look_at_is_refused(clamd: None, take: Take) -> None:
    problem = refused(take, b"clean\n" * 80_000)
    assert problem.message.code == "scanner_failed"
    assert "size limit exceeded" in str(problem)


@pytest.mark.parametrize(
    "scanner",
    ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1", "tcp:nonsense", "clamd", "command:", "command:/nowhere/scanner"],
)  # fmt: skip
def test_a_scanner_that_cannot_be_asked_lets_nothing_through(
    take: Take, settings: Any, scanner: str
) -> None:
    settings.LUHENG_VIRUS_SCANNER = scanner
    assert refused(take, b"clean").message.code == "scanner_failed"


@pytest.mark.parametrize(
    ("code", "content", "wanted"),
    [(0, b"clean", ""), (1, EICAR, "file_infected"), (2, b"clean", "scanner_failed")],
)
def test_a_command_speaks_by_its_exit_code(
    take: Take, settings: Any, tmp_path: Path, code: int, content: bytes, wanted: str
) -> None:
    program = tmp_path / "scanner.py"
    program.write_text(f"import sys; open(sys.argv[1]).read(); print('Found it'); sys.exit({code})")
    settings.LUHENG_VIRUS_SCANNER = f"command:{sys.executable} {program}"
    if wanted:
        assert refused(take, content).message.code == wanted
    else:
        assert take(content, "材料.txt").evidence.pk


def test_without_a_scanner_files_are_taken(take: Take, settings: Any) -> None:
    settings.LUHENG_VIRUS_SCANNER = ""
    assert take(EICAR, "材料.txt").evidence.pk
