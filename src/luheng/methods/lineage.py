"""What a result carries: which methods, which versions of which numbers, which inputs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from luheng.methods.amounts import BelowLimit, decimal_of
from luheng.methods.door import Entered
from luheng.methods.model import Method
from luheng.parameters.model import MARKS, Version, decimal_text


@dataclass(frozen=True, slots=True)
class Context:
    """What a computation was asked for beside its inputs."""

    days: tuple[date, ...]
    place: str = ""
    as_of: date | None = None
    using: tuple[str, ...] = ()


@dataclass(slots=True)
class Argument:
    """One thing a function was given: an input, official numbers, or the result of another step."""

    name: str
    kind: Literal["input", "choice", "raw", "parameter", "step"]
    value: Any
    unit: str = ""
    pool: str = ""  # the name it was given under
    entered: Mapping[str, Entered] | Entered | None = None
    versions: tuple[Version, ...] = ()
    step: Step | None = None


@dataclass(slots=True)
class Step:
    """One method at work: what went in, what came out."""

    method: Method
    arguments: list[Argument]
    value: Any = None
    numbers: Mapping[str, Any] = field(default_factory=dict)
    formula: str = ""
    note_zh: str = ""
    note_en: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """All steps of a result, the last being its own; each comes after those it builds on."""

    context: Context
    steps: tuple[Step, ...]

    @property
    def versions(self) -> list[Version]:
        """Versions of official numbers used, each once, by parameter."""
        found = {
            (version.parameter, version.digest): version
            for step in self.steps
            for argument in step.arguments
            for version in argument.versions
        }
        return [found[key] for key in sorted(found)]

    @property
    def mark(self) -> str:
        """The least sure mark of what went in: verified, secondary or recalled."""
        marks = {version.source.mark for version in self.versions}
        marks |= {step.method.source.mark for step in self.steps}
        return max(marks, key=MARKS.index, default="verified")

    @property
    def input_ids(self) -> list[str]:
        """Ids of the records that went in, where they had any."""
        found = {
            one.id
            for step in self.steps
            for argument in step.arguments
            for one in _entered(argument)
            if one.id
        }
        return sorted(found)

    def record(self) -> dict[str, Any]:
        """The lineage as JSON has it: the same result gives the same record, byte for byte."""
        numbers = {id(step): number for number, step in enumerate(self.steps, start=1)}
        return {
            "day": [day.isoformat() for day in self.context.days],
            "place": self.context.place,
            "as_of": self.context.as_of.isoformat() if self.context.as_of else None,
            "using": list(self.context.using),
            "mark": self.mark,
            "steps": [_step_record(step, numbers) for step in self.steps],
        }

    @property
    def digest(self) -> str:
        """Hash of the record."""
        return hashlib.sha256(canonical(self.record())).hexdigest()


def _entered(argument: Argument) -> list[Entered]:
    if argument.entered is None:
        return []
    if isinstance(argument.entered, Entered):
        return [argument.entered]
    return list(argument.entered.values())


def _step_record(step: Step, numbers: Mapping[int, int]) -> dict[str, Any]:
    return {
        "step": numbers[id(step)],
        "method": step.method.id,
        "version": step.method.version,
        "standard": step.method.source.standard,
        "clause": step.method.source.clause,
        "arguments": [_argument_record(one, numbers) for one in step.arguments],
        "value": json_value(step.value),
        "unit": step.unit,
    }


def _argument_record(argument: Argument, numbers: Mapping[int, int]) -> dict[str, Any]:
    record: dict[str, Any] = {"name": argument.name, "kind": argument.kind, "unit": argument.unit}
    if argument.kind == "step" and argument.step is not None:
        return record | {"step": numbers[id(argument.step)]}
    if argument.kind == "parameter":
        return record | {
            "versions": [
                {
                    "parameter": version.parameter,
                    "edition": version.edition,
                    "digest": version.digest,
                    "mark": version.source.mark,
                    "place": version.place,
                }
                for version in argument.versions
            ]
        }
    record |= {"given_as": argument.pool, "value": json_value(argument.value)}
    if isinstance(argument.entered, Mapping):
        record["units"] = {key: one.unit for key, one in argument.entered.items()}
    if intervals := _intervals(argument):
        record["intervals"] = intervals
    ids = sorted({one.id for one in _entered(argument) if one.id})
    return record | ({"ids": ids} if ids else {})


def _intervals(argument: Argument) -> dict[str, Any]:
    """The intervals that inputs were given with, by key; an input without one says nothing."""
    entered = argument.entered
    many = entered if isinstance(entered, Mapping) else {"": entered}
    return {
        key: {
            "low": json_value(one.low), "high": json_value(one.high), "shape": one.shape,
            "confidence": one.confidence,
        }
        for key, one in many.items()
        if one is not None and one.low is not None
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """A computed value with its unit and its whole lineage.

    `exact` is what the function returned: a Fraction, an array, a word, a mapping. `given` is what
    the caller gave, so that it can be computed again.
    """

    exact: Any
    unit: str
    lineage: Lineage
    given: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def value(self) -> Any:
        """The value; fractions as decimals, exact where they end, else with 28 digits."""
        return shown(self.exact)

    @property
    def method(self) -> Method:
        """The method of the result."""
        return self.lineage.steps[-1].method

    @property
    def mark(self) -> str:
        """The least sure mark of what went in."""
        return self.lineage.mark

    def explain(self, language: Literal["zh", "en"] = "zh") -> str:
        """The calculation as an engineer would write it by hand."""
        from luheng.methods.explanation import explain  # only when somebody asks

        return explain(self.lineage, language)

    def explained(self) -> list[dict[str, Any]]:
        """The same as data for a page: one entry a step, in both languages."""
        from luheng.methods.explanation import explained

        return explained(self.lineage)

    def record(self) -> dict[str, Any]:
        """Value, unit and lineage as JSON has them."""
        return {
            "method": self.method.id,
            "value": json_value(self.exact),
            "unit": self.unit,
            "lineage": self.lineage.record(),
        }

    def to_bytes(self) -> bytes:
        """The record as bytes: the same method, numbers and inputs give the same bytes."""
        return canonical(self.record())


def shown(value: Any) -> Any:
    """A value as results show it: fractions as decimals, also inside lists and mappings."""
    if isinstance(value, Fraction):
        return decimal_of(value)
    if isinstance(value, Mapping):
        return {key: shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(shown(item) for item in value)
    return value


def json_value(value: Any) -> Any:
    """A value as JSON has it: exact numbers as text, arrays by their hash and shape."""
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        decimal = decimal_of(value)
        return decimal_text(decimal) if Fraction(decimal) == value else str(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, np.ndarray):
        data = np.ascontiguousarray(value)
        return {
            "sha256": hashlib.sha256(data.tobytes()).hexdigest(),
            "shape": list(data.shape), "type": str(data.dtype),
        }  # fmt: skip
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [json_value(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]  # fmt: skip
    if isinstance(value, BelowLimit | date):
        return str(value)
    if isinstance(value, np.generic):
        return json_value(value.item())
    return repr(value)


def canonical(record: Any) -> bytes:
    """A JSON record as bytes in one form."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
