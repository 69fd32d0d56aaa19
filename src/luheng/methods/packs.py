"""Packs, found by what they declare: a folder with a `pack.yaml`, here or behind an entry point.

No pack is named in this room. A pack outside this repository declares the entry point
``luheng.packs`` and is found by the same door.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import Any

from luheng.methods.model import Method
from luheng.methods.standards import Standards
from luheng.parameters.lined_yaml import read_lined
from luheng.vocabulary.messages import LuhengError

_PACKAGE = "luheng.packs"
_GROUP = "luheng.packs"


@dataclass(frozen=True)
class Pack:
    """One pack as its `pack.yaml` declares it, and where its files lie."""

    id: str
    zh: str
    en: str
    module: str
    folder: Path
    declared: dict[str, Any] = field(repr=False, default_factory=dict)

    def methods(self) -> list[Method]:
        """Its methods, in the order of its modules: `methods.py`, or every module of `methods/`."""
        found: dict[int, Method] = {}
        for module in self._modules():
            for value in vars(module).values():
                if isinstance(value, Method):
                    found.setdefault(id(value), value)
        for one in found.values():
            if not one.id.startswith(f"{self.id}."):
                raise LuhengError("pack_id_differs", id=one.id, pack=self.id)
        return list(found.values())

    def _modules(self) -> Iterator[ModuleType]:
        if not any((self.folder / name).exists() for name in ("methods.py", "methods")):
            return
        methods = import_module(f"{self.module}.methods")
        yield methods
        for info in pkgutil.walk_packages(getattr(methods, "__path__", []), f"{methods.__name__}."):
            yield import_module(info.name)

    def add_to(self, standards: Standards) -> None:
        """Puts its official numbers and methods among the others."""
        if (self.folder / "parameters").is_dir():
            standards.book.add_folder(self.folder / "parameters")
        for one in self.methods():
            standards.add(one)


def find_packs() -> list[Pack]:
    """Every pack of this house and of installed distributions, by id."""
    found = {pack.id: pack for pack in packs_of_the_house()}
    for entry in metadata.entry_points(group=_GROUP):
        module = import_module(entry.value)
        pack = _pack(Path(str(module.__file__)).parent, entry.value)
        found.setdefault(pack.id, pack)
    return [found[id] for id in sorted(found)]


@cache
def packs_of_the_house() -> tuple[Pack, ...]:
    """The packs that lie in this package."""
    root = Path(__file__).resolve().parents[1] / "packs"
    return tuple(
        _pack(file.parent, f"{_PACKAGE}.{file.parent.name}")
        for file in sorted(root.glob("*/pack.yaml"))
    )


def _pack(folder: Path, module: str) -> Pack:
    file = folder / "pack.yaml"
    declared = read_lined(file.read_text(encoding="utf-8"), f"{folder.name}/pack.yaml")
    for name in ("id", "zh", "en"):
        if not (declared or {}).get(name):
            raise LuhengError(
                "parameters_entry_missing", file=f"{folder.name}/pack.yaml", line=1, name=name
            )
    return Pack(declared["id"], declared["zh"], declared["en"], module, folder, declared)


@cache
def indicators_given() -> dict[str, str]:
    """Which indicator of the catalogue each method gives, as the packs declare it (`indicators`)."""
    return {
        method: indicator
        for pack in find_packs()
        for method, indicator in (pack.declared.get("indicators") or {}).items()
    }


class _Loader:
    """Loads a pack when an id of it is first asked for, so that one method does not cost them all."""

    def __init__(self) -> None:
        self.loaded: set[str] = set()
        self.refused: dict[str, LuhengError] = {}
        self.standards = Standards(fetch=self)
        self._lock = RLock()  # a pack may ask for another while it is loaded

    def __call__(self, id: str) -> None:
        wanted = id.partition(".")[0]
        packs = packs_of_the_house()
        if wanted == "*" or all(pack.id != wanted for pack in packs):
            packs = tuple(find_packs())
        for pack in packs:
            if wanted in ("*", pack.id):
                self._load(pack)

    def _load(self, pack: Pack) -> None:
        """Loads it once; a pack that was refused stays so, with the reason."""
        with self._lock:
            if pack.id in self.refused:
                raise self.refused[pack.id]
            if pack.id in self.loaded:
                return
            self.loaded.add(pack.id)
            try:
                pack.add_to(self.standards)
            except LuhengError as error:
                self.refused[pack.id] = error
                raise


@cache
def _loader() -> _Loader:
    return _Loader()


def standards(*, whole: bool = False) -> Standards:
    """The methods and numbers of all packs; each is loaded when first asked for, or now (`whole`)."""
    loader = _loader()
    if whole:
        loader("*")
    return loader.standards
