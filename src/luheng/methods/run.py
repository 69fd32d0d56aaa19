"""One computation: walks the graph of methods, enters inputs, resolves official numbers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from luheng.methods.door import Entered, enter, is_series
from luheng.methods.lineage import Argument, Context, Lineage, Step
from luheng.methods.model import Choice, Given, Input, Method, Need, Official, Raw, Worked
from luheng.parameters.model import Version
from luheng.vocabulary.messages import LuhengError
from luheng.vocabulary.units_of_measure import conversion_factor, unit_above, unit_below

if TYPE_CHECKING:
    from luheng.methods.standards import Standards

_PLACE_TO_FILL = re.compile(r"\{(\w+)\}")


class Run:
    """The state of one computation.

    `raw` are names of inputs that pass as they are; `replaced` holds values that stand for official
    numbers, by digest of their version, where a range of them is tried.
    """

    def __init__(
        self,
        standards: Standards,
        context: Context,
        given: Mapping[str, Any],
        *,
        raw: frozenset[str] = frozenset(),
        replaced: Mapping[str, Any] | None = None,
    ) -> None:
        self.standards, self.context, self.given = standards, context, given
        self.replaced = replaced or {}
        self.in_arrays = any(
            _holds_series(value) for name, value in given.items() if name not in raw
        ) or any(isinstance(value, np.ndarray) for value in self.replaced.values())
        self._steps: dict[tuple[Any, ...], Step] = {}
        self._order: list[Step] = []
        self._used: set[str] = set()

    def step(self, method: Method, names: Mapping[str, str], fixed: Mapping[str, Any]) -> Step:
        """The method at work once; where it is needed twice with the same inputs, it is one step.

        `names` are the pool's names of its inputs where they differ, `fixed` the choices set.
        """
        key = (method.id, tuple(sorted(names.items())), tuple(sorted(fixed.items())))
        if (found := self._steps.get(key)) is not None:
            return found
        step = Step(method, [], unit=method.unit)
        choices, keys = dict(fixed), dict[str, list[str]]()
        self._enter_choices(step, names, fixed, choices, keys)
        numbers = self._official(step, choices, keys)
        if method.unit.startswith("@"):
            step.unit = numbers[method.unit[1:]].unit
        self._enter_inputs(step, names, numbers, choices)
        for name, need in method.needs.items():
            self._need(step, name, need, names, fixed)
        self._work(step)
        self._steps[key] = step
        self._order.append(step)
        return step

    def lineage(self, final: Step) -> Lineage:
        """The steps in the order they were taken."""
        return Lineage(self.context, tuple(self._order))

    def refuse_unused(self) -> None:
        """An input that nothing asked for is a slip of the pen, not a detail."""
        for name in self.given.keys() - self._used:
            known = self._known()
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
            raise LuhengError(
                "input_unknown", name=name, method=self._order[-1].method.id,
                known="、".join(near or sorted(known)),
            )  # fmt: skip

    def _known(self) -> set[str]:
        return self._used | {
            argument.pool for step in self._order for argument in step.arguments if argument.pool
        }

    def _enter_choices(
        self,
        step: Step,
        names: Mapping[str, str],
        fixed: Mapping[str, Any],
        choices: dict[str, Any],
        keys: dict[str, list[str]],
    ) -> None:
        """Words first: they fill the ids of official numbers. Keys of mappings do so too."""
        for name, declared in step.method.given.items():
            pool = names.get(name, name)
            if isinstance(declared, Choice):
                choices[name] = self._choice(step, name, pool, declared, fixed)
            elif isinstance(declared, Input | Raw) and declared.each:
                rows = self.given.get(pool)
                if rows is not None and not isinstance(rows, Mapping):
                    raise LuhengError("input_no_mapping", name=pool, each=declared.each)
                known = keys.setdefault(declared.each, [])
                known.extend(key for key in (rows or {}) if key not in known)

    def _choice(
        self, step: Step, name: str, pool: str, declared: Choice, fixed: Mapping[str, Any]
    ) -> str:
        value = fixed.get(name, self.given.get(pool, declared.default))
        if name not in fixed:
            self._used.add(pool)
        if value is None:
            raise LuhengError("input_missing", name=pool, label=declared.zh or name)
        if declared.values and value not in declared.values:
            raise LuhengError(
                "choice_refused", name=pool, value=value, known="、".join(declared.values)
            )
        pool = "" if name in fixed else pool
        step.arguments.append(Argument(name, "choice", value, pool=pool))
        return str(value)

    def _official(
        self, step: Step, choices: Mapping[str, Any], keys: Mapping[str, list[str]]
    ) -> dict[str, Argument]:
        found = {}
        for name, declared in step.method.parameters.items():
            argument = self._parameter(name, declared, choices, keys)
            step.arguments.append(argument)
            found[name] = argument
        return found

    def _parameter(
        self,
        name: str,
        declared: Official,
        choices: Mapping[str, Any],
        keys: Mapping[str, list[str]],
    ) -> Argument:
        open_names = _open_names(declared.id)
        if family := next((one for one in open_names if one in keys), ""):
            filled = {
                key: self._version(declared, declared.id.format(**choices, **{family: key}))
                for key in keys[family]
            }
            versions = tuple(version for version in filled.values() if version)
            value: Any = {key: self._in_unit(one, declared) for key, one in filled.items()}
            return Argument(name, "parameter", value, declared.unit, versions=versions)
        version = self._version(
            declared, declared.id.format(**choices) if open_names else declared.id
        )
        value = self._in_unit(version, declared)
        unit = _unit_of(version, declared)
        return Argument(name, "parameter", value, unit, versions=(version,) if version else ())

    def _version(self, declared: Official, id: str) -> Version | None:
        """The version in force; over a period, the one that is in force from its first to last day."""
        context, book = self.context, self.standards.book
        if id not in book:
            self.standards._fetch(id)
        try:
            found = [
                book.resolve(id, day, context.place, as_of=context.as_of, using=context.using)
                for day in context.days
            ]
        except LuhengError:
            if declared.optional:
                return None
            raise
        if found[0] is not found[-1]:
            raise LuhengError(
                "period_mixes_editions", first=context.days[0], last=context.days[-1], id=id,
                editions="、".join(one.edition for one in found),
            )  # fmt: skip
        return found[0]

    def _in_unit(self, version: Version | None, declared: Official) -> Any:
        if version is None:
            return None
        value = self.replaced.get(version.digest, version.value)
        if wanted := declared.unit:
            own = version.unit
            if wanted.endswith("/*"):
                own, wanted = unit_above(own), wanted[:-2]
            factor = conversion_factor(own, wanted) if own != wanted else Fraction(1)
            if factor != 1:
                value = _times(value, factor)
        return _floats(value) if self.in_arrays else value

    def _enter_inputs(
        self,
        step: Step,
        names: Mapping[str, str],
        numbers: Mapping[str, Argument],
        choices: Mapping[str, Any],
    ) -> None:
        for name, declared in step.method.given.items():
            pool = names.get(name, name)
            if isinstance(declared, Choice):
                continue
            self._used.add(pool)
            try:
                step.arguments.append(self._input(name, pool, declared, numbers))
            except LuhengError as error:
                if error.message.code != "input_ppm_refused" or not isinstance(declared, Input):
                    raise
                step.arguments.append(
                    self._input(name, pool, _of_substance(declared, choices), numbers)
                )

    def _input(
        self, name: str, pool: str, declared: Given, numbers: Mapping[str, Argument]
    ) -> Argument:
        given = self.given.get(pool)
        if isinstance(declared, Raw):
            if given is None and not declared.optional:
                raise LuhengError("input_missing", name=pool, label=declared.zh or name)
            return Argument(name, "raw", given, pool=pool)
        assert isinstance(declared, Input)
        if declared.each:
            return self._inputs_of_keys(name, pool, declared, numbers)
        unit = _wanted_unit(declared, numbers)
        entered = enter(pool, given, declared, unit)
        return Argument(name, "input", self._number(entered), unit, pool, entered)

    def _inputs_of_keys(
        self, name: str, pool: str, declared: Input, numbers: Mapping[str, Argument]
    ) -> Argument:
        rows = self.given.get(pool)
        if rows is None:
            if not declared.optional:
                raise LuhengError("input_missing", name=pool, label=declared.zh or name)
            return Argument(name, "input", None, declared.unit, pool)
        entered = {
            key: enter(f"{pool}.{key}", one, declared, _wanted_unit(declared, numbers, key))
            for key, one in rows.items()
        }
        for key, one in entered.items():
            if one.value is None and not declared.gaps:
                raise LuhengError(
                    "input_missing", name=f"{pool}.{key}", label=f"{declared.zh or name}（{key}）"
                )
        value = {key: self._number(one) for key, one in entered.items()}
        return Argument(name, "input", value, declared.unit, pool, entered)

    def _number(self, entered: Entered) -> Any:
        return _floats(entered.value) if self.in_arrays else entered.value

    def _need(
        self,
        step: Step,
        name: str,
        need: Need,
        names: Mapping[str, str],
        fixed: Mapping[str, Any],
    ) -> None:
        """The result of another method; a partial result given under its name stands for it.

        An optional one is left out where nothing of it was given, and refused where only some was.
        """
        method = self.standards.find(need.id, self.context.days, self.context.using)
        pool = names.get(name, name)
        if self.given.get(pool) is not None:
            self._used.add(pool)
            entered = enter(pool, self.given[pool], Input(zh=method.zh), method.unit)
            step.arguments.append(
                Argument(name, "input", self._number(entered), method.unit, pool, entered)
            )
            return
        below = {**names, **{one: names.get(pool, pool) for one, pool in need.inputs.items()}}
        before = set(self._used)
        try:
            inner = self.step(method, below, {**fixed, **need.fixed})
        except LuhengError as error:
            lacking = str(error.message.values.get("name", ""))
            others = self._used - before - {lacking}
            begun = any(self.given.get(one) is not None for one in others)
            if need.optional and error.message.code == "input_missing" and not begun:
                step.arguments.append(Argument(name, "step", None, method.unit, lacking))
                return
            raise
        step.arguments.append(Argument(name, "step", inner.value, inner.unit, step=inner))

    def _work(self, step: Step) -> None:
        method = step.method
        function = method.arrays if self.in_arrays and method.arrays else method.function
        worked = function(**{argument.name: argument.value for argument in step.arguments})
        if isinstance(worked, Worked):
            step.value, step.numbers, step.formula = worked.value, worked.numbers, worked.formula
            step.note_zh, step.note_en = worked.note_zh, worked.note_en
        else:
            step.value = worked
        if isinstance(step.value, np.generic):
            step.value = step.value.item()


@cache
def _open_names(id: str) -> tuple[str, ...]:
    """Names to be filled in the id of an official number."""
    return tuple(_PLACE_TO_FILL.findall(id))


def _holds_series(value: Any) -> bool:
    if isinstance(value, str | int | float):
        return False
    inner = getattr(value, "value", value)
    if isinstance(inner, Mapping):
        return any(_holds_series(one) for one in inner.values())
    return is_series(inner)


def _of_substance(declared: Input, choices: Mapping[str, Any]) -> Input:
    """The input with the molar mass of the substance chosen."""
    known = declared.molar_mass if isinstance(declared.molar_mass, Mapping) else {}
    masses = [known.get(str(word), "") for word in choices.values()]
    return replace(declared, molar_mass=next((mass for mass in masses if mass), ""))


def _wanted_unit(declared: Input, numbers: Mapping[str, Argument], key: str = "") -> str:
    if not declared.unit_of and not declared.per:
        return declared.unit
    argument = numbers[declared.unit_of or declared.per]
    versions = argument.versions
    if key:
        versions = tuple(v for v in versions if key in v.parameter.split("."))
    if not versions:
        return declared.unit
    unit = versions[0].unit
    return unit if declared.unit_of else unit_below(unit)


def _unit_of(version: Version | None, declared: Official) -> str:
    if version is None:
        return declared.unit
    if declared.unit.endswith("/*"):
        return f"{declared.unit[:-2]}/{unit_below(version.unit)}"
    return declared.unit or version.unit


def _times(value: Any, factor: Fraction) -> Any:
    if isinstance(value, tuple):
        return tuple(_times(one, factor) for one in value)
    if isinstance(value, Mapping):
        return {key: _times(one, factor) for key, one in value.items()}
    if isinstance(value, np.ndarray):
        return value * float(factor)
    return value * factor if isinstance(value, Fraction) else value


def _floats(value: Any) -> Any:
    """Fractions as floats, also inside tuples and mappings, for functions over arrays."""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, tuple):
        return tuple(_floats(one) for one in value)
    if isinstance(value, Mapping):
        return {key: _floats(one) for key, one in value.items()}
    return value
