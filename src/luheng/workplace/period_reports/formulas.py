"""Formulas over frozen rows: how each number of a report comes about, and its worth.

A formula is plain JSON, so that a Word file can carry it:

    {"of": "count", "list": "orders", "where": [["overdue", "=", true]]}
    {"of": "sum", "list": "funding", "field": "spent_wan_yuan", "scale": "0.0001", "where": []}
    {"of": "cell", "list": "targets", "row": 12, "field": "latest_value"}
    {"of": "share", "part": {…}, "whole": {…}}            per cent
    {"of": "given", "value": "2026-10"}                    the period and the like

`at` says in which snapshot: this one, or "before" for the one of the last report. Missing is not zero:
a cell without a value and a sum of nothing known are None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from luheng.vocabulary.messages import LuhengError

Row = Mapping[str, Any]
Formula = Mapping[str, Any]
Condition = Sequence[Any]  # field, operator, value

NOW, BEFORE = "now", "before"


@dataclass
class Facts:
    """Two snapshots as rows: what a report is made from, and what its last one was made from."""

    now: Mapping[str, Any]
    before: Mapping[str, Any] | None = None
    _kept: dict[tuple[str, str], dict[Any, Row]] = field(default_factory=dict)

    def rows(self, name: str, at: str = NOW) -> list[Row]:
        """The rows of a list; none where the snapshot is of a version that did not keep it."""
        return list(self._by_id(name, at).values())

    def row(self, name: str, row_id: Any, at: str = NOW) -> Row | None:
        """One row by its id."""
        return self._by_id(name, at).get(str(row_id))

    def contents(self, at: str = NOW) -> Mapping[str, Any]:
        """A snapshot as it was frozen; empty where there is none before."""
        return self.now if at == NOW else self.before or {}

    def _by_id(self, name: str, at: str) -> dict[Any, Row]:
        key = (name, at)
        if key not in self._kept:
            self._kept[key] = {str(row["id"]): row for row in _rows(self.contents(at), name)}
        return self._kept[key]


def _rows(contents: Mapping[str, Any], name: str) -> Iterator[Row]:
    found = contents.get(name, ())
    if isinstance(found, Mapping):  # judgements and observations lie by the id they are of
        found = [{**row, "id": key} for key, row in found.items()]
    origins = contents.get("origins", {}).get(name, {})
    for row in found:
        origin = origins.get(str(row["id"]), {})
        more = {"document_id": origin.get("document"), "chapter": origin.get("chapter")}
        said = {key: origin[key] for key in ("demand", "demand_en") if key in origin}
        yield {**row, **more, **said} if origin else row


def worth(formula: Formula, facts: Facts) -> Any:
    """What a formula gives: a Decimal, a text, or None for what is not known.

    Raises `report_formula_unknown` for one that this version cannot work out.
    """
    work_out = _WORKED_OUT.get(str(formula.get("of")))
    if work_out is None:
        raise LuhengError("report_formula_unknown", formula=formula.get("of"))
    return work_out(formula, facts)


def rows_of(formula: Formula, facts: Facts) -> list[Row]:
    """The rows that a count or a sum is of."""
    rows = facts.rows(formula["list"], formula.get("at", NOW))
    return [row for row in rows if all(_holds(row, one) for one in formula.get("where", ()))]


def _count(formula: Formula, facts: Facts) -> Decimal:
    rows = rows_of(formula, facts)
    if distinct := formula.get("distinct"):
        return Decimal(len({str(row.get(distinct)) for row in rows}))
    return Decimal(len(rows))


def _sum(formula: Formula, facts: Facts) -> Decimal | None:
    known = [Decimal(str(value)) for row in rows_of(formula, facts)
             if (value := row.get(formula["field"])) not in (None, "")]  # fmt: skip
    return sum(known, Decimal(0)) * Decimal(formula.get("scale", "1")) if known else None


def _cell(formula: Formula, facts: Facts) -> Any:
    row = facts.row(formula["list"], formula["row"], formula.get("at", NOW))
    value = None if row is None else row.get(formula["field"])
    return None if value == "" else value


def _share(formula: Formula, facts: Facts) -> Decimal | None:
    part, whole = worth(formula["part"], facts), worth(formula["whole"], facts)
    if part is None or not whole:
        return None
    return Decimal(part) * 100 / Decimal(whole)


def _given(formula: Formula, facts: Facts) -> Any:
    return formula["value"]


_WORKED_OUT = {"count": _count, "sum": _sum, "cell": _cell, "share": _share, "given": _given}


def _holds(row: Row, condition: Condition) -> bool:
    name, operator, value = condition
    found = row.get(name)
    if operator == "=":
        return bool(found == value)
    if operator == "!=":
        return bool(found != value)
    if operator == "in":
        return found in value
    if operator == "known":
        return (found not in (None, "")) is value
    if found in (None, ""):  # what is unknown lies on no side of a bound
        return False
    if operator == ">=":
        return bool(found >= value)
    if operator == "<=":
        return bool(found <= value)
    raise LuhengError("report_formula_unknown", formula=operator)
