"""What the API answers, derived from the columns of the registers."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from ninja import Field, Schema
from pydantic import create_model

from luheng.workplace.registers import Column, Register, Row

_TYPES: dict[str, Any] = {
    "amount": str | None,
    "year": int | None,
    "flag": bool | None,
    "units": list[str],
    "names": list[str],
}


class Problem(Schema):
    """What went wrong and what to do, in both languages."""

    code: str
    zh: str
    en: str
    remedy_zh: str = ""
    remedy_en: str = ""


class Summary(Schema):
    """Where the city stands."""

    zh: str
    en: str
    verdicts: dict[str, int]
    tasks: dict[str, int]
    projects: int
    waiting: dict[str, int]


class ObservationIn(Schema):
    """A figure to enter. The same figure again changes nothing."""

    indicator: str = Field(min_length=1, max_length=200)
    place: str = Field(min_length=1, max_length=120)
    period: str = Field(pattern=r"^\d{4}(-\d{2})?(/\d{4}(-\d{2})?)?$", examples=["2024", "2024-08"])
    value: Decimal = Field(max_digits=24, decimal_places=6)
    unit: str = Field(max_length=40)
    kind: str = Field("level", pattern="^(level|count|change_pct|change_pp|cumulative_change_pct)$")
    status: str = Field("final", pattern="^(final|preliminary)$")


class ProgressReport(Schema):
    """How far a task has come."""

    state: str = Field(pattern="^(not_started|under_way|blocked|done)$")
    note: str = Field("", max_length=4000)


class ProgressRow(Schema):
    """A report on a task."""

    id: int
    task: int
    state: str
    note: str
    reported_at: datetime.datetime


class TextOut(Schema):
    """The one text that every span of a document points into."""

    id: int
    title: str
    text: str


def row_schema(register: Register) -> type[Schema]:
    """A row of a register: one field a column; amounts as exact texts, missing as null."""
    fields: dict[str, Any] = {
        column.key: (_TYPES.get(column.type, str | None), Field(description=_described(column)))
        for column in register.columns
    }
    name = f"{_whose(register)}{register.key.capitalize().removesuffix('s')}Row"
    return create_model(name, __base__=Schema, id=(int, ...), version=(int | None, None), **fields)


def _whose(register: Register) -> str:
    """Schemas of public parts have names of their own."""
    return "Public" if register.within else ""


def page_schema(register: Register) -> type[Schema]:
    """A page of rows with the number of all."""
    row = row_schema(register)
    name = f"{_whose(register)}{register.key.capitalize()}Page"
    return create_model(
        name, __base__=Schema, total=(int, ...), page=(int, ...), page_size=(int, ...),
        items=(list[row], ...),  # type: ignore[valid-type]
    )  # fmt: skip


def _described(column: Column) -> str:
    choices = "；".join(f"{value}={label}" for value, label in column.choices.items() if value)
    unit = f"（{column.unit}）" if column.unit else ""
    return f"{column.zh}{unit} {column.en}" + (f" [{choices}]" if choices else "")


def row_out(register: Register, row: Row) -> dict[str, Any]:
    """A row as JSON carries it."""
    values: dict[str, Any] = {"id": row.id, "version": row.version}
    for column in register.columns:
        value = column.plain(row[column.key])
        values[column.key] = str(value) if column.type == "amount" and value is not None else value
    return values
