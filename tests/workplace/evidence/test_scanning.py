"""Whatever the scanner does not clear is not read: infected, unreachable, broken."""

from __future__ import annotations

import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from tests.workplace.evidence.evidence_files import EICAR

from luheng.vocabulary.messages import LuhengError
from luheng.workplace import uploads

LARGE = 3_000_000  # bytes: more than an upload may have that is kept in memory
SIGNATURE = b"EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does, knows one virus."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        if len(content) > 4_000_000:
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


def upload(content: bytes, name: str = "材料.txt") -> Any:
    """The content as a view gets it."""
    request = RequestFactory().post("/", {"file": SimpleUploadedFile(name, content)})
    return request.FILES["file"]


def read(content: bytes) -> bytes:
    return bytes(upload(content).read())


def refused(content: bytes) -> LuhengError:
    with pytest.raises(LuhengError) as problem:
        read(content)
    return problem.value


@pytest.mark.parametrize("beside", [b"", b"clean " * (LARGE // 6)])
def test_an_infected_file_is_refused_and_what_was_found_is_said(clamd: None, beside: bytes) -> None:
    problem = refused(beside + EICAR)
    assert problem.message.code == "file_infected"
    assert "Eicar-Test-Signature" in str(problem)
    assert "材料.txt" in str(problem)


WAYS: dict[str, Callable[[Any], Any]] = {
    "read": lambda one: one.read(),
    "chunks": lambda one: list(one.chunks()),
    "lines": list,
    "open": lambda one: one.open(),
    "seek": lambda one: one.seek(0),
    "file": lambda one: one.file,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("beside", [b"", b"clean " * (LARGE // 6)])
def test_there_is_no_way_of_reading_what_was_not_cleared(
    clamd: None, way: str, beside: bytes
) -> None:
    sent = upload(beside + EICAR)
    for _ in range(2):  # a second try is refused like the first
        with pytest.raises(LuhengError, match="Eicar"):
            WAYS[way](sent)
    sent.close()


def test_the_path_of_a_large_upload_is_told_once_it_was_cleared(clamd: None) -> None:
    with pytest.raises(LuhengError, match="Eicar"):
        upload(b"clean " * (LARGE // 6) + EICAR).temporary_file_path()


@pytest.mark.parametrize("size", [0, 240_000, LARGE])
def test_a_clean_file_is_read_whole_and_scanned_once(
    clamd: None, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned: list[str] = []
    real = uploads.scan
    monkeypatch.setattr(uploads, "scan", lambda path, name: (scanned.append(name), real(path, name)))  # fmt: skip
    content = b"x" * size
    sent = upload(content)
    assert scanned == []  # what nobody reads is not scanned
    assert (sent.name, sent.size) == ("材料.txt", size)
    assert b"".join(sent.chunks()) == content
    sent.seek(0)
    assert sent.read() == content
    assert scanned == ["材料.txt"]


def test_a_file_the_scanner_will_not_look_at_is_refused(clamd: None) -> None:
    problem = refused(b"clean\n" * 800_000)
    assert problem.message.code == "scanner_failed"
    assert "size limit exceeded" in str(problem)


@pytest.mark.parametrize(
    "scanner",
    ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1", "tcp:nonsense", "clamd", "command:", "command:/nowhere/scanner"],
)  # fmt: skip
def test_a_scanner_that_cannot_be_asked_lets_nothing_through(settings: Any, scanner: str) -> None:
    settings.LUHENG_VIRUS_SCANNER = scanner
    assert refused(b"clean").message.code == "scanner_failed"


@pytest.mark.parametrize(
    ("code", "content", "wanted"),
    [(0, b"clean", ""), (1, EICAR, "file_infected"), (2, b"clean", "scanner_failed")],
)
def test_a_command_speaks_by_its_exit_code(
    settings: Any, tmp_path: Path, code: int, content: bytes, wanted: str
) -> None:
    program = tmp_path / "scanner.py"
    program.write_text(f"import sys; open(sys.argv[1]).read(); print('Found it'); sys.exit({code})")
    settings.LUHENG_VIRUS_SCANNER = f"command:{sys.executable} {program}"
    if wanted:
        assert refused(content).message.code == wanted
    else:
        assert read(content) == content


def test_without_a_scanner_files_are_taken(settings: Any) -> None:
    settings.LUHENG_VIRUS_SCANNER = ""
    assert read(EICAR) == EICAR
