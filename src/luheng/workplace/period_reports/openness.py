"""Before a report is opened to everyone: what in it comes from lists or fields that are internal.

A report is opened as a whole by a person, who must know what goes out with it. The Excel appendices
stay inside: they hold whole lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError

from luheng.vocabulary.messages import Language
from luheng.workplace.period_reports.citing import LISTS
from luheng.workplace.period_reports.source_map import read_map
from luheng.workplace.registers import public_register

OPEN_FORMS = ("pdf", "docx")
_PART_OF = {"judgements": "targets"}  # frozen lists that are columns of another
_SAID_WITH_THEM = {
    "id",
    "document_id",
    "chapter",
    "demand",
}  # of a row on a public page, in no column
_LANGUAGE = re.compile("_(zh|en)$")


def internal_parts(word: Path, language: Language) -> list[tuple[str, int]] | None:
    """The lists with how many numbers and quotes are drawn from their internal part, most first.

    Read from the list of formulas in the Word file; None where it is away or cannot be read.
    """
    try:
        listed = read_map(docx.Document(str(word)))
    except (OSError, PackageNotFoundError, BadZipFile, KeyError, ValueError):
        return None
    if listed is None:
        return None
    drawn = Counter(
        name for piece in listed.pieces.values() for name in _internal_lists(piece["formula"])
    )
    return [(LISTS[name][language == "en"], count) for name, count in drawn.most_common()]


def _internal_lists(formula: Mapping[str, Any]) -> set[str]:
    return {name for name, fields in _drawn_from(formula) if not _is_open(name, fields)}


def _drawn_from(formula: Mapping[str, Any]) -> Iterator[tuple[str, set[str]]]:
    """The lists that a formula goes over, each with the fields it looks at."""
    if name := formula.get("list"):
        fields = {condition[0] for condition in formula.get("where", ())}
        fields |= {formula[key] for key in ("field", "distinct") if formula.get(key)}
        yield name, fields
    for part in formula.values():
        if isinstance(part, Mapping):
            yield from _drawn_from(part)


def _is_open(name: str, fields: set[str]) -> bool:
    """Whether everyone may see these fields of a frozen list."""
    register = public_register(_PART_OF.get(name, name))
    return register is not None and all(
        field in _SAID_WITH_THEM or register.has(_LANGUAGE.sub("", field)) for field in fields
    )
