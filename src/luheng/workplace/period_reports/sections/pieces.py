"""How one target, unit or day is said: pieces that several sections share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from luheng.vocabulary.indicators import catalogue
from luheng.workplace.period_reports.formulas import NOW, Row
from luheng.workplace.period_reports.words import Pen, Traced, Words

TROUBLED = ("missed", "behind")
NOTHING: Words = ("—",)


def indicator(pen: Pen, row: Row, at: str = NOW) -> Words:
    """The indicator's name; in English the catalogue's, where it has one."""
    if pen.language == "en" and row.get("indicator_id") in catalogue():
        return (pen.cell("targets", row, "indicator_id", "indicator", capital=True, at=at),)
    return (pen.cell("targets", row, "indicator", at=at),)


def named(pen: Pen, row: Row, at: str = NOW) -> Words:
    """The indicator with its year: 森林覆盖率（2025年）."""
    if not row.get("year"):
        return indicator(pen, row, at)
    year = pen.cell("targets", row, "year", "year", at=at)
    opened, closed = ("（", "）") if pen.language == "zh" else (" (", ")")
    return (*indicator(pen, row, at), opened, year, closed)


def demand(pen: Pen, row: Row, at: str = NOW) -> Words:
    """2025年 ≥ 98%; 2025: ≥ 98%."""
    said = pen.cell("targets", row, "demand_en" if pen.language == "en" else "demand", at=at)
    if not row.get("year"):
        return (said,)
    return (
        pen.cell("targets", row, "year", "year", at=at),
        ": " if pen.language == "en" else " ",
        said,
    )


def latest(pen: Pen, row: Row, at: str = NOW) -> Words:
    """98.2%（2025，初步）."""
    if row.get("latest_value") in (None, ""):
        return NOTHING
    _, _, decimals = str(row.get("value") or "").partition(".")
    value = pen.cell("targets", row, "latest_value", "amount", places=max(2, len(decimals)), at=at)
    behind = unit(pen, "targets", row, "latest_unit", at)
    period = pen.cell("targets", row, "latest_period", "period", at=at)
    early = "初步" if pen.language == "zh" else "preliminary"
    mark = f"，{early}）" if pen.language == "zh" else f", {early})"
    opened, closed = ("（", "）") if pen.language == "zh" else (" (", ")")
    return (value, *behind, opened, period, mark if row.get("provisional") else closed)


def unit(pen: Pen, name: str, row: Row, field: str, at: str = NOW) -> Words:
    """The unit behind a number; nothing where English has none: 14家 are 14."""
    said = pen.cell(name, row, field, "unit", at=at) if row.get(field) else None
    return (said,) if said and said.text else ()


def verdict(pen: Pen, row: Row, at: str = NOW) -> Words:
    """● 达标"""
    return (pen.cell("targets", row, "verdict", "light", at=at),)


def reason(pen: Pen, row: Row) -> Words:
    """Why the verdict is what it is, as the rule said it."""
    judged = pen.facts.row("judgements", row["id"])
    if judged is None:
        return NOTHING
    return (pen.cell("judgements", judged, f"reason_{pen.language}"),)


def lead(pen: Pen, name: str, row: Row, field: str = "lead") -> Words:
    """The units that lead."""
    return (pen.cell(name, row, field, "names"),) if row.get(field) else NOTHING


def day(pen: Pen, name: str, row: Row, field: str) -> Words:
    """2026-11-20, or a dash."""
    return (pen.cell(name, row, field, "short_day"),) if row.get(field) else NOTHING


def cell(pen: Pen, name: str, row: Row, field: str, shown_as: str = "text", **more: Any) -> Words:
    """One field as words."""
    return (pen.cell(name, row, field, shown_as, **more),)


def kinds_of(rows: Iterable[Row], field: str, order: Iterable[Any]) -> list[Any]:
    """The values of a field that occur, in the order given."""
    there = {row.get(field) for row in rows}
    return [one for one in order if one in there]


def busiest(rows: Iterable[Row], field: str) -> list[str]:
    """The values of a field by how often they occur, most first, then by name."""
    counts = Counter(str(row[field]) for row in rows if row.get(field))
    return sorted(counts, key=lambda name: (-counts[name], name))


def counted(pen: Pen, *parts: tuple[str, str, Traced]) -> Words:
    """“达标18项，滞后6项”: the parts that are not zero."""
    there = [
        pen.say(f"{zh}{{n}}项", f"{en} {{n}}", n=number)
        for zh, en, number in parts
        if number.text != "0"
    ]
    return pen.joined(there) if there else pen.plain("无", "none")
