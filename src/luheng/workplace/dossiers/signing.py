"""The city's key: made at first use, signs dossiers; its fingerprint is what a verifier compares."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import City
from luheng.workplace.dossiers.manifest import MANIFEST, as_json

KEY_FILE = "signing.key"


def city_key(city: City) -> Ed25519PrivateKey:
    """The key that signs, readable by the owner alone; made at the first call.

    Raises `signing_key_unreadable`: a broken key is never replaced in silence, for what it signed
    would be trusted no more.
    """
    path = city.folder / KEY_FILE
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, OSError) as error:
        raise LuhengError("signing_key_unreadable", file=path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise LuhengError("signing_key_unreadable", file=path)
    return key


def public_pem(key: Ed25519PublicKey) -> str:
    """The public key as text, to be published."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the public key's 32 bytes, in hex."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def in_groups(digest: str) -> str:
    """A fingerprint as people compare it: groups of four."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def known_fingerprint(given: str) -> str:
    """The fingerprint a person gave: itself, or a file with it or with the public key (PEM).

    Raises `key_not_understood`.
    """
    text = given
    try:
        if Path(given).is_file():
            text = Path(given).read_text(encoding="utf-8")
        if "BEGIN PUBLIC KEY" in text:
            key = load_pem_public_key(text.encode())
            if isinstance(key, Ed25519PublicKey):
                return fingerprint(key)
    except (ValueError, OSError) as error:
        raise LuhengError("key_not_understood", given=given) from error
    digits = re.sub(r"[\s:]", "", text).lower()
    if not re.fullmatch("[0-9a-f]{64}", digits):
        raise LuhengError("key_not_understood", given=given)
    return digits


def signature_file(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    """What is written beside the manifest: the signature over its bytes, and the public key."""
    return _written(key.public_key().public_bytes_raw(), key.sign(manifest))


def signer(signature: bytes, manifest: bytes) -> Ed25519PublicKey | None:
    """Who signed the manifest; None where the signature is broken or of another manifest."""
    try:
        data = json.loads(signature)
        raw, signed = bytes.fromhex(data["public_key"]), bytes.fromhex(data["signature"])
        if _written(raw, signed) != signature:
            return None
        key = Ed25519PublicKey.from_public_bytes(raw)
        key.verify(signed, manifest)
    except (ValueError, TypeError, KeyError, RecursionError, InvalidSignature):
        return None
    return key


def _written(public_key: bytes, signature: bytes) -> bytes:
    said = {"public_key": public_key.hex(), "signature": signature.hex()}
    return as_json({"algorithm": "Ed25519", "signs": MANIFEST, **said})


def _make(path: Path) -> None:
    """Whole or not at all; of two who make one at once the first stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    begun = path.with_name(f".{path.name}-{os.getpid()}")
    descriptor = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(begun, path)
    except FileExistsError:
        return
    finally:
        begun.unlink()
