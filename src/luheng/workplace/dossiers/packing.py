"""Files, their signed list and a small checking program: one archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from luheng.workplace.dossiers import container
from luheng.workplace.dossiers.container import Member
from luheng.workplace.dossiers.manifest import MANIFEST, SIGNATURE, Manifest, listed
from luheng.workplace.dossiers.signing import signature_file

_CHECKER = Path(__file__).with_name("standalone.py")


def pack(
    about: Mapping[str, Any], files: Sequence[Member], key: Ed25519PrivateKey, out: BinaryIO
) -> Manifest:
    """Writes the archive and returns its list: the same files and key give the same bytes.

    Raises `dossier_too_large`.
    """
    checker = Member("verify.py", _CHECKER.read_bytes())
    members = sorted([*files, checker], key=lambda one: one.name)
    manifest = Manifest(about, tuple(listed(one.name, one.chunks()) for one in members))
    written = manifest.written()
    signature = Member(SIGNATURE, signature_file(written, key))
    container.write([Member(MANIFEST, written), signature, *members], out)
    return manifest
