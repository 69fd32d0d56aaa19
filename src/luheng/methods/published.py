"""Published results: what every worked example gave when numbers were last settled, and what moved.

The settled state is a file of results by example. Whatever moves one of them, an official number, a
method or a rounding, is told in a `numbers` entry of the changelog before it is settled anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from luheng.methods.amounts import number_text
from luheng.methods.lineage import json_value
from luheng.methods.packs import find_packs
from luheng.methods.packs import standards as all_standards
from luheng.methods.standards import Standards
from luheng.methods.worked_examples import WorkedExample, worked_examples
from luheng.vocabulary.messages import LuhengError

_MOST_LISTED = 40  # numbers of an array; longer ones are kept by their hash
_DIGITS = 10  # of floats, which differ in the last ones from machine to machine

Published = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class MovedNumber:
    """One published result that comes out otherwise: before, after, and what it rests on now."""

    key: str
    method: str
    asked: str
    unit: str
    before: Any
    after: Any  # None where the example is gone
    parameters: tuple[str, ...] = ()

    @property
    def token(self) -> str:
        """What an entry names it by: it changes when the result moves again."""
        text = json.dumps([self.key, self.before, self.after], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:10]

    @property
    def percent(self) -> Fraction | None:
        """By how much, for single numbers."""
        before, after = _number(self.before), _number(self.after)
        return None if not before or after is None else (after - before) / abs(before) * 100


def published_now(standards: Standards | None = None) -> dict[str, dict[str, Any]]:
    """What every worked example gives now: value and unit, or the message that refuses it."""
    house = standards or all_standards(whole=True)
    return {
        _key(one): _result(house, one) for pack in find_packs() for one in worked_examples(pack)
    }


def moved_since(before: Published, now: Published) -> list[MovedNumber]:
    """The results of `before` that are other ones now, or are gone. New examples move nothing."""
    return [
        MovedNumber(
            key, then["method"], then["asked"], then.get("unit", ""), then["result"],
            now[key]["result"] if key in now else None,
            tuple(now[key].get("parameters", ())) if key in now else (),
        )
        for key, then in before.items()
        if key not in now or now[key]["result"] != then["result"]
    ]  # fmt: skip


def entry(moved: Iterable[MovedNumber], *, why: str) -> str:
    """The `numbers` entry of a changelog: each result that moves, from what to what, by how much."""
    rows = list(moved)
    lines = [
        f"# {why}",
        "",
        f"{len(rows)} published results move. Who used them must recompute.",
        "",
    ]
    for one in rows:
        share = f" ({number_text(one.percent, 3)} %)" if one.percent is not None else ""
        after = "—" if one.after is None else _short(one.after)
        numbers = f"; {', '.join(one.parameters)}" if one.parameters else ""
        lines.append(
            f"- `{one.token}` {one.key}: {one.method}, {one.asked}: "
            f"{_short(one.before)} → {after} {one.unit}".rstrip()
            + f"{share}{numbers}"
        )
    return "\n".join(lines) + "\n"


def untold(moved: Iterable[MovedNumber], entries: Iterable[str]) -> list[MovedNumber]:
    """The results that moved and that no entry names."""
    told = "\n".join(entries)
    return [one for one in moved if f"`{one.token}`" not in told]


def _key(one: WorkedExample) -> str:
    return f"{one.file}: {one.name}"


def _result(house: Standards, one: WorkedExample) -> dict[str, Any]:
    asked = "、".join(f"{name} {value}" for name, value in one.asked.items())
    known: dict[str, Any] = {"method": one.method, "asked": asked}
    try:
        result = house.compute(one.method, **one.asked, **one.given)
    except LuhengError as problem:
        return known | {"result": {"refused": problem.message.code}}
    parameters = sorted({version.parameter for version in result.lineage.versions})
    return known | {
        "result": _stable(result.exact), "unit": result.unit, "parameters": parameters,
    }  # fmt: skip


def _stable(value: Any) -> Any:
    """A value as it is kept: exact numbers whole, floats to as many digits as any machine gives."""
    if isinstance(value, np.ndarray):
        texts = [_stable(one) for one in value.ravel().tolist()]
        if len(texts) <= _MOST_LISTED:
            return texts
        digest = hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]
        return {"sha256": digest, "shape": list(value.shape)}
    if isinstance(value, float):
        return f"{value:.{_DIGITS}g}"
    if isinstance(value, np.generic):
        return _stable(value.item())
    if isinstance(value, Mapping):
        return {str(key): _stable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_stable(one) for one in value]
    return json_value(value)


def _number(value: Any) -> Fraction | None:
    try:
        return Fraction(value) if isinstance(value, str) else None
    except (ValueError, ZeroDivisionError):
        return None


def _short(value: Any) -> str:
    if isinstance(value, str) and "/" in value and (number := _number(value)) is not None:
        return number_text(number, _DIGITS)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:119]}…"
