"""The version of a method: a hash of its code, of the helpers it calls, and of its declaration."""

from __future__ import annotations

import ast
import hashlib
import inspect
import textwrap
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from types import FunctionType
from typing import Any

_SHARED = ("luheng.methods.rounding", "luheng.vocabulary.rounding")
"""Helpers of the house whose change changes results."""
_CONSTANTS = (int, float, str, Decimal, Fraction, tuple, frozenset, dict)


def code_version(functions: Iterable[Callable[..., Any]], declared: str) -> str:
    """Twelve hexadecimal characters; comments, docstrings and layout do not count."""
    seen: dict[str, str] = {}
    for function in functions:
        _collect(function, seen)
    text = "\n".join([declared, *(f"{name}: {seen[name]}" for name in sorted(seen))])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _collect(function: Callable[..., Any], seen: dict[str, str]) -> None:
    """The code of a function and, of its own pack, of every helper and constant that it names."""
    if not isinstance(function, FunctionType) or function.__qualname__ in seen:
        return
    tree = _tree(function)
    seen[function.__qualname__] = ast.unparse(tree)
    for name in sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}):
        value = function.__globals__.get(name)
        if isinstance(value, FunctionType) and _same_pack(value, function):
            _collect(value, seen)
        elif isinstance(value, type) and _same_pack(value, function):
            seen[name] = ast.unparse(_without_docstrings(_parsed(value)))
        elif isinstance(value, _CONSTANTS):
            seen[name] = (
                repr(sorted(value, key=repr)) if isinstance(value, frozenset) else repr(value)
            )


def _same_pack(other: Any, function: FunctionType) -> bool:
    own = function.__module__.split(".")[:3]
    return other.__module__.split(".")[:3] == own or other.__module__ in _SHARED


def _tree(function: FunctionType) -> ast.AST:
    tree = _parsed(function)
    node = tree.body[0] if isinstance(tree, ast.Module) else tree
    if isinstance(node, ast.FunctionDef):
        node.decorator_list = []
        node.returns = None
    return _without_docstrings(node)


def _parsed(thing: Any) -> ast.Module:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(thing)))
    except (OSError, TypeError, SyntaxError):  # typed at a prompt: there is no source to read
        code = getattr(thing, "__code__", None)
        return ast.parse(repr((code.co_code, repr(code.co_consts)) if code else repr(thing)))


def _without_docstrings(tree: ast.AST) -> ast.AST:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and len(body) > 1 and _is_text(body[0]):
            del body[0]
    return tree


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
