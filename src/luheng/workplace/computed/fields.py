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
from luheng.workplace.language import say

_PLACE_TO_FILL = re.compile(r"\{(\w+)\}")
_PAIR = re.compile(r"\s*([^=＝：:]+?)\s*[=＝：:]\s*(.+?)\s*")


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
        return Field(name, zh, en, "raw", needed=not declared.optional)
    if declared.each:
        keys = tuple((key, _said(house, method, declared.each, key)) for key in _keys(house, method, declared.each))  # fmt: skip
        return Field(name, zh, en, "mapping", declared.unit, not declared.optional, keys)
    return Field(name, zh, en, "number", declared.unit, not declared.optional)


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

    A number may carry its unit; several, one to a line, are a series. Kinds are written `raw_coal =
    120 t`, one to a line, by their key or their Chinese name. Raises `input_missing`,
    `input_not_a_pair`, `input_not_json`.
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
    if field.kind == "raw":
        try:
            return json.loads(text)
        except ValueError as error:
            raise LuhengError("input_not_json", name=field.name, label=field.zh) from error
    lines = [line.strip() for line in re.split(r"[\n;；]", text) if line.strip()]
    if field.kind == "mapping":
        keys = {zh: key for key, zh in field.choices}
        return dict(_pair(line, keys) for line in lines)
    return lines if len(lines) > 1 else lines[0]


def _pair(line: str, keys: Mapping[str, str]) -> tuple[str, str]:
    found = _PAIR.fullmatch(line)
    if found is None:
        raise LuhengError("input_not_a_pair", given=line)
    return keys.get(found[1], found[1]), found[2]
