"""What a method is given, as fields of a form or columns of a sheet, and text made into inputs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from luheng.methods import Choice, Method, Raw, Standards, standards
from luheng.methods.standards import days_of, inputs_of
from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.periods import Period
from luheng.workplace.computed.written import Shape, is_table, read_shaped
from luheng.workplace.language import say

_PLACE_TO_FILL = re.compile(r"\{(\w+)\}")
_PAIR = re.compile(r"\s*([^=＝：:\t]+?)\s*[=＝：:\t]\s*(.+?)\s*")


@dataclass(frozen=True)
class Field:
    """One input of a method: a number, a word of some, amounts by kind, or anything as JSON."""

    name: str
    zh: str
    en: str
    kind: str  # number, choice, mapping, raw
    unit: str = ""
    needed: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""
    shape: str = ""  # of raw inputs: as `Raw.shape`
    columns: tuple[tuple[str, str, str], ...] = ()  # of tables: key, Chinese, English

    @property
    def heads(self) -> str:
        """The heads of a table, as they are pasted above it: names parted by tabs."""
        if self.shape == "table":
            return "\t".join(["名称", *(zh for _, zh, _ in self.columns)])
        return (
            "\t".join(zh for _, zh in self.choices[:6]) if self.shape in ("rows", "columns") else ""
        )

    @property
    def columned(self) -> list[tuple[str, str, str]]:
        """Key, title and hint of each column, where the input has a sheet of its own; else nothing."""
        kinds = [(key, zh, key) for key, zh in self.choices]
        if self.kind == "mapping" and kinds:
            return kinds
        named = [("name", "名称 name", "")]
        return {
            "list": [("value", f"{self.zh} {self.en}", "每行一个")],
            "pairs": [*named, ("value", f"{self.zh} {self.en}", "")],
            "table": [*named, *((key, f"{zh} {en}", "") for key, zh, en in self.columns)],
            "rows": kinds,
            "columns": kinds,
        }.get(self.shape, [])

    def line_of(self, keys: list[str], cells: list[str], *, first: bool) -> str:
        """A row of that sheet as a line of the field's text; the first one has the heads above it."""
        if self.shape == "list":
            return cells[0]
        if self.shape == "pairs":
            return f"{cells[0]} = {cells[1] or '—'}"
        line = "\t".join(cells)
        return f"{chr(9).join(keys)}\n{line}" if first else line

    @property
    def how(self) -> str:
        """How it is written, in a few words of both languages."""
        if self.kind == "mapping":
            return "每行一个：名称 = 数值；成列数据粘贴表格，表头为名称 · one a line: name = amount; series as a table with names as heads"  # fmt: skip
        said = {
            "list": "每行一个 · one a line", "pairs": "每行一个：名称 = 值 · one a line: name = value",
            "table": "粘贴表格，第一行为表头 · a table with its heads first",
            "rows": "粘贴表格，第一行为表头 · a table with its heads first",
            "columns": "粘贴表格，第一行为表头 · a table with its heads first",
            "matrix": "粘贴数字表格，没有表头 · rows of numbers without heads",
        }  # fmt: skip
        return said.get(self.shape, "JSON" if self.kind == "raw" else "")

    @property
    def placeholder(self) -> Any:
        """The same in the language of the reader."""
        zh, _, en = self.how.partition(" · ")
        return say(zh, en or zh)

    @property
    def label(self) -> Any:
        """Its name in the language of the reader."""
        return say(self.zh or self.name, self.en or self.name)


@dataclass(frozen=True)
class Named:
    """What pages say of a method. (A template would call the method itself.)"""

    id: str
    zh: str
    en: str
    unit: str
    clause: str


def named(method: Method) -> Named:
    """A method for a page; one whose result has the unit of an input says so."""
    unit = str(say("同输入", "as the input")) if method.unit.startswith("@") else method.unit
    return Named(method.id, method.zh, method.en, unit, method.source.label())


def method_of(id: str, period: str = "") -> Method:
    """The edition of a method in a period, else the latest. Raises `method_unknown`."""
    editions = standards().editions_of(id)
    if period and len(editions) > 1:
        with suppress(
            LuhengError
        ):  # a period that cannot be read, or mixes editions, is said later
            return standards().find(id, days_of(Period.parse(period)))
    return editions[-1]


def fields_of(method: Method) -> list[Field]:
    """The inputs of a method and of those it builds on, its own first."""
    house = standards()
    return [_field(house, method, name, one) for name, one in inputs_of(house, method).items()]


def _field(house: Standards, method: Method, name: str, declared: Any) -> Field:
    zh, en = declared.zh or name, declared.en or name
    if isinstance(declared, Choice):
        words = declared.values or tuple(_keys(house, method, name))
        choices = tuple((word, _said(house, method, name, word)) for word in words)
        default = declared.default or ""
        return Field(name, zh, en, "choice", needed=not default, choices=choices, default=default)
    if isinstance(declared, Raw):
        kinds = _kinds(house, method, declared.each or _each_of_series(house, method))
        columns = tuple((key, *said) for key, said in declared.columns.items())
        return Field(
            name, zh, en, "raw", needed=not declared.optional, shape=declared.shape,
            columns=columns, choices=kinds if declared.each or declared.shape in ("rows", "columns") else (),
        )  # fmt: skip
    if declared.each:
        kinds = _kinds(house, method, declared.each)
        return Field(name, zh, en, "mapping", declared.unit, not declared.optional, kinds)
    return Field(name, zh, en, "number", declared.unit, not declared.optional)


def _kinds(house: Standards, method: Method, each: str) -> tuple[tuple[str, str], ...]:
    """The kinds that an input may name, with their Chinese names."""
    keys = _keys(house, method, each) if each else []
    return tuple((key, _said(house, method, each, key)) for key in keys)


def _each_of_series(house: Standards, method: Method) -> str:
    """What the kinds of a method's own mappings fill: heads of the tables beside them."""
    declared = inputs_of(house, method).values()
    return next((one.each for one in declared if getattr(one, "each", "")), "")


def _keys(house: Standards, method: Method, name: str) -> list[str]:
    """The words that fill a place in the ids of official numbers: kinds of fuel, products."""
    return next(
        (house.book.keys(family) for family in _families(house, method) if f"{{{name}}}" in family),
        [],
    )


def _families(house: Standards, method: Method) -> list[str]:
    found = [one.id for one in method.parameters.values()]
    for need in method.needs.values():
        found += _families(house, house.editions_of(need.id)[-1])
    return found


def _said(house: Standards, method: Method, name: str, word: str) -> str:
    """The Chinese name of a word, from the official number that it stands for."""
    for family in _families(house, method):
        places = _PLACE_TO_FILL.findall(family)
        if places == [name]:
            id = family.replace(f"{{{name}}}", word)
            if id in house.book:
                return house.book.get(id).zh.rpartition("·")[2]
    return word


def inputs_from(fields: list[Field], given: Mapping[str, str]) -> dict[str, Any]:
    """Inputs for `compute` from text; what is left empty was not given.

    A number may carry its unit and its interval (`120 t ±5%`); several, one to a line, are a series.
    Kinds are written `raw_coal = 120 t`, one to a line, by their key or their Chinese name; series of
    several kinds are a table with the kinds as heads. Lists and tables are read as their shape says;
    what begins with { or [ is JSON. Raises `input_missing`, `input_not_a_pair`, `input_not_json`,
    `table_heads`, `table_row_long`.
    """
    found = {}
    for field in fields:
        text = given.get(field.name, "").strip()
        if text:
            found[field.name] = _entered(field, text)
        elif field.needed:
            raise LuhengError("input_missing", name=field.name, label=field.zh)
    return found


def _entered(field: Field, text: str) -> Any:
    if field.kind == "choice":
        return text
    known = {zh: key for key, zh in field.choices} | {zh: key for key, zh, _ in field.columns}
    known |= {en: key for key, _, en in field.columns}
    if field.kind == "raw":
        if field.shape and text[0] not in "{[":
            return read_shaped(text, Shape(field.shape, known), field.zh)
        try:
            return json.loads(text)
        except ValueError as error:
            raise LuhengError("input_not_json", name=field.name, label=field.zh) from error
    if field.kind == "mapping" and is_table(text):
        return read_shaped(text, Shape("columns", known), field.zh)
    lines = [line.strip() for line in re.split(r"[\n;；]", text) if line.strip()]
    if field.kind == "mapping":
        return dict(_pair(line, known) for line in lines)
    return lines if len(lines) > 1 else lines[0]


def _pair(line: str, keys: Mapping[str, str]) -> tuple[str, str]:
    found = _PAIR.fullmatch(line)
    if found is None:
        raise LuhengError("input_not_a_pair", given=line)
    return keys.get(found[1], found[1]), found[2]
