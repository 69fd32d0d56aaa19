"""The list of what a dossier holds: names, sizes and digests of all files, written in one way only."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes

from luheng.vocabulary.messages import LuhengError

FORMAT = "luheng-dossier/1"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
_HEX = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Listed:
    """One file of a dossier."""

    name: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True)
class Manifest:
    """What a dossier is about, and its files."""

    about: Mapping[str, Any]
    files: tuple[Listed, ...]

    def written(self) -> bytes:
        """The manifest as a file: the same contents, the same bytes."""
        files = [vars(one) for one in self.files]
        return as_json({"format": FORMAT, "about": dict(self.about), "files": files})


def listed(name: str, chunks: Iterable[bytes]) -> Listed:
    """A file with its size and both digests, read once."""
    sha256, sm3, size = hashlib.sha256(), hashes.Hash(hashes.SM3()), 0
    for chunk in chunks:
        sha256.update(chunk)
        sm3.update(chunk)
        size += len(chunk)
    return Listed(name, size, sha256.hexdigest(), sm3.finalize().hex())


def read_manifest(content: bytes) -> Manifest:
    """The manifest of a file. Raises `dossier_manifest_unreadable`."""
    try:
        data = json.loads(content)
        files = tuple(Listed(**one) for one in data["files"])
        about = data["about"]
        sound = data["format"] == FORMAT and isinstance(about, dict) and all(map(_sound, files))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise LuhengError("dossier_manifest_unreadable", member=MANIFEST) from error
    if not sound:
        raise LuhengError("dossier_manifest_unreadable", member=MANIFEST)
    return Manifest(about, files)


def as_json(data: object) -> bytes:
    """JSON with sorted keys, one value a line."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def is_safe(name: str) -> bool:
    """Whether a file of that name, unpacked, stays in its folder and is what it seems on any system."""
    parts = name.split("/")
    plain = name.isprintable() and not set(name) & set('\\:*?"<>|')
    return plain and all(part not in ("", ".", "..") and part[-1] not in " ." for part in parts)


def _sound(one: Listed) -> bool:
    digests = (one.sha256, one.sm3)
    hexed = all(isinstance(digest, str) and _HEX.fullmatch(digest) for digest in digests)
    return hexed and isinstance(one.name, str) and type(one.size) is int and one.size >= 0
