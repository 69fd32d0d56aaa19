"""YAML with decimals kept exact and the line of every entry, so that a refusal can name it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from luheng.vocabulary.messages import LuhengError


class Entries(dict[str, Any]):
    """A mapping that knows in which line it and each of its entries stand."""

    line: int
    lines: dict[str, int]


def read_lined(text: str, file: str) -> Any:
    """The data of a YAML text: mappings as `Entries`, numbers as int or Decimal, days as date.

    Raises LuhengError `parameters_unreadable` or `parameters_entry_twice`.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        return None if node is None else _built(node, file)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise LuhengError(
            "parameters_unreadable", file=file, line=line, problem=error.problem
        ) from error


def _built(node: yaml.Node, file: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_built(child, file) for child in node.value]
    return _scalar(node, file)


def _mapping(node: yaml.MappingNode, file: str) -> Entries:
    entries = Entries()
    entries.line, entries.lines = node.start_mark.line + 1, {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in entries:
            raise LuhengError("parameters_entry_twice", file=file, line=line, name=key)
        entries[key] = _built(value_node, file)
        entries.lines[key] = line
    return entries


def _scalar(node: yaml.Node, file: str) -> Any:
    kind, text = node.tag.rpartition(":")[2], str(node.value)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind in ("int", "float"):
        return _number(text)
    if kind == "timestamp":
        return _day(text, file, node.start_mark.line + 1)
    return text


def _number(text: str) -> int | Decimal | str:
    cleaned = text.replace("_", "")
    try:
        return int(cleaned)
    except ValueError:
        number = Decimal(cleaned) if cleaned.lower().strip("+-.") not in ("inf", "nan") else None
        return text if number is None else number


def _day(text: str, file: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise LuhengError("parameters_no_day", file=file, line=line, value=text) from error
