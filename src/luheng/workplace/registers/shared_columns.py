"""Columns that several registers have, and the ways in which their rows are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Q

from luheng.workplace import review
from luheng.workplace.models import Document, ReadItem, Review, User
from luheng.workplace.registers.column import OFFICE, Column

REVIEW = Column(
    key="review",
    zh="复核",
    en="review",
    type="choice",
    choices=dict(Review.choices),
    shown=False,
)
QUOTE = Column(key="quote", zh="原文", en="quote", searchable=True, sortable=False, shown=False)
CLAUSE = Column(
    key="clause", zh="条款", en="clause", path="clause__title", filter="distinct", shown=False
)
CHAPTER = Column(
    key="chapter_no", zh="章", en="chapter", path="clause__chapter", filter="distinct", shown=False
)
VANISHED = Column(
    key="vanished", zh="新识读未见", en="no longer read", type="flag", shown=False, sortable=False
)
IN_FORCE = {"document": Q(document__current=True), "review": ~Q(review=Review.REJECTED)}


PUBLISHED = (Document.Kind.PLAN, Document.Kind.BULLETIN)  # what a city prints for everyone


def in_force() -> Q:
    """Rows of documents in force that nobody rejected."""
    return Q(document__current=True) & ~Q(review=Review.REJECTED)


def opened(column: Column) -> Column:
    """The column where everyone may see it: it is another list's business whether they may there."""
    return replace(column, public=True)


def _of_document(values: list[str]) -> Q:
    return Q(document_id__in=[int(value) for value in values if value.isdigit()])


def _documents() -> list[tuple[str, str]]:
    rows = Document.objects.filter(current=True).values_list("pk", "title")
    return [(str(pk), title) for pk, title in rows]


DOCUMENT = Column(
    key="document",
    zh="文件",
    en="document",
    path="document__title",
    filter="distinct",
    condition=_of_document,
    offers=_documents,
    shown=False,
)


def units_column(
    role: str,
    zh: str,
    en: str,
    index: type[Any],
    *,
    shown: bool = True,
    writable: bool = True,
    public: bool = False,
) -> Column:
    """The units of one role, filtered by their names; one query whatever the number of rows."""

    def of_units(names: list[str]) -> Q:
        rows = index.objects.filter(role=role, unit__name__in=names)
        return Q(pk__in=rows.values("item"))

    def offered() -> list[tuple[str, str]]:
        rows = index.objects.filter(role=role).values_list("unit__name", flat=True)
        return [(name, name) for name in rows.order_by("unit__name").distinct()]

    return Column(
        key=role, zh=zh, en=en, type="units", sortable=False, condition=of_units, offers=offered,
        writers=OFFICE if writable else frozenset(), shown=shown,
        public=public,
    )  # fmt: skip


def office_column(key: str, zh: str, en: str, **options: Any) -> Column:
    """A column that the plan office corrects."""
    return Column(key=key, zh=zh, en=en, writers=OFFICE, **options)


def correcting(model: type[ReadItem]) -> Callable[..., models.Model]:
    """Saving as a correction of what was read."""

    def save(
        row_id: int | None, version: int | None, values: Mapping[str, Any], by: User
    ) -> models.Model:
        item = model._default_manager.get(pk=row_id)
        return review.correct(item, values, by, item.version if version is None else version)

    return save


__all__ = [
    "CHAPTER",
    "CLAUSE",
    "DOCUMENT",
    "IN_FORCE",
    "OFFICE",
    "PUBLISHED",
    "QUOTE",
    "REVIEW",
    "VANISHED",
    "correcting",
    "in_force",
    "office_column",
    "opened",
    "units_column",
]
