"""A history of days as it was counted, and the same days under other editions, year by year.

A pack declares what is counted (`histories:` in `pack.yaml`): a method for each day, and one that
makes a year of its results. Each day is counted by the edition in force on it, unless one is named.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from luheng.methods.amounts import read_text
from luheng.methods.door import enter
from luheng.methods.lineage import Result
from luheng.methods.model import Input
from luheng.methods.over_days import OverDays, compute_over_days
from luheng.methods.packs import find_packs
from luheng.methods.packs import standards as all_standards
from luheng.methods.standards import Standards
from luheng.parameters import MARKS
from luheng.vocabulary.messages import LuhengError

DAY_HEADS = ("date", "day", "日期")


@dataclass(frozen=True)
class History:
    """What is counted: `daily` gives each day's number, `yearly` takes them as its input `into`."""

    id: str
    zh: str
    en: str
    daily: str
    yearly: str
    into: str
    also: str  # a second yearly method shown beside, such as the count of days; "" for none
    editions: tuple[str, ...]
    columns: Mapping[str, Input]  # of a table of its days, by the names the daily method takes


@dataclass(frozen=True)
class DayTable:
    """Days with a column of numbers for each input; what is missing is NaN."""

    days: np.ndarray
    series: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class YearCounted:
    """One year: its number, the second number beside it, on how many days it rests."""

    year: int
    value: float | None
    also: float | None
    unit: str
    counted: int  # days with a number
    of: int  # days of the year
    mark: str  # the least sure of what the year rests on
    editions: tuple[str, ...]  # whose numbers its days were counted by
    result: Result


@cache
def histories() -> tuple[History, ...]:
    """Every history that a pack declares."""
    return tuple(
        History(
            one["id"], one["zh"], one["en"], one["daily"], one["yearly"], one["into"],
            one.get("also", ""), tuple(one["editions"]),
            {
                name: Input(
                    unit=said["unit"], zh=said["zh"], en=said["en"], minimum=0,
                    optional=bool(said.get("optional")),
                )
                for name, said in one["columns"].items()
            },
        )
        for pack in find_packs()
        for one in pack.declared.get("histories") or ()
    )  # fmt: skip


def history(id: str) -> History:
    """The history of an id. Raises `history_unknown`."""
    found = next((one for one in histories() if one.id == id), None)
    if found is None:
        raise LuhengError("history_unknown", id=id, known="、".join(one.id for one in histories()))
    return found


def table_of(one: History, rows: Iterable[Sequence[Any]], file: str) -> DayTable:
    """A table whose first row has the heads: a day, and the name or Chinese name of each input.

    Raises `history_heads`, `history_day`, `history_day_twice` and, as `history_cell`, what the door
    of the method refuses: each with file and row. An empty cell or — is missing, never zero.
    """
    lines = iter(rows)
    places = _places(one, [str(cell or "").strip() for cell in next(lines, ())], file)
    days: dict[date, int] = {}
    values: dict[str, list[float]] = {name: [] for name in places if name}
    for number, row in enumerate(lines, start=2):
        if not any(str(cell or "").strip() for cell in row):
            continue
        day = _day(row[places[""]] if places[""] < len(row) else None, file, number)
        if day in days:
            raise LuhengError("history_day_twice", file=file, row=number, day=day, first=days[day])
        days[day] = number
        for name, column in values.items():
            cell = row[places[name]] if places[name] < len(row) else None
            column.append(_cell(name, cell, one.columns[name], file, number))
    if not days:
        raise LuhengError("history_empty", file=file)
    order = np.argsort(np.array(list(days), dtype="datetime64[D]"))
    return DayTable(
        np.array(list(days), dtype="datetime64[D]")[order],
        {name: np.array(column)[order] for name, column in values.items()},
    )


def head_of(column: Input) -> str:
    """The head of a column of a sheet to fill in: its name with its unit."""
    return f"{column.zh}（{column.unit}）"


def csv_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV, in UTF-8 or GB 18030. Raises `history_file_unreadable`."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            yield from csv.reader(content.decode(encoding).splitlines())
        except UnicodeDecodeError:
            continue
        return
    raise LuhengError("history_file_unreadable", file=path.name)


def years_counted(
    one: History,
    table: DayTable,
    *,
    standards: Standards | None = None,
    place: str = "",
    using: Iterable[str] | str = (),
    as_of: date | str | None = None,
) -> list[YearCounted]:
    """Each year of the table: by the edition of each day, or all by an edition, or as known then.

    Raises LuhengError as `compute`.
    """
    house = standards or all_standards()
    asked: dict[str, Any] = {"place": place, "as_of": as_of, "using": using}
    series: dict[str, Any] = dict(table.series)
    daily = compute_over_days(one.daily, table.days, standards=house, **asked, **series)
    numbers = np.asarray(daily.value, dtype=float)
    year_of = table.days.astype("datetime64[Y]").astype(int) + 1970
    found = []
    for year in np.unique(year_of).tolist():
        given = {one.into: numbers[year_of == year]}
        result = house.compute(one.yearly, day=date(year, 12, 31), **asked, **given)
        also = house.compute(one.also, day=date(year, 12, 31), **asked, **given) if one.also else None  # fmt: skip
        parts = _parts_of(daily, year)
        found.append(
            YearCounted(
                year, _number(result), _number(also) if also else None, result.unit,
                int(np.sum(~np.isnan(given[one.into]))), (date(year + 1, 1, 1) - date(year, 1, 1)).days,
                max((result.mark, *(part.mark for part in parts)), key=MARKS.index),
                tuple(dict.fromkeys(v.edition for part in parts for v in part.lineage.versions)),
                result,
            )
        )  # fmt: skip
    return found


def _parts_of(daily: OverDays, year: int) -> list[Result]:
    """The results of the days of a year, one for each stretch that one edition holds for."""
    return [part for first, last, part in daily.parts if first.year <= year <= last.year]


def _number(result: Result) -> float | None:
    value = result.exact
    return None if value is None or value != value else float(value)


def _places(one: History, heads: list[str], file: str) -> dict[str, int]:
    """Which column holds what; the day under ""."""
    found: dict[str, int] = {}
    names = dict.fromkeys(DAY_HEADS, "")
    for name, declared in one.columns.items():
        names |= {name: name, declared.zh.lower(): name, head_of(declared).lower(): name}
    for place, head in enumerate(heads):
        known = names.get(head.lower())
        if known is not None and known not in found:
            found[known] = place
    needed = {"", *(name for name, declared in one.columns.items() if not declared.optional)}
    if lacking := needed - found.keys():
        shown = "、".join(sorted(name or DAY_HEADS[-1] for name in lacking))
        raise LuhengError("history_heads", file=file, lacking=shown, heads="、".join(heads) or "—")
    return found


def _day(cell: Any, file: str, row: int) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip().replace("/", "-").replace("年", "-").replace("月", "-")
    parts = text.removesuffix("日").split("-")
    try:
        return date(*(int(part) for part in parts))
    except (TypeError, ValueError) as error:
        raise LuhengError("history_day", file=file, row=row, text=text or "—") from error


def _cell(name: str, cell: Any, declared: Input, file: str, row: int) -> float:
    try:
        missing = cell is None or (isinstance(cell, str) and read_text(cell)[0] is None)
        if missing or cell != cell:
            return float("nan")
        entered = enter(name, cell, declared, declared.unit)
    except LuhengError as problem:
        raise LuhengError(
            "history_cell", file=file, row=row, column=declared.zh or name,
            problem=problem.message,
        ) from problem  # fmt: skip
    return float(entered.value)
