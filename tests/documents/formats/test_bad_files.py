"""Files that are too large, broken, locked or not what they say: each is refused with its reason."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from tests.documents.formats.office_files import W, p, word_file, zipped
from tests.documents.formats.pdf_files import pdf_file, rules, text_at

from luheng.documents.formats import Limits, open_bytes, open_source
from luheng.vocabulary.messages import LuhengError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    """The beginning of a compound file with one named stream."""
    return OLE + (stream + "\0").encode("utf-16-le") + bytes(512)


def refusal(name: str, data: bytes, limits: Limits | None = None) -> LuhengError:
    with pytest.raises(LuhengError) as refused:
        open_bytes(name, data, limits=limits or Limits())
    error = refused.value
    for language in ("zh", "en"):
        assert name in error.message.text(language)
        assert error.message.remedy(language)
    return error


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 50_000_000)
    return stream.getvalue()


def locked_zip() -> bytes:
    """A zip whose members say that they need a password."""
    data = bytearray(word_file(p("一、总则")))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flag] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def laughing() -> bytes:
    entities = '<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">'
    body = f'<!DOCTYPE w [{entities}]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
    return zipped({"word/document.xml": body})


LOCK = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{0}>/U<{0}>>>/ID[<00><00>]".format("5a" * 32)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.txt", b"", "file_empty"),
        ("空.docx", b"\xef\xbb\xbf \r\n", "file_empty"),
        ("加密.docx", ole("EncryptedPackage"), "encrypted"),
        ("加密.xlsx", ole("EncryptedPackage"), "encrypted"),
        ("加密.pdf", pdf_file(text_at(72, 700, "正文"), trailer=LOCK), "encrypted"),
        ("加密.zip", locked_zip(), "encrypted"),
        ("扫描件.pdf", pdf_file(rules([10, 20], [10, 20])), "picture_only_pdf"),
        ("截断.pdf", pdf_file(text_at(72, 700, "正文"))[:200], "archive_damaged"),
        ("截断.docx", word_file(p("一、总则") * 50)[:-60], "archive_damaged"),
        ("缺件.docx", zipped({"word/document.bin": b"x"}), "archive_damaged"),
        ("坏件.docx", zipped({"word/document.xml": "<w:document"}), "archive_damaged"),
        (
            "套叠.docx",
            word_file("<w:tbl><w:tr><w:tc/><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000),
            "archive_damaged",
        ),
        ("炸弹.docx", bomb(), "unpacks_too_large"),
        ("实体.docx", laughing(), "xml_entities"),
        ("照片.docx", b"\x89PNG\r\n\x1a\n" + bytes(99), "picture_file"),
        ("压缩包.docx", zipped({"方案.txt": "一、总则"}), "format_unknown"),
        ("版式.ofd", zipped({"OFD.xml": "<ofd/>"}), "format_unknown"),
        ("幻灯.ppt", ole("PowerPoint Document"), "format_unknown"),
        ("程序.txt", bytes(range(32)) * 40, "encoding_unknown"),
    ],
)
def test_bad_files_are_refused_with_their_reason(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data).message.code == code


@pytest.mark.parametrize("data", [b"{\\rtf1 x}", ole("WordDocument")])
def test_old_office_files_say_that_libreoffice_is_missing(
    data: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal("旧版.doc", data).message.code == "libreoffice_missing"


def program(folder: Path, script: str) -> None:
    """A stand-in for LibreOffice."""
    path = folder / "soffice"
    path.write_text("#!/bin/sh\n" + script, encoding="utf-8")
    path.chmod(0o755)


def test_old_office_files_go_through_libreoffice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(word_file(p("一、总则")))
    program(
        tmp_path,
        f'while [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\ncp {made} "$2/given.docx"\n',
    )
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert open_bytes("旧版.doc", ole("WordDocument")).text == "一、总则\n"


def test_a_failing_libreoffice_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, "exit 1\n")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert refusal("旧版.doc", ole("WordDocument")).message.code == "libreoffice_failed"


@pytest.mark.parametrize(
    ("limits", "data", "code"),
    [
        (Limits(max_file_mb=1), "绿色\n".encode() * 200_000, "document_too_large"),
        (Limits(max_text_characters=100), "绿色产业\n".encode() * 50, "text_too_long"),
        (Limits(max_text_characters=100), word_file(p("绿色产业") * 50), "text_too_long"),
        (
            Limits(max_pages=1),
            pdf_file(text_at(72, 700, "甲"), text_at(72, 700, "乙")),
            "too_many_pages",
        ),
        (
            Limits(max_cells=5),
            b"<table><tr><td>1</td><td colspan=9>2</td></tr></table>",
            "too_many_cells",
        ),
    ],
)
def test_limits_are_kept(limits: Limits, data: bytes, code: str) -> None:
    assert refusal("大文件", data, limits).message.code == code


def test_limits_are_set_in_the_environment() -> None:
    assert Limits.from_environment({"LUHENG_LIMIT_MAX_PAGES": "7"}) == Limits(max_pages=7)
    with pytest.raises(LuhengError) as refused:
        Limits.from_environment({"LUHENG_LIMIT_MAX_PAGES": "-7"})
    assert "LUHENG_LIMIT_MAX_PAGES" in str(refused.value)


def test_a_file_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as stream:
        stream.truncate(100_000_001)
    with pytest.raises(LuhengError) as refused:
        open_source(path)
    assert refused.value.message.code == "document_too_large"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LuhengError) as refused:
        open_source(tmp_path / "没有.txt")
    assert "没有.txt" in str(refused.value)


def test_macros_are_not_run_and_said_to_be_there() -> None:
    body = f'<w:document xmlns:w="{W}"><w:body>{p("一、总则")}</w:body></w:document>'
    source = open_bytes("宏.docm", zipped({"word/document.xml": body, "word/vbaProject.bin": b"x"}))
    assert [finding.message.code for finding in source.findings] == ["macros_ignored"]
    assert source.text == "一、总则\n"


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("方案.docx", "一、总则".encode(), "text/plain"),
        ("方案.docx", "<html><body>一、总则</body></html>".encode(), "text/html"),
        ("方案.txt", pdf_file(text_at(72, 700, "一、总则")), "application/pdf"),
    ],
)
def test_the_content_counts_and_not_the_name(name: str, data: bytes, media_type: str) -> None:
    source = open_bytes(name, data)
    assert source.media_type == media_type
    assert source.text.strip() == "一、总则"


@pytest.mark.parametrize("cut", range(0, 1000, 97))
def test_a_file_cut_anywhere_is_read_or_refused_but_never_crashes(cut: int) -> None:
    for data in (
        word_file(p("一、总则") * 99),
        pdf_file(text_at(72, 700, "一、总则")),
        ole("Workbook"),
    ):
        try:
            source = open_bytes("截断", data[: 20 + cut])
        except LuhengError as error:
            assert error.message.text()
        else:
            assert source.text


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body>甲&x;乙</body></html>'
    )
    assert "秘密" not in open_bytes("页.html", page.encode()).text
