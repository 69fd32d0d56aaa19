"""The public part of a list as a file for everyone: Excel, CSV, JSON. Nothing else ever comes here."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser

from luheng.workplace.keeping import kept_until_written
from luheng.workplace.registers import Query, Register
from luheng.workplace.sheets.writing import workbook_of

FORMS: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(register: Register, query: Query, form: str) -> bytes:
    """All rows of a view, every column of them. Raises KeyError for a form that is not in `FORMS`."""
    if query.filters or query.search or query.sort:
        return _WRITTEN[form](register, query)
    return _whole(register, form)  # what everybody fetches, time and again


@kept_until_written
def _whole(register: Register, form: str) -> bytes:
    return _WRITTEN[form](register, Query())


def _xlsx(register: Register, query: Query) -> bytes:
    return workbook_of(register, _with_every_column(register, query), AnonymousUser())


def _csv(register: Register, query: Query) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow([column.header for column in register.columns])
    for row in register.rows(register.select(query)):
        rows.writerow([_harmless(column.text(row[column.key])) for column in register.columns])
    return file.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """A text that a spreadsheet would compute, marked as text; numbers stay."""
    if text.startswith(_BEGINS_A_FORMULA) and not text[1:].replace(",", "").replace(".", "").isdigit():  # fmt: skip
        return f"'{text}"
    return text


def _json(register: Register, query: Query) -> bytes:
    """Keys as in the API; amounts as exact texts, missing as null."""
    found = {
        "register": register.key,
        "columns": {column.key: {"zh": column.zh, "en": column.en} for column in register.columns},
        "rows": [
            {column.key: column.plain(row[column.key]) for column in register.columns}
            for row in register.rows(register.select(query))
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1, default=str).encode()


def _with_every_column(register: Register, query: Query) -> Query:
    return replace(query, columns=tuple(column.key for column in register.columns))


_WRITTEN: Mapping[str, Callable[[Register, Query], bytes]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "json": _json,
}
