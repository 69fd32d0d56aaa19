"""Worked examples of a pack: YAML that a person of the trade can check, run as tests.

Each file below ``examples/`` of a pack is a list::

    - name: CO 2.2 mg/m³ is exactly 55
      method: air.iaqi
      day: 2020-01-15
      given: {concentration: 2.2 mg/m³, item: co_24h}
      expect: 55
      worked_by: by hand, 50 + (2.2 − 2) ÷ (4 − 2) × 50

``period``, ``place``, ``as_of`` and ``using`` may stand beside ``day``. ``refused:`` names the message
instead of ``expect:``; ``tolerance:`` allows a published figure that was itself rounded. Long series
are written as runs, ``{runs: [[30, 200], [45, 165]]}``, and the days of a year as ``{days_of: 2025}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from luheng.methods.packs import Pack
from luheng.methods.standards import Standards
from luheng.parameters.lined_yaml import read_lined
from luheng.vocabulary.messages import LuhengError

KINDS = ("example", "boundary", "above_range", "wrong_unit", "out_of_date", "missing", "place")
_ENTRIES = {
    "name", "method", "kind", "day", "period", "place", "as_of", "using", "given", "expect",
    "refused", "tolerance", "worked_by",
}  # fmt: skip


@dataclass(frozen=True)
class WorkedExample:
    """One example: what is asked, what must come out, and who worked it."""

    name: str
    method: str
    kind: str
    asked: Mapping[str, Any]
    given: Mapping[str, Any]
    expect: Any
    refused: str
    tolerance: Fraction
    worked_by: str
    file: str
    line: int
    pack: str = field(default="")

    def differs(self, standards: Standards) -> str:
        """What came out where it is not what was expected; empty where it is."""
        try:
            result = standards.compute(self.method, **self.asked, **self.given)
        except LuhengError as error:
            if error.message.code == self.refused:
                return ""
            return f"refused: {error.message.code} {error}"
        if self.refused:
            return f"{result.value} instead of a refusal"
        if _agrees(result.exact, self.expect, self.tolerance):
            return ""
        return f"{result.value} instead of {self.expect}"


def worked_examples(pack: Pack) -> list[WorkedExample]:
    """The examples of a pack in the order of its files. Raises LuhengError with file and line."""
    files = sorted((pack.folder / "examples").rglob("*.yaml"))
    return [one for file in files for one in _read(file, pack)]


def _read(path: Path, pack: Pack) -> Iterator[WorkedExample]:
    shown = path.relative_to(pack.folder.parent).as_posix()
    for entry in read_lined(path.read_text(encoding="utf-8"), shown) or ():
        for name in entry.keys() - _ENTRIES:
            raise LuhengError(
                "parameters_entry_unknown", file=shown, line=entry.lines[name], name=name,
                allowed="、".join(sorted(_ENTRIES)),
            )  # fmt: skip
        for name in ("name", "method", "expect" if "refused" not in entry else "refused"):
            if name not in entry:
                raise LuhengError(
                    "parameters_entry_missing", file=shown, line=entry.line, name=name
                )
        kind = entry.get("kind", "example")
        if kind not in KINDS:
            raise LuhengError(
                "parameters_value_refused", file=shown, line=entry.lines["kind"], name="kind",
                value=kind, allowed="、".join(KINDS),
            )  # fmt: skip
        yield WorkedExample(
            name=entry["name"],
            method=entry["method"],
            kind=kind,
            asked=_asked(entry),
            given={name: _series(one) for name, one in (entry.get("given") or {}).items()},
            expect=entry.get("expect"),
            refused=entry.get("refused", ""),
            tolerance=Fraction(entry.get("tolerance", 0)),
            worked_by=entry.get("worked_by", ""),
            file=shown,
            line=entry.line,
            pack=pack.id,
        )


def _series(value: Any) -> Any:
    """A short form of a series written out; anything else as it is."""
    if isinstance(value, Mapping) and set(value) == {"runs"}:
        return [number for number, count in value["runs"] for _ in range(int(count))]
    if isinstance(value, Mapping) and set(value) == {"days_of"}:
        first = date(int(value["days_of"]), 1, 1)
        count = date(first.year + 1, 1, 1).toordinal() - first.toordinal()
        return [(first + timedelta(days=day)).isoformat() for day in range(count)]
    return value


def _asked(entry: Mapping[str, Any]) -> dict[str, Any]:
    asked = {
        name: entry[name]
        for name in ("day", "period", "place", "as_of", "using")
        if entry.get(name) is not None
    }
    if "period" in asked:
        asked["period"] = str(asked["period"])
    return asked


def _agrees(value: Any, expected: Any, tolerance: Fraction) -> bool:
    if isinstance(expected, Mapping):
        return isinstance(value, Mapping) and all(
            key in value and _agrees(value[key], one, tolerance) for key, one in expected.items()
        )
    if isinstance(expected, list | tuple):
        pairs = list(value) if isinstance(value, list | tuple) else list(getattr(value, "flat", []))
        return len(pairs) == len(expected) and all(
            _agrees(one, other, tolerance) for one, other in zip(pairs, expected, strict=True)
        )
    if isinstance(expected, int | Decimal) and not isinstance(expected, bool):
        number = _fraction(value)
        return number is not None and abs(number - Fraction(expected)) <= tolerance
    if expected is None:
        return value is None or (isinstance(value, float) and value != value)
    return bool(value == expected)


def _fraction(value: Any) -> Fraction | None:
    try:
        is_float = isinstance(value, float) or hasattr(value, "dtype")
        return Fraction(repr(float(value))) if is_float else Fraction(value)
    except (TypeError, ValueError):
        return None
