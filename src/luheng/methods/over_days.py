"""A method over a column of days: each part of it by the edition in force, never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from luheng.methods.door import is_series
from luheng.methods.lineage import Result
from luheng.methods.model import Method
from luheng.methods.packs import standards as all_standards
from luheng.methods.standards import Standards


@dataclass(frozen=True, slots=True)
class OverDays:
    """The values in the order of the days, and the result of each part that one edition holds for."""

    value: Any
    unit: str
    parts: tuple[tuple[date, date, Result], ...]

    @property
    def mark(self) -> str:
        """The least sure mark of all parts."""
        from luheng.parameters import MARKS

        return max((part.mark for _, _, part in self.parts), key=MARKS.index)


def compute_over_days(
    id: str,
    days: Any,
    *,
    standards: Standards | None = None,
    place: str = "",
    as_of: date | str | None = None,
    using: Iterable[str] | str = (),
    **inputs: Any,
) -> OverDays:
    """A method over arrays whose first axis is the days (dates, ISO texts or datetime64).

    Inputs that are arrays of that length are cut with the days; others hold for all. Values come
    back in the order given. Raises LuhengError as `compute`.
    """
    house = standards or all_standards()
    column = np.asarray(days, dtype="datetime64[D]")
    asked: dict[str, Any] = {"place": place, "as_of": as_of, "using": using}
    parts, places = [], []
    for rows in _parts(house, id, column):
        cut = {name: _cut(value, rows, len(column)) for name, value in inputs.items()}
        held = column[rows]
        result = house.compute(id, day=held.min().item(), **asked, **cut)
        parts.append((held.min().item(), held.max().item(), result))
        places.append(rows)
    value = _joined([part.exact for _, _, part in parts], places, len(column))
    return OverDays(value, parts[0][2].unit if parts else "", tuple(parts))


def _parts(house: Standards, id: str, column: np.ndarray) -> Iterator[Any]:
    """Rows between two days on which anything the method uses changes."""
    changes = sorted({*_changes(house, id)})
    group = np.searchsorted(np.array(changes, dtype="datetime64[D]"), column, side="right")
    for number in np.unique(group):
        rows = np.flatnonzero(group == number)
        whole = len(rows) == len(column)
        yield slice(None) if whole else rows


def _changes(house: Standards, id: str) -> Iterator[date]:
    for one in house.editions_of(id):
        yield from (day for day in (one.since, one.until) if day)
        yield from _changes_of_numbers(house, one)
        for need in one.needs.values():
            yield from _changes(house, need.id)


def _changes_of_numbers(house: Standards, method: Method) -> Iterator[date]:
    for used in method.parameters.values():
        start = used.id.partition("{")[0]
        for parameter in house.book.all():
            if parameter.id == used.id or ("{" in used.id and parameter.id.startswith(start)):
                yield from (version.first for version in parameter.versions)


def _cut(value: Any, rows: Any, length: int) -> Any:
    if is_series(value) and len(value) == length:
        return np.asarray(value)[rows]
    return value


def _joined(values: list[Any], places: list[Any], length: int) -> Any:
    if len(values) == 1:
        return values[0]
    if values and isinstance(values[0], Mapping):
        return {key: _joined([one[key] for one in values], places, length) for key in values[0]}
    whole = np.empty((length, *np.shape(values[0])[1:]), dtype=np.result_type(*values))
    for value, rows in zip(values, places, strict=True):
        whole[rows] = value
    return whole
