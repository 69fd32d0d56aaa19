"""The same history under another edition, another vintage, or what is known by now: what moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from luheng.methods.amounts import Amount, number_text
from luheng.methods.lineage import Result, json_value
from luheng.methods.packs import standards as all_standards
from luheng.methods.standards import Standards
from luheng.parameters.model import Version
from luheng.vocabulary.messages import LuhengError


@dataclass(frozen=True, slots=True)
class Restated:
    """A result beside what it becomes."""

    method: str
    unit: str
    before: Any
    after: Result
    before_versions: Mapping[str, str]

    @property
    def moved(self) -> bool:
        """Whether the value differs."""
        return bool(json_value(self.before) != json_value(self.after.exact))

    @property
    def difference(self) -> Fraction | None:
        """After less before, for numbers."""
        before, after = _number(self.before), _number(self.after.exact)
        return None if before is None or after is None else after - before

    @property
    def percent(self) -> Fraction | None:
        """The difference as a share of what it was before."""
        before, difference = _number(self.before), self.difference
        return difference / abs(before) * 100 if difference is not None and before else None

    @property
    def changed_numbers(self) -> list[Version]:
        """Official numbers that are other ones now."""
        return [
            version
            for version in self.after.lineage.versions
            if self.before_versions.get(version.parameter) != version.digest
        ]


def restate(
    result: Result,
    *,
    standards: Standards | None = None,
    as_of: date | str | None = None,
    using: Iterable[str] | str | None = None,
) -> Restated:
    """The result computed again from the same inputs, on the same day and place.

    Without `as_of` and `using`, by what the house says now. Raises LuhengError as `compute`.
    """
    house, context = standards or all_standards(), result.lineage.context
    after = house.compute(
        result.method.id,
        **_asked(context.days, context.place, as_of, context.using if using is None else using),
        **result.given,
    )
    before = {v.parameter: v.digest for v in result.lineage.versions}
    return Restated(result.method.id, result.unit, result.exact, after, before)


def restate_record(
    record: Mapping[str, Any],
    *,
    standards: Standards | None = None,
    as_of: date | str | None = None,
    using: Iterable[str] | str | None = None,
) -> Restated:
    """The same from the record of a stored result (`Result.record`), which holds its inputs.

    Raises `result_without_inputs` for results over arrays, whose inputs are only kept by hash.
    """
    house, lineage = standards or all_standards(), record["lineage"]
    days = tuple(date.fromisoformat(day) for day in lineage["day"])
    before = {
        version["parameter"]: version["digest"]
        for step in lineage["steps"]
        for argument in step["arguments"]
        for version in argument.get("versions", ())
    }
    after = house.compute(
        record["method"],
        **_asked(days, lineage["place"], as_of, lineage["using"] if using is None else using),
        **given_of(record),
    )
    value = _number(record["value"])
    return Restated(
        record["method"], record["unit"], record["value"] if value is None else value, after, before
    )


def given_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of a stored result, by the names they were given under."""
    found: dict[str, Any] = {}
    for step in record["lineage"]["steps"]:
        for argument in step["arguments"]:
            name = argument.get("given_as")
            if not name or argument["value"] is None:
                continue
            found[name] = _given(argument, record["method"])
    return found


def _given(argument: Mapping[str, Any], method: str) -> Any:
    value, unit = argument["value"], argument["unit"]
    if argument["kind"] != "input":
        return value
    if isinstance(value, Mapping):
        if "sha256" in value:
            raise LuhengError("result_without_inputs", method=method, name=argument["name"])
        units = argument.get("units", {})
        return {
            key: Amount(one, units.get(key, unit), **_interval(argument, key))
            for key, one in value.items()
        }
    return Amount(value, unit, **_interval(argument, ""))


def _interval(argument: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The interval that an input of a stored result was given with."""
    found: dict[str, Any] = dict(argument.get("intervals", {}).get(key, {}))
    return found


def numbers_entry(restated: Iterable[Restated], *, why: str) -> str:
    """The `numbers` entry of a changelog: what moved, from what to what, and by how much."""
    moved = [one for one in restated if one.moved]
    lines = [f"- {why}: {len(moved)} published results move."]
    for one in moved:
        context = one.after.lineage.context
        share = f" ({number_text(one.percent, 3)} %)" if one.percent is not None else ""
        numbers = "、".join(version.parameter for version in one.changed_numbers) or "method"
        lines.append(
            f"  - {one.method}, {context.place or '—'}, {'—'.join(map(str, context.days))}: "
            f"{number_text(one.before)} → {number_text(one.after.exact)} {one.unit}{share}; {numbers}"
        )
    return "\n".join(lines) + "\n"


def _asked(
    days: tuple[date, ...], place: str, as_of: date | str | None, using: Iterable[str] | str
) -> dict[str, Any]:
    asked: dict[str, Any] = {"place": place, "as_of": as_of}
    asked["using"] = using if isinstance(using, str) else tuple(using)
    if len(days) == 1:
        return asked | {"day": days[0]}
    first, last = days[0], days[-1]
    return asked | {"period": f"{first:%Y-%m}/{last:%Y-%m}"}


def _number(value: Any) -> Fraction | None:
    if value is None or isinstance(value, bool | Mapping):
        return None
    try:
        return Fraction(str(value)) if isinstance(value, str | float) else Fraction(value)
    except (ValueError, TypeError):
        return None
