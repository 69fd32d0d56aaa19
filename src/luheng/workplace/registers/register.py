"""A register: one list of the city, declared once.

What of it everyone may see is declared there too, column by column and by a condition on its rows.
`public_part` is that, as a register of its own: public pages, open data, the API for everyone and
links with public parts only are given this one, so nothing else of it can be shown, searched,
filtered or sorted by, whatever an address asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.keeping import kept_until_written
from luheng.workplace.language import say
from luheng.workplace.models import User
from luheng.workplace.permissions import Act, Person, of_own_unit_only, roles_of
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.query import Query, condition, order, query_from


class Save(Protocol):
    """How a register takes changed values of one row: with history, permissions and judgement."""

    def __call__(
        self, row_id: int | None, version: int | None, values: Mapping[str, Any], by: User
    ) -> models.Model:
        """The saved record; `row_id` None makes a new one where the register allows that."""


@dataclass(frozen=True)
class Row:
    """One row: values by column key, as the record keeps them."""

    id: int
    version: int | None
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def __getattr__(self, key: str) -> Any:
        """The value of a column, for whoever reads records and rows alike."""
        try:
            return self.__dict__["values"][key]
        except KeyError:
            raise AttributeError(key) from None


@dataclass(frozen=True)
class Page:
    """The rows of one page and how many the view has in all."""

    rows: list[Row]
    total: int
    query: Query

    @property
    def pages(self) -> int:
        """How many pages the view has; at least one."""
        return max(1, -(-self.total // self.query.page_size))


@dataclass(frozen=True, kw_only=True, eq=False)
class Register:
    """A list with its columns, its usual view and the door through which rows are written."""

    key: str
    zh: str
    en: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    asides: tuple[Column, ...] = ()  # read with a row for its own page, in no list
    order: tuple[Any, ...]  # the last word on the order of rows
    defaults: Mapping[str, Q] = field(default_factory=dict)  # column keys → unless filtered by one
    reads: Act = Act.READ  # who may read the list at all
    detail: str = ""  # name of the page of one row
    save: Save | None = None
    creates: bool = False  # whether a new row may come in
    of_unit: Callable[[int], Q] | None = None  # where people of a unit see their unit's rows only
    public_rows: Callable[[], Q] | None = None  # which rows everyone may see; None: not the list
    within: Callable[[], Q] | None = None  # no other row is there, whatever is asked
    empty_zh: str = "没有符合条件的记录"
    empty_en: str = "Nothing matches"

    @property
    def label(self) -> str | Promise:
        """The name of the list in the language of the reader."""
        return say(self.zh, self.en)

    @property
    def empty(self) -> str | Promise:
        """Why the list is empty and what to do next."""
        return say(self.empty_zh, self.empty_en)

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def public_part(self) -> Register | None:
        """What everyone may see of the list, as a register that is only read; None: nothing."""
        if self.public_rows is None:
            return None
        return replace(
            self,
            columns=tuple(one for one in self.columns if one.public),
            asides=tuple(one for one in self.asides if one.public),
            within=self.public_rows,
            public_rows=None,
            defaults={},
            reads=Act.READ_PUBLIC,
            save=None,
            creates=False,
        )

    def has(self, key: str) -> bool:
        """Whether there is such a column."""
        return key in self._by_key

    def column(self, key: str) -> Column:
        """A column by its key. Raises `filter_refused`."""
        try:
            return self._by_key[key]
        except KeyError:
            raise LuhengError("filter_refused", name=key, value="") from None

    def shown(self, query: Query | None = None) -> list[Column]:
        """The columns of a view: those chosen, else those shown as declared."""
        if query and query.columns:
            return [self.column(key) for key in query.columns]
        return [column for column in self.columns if column.shown]

    def query(self, parameters: Mapping[str, Sequence[str]], reader: Person | None = None) -> Query:
        """The view an address asks for; of a Django request: `register.query(dict(request.GET.lists()), user)`.

        Where people of a unit see their own rows only, nobody in particular sees none.
        """
        return replace(query_from(self, parameters), unit_id=self._seen_by(reader))

    def _seen_by(self, reader: Person | None) -> int | None:
        """Whose rows a reader sees: those of a unit by its id; None for all."""
        if self.of_unit is None or (reader is not None and not of_own_unit_only(reader)):
            return None
        return getattr(reader, "unit_id", None) or 0

    def select(self, query: Query | None = None) -> QuerySet[Any]:
        """The records of a view, in its order: for counting, exporting, judging."""
        query = query or Query()
        computed = {one.source: one.worked_out(query) for one in self.columns if one.computed}
        records = self._records().annotate(**computed)
        return records.filter(condition(self, query)).order_by(*order(self, query))

    def _records(self) -> QuerySet[Any]:
        """All that is there at all."""
        records = self.model._default_manager.all()
        return records if self.within is None else records.filter(self.within())

    def page(self, query: Query, columns: Sequence[Column] | None = None) -> Page:
        """One page of a view: two queries, however many rows."""
        selected = self.select(query)
        start = (query.page - 1) * query.page_size
        rows = self.rows(selected[start : start + query.page_size], columns or self.columns)
        return Page(list(rows), selected.order_by().count(), query)

    def row(self, row_id: int, reader: Person | None = None) -> Row | None:
        """One row whatever the usual view leaves out; None where it is not there for the reader."""
        found = self._records().filter(pk=row_id)
        unit_id = self._seen_by(reader)
        if unit_id is not None and self.of_unit is not None:
            found = found.filter(self.of_unit(unit_id))
        return next(self.rows(found), None)

    def rows_by_id(self, ids: Iterable[int]) -> list[Row]:
        """Rows with their asides, in the order of the ids; one that is not there is left out."""
        wanted = list(ids)
        columns = (*self.columns, *self.asides)
        found = {row.id: row for row in self.rows(self._records().filter(pk__in=wanted), columns)}
        return [found[pk] for pk in wanted if pk in found]

    def rows(
        self, records: QuerySet[Any], columns: Sequence[Column] | None = None
    ) -> Iterator[Row]:
        """Records as rows, read in one query."""
        wanted = tuple(columns or self.columns)
        sources = {column.key: column.source for column in wanted}
        names = dict.fromkeys(["pk", *sources.values()])
        has_version = self.within is None and any(
            one.name == "version" for one in self.model._meta.concrete_fields
        )
        names |= {"version": None} if has_version else {}
        known = records.query.annotations
        computed = {
            one.source: one.worked_out(Query())
            for one in wanted
            if one.computed and one.source not in known
        }
        for record in records.annotate(**computed).values(*names).iterator(2000):
            values = {key: record[source] for key, source in sources.items()}
            yield Row(record["pk"], record.get("version"), values)

    def options(self, column: Column, query: Query | None = None) -> list[tuple[str, str]]:
        """What a filter offers: value and label; declared choices, or what the list now holds.

        Of rows that the reader of the query does not see nothing is offered.
        """
        if column.offers is not None:
            return column.offers()
        if column.filtered_by == "flag":
            return [("true", str(say("是", "yes"))), ("false", str(say("否", "no")))]
        if column.choices:
            return [(value, str(label)) for value, label in column.choices.items()]
        unit_id = query.unit_id if query else self._seen_by(None)
        return [(str(value), column.text(value)) for value in self._values(column, unit_id)]

    @kept_until_written
    def _values(self, column: Column, unit_id: int | None) -> list[Any]:
        """What a column now holds in the rows seen, at most 500 values."""
        selected = (
            self.select(Query(unit_id=unit_id))
            .order_by(column.source)
            .values_list(column.source, flat=True)
        )
        return [value for value in selected.distinct()[:500] if value not in (None, "")]

    def writable(self, person: Person) -> list[Column]:
        """The columns a person may write."""
        roles = roles_of(person)
        return [column for column in self.columns if column.writers & roles]

    def write(
        self, row_id: int | None, version: int | None, values: Mapping[str, Any], by: User
    ) -> models.Model:
        """Saves changed values of one row. Raises `column_read_only`, `row_not_new` and what saving raises."""
        allowed = {column.key for column in self.writable(by)}
        if refused := [key for key in values if key not in allowed]:
            labels = "、".join(str(self.column(key).label) for key in refused)
            raise LuhengError("column_read_only", columns=labels, register=str(self.label))
        if self.save is None or (row_id is None and not self.creates):
            raise LuhengError("row_not_new", register=str(self.label))
        return self.save(row_id, version, values, by)
