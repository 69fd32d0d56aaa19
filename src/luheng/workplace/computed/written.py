"""Lists and tables as people write them, made into inputs: pasted from a sheet, or typed line by line.

A table has its heads in the first line; cells are parted by tabs, or by commas where there are none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from luheng.methods.amounts import read_text
from luheng.vocabulary.messages import LuhengError

_PAIR = re.compile(r"\s*([^=＝：:\t]+?)\s*[=＝：:\t]\s*(.*?)\s*")
_YES, _NO = {"是", "true", "√"}, {"否", "false", "×"}  # NO is a notation key, no answer


@dataclass(frozen=True)
class Shape:
    """How an input is written: its shape, and the names its heads may have, each with its key."""

    kind: str
    heads: Mapping[str, str]

    def key(self, head: str) -> str:
        """The key of a head; one that is not known is itself a key."""
        return self.heads.get(head.strip(), head.strip())


def read_shaped(text: str, shape: Shape, label: str) -> Any:
    """The input that a text says. Raises `table_heads`, `table_row_long`, `input_not_a_pair`."""
    lines = [line for line in text.replace("\r", "").split("\n") if line.strip()]
    if shape.kind == "list":
        return _list(lines)
    if shape.kind == "pairs":
        return dict(_pair(line, shape) for line in _parts(lines))
    cells = [_cells(line) for line in lines]
    if shape.kind == "matrix":
        return [[value_of(cell) for cell in row] for row in cells]
    return _READERS[shape.kind](cells[0], cells[1:], shape, label)


def is_table(text: str) -> bool:
    """Whether a text has several columns: heads in its first line, and more lines below."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and "\t" in lines[0] and not _PAIR.fullmatch(lines[0].partition("\t")[0])


def value_of(cell: str) -> Any:
    """A cell: a number, yes or no, a word; None where nothing was measured."""
    text = cell.strip()
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    try:
        number, unit = read_text(text)
    except LuhengError:
        return text
    if number is None:
        return None
    if not isinstance(number, Fraction) or unit or not text.isascii():
        return _narrowed(number, unit, text)
    return _plain(number)


def _narrowed(number: Any, unit: str, text: str) -> Any:
    """Full-width digits are numbers; Ⅲ, 3类 and 2025-01-01 are words."""
    plain = isinstance(number, Fraction) and not unit and not re.search(r"[Ⅰ-Ⅿ]", text)
    return _plain(number) if plain else text


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)


def _list(lines: list[str]) -> Any:
    """Values one to a line; where every line has a name, a mapping."""
    parts = _parts(lines) if len(lines) > 1 else _parts(re.split(r"[,，、\t]", lines[0]))
    if all(_PAIR.fullmatch(one) for one in parts):
        return dict(_pair(one, Shape("pairs", {})) for one in parts)
    return [value_of(one) for one in parts]


def _parts(lines: Sequence[str]) -> list[str]:
    return [part for line in lines for part in re.split(r"[;；]", line) if part.strip()]


def _pair(line: str, shape: Shape) -> tuple[str, Any]:
    found = _PAIR.fullmatch(line)
    if found is None:
        raise LuhengError("input_not_a_pair", given=line)
    return shape.key(found[1]), value_of(found[2])


def _cells(line: str) -> list[str]:
    return [
        cell.strip() for cell in (line.split("\t") if "\t" in line else re.split("[,，]", line))
    ]


def _table(heads: list[str], rows: list[list[str]], shape: Shape, label: str) -> Any:
    """`{name: {head: value}}`; an empty cell was not told."""
    keys = _keys(heads[1:], shape, label)
    return {row[0]: _told(row[1:], keys, label, number) for number, row in enumerate(rows, start=2)}


def _rows(heads: list[str], rows: list[list[str]], shape: Shape, label: str) -> Any:
    """A mapping a row."""
    keys = _keys(heads, shape, label)
    return [_told(row, keys, label, number) for number, row in enumerate(rows, start=2)]


def _columns(heads: list[str], rows: list[list[str]], shape: Shape, label: str) -> Any:
    """`{head: [values]}`: a series a column; an empty cell is a missing value."""
    keys = _keys(heads, shape, label)
    for number, row in enumerate(rows, start=2):
        _not_longer(row, keys, label, number)
    filled = [row + [""] * (len(keys) - len(row)) for row in rows]
    return {key: [row[place] or None for row in filled] for place, key in enumerate(keys)}


def _keys(heads: list[str], shape: Shape, label: str) -> list[str]:
    keys = [shape.key(head) for head in heads]
    if not keys or not all(keys) or len(set(keys)) < len(keys):
        raise LuhengError("table_heads", label=label, heads="、".join(heads) or "—")
    return keys


def _told(row: list[str], keys: list[str], label: str, number: int) -> dict[str, Any]:
    _not_longer(row, keys, label, number)
    return {key: value_of(cell) for key, cell in zip(keys, row, strict=False) if cell.strip()}


def _not_longer(row: list[str], keys: list[str], label: str, number: int) -> None:
    if len(row) > len(keys):
        raise LuhengError(
            "table_row_long", label=label, row=number, count=len(row), heads=len(keys)
        )


_READERS = {"table": _table, "rows": _rows, "columns": _columns}
