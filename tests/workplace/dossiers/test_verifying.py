"""One changed byte of a dossier is found and named; so is whatever was added, lost or packed anew."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luheng.cli import main
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.dossiers import container
from luheng.workplace.dossiers.container import Member
from luheng.workplace.dossiers.manifest import MANIFEST, SIGNATURE, Manifest, is_safe, listed
from luheng.workplace.dossiers.packing import pack
from luheng.workplace.dossiers.signing import (
    city_key,
    fingerprint,
    in_groups,
    public_pem,
    signature_file,
)
from luheng.workplace.dossiers.verifying import Verification, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ABOUT = {"city": "云川市", "title": "验收资料"}
FILES = [
    Member("index.html", "<p>森林覆盖率</p>".encode()),
    Member("files/001-批复.pdf", b"%PDF-1.4 approval"),
    Member("files/002-空.txt", b""),
]


def packed(files: list[Member] = FILES) -> bytes:
    out = io.BytesIO()
    pack(ABOUT, files, KEY, out)
    return out.getvalue()


SOUND = packed()


def verified(tmp_path: Path, content: bytes, key: str = "") -> Verification:
    path = tmp_path / "dossier.zip"
    path.write_bytes(content)
    return verify(path, key)


def named(found: Verification) -> set[tuple[str, str]]:
    return {(one.code, one.values["member"]) for one in found.problems}


def owner(at: int) -> str:
    """The file that a byte of the sound archive belongs to: its head, its content, its entry."""
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        members = archive.infolist()
    starts = [one.header_offset for one in members]
    directory = SOUND.index(b"PK\x01\x02")
    if at < directory:
        return members[sum(start <= at for start in starts) - 1].filename
    for one in members:
        directory += 46 + len(one.filename.encode())
        if at < directory:
            return one.filename
    return container.END


def test_a_dossier_is_a_zip_that_any_program_opens() -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            MANIFEST, SIGNATURE, "files/001-批复.pdf", "files/002-空.txt", "index.html", "verify.py",
        ]  # fmt: skip
        assert archive.read("files/001-批复.pdf") == FILES[1].content


def test_the_same_contents_give_the_same_bytes_whatever_their_order() -> None:
    assert packed(FILES[::-1]) == SOUND


def test_an_untouched_dossier_is_sound(tmp_path: Path) -> None:
    found = verified(tmp_path, SOUND)
    assert found.sound
    assert found.fingerprint == fingerprint(KEY.public_key())
    assert (found.files, found.about) == (4, ABOUT)


@pytest.mark.slow
def test_every_byte_changed_is_found_and_its_file_named(tmp_path: Path) -> None:
    for at in range(len(SOUND)):
        changed = bytearray(SOUND)
        changed[at] ^= 0x20
        found = verified(tmp_path, bytes(changed))
        assert not found.sound, at
        assert any(owner(at) in one.values["member"] for one in found.problems), (at, owner(at))


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(at=st.integers(0, len(SOUND) - 1), flip=st.integers(1, 255))
def test_no_change_of_a_byte_passes(tmp_path: Path, at: int, flip: int) -> None:
    changed = bytearray(SOUND)
    changed[at] ^= flip
    found = verified(tmp_path, bytes(changed))
    assert any(owner(at) in one.values["member"] for one in found.problems)


@pytest.mark.parametrize("length", [0, 1, 21, 22, 23, len(SOUND) // 2, len(SOUND) - 1])
def test_a_dossier_cut_short_or_lengthened_is_refused(tmp_path: Path, length: int) -> None:
    assert not verified(tmp_path, SOUND[:length]).sound
    assert not verified(tmp_path, SOUND + b"\0" * max(1, length)).sound
    assert not verified(tmp_path, b"\0" * max(1, length) + SOUND).sound


def test_a_changed_file_with_its_checksum_mended_is_found(tmp_path: Path) -> None:
    old = FILES[1].content
    assert isinstance(old, bytes)
    new = old.replace(b"approval", b"APPROVAL")
    content = SOUND.replace(old, new).replace(
        zlib.crc32(old).to_bytes(4, "little"), zlib.crc32(new).to_bytes(4, "little")
    )
    assert named(verified(tmp_path, content)) == {("dossier_changed", "files/001-批复.pdf")}


def rewritten(members: dict[str, bytes]) -> bytes:
    """An archive of the one form with these files, whoever made it."""
    out = io.BytesIO()
    container.write([Member(name, content) for name, content in members.items()], out)
    return out.getvalue()


def contents() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_files_added_lost_or_given_another_name_are_named(tmp_path: Path) -> None:
    members = contents()
    members["files/003-多.pdf"] = b"more"
    members["另一名.html"] = members.pop("index.html")
    assert named(verified(tmp_path, rewritten(members))) == {
        ("dossier_added", "files/003-多.pdf"),
        ("dossier_added", "另一名.html"),
        ("dossier_missing", "index.html"),
    }


def test_what_a_usual_program_packs_anew_is_refused_and_its_changes_named(tmp_path: Path) -> None:
    out = io.BytesIO(SOUND)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("files/003-多.pdf", b"more" * 99)
    found = named(verified(tmp_path, out.getvalue()))
    assert ("dossier_added", "files/003-多.pdf") in found
    assert "dossier_structure" in {code for code, _ in found}
    assert "dossier_changed" not in {code for code, _ in found}


@pytest.mark.parametrize("lost", [MANIFEST, SIGNATURE])
def test_without_list_or_signature_nothing_is_sound(tmp_path: Path, lost: str) -> None:
    members = contents()
    del members[lost]
    assert ("dossier_missing", lost) in named(verified(tmp_path, rewritten(members)))


def test_a_list_written_anew_has_no_signature_and_another_signer_is_told_apart(
    tmp_path: Path,
) -> None:
    members = contents() | {"files/001-批复.pdf": b"forged"}
    entries = [
        listed(name, [content])
        for name, content in members.items()
        if name not in (MANIFEST, SIGNATURE)
    ]
    members[MANIFEST] = Manifest(ABOUT, tuple(entries)).written()
    found = verified(tmp_path, rewritten(members))
    assert {code for code, _ in named(found)} == {"dossier_signature"}
    assert found.fingerprint == ""
    forger = Ed25519PrivateKey.generate()
    members[SIGNATURE] = signature_file(members[MANIFEST], forger)
    forged = rewritten(members)
    known = fingerprint(KEY.public_key())
    assert verified(tmp_path, forged).fingerprint != known
    assert named(verified(tmp_path, forged, known)) == {("dossier_other_key", SIGNATURE)}


@pytest.mark.parametrize(
    "name",
    ["../luheng.toml", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "a//b", "", "a/", "con\0", "x.", "a\n"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    assert not is_safe(name)
    entries = [listed(one, [b"x"]) for one in (name,)]
    manifest = Manifest(ABOUT, tuple(entries)).written()
    members = {MANIFEST: manifest, SIGNATURE: signature_file(manifest, KEY), name: b"x"}
    assert ("dossier_name_unsafe", name) in named(verified(tmp_path, rewritten(members)))


def test_a_link_in_the_archive_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO(SOUND)
    link = zipfile.ZipInfo("files/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert ("dossier_added", "files/link") in named(verified(tmp_path, out.getvalue()))


def test_an_archive_that_would_swell_is_not_unpacked(tmp_path: Path) -> None:
    size = 300_000_000
    entry = {"name": "files/bomb", "size": size, "sha256": "0" * 64, "sm3": "0" * 64}
    data = {"format": "luheng-dossier/1", "about": {}, "files": [entry]}
    manifest = json.dumps(data).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, manifest)
        archive.writestr(SIGNATURE, signature_file(manifest, KEY))
        with archive.open("files/bomb", "w") as bomb:
            for _ in range(size // 1_000_000):
                bomb.write(bytes(1_000_000))
    read: list[int] = []
    whole = zipfile.ZipExtFile.read

    def counted(self: zipfile.ZipExtFile, most: int = -1) -> bytes:
        content = whole(self, most)
        read.append(len(content))
        return content

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(zipfile.ZipExtFile, "read", counted)
        found = named(verified(tmp_path, out.getvalue()))
    assert ("dossier_changed", "files/bomb") in found
    assert sum(read) < 100_000


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"files": 1}', b"[" * 100_000])
def test_a_list_that_is_none_is_said(tmp_path: Path, content: bytes) -> None:
    members = contents() | {MANIFEST: content, SIGNATURE: signature_file(content, KEY)}
    found = named(verified(tmp_path, rewritten(members)))
    assert found == {("dossier_manifest_unreadable", MANIFEST)}


# --- the key, and the command ---


def test_the_key_of_a_city_is_made_once_and_kept_from_others(city: City) -> None:
    first = city_key(city)
    assert city_key(city).private_bytes_raw() == first.private_bytes_raw()
    assert stat.S_IMODE((city.folder / "signing.key").stat().st_mode) == 0o600
    (city.folder / "signing.key").write_text("broken")
    with pytest.raises(LuhengError) as refused:
        city_key(city)
    assert refused.value.message.code == "signing_key_unreadable"


def test_the_command_verifies_anywhere_and_compares_the_key(tmp_path: Path) -> None:
    path, pem = tmp_path / "dossier.zip", tmp_path / "city.pem"
    path.write_bytes(SOUND)
    pem.write_text(public_pem(KEY.public_key()))
    groups = in_groups(fingerprint(KEY.public_key()))
    run = CliRunner().invoke(main, ["verify", str(path)])
    assert run.exit_code == 0
    assert groups in run.output
    assert "比对" in run.output
    for key in (groups, groups.upper().replace(" ", ":"), str(pem)):
        assert CliRunner().invoke(main, ["verify", str(path), "--key", key]).exit_code == 0
    assert CliRunner().invoke(main, ["verify", str(path), "--key", "0" * 64]).exit_code == 1
    assert "不是公钥指纹" in CliRunner().invoke(main, ["verify", str(path), "--key", "x"]).output


def test_the_command_names_what_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "dossier.zip"
    path.write_bytes(SOUND.replace(b"approval", b"apprOval"))
    run = CliRunner().invoke(main, ["verify", str(path)])
    assert run.exit_code == 1
    assert "“files/001-批复.pdf”已被改动" in run.output
    data = json.loads(CliRunner().invoke(main, ["verify", str(path), "--json"]).output)
    assert data["sound"] is False
    assert [one["member"] for one in data["problems"]] == ["files/001-批复.pdf"]


@pytest.mark.parametrize("name", ["report.txt", "nothing"])
def test_a_file_of_another_kind_is_told_what_can_be_verified(tmp_path: Path, name: str) -> None:
    run = CliRunner().invoke(main, ["verify", str(tmp_path / name)])
    assert run.exit_code == 1
    assert ".zip" in run.output


def test_verifying_loads_no_site() -> None:
    program = (
        "import sys; import luheng.cli.verify_dossier; "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_program_inside_checks_the_files_with_nothing_installed(tmp_path: Path) -> None:
    zipped, folder = tmp_path / "dossier.zip", tmp_path / "out"
    zipped.write_bytes(SOUND)
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-X", "utf8", str(folder / "verify.py"), *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", check=False
        )

    assert run().returncode == run(str(zipped)).returncode == 0
    (folder / "files" / "001-批复.pdf").write_bytes(b"changed")
    (folder / "index.html").unlink()
    (folder / "more.txt").write_bytes(b"")
    said = run()
    assert said.returncode == 1
    for name in ("files/001-批复.pdf", "index.html", "more.txt"):
        assert name in said.stdout
