"""How a method is declared: its clause, inputs, official numbers, and the methods it builds on."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from luheng.methods.code_version import code_version

RESERVED = {"day", "period", "place", "as_of", "using", "id"}
"""Names of `compute` that no input may have."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause of a standard that a method is."""

    standard: str
    clause: str = ""
    mark: str = "verified"
    title: str = ""

    def label(self) -> str:
        """Standard and clause in one line."""
        return f"{self.standard} {self.clause}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A quantity a method is given: a number, or an array of numbers.

    unit: what the function receives it in; empty for pure numbers. Bare numbers are taken to be in it.
    unit_of: or, the unit of that official number. per: or, what that official number is per (kg, where
        it is kgce/kg).
    each: the input is a mapping; its keys fill ``{each}`` in ids of official numbers.
    optional: None reaches the function where it is not given; else that is refused.
    below: what ``<0.02`` becomes: refused, kept as `BelowLimit`, half the limit, or the limit.
    minimum, maximum: bounds in the unit of the function.
    gaps: of a mapping: a kind that is named without a number reaches the function as None; else it is
        refused, also where the mapping as a whole is optional.
    molar_mass: in g/mol, to offer a conversion where ppm is given for a mass concentration; a mapping
        gives it by the word of a `Choice`.
    """

    unit: str = ""
    unit_of: str = ""
    per: str = ""
    zh: str = ""
    en: str = ""
    symbol: str = ""
    each: str = ""
    optional: bool = False
    below: Literal["refuse", "keep", "half", "limit"] = "refuse"
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    molar_mass: str | Mapping[str, str] = ""
    # It only refuses, so it stays out of the method's version.
    gaps: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A word a method is given, one of some; it may fill ``{name}`` in ids of official numbers."""

    values: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""
    symbol: str = ""
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Anything that passes the door as it is: rows, days, flags. It must have a JSON form.

    each: it is a mapping; its keys fill ``{each}`` in ids of official numbers, as those of an `Input`.
    shape: how people write it: list (one value a line), pairs (name and value), table (a name and
    `columns`), rows (kinds as heads, a row each), columns (kinds as heads, a list for each), matrix;
    empty: only as JSON. columns: their Chinese and English names.
    """

    zh: str = ""
    en: str = ""
    symbol: str = ""
    optional: bool = False
    each: str = ""
    # How it is written is no part of what is computed: it stays out of the method's version.
    shape: Literal["", "list", "pairs", "table", "rows", "columns", "matrix"] = field(
        default="", repr=False
    )
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Official:
    """An official number a method uses, by the id of its parameter.

    ``{name}`` in the id is filled from a `Choice` of that name, or from the keys of an input with
    ``each="name"``; then the function receives a mapping. unit: what the function receives it in;
    ``kgce/*`` fixes only what stands above the stroke. optional: None where there is none.
    """

    id: str
    unit: str = ""
    symbol: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Another method whose result this one takes.

    fixed: choices set here. inputs: names of this method's own pool for inputs of the other, where
    they differ. optional: None where an input it requires is missing.
    """

    id: str
    fixed: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    symbol: str = ""
    optional: bool = False


Given = Input | Choice | Raw


class Worked:
    """A value with the numbers it was worked with, for the written-out calculation.

    `numbers` fill the formula beside inputs and official numbers; the one called `unrounded` is shown
    before the value it was rounded to. `formula` replaces the declared one where a clause has several;
    `note_zh`, `note_en` say what rule applied.
    """

    __slots__ = ("formula", "note_en", "note_zh", "numbers", "value")

    def __init__(
        self, value: Any, *, formula: str = "", note_zh: str = "", note_en: str = "", **numbers: Any
    ) -> None:
        self.value, self.formula, self.numbers = value, formula, numbers
        self.note_zh, self.note_en = note_zh, note_en


@dataclass(frozen=True, eq=False)
class Method:
    """One clause as a pure function, with everything that is said about it. Calling it calls that."""

    id: str
    zh: str
    en: str
    unit: str
    source: Clause
    function: Callable[..., Any]
    given: Mapping[str, Given]
    parameters: Mapping[str, Official]
    needs: Mapping[str, Need]
    formula: str = ""
    symbols: Mapping[str, str] = field(default_factory=dict)
    arrays: Callable[..., Any] | None = None
    since: date | None = None
    until: date | None = None

    def __call__(self, **arguments: Any) -> Any:
        return self.function(**arguments)

    @cached_property
    def version(self) -> str:
        """Twelve characters that change whenever its code or declaration does."""
        declared = (self.unit, self.given, self.parameters, self.needs)
        functions = [self.function] + ([self.arrays] if self.arrays else [])
        return code_version(functions, repr(declared))

    def symbol(self, name: str) -> str:
        """How an argument is written in the formula."""
        every: tuple[Mapping[str, Any], ...] = (self.given, self.parameters, self.needs)
        for declared in every:
            if name in declared and declared[name].symbol:
                return str(declared[name].symbol)
        return self.symbols.get(name, name)


def method(
    *,
    id: str,
    zh: str,
    en: str,
    source: Clause,
    unit: str = "",
    given: Mapping[str, Given] | None = None,
    parameters: Mapping[str, Official | str] | None = None,
    needs: Mapping[str, Need | str] | None = None,
    formula: str = "",
    symbols: Mapping[str, str] | None = None,
    arrays: Callable[..., Any] | None = None,
    since: str = "",
    until: str = "",
) -> Callable[[Callable[..., Any]], Method]:
    """Declares a function a method; the name then stands for the `Method`.

    `unit` is that of the value; ``@name`` is the unit of the official number `name`.
    The function takes its inputs, official numbers and needed results by name and returns the value
    in `unit` (exact fractions in, or arrays of floats), or a `Worked`. `arrays` is the version for
    arrays where it differs. `since` and `until` (half-open) bound a formula that a later edition
    changed; several methods may then share an id. Raises ValueError where names do not fit.
    """

    def declare(function: Callable[..., Any]) -> Method:
        declared = Method(
            id=id,
            zh=zh,
            en=en,
            unit=unit,
            source=source,
            function=function,
            given=dict(given or {}),
            parameters={
                name: Official(one) if isinstance(one, str) else one
                for name, one in (parameters or {}).items()
            },
            needs={
                name: Need(one) if isinstance(one, str) else one
                for name, one in (needs or {}).items()
            },
            formula=formula,
            symbols=dict(symbols or {}),
            arrays=arrays,
            since=date.fromisoformat(since) if since else None,
            until=date.fromisoformat(until) if until else None,
        )
        _names_fit(declared)
        return declared

    return declare


def _names_fit(declared: Method) -> None:
    """The function takes just what is declared, so that nothing enters a result unseen."""
    names = [*declared.given, *declared.parameters, *declared.needs]
    signature = inspect.signature(declared.function).parameters
    taken = list(signature)
    takes_all = any(one.kind is one.VAR_KEYWORD for one in signature.values())
    if sorted(names) != sorted(taken) and not takes_all:
        raise ValueError(f"{declared.id}: declared {sorted(names)}, the function takes {taken}")
    for name, need in declared.needs.items():
        if name in need.inputs.values():
            raise ValueError(f"{declared.id}: {name} is an input and a needed result; rename one")
    if wrong := RESERVED & set(declared.given):
        raise ValueError(f"{declared.id}: no input may be called {', '.join(sorted(wrong))}")
