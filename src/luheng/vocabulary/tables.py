"""The YAML tables of this room, read fast.

Reading the catalogue from YAML takes 0.1 s, from JSON 3 ms. So the parsed table is kept as JSON in
``__pycache__``, where Python keeps its own compiled modules, under the hash of the YAML it came from.
Nothing depends on it: without the file, or where it cannot be written, the YAML is parsed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

_ROOM = Path(__file__).parent


@cache
def table(name: str) -> Any:
    """The data of ``<name>.yaml``; of a folder ``<name>/``, a dict from file name to its data."""
    path = _ROOM / name
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path.with_suffix(".yaml")]
    texts = {file.stem: file.read_bytes() for file in files}
    kept = _kept_file(name, texts)
    try:
        parsed = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        parsed = {stem: _parse(text) for stem, text in texts.items()}
        _keep(kept, parsed)
    return parsed if path.is_dir() else parsed[name]


def _parse(text: bytes) -> Any:
    import yaml  # 10 ms to load, and rarely needed

    return yaml.load(text, Loader=yaml.CSafeLoader)


def _kept_file(name: str, texts: dict[str, bytes]) -> Path:
    digest = hashlib.sha256()
    for stem, text in texts.items():
        digest.update(f"{stem} {len(text)}\n".encode())
        digest.update(text)
    return _ROOM / "__pycache__" / f"{name}.{digest.hexdigest()[:20]}.json"


def _keep(kept: Path, parsed: Any) -> None:
    if sys.dont_write_bytecode:
        return
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(parsed, ensure_ascii=False), encoding="utf-8")
        for older in kept.parent.glob(f"{kept.name.partition('.')[0]}.*.json"):
            older.unlink(missing_ok=True)
        unfinished.replace(kept)
