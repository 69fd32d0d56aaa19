"""Results in forms that others read: what a pack declares under `exports` in its `pack.yaml`.

An entry names the methods it takes results of, its names, the ending of its file, and the function that
writes it: ``exports.inventory:gpc_workbook`` is looked for in the pack. That function takes a record of
a result and a language and returns bytes, so that a kept result is written as it was computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Literal, cast

from luheng.methods.packs import find_packs
from luheng.vocabulary.messages import LuhengError

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Export:
    """One form that results of some methods can be written in."""

    id: str
    methods: tuple[str, ...]
    zh: str
    en: str
    ending: str
    module: str
    function: str

    def write(self, record: Mapping[str, Any], language: Literal["zh", "en"] = "zh") -> bytes:
        """The file of a record (`Result.record()`). Raises LuhengError as the writer does."""
        writer = getattr(import_module(self.module), self.function)
        return cast(bytes, writer(record, language))

    @property
    def media_type(self) -> str:
        """Of the file."""
        return MEDIA_TYPES[self.ending]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a page shows of a result: title, head, rows of words; `numbers` are columns of numbers."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each cell with the name of its column, for where the head is not seen."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def tables_of_record(record: Mapping[str, Any], language: Literal["zh", "en"]) -> list[Table]:
    """The tables that packs declare (`tables:` in their `pack.yaml`) for results of the record's method."""
    found = []
    for pack in find_packs():
        for entry in pack.declared.get("tables") or ():
            if record["method"] in entry["methods"]:
                module, _, function = entry["by"].partition(":")
                maker = getattr(import_module(f"{pack.module}.{module}"), function)
                found.append(cast(Table, maker(record, language)))
    return found


@cache
def _all() -> tuple[Export, ...]:
    found = []
    for pack in find_packs():
        for entry in pack.declared.get("exports") or ():
            module, _, function = entry["by"].partition(":")
            found.append(Export(
                entry["id"], tuple(entry["methods"]), entry["zh"], entry["en"], entry["ending"],
                f"{pack.module}.{module}", function,
            ))  # fmt: skip
    return tuple(found)


def exports_of(method: str) -> list[Export]:
    """The forms that results of a method can be written in."""
    return [one for one in _all() if method in one.methods]


def export(record: Mapping[str, Any], form: str, language: Literal["zh", "en"] = "zh") -> bytes:
    """The file of a record in a form named by its id. Raises `export_unknown` and as its writer."""
    return export_named(str(record["method"]), form).write(record, language)


def export_named(method: str, form: str) -> Export:
    """One of the forms of a method. Raises `export_unknown`, with those there are."""
    forms = {one.id: one for one in exports_of(method)}
    if form not in forms:
        raise LuhengError("export_unknown", form=form, method=method, known="、".join(forms) or "—")
    return forms[form]
