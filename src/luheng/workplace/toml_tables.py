"""Tables of luheng.toml: each entry of the type of its usual value, read and written. Knows no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any


def typed(usual: Any, written: Any, name: str) -> dict[str, Any]:
    """The entries of a table, each of the type of its usual value. Raises ValueError."""
    if not isinstance(written, Mapping):
        raise ValueError(f"[{name}] ?")
    known = {one.name: getattr(usual, one.name) for one in fields(usual) if one.name != "rules"}
    values: dict[str, Any] = {}
    for key, value in written.items():
        if key not in known or not _fits(value, known[key]):
            raise ValueError(f"{name}.{key} = {value}")
        values[key] = tuple(value) if isinstance(value, list) else value
    return values


def _fits(value: Any, usual: Any) -> bool:
    if isinstance(usual, tuple):
        return isinstance(value, list | tuple) and all(_fits(one, 1) and one > 0 for one in value)
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(usual, bool) and isinstance(value, bool)
    if isinstance(usual, int):
        return isinstance(value, int) and 0 <= value <= 1000
    return isinstance(value, str)


def lines(table: Any) -> list[str]:
    """The entries of a table as luheng.toml has them."""
    values = {one.name: getattr(table, one.name) for one in fields(table) if one.name != "rules"}
    return [f"{name} = {_toml(value)}" for name, value in values.items()]


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(str(one) for one in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)
