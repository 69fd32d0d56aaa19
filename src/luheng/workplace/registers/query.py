"""What the address says about a list: filters, search, order, page. A view can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import F, Q

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.registers.column import Column

if TYPE_CHECKING:
    from luheng.workplace.registers.register import Register

PAGE_SIZE = 50
_MOST_KEPT = 200  # rows: longer pages are for printing and for programs, and asked for seldom
PAGE_SIZES = (25, 50, 100, 200, 500)
_FROM, _TO = "_from", "_to"


@dataclass(frozen=True)
class Query:
    """A view of a register. `filters` are the words of the address: column key → values."""

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    search: str = ""
    sort: tuple[str, ...] = ()  # column keys, "-" before those in falling order
    page: int = 1
    page_size: int = PAGE_SIZE
    columns: tuple[str, ...] = ()  # keys to show; empty: as declared
    unit_id: int | None = None  # only what people of that unit may see; 0: of no unit

    @property
    def worth_keeping(self) -> bool:
        """Whether its rows are few enough to be kept until something is written."""
        return self.page_size <= _MOST_KEPT

    def __hash__(self) -> int:
        filters = frozenset(self.filters.items())
        rest = (self.search, self.sort, self.page, self.page_size, self.columns, self.unit_id)
        return hash((filters, *rest))

    def address(self, **changes: Any) -> str:
        """The query part of the address, with changes: `address(page=2)`, `address(sort=("-year",))`."""
        changed = replace(self, **changes)
        pairs = [(key, value) for key, values in changed.filters.items() for value in values]
        pairs += [("q", changed.search)] if changed.search else []
        pairs += [("sort", ",".join(changed.sort))] if changed.sort else []
        pairs += [("columns", ",".join(changed.columns))] if changed.columns else []
        pairs += [("page_size", str(changed.page_size))] if changed.page_size != PAGE_SIZE else []
        pairs += [("page", str(changed.page))] if changed.page > 1 else []
        return urlencode(pairs)

    def without(self, key: str) -> str:
        """The address with one filter taken off, on its first page."""
        filters = {name: values for name, values in self.filters.items() if _stem(name) != key}
        return self.address(filters=filters, page=1)

    def sorted_by(self, key: str) -> str:
        """The address sorted by a column, or the other way round if it is so already."""
        return self.address(sort=(f"-{key}",) if self.sort[:1] == (key,) else (key,), page=1)


def query_from(register: Register, parameters: Mapping[str, Sequence[str]]) -> Query:
    """The view an address asks for. Raises `filter_refused` for what the register does not have."""
    filters = {}
    for name, values in parameters.items():
        if name in ("q", "sort", "page", "page_size", "columns"):
            continue
        kept = tuple(value for value in values if value != "")
        if kept:
            _check(register, name, kept)
            filters[name] = kept
    sort = tuple(part for part in _one(parameters, "sort").split(",") if part)
    for part in sort:
        if (
            not register.has(part.removeprefix("-"))
            or not register.column(part.removeprefix("-")).sortable
        ):
            raise LuhengError("filter_refused", name="sort", value=part)
    return Query(
        filters=filters,
        search=_one(parameters, "q").strip(),
        sort=sort,
        page=max(1, _number(parameters, "page", 1)),
        page_size=min(max(1, _number(parameters, "page_size", PAGE_SIZE)), 1000),
        columns=tuple(k for k in _one(parameters, "columns").split(",") if register.has(k)),
    )


def condition(register: Register, query: Query) -> Q:
    """The rows a view keeps. Defaults of the register hold where the view says nothing."""
    asked = {_stem(name) for name in query.filters}
    kept = Q()
    for key, default in register.defaults.items():
        if asked.isdisjoint(key.split()):
            kept &= default
    for name, values in query.filters.items():
        kept &= _column_condition(register.column(_stem(name)), name, list(values))
    if query.search:
        kept &= _search(register, query.search)
    if query.unit_id is not None and register.of_unit is not None:
        kept &= register.of_unit(query.unit_id)
    return kept


def order(register: Register, query: Query) -> list[Any]:
    """What the rows are ordered by; missing values last, ties in the order of the documents."""
    keys = []
    for part in query.sort:
        source = F(register.column(part.removeprefix("-")).source)
        falling = part.startswith("-")
        keys.append(source.desc(nulls_last=True) if falling else source.asc(nulls_last=True))
    return [*keys, *register.order]


def _column_condition(column: Column, name: str, values: list[str]) -> Q:
    if column.condition is not None:
        return column.condition(values)
    source = column.source
    if name.endswith(_FROM):
        return Q(**{f"{source}__gte": column.parse(values[-1])})
    if name.endswith(_TO):
        return Q(**{f"{source}__lte": column.parse(values[-1])})
    if column.filtered_by == "text":
        return Q(**{f"{source}__icontains": values[-1]})
    if values == ["-"]:  # rows without a value
        return Q(**{f"{source}__isnull": True}) | (
            Q(**{source: ""}) if column.type in ("text", "choice") else Q()
        )
    return Q(**{f"{source}__in": [column.parse(value) for value in values]})


def _search(register: Register, words: str) -> Q:
    """Rows in which every word stands in one of the searched columns."""
    kept = Q()
    for word in words.split():
        found = Q()
        for column in register.columns:
            if column.searchable:
                found |= Q(**{f"{column.source}__icontains": word})
        kept &= found
    return kept


def _check(register: Register, name: str, values: tuple[str, ...]) -> None:
    stem = _stem(name)
    if not register.has(stem) or not register.column(stem).filtered_by:
        raise LuhengError("filter_refused", name=name, value="、".join(values))
    column = register.column(stem)
    if column.condition is None and values != ("-",) and column.filtered_by != "text":
        for value in values:
            column.parse(value)


def _stem(name: str) -> str:
    return name.removesuffix(_FROM).removesuffix(_TO)


def _one(parameters: Mapping[str, Sequence[str]], name: str) -> str:
    values = parameters.get(name) or [""]
    return values[-1]


def _number(parameters: Mapping[str, Sequence[str]], name: str, default: int) -> int:
    text = _one(parameters, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default
