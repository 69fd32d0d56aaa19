"""Rows as lines of JSON that are the same whichever database they lie in."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

# Who is signed in and who mistyped a password is nobody's record: people sign in again.
LEFT_OUT = ("sessions.", "workplace.sitesession", "axes.")


def kept_models(registry: Any) -> list[type[models.Model]]:
    """The models whose tables a backup holds, in the order of their tables' names."""
    found = {
        model._meta.db_table: model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.swapped
        and not model._meta.label_lower.startswith(LEFT_OUT)
    }
    return [found[table] for table in sorted(found)]


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a table, in the order of their names."""
    return sorted(str(field.column) for field in model._meta.local_concrete_fields)


def fields_of(model: type[models.Model], columns: Iterable[str]) -> list[models.Field[Any, Any]]:
    """The fields that lie in these columns. Raises KeyError for a column the table has not."""
    by_column = {field.column: field for field in model._meta.local_concrete_fields}
    return [by_column[column] for column in columns]


def lines(model: type[models.Model], database: str) -> Iterator[bytes]:
    """Every row as a line, in the order of the keys."""
    names = [field.attname for field in fields_of(model, columns_of(model))]
    rows = model._base_manager.using(database).order_by("pk").values_list(*names)
    for row in rows.iterator(2000):
        text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
        yield text.encode() + b"\n"


def digest(model: type[models.Model], database: str) -> tuple[int, str]:
    """How many rows a table has, and the SHA-256 of their lines."""
    count, hashed = 0, hashlib.sha256()
    for line in lines(model, database):
        count += 1
        hashed.update(line)
    return count, hashed.hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime.timedelta):
        return f"{value // datetime.timedelta(microseconds=1) / 1_000_000}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def value_in(field: models.Field[Any, Any], said: Any) -> Any:
    """What a field holds, from what a line says."""
    if said is not None and isinstance(field, models.BinaryField):
        return bytes.fromhex(said)
    return said if isinstance(field, models.JSONField) else field.to_python(said)
